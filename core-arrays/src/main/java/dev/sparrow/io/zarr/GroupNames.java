package dev.sparrow.io.zarr;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Names of the arrays of a group, checked, and the groups they lie in.
 *
 * @param groups paths of groups, outer ones first; the first is ""
 */
record GroupNames(List<String> groups) {
  static GroupNames of(Collection<String> arrays) {
    SequencedSet<String> groups = new LinkedHashSet<>(List.of(""));
    for (String name : arrays) {
      for (String part : name.split("/", -1)) {
        // By the specification: no empty names, none of only dots, none that begin with "__". The
        // others are names of metadata, or mean something to a file system.
        if (part.isBlank()
            || part.startsWith(".")
            || part.startsWith("__")
            || part.contains("\\")
            || part.equals(MetadataV3.FILE)) {
          throw new IllegalArgumentException(
              "zarr: '" + name + "' is no name of an array; write letters, digits, - and _");
        }
      }
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        groups.add(name.substring(0, slash));
      }
    }
    for (String name : arrays) {
      if (groups.contains(name)) {
        throw new IllegalArgumentException(
            "zarr: '" + name + "' cannot be an array and a group of others; rename one");
      }
    }
    return new GroupNames(List.copyOf(groups));
  }
}

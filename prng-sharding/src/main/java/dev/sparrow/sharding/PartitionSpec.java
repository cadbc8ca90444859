package dev.sparrow.sharding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Along which mesh axes each array axis is cut.
 *
 * @param cuts for each leading array axis the names of mesh axes, outermost first; an empty list
 *     and a missing trailing entry leave the axis whole
 */
public record PartitionSpec(List<List<String>> cuts) implements Serializable {
  /** Copies the lists; a mesh axis may cut one array axis only. */
  public PartitionSpec {
    cuts = cuts.stream().map(List::copyOf).toList();
    Set<String> used = new HashSet<>();
    for (List<String> names : cuts) {
      for (String name : names) {
        if (!used.add(name)) {
          throw new ShardingException(
              "partition spec: mesh axis '" + name + "' cuts two array axes in " + cuts);
        }
      }
    }
  }

  /**
   * A spec with at most one mesh axis for each array axis.
   *
   * @param names a mesh axis for each leading array axis; null leaves that axis whole
   * @return the spec
   */
  public static PartitionSpec of(@Nullable String... names) {
    List<List<String>> cuts = new ArrayList<>();
    for (String name : names) {
      cuts.add(name == null ? List.of() : List.of(name));
    }
    return new PartitionSpec(cuts);
  }

  /**
   * The mesh axes that cut an array axis.
   *
   * @param axis array axis, from 0
   * @return their names, outermost first
   */
  public List<String> cuts(int axis) {
    return axis < cuts.size() ? cuts.get(axis) : List.of();
  }
}

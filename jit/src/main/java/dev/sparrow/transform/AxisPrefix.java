package dev.sparrow.transform;

import dev.sparrow.tree.TreeDef;
import dev.sparrow.tree.TreeException;
import dev.sparrow.tree.TreePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Axes written for a structure: an Integer or null stands for all arrays below it, a List for a
 * list or Java array, a Map for a map or, by component names, for a record.
 */
final class AxisPrefix {
  private final String what;
  private final List<@Nullable Integer> axes = new ArrayList<>();

  private AxisPrefix(String what) {
    this.what = what;
  }

  /**
   * The axis of each array.
   *
   * @param what how errors call the axes: {@code in_axes}
   * @param place how they call this entry: {@code in_axes[0]}
   * @param prefix the axes
   * @param structure of the value they are for
   * @return one axis for each leaf, null for none
   */
  static List<@Nullable Integer> expand(
      String what, String place, @Nullable Object prefix, TreeDef<?> structure) {
    AxisPrefix expansion = new AxisPrefix(what);
    expansion.add(place, prefix, structure);
    return expansion.axes;
  }

  private void add(String place, @Nullable Object prefix, TreeDef<?> structure) {
    switch (prefix) {
      case null -> repeat(null, structure);
      case Integer axis -> repeat(axis, structure);
      case List<?> list -> elements(place, list, structure);
      case Object[] array -> elements(place, Arrays.asList(array), structure);
      case Map<?, ?> map -> entries(place, map, structure);
      case Optional<?> optional -> add(place, optional.orElse(null), structure);
      default ->
          throw mismatch(
              place,
              "a "
                  + prefix.getClass().getSimpleName()
                  + " is no axis; use an Integer, null, a List"
                  + " or a Map of them");
    }
  }

  private void repeat(@Nullable Integer axis, TreeDef<?> structure) {
    for (int i = 0; i < structure.leafCount(); i++) {
      axes.add(axis);
    }
  }

  private void elements(
      String place, List<? extends @Nullable Object> prefix, TreeDef<?> structure) {
    List<TreePath.Key> keys = structure.childKeys();
    boolean fits =
        keys.size() == prefix.size()
            && keys.stream().allMatch(TreePath.Key.Element.class::isInstance)
            && (!keys.isEmpty() || structure.leafCount() == 0 && !structure.isLeaf());
    if (!fits) {
      throw mismatch(place, "a list of length " + prefix.size() + " stands for " + structure);
    }
    for (int i = 0; i < keys.size(); i++) {
      add(place + keys.get(i), prefix.get(i), structure.children().get(i));
    }
  }

  private void entries(String place, Map<?, ?> prefix, TreeDef<?> structure) {
    Map<Object, @Nullable Object> left = new HashMap<>(prefix);
    List<TreePath.Key> keys = structure.childKeys();
    for (int i = 0; i < keys.size(); i++) {
      TreeDef<?> child = structure.children().get(i);
      Object name =
          switch (keys.get(i)) {
            case TreePath.Key.Component(String component) -> component;
            case TreePath.Key.Entry(Object key) -> key;
            case TreePath.Key.Element _, TreePath.Key.Present _ ->
                throw mismatch(
                    place, "a map with keys " + prefix.keySet() + " stands for " + structure);
          };
      if (!left.containsKey(name)) {
        if (child.leafCount() == 0) {
          continue;
        }
        throw mismatch(
            place,
            "a map with keys " + prefix.keySet() + " has no axis for " + name + " of " + structure);
      }
      add(place + keys.get(i), left.remove(name), child);
    }
    if (!left.isEmpty()) {
      throw mismatch(place, "there is no " + left.keySet() + " in " + structure);
    }
  }

  private TreeException mismatch(String place, String why) {
    return new TreeException(
        "vmap: "
            + what
            + " specification must be a tree prefix of the corresponding value; at "
            + place
            + ": "
            + why
            + "; give one axis, null, or axes in the form of the value");
  }
}

package dev.sparrow.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks a value along a structure that may end above the value's leaves. */
final class Descent {
  private final String root;
  private final List<TreePath.Key> path = new ArrayList<>();

  Descent(String root) {
    this.root = root;
  }

  /** Adds what stands at each leaf of the structure. */
  void collect(Node node, @Nullable Object value, List<@Nullable Object> subtrees) {
    switch (node) {
      case Node.Leaf _ -> subtrees.add(value);
      case Node.None _ -> expect(value == null, node, value);
      case Node.Fixed(StaticValue fixed) ->
          expect(fixed.equals(new StaticValue(value)), node, value);
      case Node.Components components -> {
        RecordType type = components.type();
        expect(value != null && value.getClass() == type.type(), node, value);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < type.components().size(); i++) {
          values.add(type.get(value, i));
        }
        collectAll(node, values, subtrees);
      }
      case Node.Items items -> {
        expect(
            value instanceof List<?> list && list.size() == items.children().size(), node, value);
        collectAll(node, (List<?>) value, subtrees);
      }
      case Node.Elements elements -> {
        expect(
            value instanceof Object[] array && array.length == elements.children().size(),
            node,
            value);
        collectAll(node, Arrays.asList((Object[]) value), subtrees);
      }
      case Node.Entries entries -> {
        expect(
            value instanceof Map<?, ?> map
                && map.size() == entries.keys().size()
                && map.keySet().containsAll(entries.keys()),
            node,
            value);
        Map<?, ?> map = (Map<?, ?>) value;
        List<@Nullable Object> values = new ArrayList<>();
        entries.keys().forEach(key -> values.add(map.get(key)));
        collectAll(node, values, subtrees);
      }
      case Node.Maybe maybe -> {
        expect(
            value instanceof Optional<?> optional
                && optional.isPresent() == !maybe.children().isEmpty(),
            node,
            value);
        if (value instanceof Optional<?> optional && optional.isPresent()) {
          collectAll(node, List.of(optional.get()), subtrees);
        }
      }
    }
  }

  private void collectAll(
      Node node, List<? extends @Nullable Object> values, List<@Nullable Object> subtrees) {
    for (int i = 0; i < values.size(); i++) {
      path.addLast(node.key(i));
      collect(node.children().get(i), values.get(i), subtrees);
      path.removeLast();
    }
  }

  private void expect(boolean fits, Node node, @Nullable Object value) {
    if (!fits) {
      String place = new TreePath(path).from(root);
      throw new TreeException(
          "tree: "
              + place
              + " is "
              + (value == null ? "null" : "a " + Flattening.nameOf(value))
              + describeSize(value)
              + " where the structure has "
              + StructureDifference.describe(node)
              + "; pass a value of the structure "
              + new TreeDef<>(node));
    }
  }

  private static String describeSize(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> " with " + list.size() + " elements";
      case Map<?, ?> map -> " with keys " + map.keySet();
      case Object[] array -> " with " + array.length + " elements";
      case Optional<?> optional ->
          optional.isPresent() ? " that holds something" : " that is empty";
      case null, default -> "";
    };
  }
}

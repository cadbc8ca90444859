package dev.sparrow.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One place of a structure, without its arrays. Equal structures are equal values. */
sealed interface Node {
  /** An array or number. */
  record Leaf() implements Node {}

  /** Null: a place without leaves, JAX's None. */
  record None() implements Node {}

  /**
   * A record.
   *
   * @param type its class
   * @param children its components in order; a static one is {@link Fixed}
   */
  record Components(RecordType type, List<Node> children) implements Node {}

  /**
   * A static component of a record.
   *
   * @param value its value
   */
  record Fixed(StaticValue value) implements Node {}

  /**
   * A list.
   *
   * @param children its elements
   */
  record Items(List<Node> children) implements Node {}

  /**
   * A map.
   *
   * @param keys its keys, ascending
   * @param children their values
   */
  record Entries(List<Object> keys, List<Node> children) implements Node {}

  /**
   * A Java array of objects.
   *
   * @param component class of its elements
   * @param children its elements
   */
  record Elements(Class<?> component, List<Node> children) implements Node {}

  /**
   * An optional.
   *
   * @param children what it holds: one or none
   */
  record Maybe(List<Node> children) implements Node {}

  /** This place in words, JAX's way, with a text for each leaf. */
  default String print(Iterator<String> leaves) {
    return switch (this) {
      case Leaf _ -> leaves.next();
      case None _ -> "None";
      case Fixed node -> node.value.toString();
      case Items node -> printAll(node, leaves).toString();
      case Components node -> {
        StringJoiner text = new StringJoiner(", ", node.type.name() + "(", ")");
        List<String> children = printAll(node, leaves);
        for (int i = 0; i < children.size(); i++) {
          text.add(node.type.components().get(i).name() + "=" + children.get(i));
        }
        yield text.toString();
      }
      case Entries node -> {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        List<String> children = printAll(node, leaves);
        for (int i = 0; i < children.size(); i++) {
          Object key = node.keys.get(i);
          text.add((key instanceof Number ? key : "'" + key + "'") + ": " + children.get(i));
        }
        yield text.toString();
      }
      case Elements node -> {
        List<String> children = printAll(node, leaves);
        yield "(" + String.join(", ", children) + (children.size() == 1 ? ",)" : ")");
      }
      case Maybe node -> "Optional(" + String.join("", printAll(node, leaves)) + ")";
    };
  }

  private static List<String> printAll(Node node, Iterator<String> leaves) {
    List<String> texts = new ArrayList<>();
    node.children().forEach(child -> texts.add(child.print(leaves)));
    return texts;
  }

  /** {@return the places one step down, in the order of their leaves} */
  default List<Node> children() {
    return List.of();
  }

  /** The step to a child. */
  default TreePath.Key key(int child) {
    return switch (this) {
      case Components node -> node.type.components().get(child).key();
      case Items _, Elements _ -> new TreePath.Key.Element(child);
      case Entries node -> new TreePath.Key.Entry(node.keys.get(child));
      case Maybe _ -> new TreePath.Key.Present();
      case Leaf _, None _, Fixed _ -> throw new IndexOutOfBoundsException(child);
    };
  }

  default int leafCount() {
    if (this instanceof Leaf) {
      return 1;
    }
    int count = 0;
    for (Node child : children()) {
      count += child.leafCount();
    }
    return count;
  }

  /** Builds the value of this structure around what stands at its leaves. */
  default @Nullable Object build(Iterator<? extends @Nullable Object> leaves) {
    return switch (this) {
      case Leaf _ -> leaves.next();
      case None _ -> null;
      case Fixed node -> node.value.value();
      case Components node -> node.type.build(buildAll(node.children, leaves));
      case Items node -> Collections.unmodifiableList(buildAll(node.children, leaves));
      case Elements node -> array(node, buildAll(node.children, leaves));
      case Entries node -> {
        TreeMap<Object, @Nullable Object> map = new TreeMap<>();
        List<@Nullable Object> values = buildAll(node.children, leaves);
        for (int i = 0; i < values.size(); i++) {
          map.put(node.keys.get(i), values.get(i));
        }
        yield Collections.unmodifiableNavigableMap(map);
      }
      case Maybe node ->
          node.children.isEmpty()
              ? Optional.empty()
              : Optional.of(buildAll(node.children, leaves).getFirst());
    };
  }

  private static List<@Nullable Object> buildAll(
      List<Node> children, Iterator<? extends @Nullable Object> leaves) {
    List<@Nullable Object> values = new ArrayList<>(children.size());
    for (Node child : children) {
      values.add(child.build(leaves));
    }
    return values;
  }

  private static Object array(Elements node, List<@Nullable Object> values) {
    for (Object value : values) {
      if (value != null && !node.component.isInstance(value)) {
        throw new TreeException(
            "tree: an array of "
                + node.component.getSimpleName()
                + " cannot hold a "
                + Flattening.nameOf(value)
                + "; use a List or Object[]");
      }
    }
    Object[] array = (Object[]) java.lang.reflect.Array.newInstance(node.component, values.size());
    return values.toArray(array);
  }
}

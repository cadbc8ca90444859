package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes one structure apart: leaves in order, and the node around them. */
final class Flattening {
  private static final Node LEAF = new Node.Leaf();
  private static final Node NONE = new Node.None();

  private final String operation;
  private final String root;
  private final List<NDArray> leaves = new ArrayList<>();

  /** The way to where this is now, for errors. */
  private final List<TreePath.Key> path = new ArrayList<>();

  private Flattening(String operation, String root) {
    this.operation = operation;
    this.root = root;
  }

  static <T extends @Nullable Object> Flattened<T> flatten(String operation, String root, T tree) {
    Flattening flattening = new Flattening(operation, root);
    Node node = flattening.node(tree);
    return new Flattened<>(flattening.leaves, new TreeDef<>(node));
  }

  /** How a value is called in errors. */
  static String nameOf(Object value) {
    return value instanceof NDArray array
        ? "array of type " + array.type()
        : "value of type " + value.getClass().getTypeName();
  }

  private Node node(@Nullable Object value) {
    return switch (value) {
      case null -> NONE;
      case NDArray array -> {
        leaves.add(array);
        yield LEAF;
      }
      case Record record -> components(record);
      case List<?> list -> new Node.Items(elements(list));
      case Map<?, ?> map -> entries(map);
      case Object[] array ->
          new Node.Elements(array.getClass().getComponentType(), elements(Arrays.asList(array)));
      case Optional<?> optional ->
          new Node.Maybe(
              optional.isEmpty()
                  ? List.of()
                  : List.of(child(new TreePath.Key.Present(), optional.get())));
      default -> {
        NDArray number = ScalarLeaf.toArray(value);
        if (number == null) {
          throw unsupported(value);
        }
        leaves.add(number);
        yield LEAF;
      }
    };
  }

  private Node child(TreePath.Key key, @Nullable Object value) {
    path.addLast(key);
    Node node = node(value);
    path.removeLast();
    return node;
  }

  private Node components(Record record) {
    RecordType type = RecordType.of(record.getClass());
    List<Node> children = new ArrayList<>(type.components().size());
    for (int i = 0; i < type.components().size(); i++) {
      RecordType.Component component = type.components().get(i);
      Object value = type.get(record, i);
      children.add(
          component.isStatic()
              ? new Node.Fixed(new StaticValue(value))
              : child(component.key(), value));
    }
    return new Node.Components(type, List.copyOf(children));
  }

  private List<Node> elements(List<? extends @Nullable Object> values) {
    List<Node> children = new ArrayList<>(values.size());
    for (Object value : values) {
      children.add(child(new TreePath.Key.Element(children.size()), value));
    }
    return List.copyOf(children);
  }

  private Node entries(Map<?, ?> map) {
    TreeMap<Object, @Nullable Object> sorted = new TreeMap<>();
    try {
      map.forEach(sorted::put);
    } catch (ClassCastException | NullPointerException incomparable) {
      throw new TreeException(
          operation
              + ": the keys of the map at "
              + place()
              + " have no common order: "
              + map.keySet()
              + "; use keys of one comparable type, such as String",
          incomparable);
    }
    List<Node> children = new ArrayList<>(sorted.size());
    sorted.forEach((key, value) -> children.add(child(new TreePath.Key.Entry(key), value)));
    return new Node.Entries(List.copyOf(sorted.keySet()), List.copyOf(children));
  }

  private TreeException unsupported(Object value) {
    String remedy =
        value.getClass().isArray()
            ? "make an NDArray of it with Creation.array"
            : !path.isEmpty() && path.getLast() instanceof TreePath.Key.Component
                ? "mark the record component @Static if it belongs to the structure"
                : "pass it as a static argument or leave it out";
    return new TreeException(
        operation
            + ": "
            + place()
            + " is a "
            + nameOf(value)
            + ", which is neither an array, a number nor a record, List, Map, Optional or array of"
            + " them; "
            + remedy);
  }

  private String place() {
    return new TreePath(path).from(root);
  }
}

package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a value without its arrays: JAX's {@code PyTreeDef}. Equal structures are equal
 * values, so a structure is a key; two are equal if containers agree in kind, records in class,
 * maps in keys, lists in length and static components in value.
 *
 * @param <T> type of the values of this structure
 */
public final class TreeDef<T extends @Nullable Object> {
  private final Node root;
  private final int leafCount;

  TreeDef(Node root) {
    this.root = root;
    this.leafCount = root.leafCount();
  }

  /** {@return the number of arrays in a value of this structure} */
  public int leafCount() {
    return leafCount;
  }

  /** {@return whether it is one array and nothing around it} */
  public boolean isLeaf() {
    return root instanceof Node.Leaf;
  }

  /** {@return structures of what is directly inside, in order} */
  public List<TreeDef<?>> children() {
    List<TreeDef<?>> children = new ArrayList<>();
    root.children().forEach(child -> children.add(new TreeDef<>(child)));
    return children;
  }

  /** {@return the step to each of {@link #children}} */
  public List<TreePath.Key> childKeys() {
    List<TreePath.Key> keys = new ArrayList<>();
    for (int i = 0; i < root.children().size(); i++) {
      keys.add(root.key(i));
    }
    return keys;
  }

  /**
   * Builds a value of this structure.
   *
   * @param leaves its arrays in order
   * @return the value; lists and maps in it are unmodifiable
   * @throws TreeException if their number differs, or a record cannot hold them
   */
  public T unflatten(List<? extends NDArray> leaves) {
    return cast(build(leaves));
  }

  /**
   * Builds a structure of this form around any values: what {@link Tree#transpose} does with whole
   * subtrees.
   *
   * @param leaves what stands at the leaves, in order
   * @return the structure
   * @throws TreeException if their number differs, or a record cannot hold them
   */
  public @Nullable Object build(List<? extends @Nullable Object> leaves) {
    if (leaves.size() != leafCount) {
      throw new TreeException(
          "unflatten: "
              + (leaves.size() < leafCount ? "too few" : "too many")
              + " leaves for "
              + this
              + "; expected "
              + leafCount
              + ", got "
              + leaves.size());
    }
    Iterator<? extends @Nullable Object> iterator = leaves.iterator();
    return root.build(iterator);
  }

  /**
   * What stands in a value at the leaves of this structure, which may end further up than the value
   * does: JAX's {@code flatten_up_to}.
   *
   * @param root what the value is called in errors
   * @param tree the value
   * @return one subtree for each leaf of this structure
   * @throws TreeException if the value has another structure above those leaves; the message names
   *     the place
   */
  public List<@Nullable Object> flattenUpTo(String root, @Nullable Object tree) {
    List<@Nullable Object> subtrees = new ArrayList<>(leafCount);
    new Descent(root).collect(this.root, tree, subtrees);
    return subtrees;
  }

  /** {@return the way to each leaf, in order} */
  public List<TreePath> paths() {
    List<TreePath> paths = new ArrayList<>(leafCount);
    addPaths(root, TreePath.ROOT, paths);
    return paths;
  }

  private static void addPaths(Node node, TreePath at, List<TreePath> paths) {
    if (node instanceof Node.Leaf) {
      paths.add(at);
    }
    for (int i = 0; i < node.children().size(); i++) {
      addPaths(node.children().get(i), at.then(node.key(i)), paths);
    }
  }

  /**
   * The first place where another structure differs.
   *
   * @param root what the value is called in the answer
   * @param other the other structure
   * @return for example {@code params.layers is a list of 3, the other a list of 2}; empty if equal
   */
  public Optional<String> difference(String root, TreeDef<?> other) {
    return StructureDifference.first(this.root, other.root, TreePath.ROOT)
        .map(difference -> difference.describe(root));
  }

  @SuppressWarnings("unchecked") // A structure of T was flattened, and the same is built again.
  private T cast(@Nullable Object built) {
    return (T) built;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TreeDef<?> theirs
        && leafCount == theirs.leafCount
        && root.equals(theirs.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  /**
   * The structure in words.
   *
   * @param leaves a text for each leaf
   * @return for example {@code Layer(w=f32[3,4], b=f32[4])}
   */
  public String toString(List<String> leaves) {
    return root.print(leaves.iterator());
  }

  /** {@return the structure as JAX prints it: {@code PyTreeDef({'a': *, 'b': [*, None]})}} */
  @Override
  public String toString() {
    return "PyTreeDef(" + toString(Collections.nCopies(leafCount, "*")) + ")";
  }
}

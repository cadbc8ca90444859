package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions on structures of arrays, as {@code jax.tree}. A structure is an array, a Java number
 * (int, long, float, double, boolean: a weak array of rank 0), null (no arrays), or a record,
 * {@code List}, {@code Map}, {@code Optional} or Java array of structures. Records need no
 * registration and may be private; their components that are no structures carry {@link Static}.
 *
 * <pre>{@code
 * record Layer(NDArray w, NDArray b) {}
 * record Params(List<Layer> layers, NDArray scale) {}
 * Params half = Tree.map(x -> x.mul(0.5), params);
 * Params next = Tree.map((p, g) -> p.sub(g.mul(rate)), params, gradients);
 * }</pre>
 *
 * <p>Rebuilt lists and maps are unmodifiable. A number comes back as an array, except in a record
 * component that is declared as a number.
 */
public final class Tree {
  /** What a structure is called in errors when the caller gives no name. */
  private static final String UNNAMED = "tree";

  private Tree() {}

  /**
   * Applies a function to each array.
   *
   * @param <T> type of the structure
   * @param f the function
   * @param tree a structure
   * @return a structure of the same form
   */
  public static <T extends @Nullable Object> T map(UnaryOperator<NDArray> f, T tree) {
    Flattened<T> flat = flatten(tree);
    return flat.structure().unflatten(flat.leaves().stream().map(f).toList());
  }

  /**
   * Applies a function to each two arrays that stand at one place.
   *
   * @param <T> type of the structures
   * @param f the function
   * @param first a structure
   * @param second a structure of the same form
   * @return a structure of the same form
   * @throws TreeException if the structures differ; the message names the place
   */
  public static <T extends @Nullable Object> T map(BinaryOperator<NDArray> f, T first, T second) {
    return mapList(in -> f.apply(in.get(0), in.get(1)), Arrays.asList(first, second));
  }

  /**
   * Applies a function to the arrays that stand at one place in any number of structures.
   *
   * @param <T> type of the structures
   * @param f the function; gets one array from each structure
   * @param trees structures of the same form, at least one
   * @return a structure of the same form
   * @throws TreeException if the structures differ; the message names the place
   */
  public static <T extends @Nullable Object> T mapList(
      Function<List<NDArray>, NDArray> f, List<? extends T> trees) {
    if (trees.isEmpty()) {
      throw new TreeException("map: no structures; pass at least one");
    }
    List<List<NDArray>> leaves = new ArrayList<>();
    TreeDef<T> structure = structure(trees.getFirst());
    for (T tree : trees) {
      Flattened<T> flat = flatten(tree);
      checkSame("map", structure, flat.structure());
      leaves.add(flat.leaves());
    }
    List<NDArray> results = new ArrayList<>();
    for (int i = 0; i < structure.leafCount(); i++) {
      int leaf = i;
      results.add(f.apply(leaves.stream().map(each -> each.get(leaf)).toList()));
    }
    return structure.unflatten(results);
  }

  /**
   * Applies a function to each array and the way to it.
   *
   * @param <T> type of the structure
   * @param f the function
   * @param tree a structure
   * @return a structure of the same form
   */
  public static <T extends @Nullable Object> T mapWithPath(
      BiFunction<TreePath, NDArray, NDArray> f, T tree) {
    Flattened<T> flat = flatten(tree);
    List<TreePath> paths = flat.structure().paths();
    List<NDArray> results = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      results.add(f.apply(paths.get(i), flat.leaves().get(i)));
    }
    return flat.structure().unflatten(results);
  }

  /**
   * The arrays of a structure.
   *
   * @param tree a structure
   * @return its arrays: record components as declared, lists by index, maps by ascending key
   */
  public static List<NDArray> leaves(@Nullable Object tree) {
    return flatten(tree).leaves();
  }

  /**
   * The arrays of a structure, each with the way to it.
   *
   * @param tree a structure
   * @return its arrays in the order of {@link #leaves}
   */
  public static SequencedMap<TreePath, NDArray> leavesWithPath(@Nullable Object tree) {
    Flattened<?> flat = flatten(tree);
    List<TreePath> paths = flat.structure().paths();
    SequencedMap<TreePath, NDArray> leaves = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      leaves.put(paths.get(i), flat.leaves().get(i));
    }
    return leaves;
  }

  /**
   * The form of a structure.
   *
   * @param <T> type of the structure
   * @param tree a structure
   * @return what is left without its arrays
   */
  public static <T extends @Nullable Object> TreeDef<T> structure(T tree) {
    return flatten(tree).structure();
  }

  /**
   * Takes a structure apart.
   *
   * @param <T> type of the structure
   * @param tree a structure
   * @return its arrays and its form
   * @throws TreeException if it holds something that is no structure; the message names the place
   */
  public static <T extends @Nullable Object> Flattened<T> flatten(T tree) {
    return flatten("tree", UNNAMED, tree);
  }

  /**
   * Takes a structure apart.
   *
   * @param <T> type of the structure
   * @param operation who asks, for errors
   * @param name what errors call it, as in {@code params.layers[1].w}
   * @param tree a structure
   * @return its arrays and its form
   * @throws TreeException if it holds something that is no structure; the message names the place
   */
  public static <T extends @Nullable Object> Flattened<T> flatten(
      String operation, String name, T tree) {
    return Flattening.flatten(operation, name, tree);
  }

  /**
   * Builds a structure.
   *
   * @param <T> type of the structure
   * @param structure its form
   * @param leaves its arrays in order
   * @return the structure
   * @throws TreeException if their number differs, or a record cannot hold them
   */
  public static <T extends @Nullable Object> T unflatten(
      TreeDef<T> structure, List<? extends NDArray> leaves) {
    return structure.unflatten(leaves);
  }

  /**
   * Combines all arrays from the first to the last.
   *
   * @param f combines what there is so far with the next array
   * @param tree a structure
   * @param initial what to start with
   * @return the combination; {@code initial} for a structure without arrays
   */
  public static NDArray reduce(BinaryOperator<NDArray> f, @Nullable Object tree, NDArray initial) {
    NDArray result = initial;
    for (NDArray leaf : leaves(tree)) {
      result = f.apply(result, leaf);
    }
    return result;
  }

  /**
   * Turns a structure of structures inside out: a list of maps into a map of lists. Records can
   * only take part where their components are declared to hold what comes out.
   *
   * @param outer form of the outside
   * @param inner form of each structure at its leaves
   * @param tree a structure of form {@code outer} with structures of form {@code inner} at its
   *     leaves
   * @return a structure of form {@code inner} with structures of form {@code outer} at its leaves
   * @throws TreeException if the structure has another form; the message names the place
   */
  public static @Nullable Object transpose(
      TreeDef<?> outer, TreeDef<?> inner, @Nullable Object tree) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<TreePath> paths = outer.paths();
    for (Object subtree : outer.flattenUpTo(UNNAMED, tree)) {
      rows.add(inner.flattenUpTo(paths.get(rows.size()).from(UNNAMED), subtree));
    }
    List<@Nullable Object> columns = new ArrayList<>();
    for (int i = 0; i < inner.leafCount(); i++) {
      List<@Nullable Object> column = new ArrayList<>();
      for (List<@Nullable Object> row : rows) {
        column.add(row.get(i));
      }
      columns.add(outer.build(column));
    }
    return inner.build(columns);
  }

  /**
   * Waits until all arrays are computed.
   *
   * @param <T> type of the structure
   * @param tree a structure
   * @return the same structure
   */
  public static <T extends @Nullable Object> T blockUntilReady(T tree) {
    leaves(tree).forEach(NDArray::blockUntilReady);
    return tree;
  }

  /**
   * Refuses two structures that differ.
   *
   * @param operation who asks, for the message
   * @param expected the form that is needed
   * @param actual the form that was given
   * @throws TreeException if they differ; the message names the first place
   */
  public static void checkSame(String operation, TreeDef<?> expected, TreeDef<?> actual) {
    expected
        .difference(UNNAMED, actual)
        .ifPresent(difference -> {
          throw new TreeException(
              operation
                  + ": structures differ: "
                  + difference
                  + "; pass structures of one form, here "
                  + expected);
        });
  }
}

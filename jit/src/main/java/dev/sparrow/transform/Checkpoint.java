package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Inlined;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Less memory for more work, as {@code jax.checkpoint}: reverse mode does not keep what such a
 * function computes inside, but computes it again from the arguments on the way back. Values and
 * gradients are the same, bit for bit.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class Checkpoint {
  private static final String NAME = "checkpoint";

  private Checkpoint() {}

  /**
   * A function of one array that is computed again on the way back.
   *
   * @param f the function
   * @return the same function
   */
  public static UnaryOperator<NDArray> checkpoint(UnaryOperator<NDArray> f) {
    return x -> list(in -> List.of(f.apply(in.getFirst())), List.of(x)).getFirst();
  }

  /**
   * A function of two arrays that is computed again on the way back.
   *
   * @param f the function
   * @return the same function
   */
  public static BinaryOperator<NDArray> checkpoint(BinaryOperator<NDArray> f) {
    return (x, y) -> list(in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y)).getFirst();
  }

  /**
   * A function of a structure of arrays that is computed again on the way back.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param f the function
   * @return the same function
   */
  public static <P extends @Nullable Object, R extends @Nullable Object> Function<P, R> checkpoint(
      Function<P, R> f) {
    return argument -> {
      Flattened<P> flat = Tree.flatten(NAME, "args", argument);
      List<TreeDef<R>> structure = new ArrayList<>();
      List<NDArray> results =
          list(
              in -> {
                Flattened<R> result =
                    Tree.flatten(NAME, "result", f.apply(flat.structure().unflatten(in)));
                structure.add(result.structure());
                return result.leaves();
              },
              flat.leaves());
      return structure.getFirst().unflatten(results);
    };
  }

  private static List<NDArray> list(
      Function<List<NDArray>, List<NDArray>> f, List<NDArray> arguments) {
    GraphTrace.Traced traced =
        GraphTrace.trace(NAME, arguments.stream().map(NDArray::type).toList(), f);
    List<NDArray> operands = new ArrayList<>(traced.captured());
    operands.addAll(arguments);
    return Trace.current().bind(new Inlined.Checkpoint(traced.graph()), operands);
  }
}

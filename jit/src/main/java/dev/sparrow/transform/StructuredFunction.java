package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function of structures as a function of lists of arrays; it remembers the structure of the last
 * result.
 *
 * @param <P> what the function takes
 * @param <R> what it returns
 */
final class StructuredFunction<P, R> implements Function<List<NDArray>, List<NDArray>> {
  private final String operation;
  private final Function<P, R> function;
  private final TreeDef<P> arguments;
  private @Nullable TreeDef<R> returned;

  StructuredFunction(String operation, Function<P, R> function, TreeDef<P> arguments) {
    this.operation = operation;
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  public List<NDArray> apply(List<NDArray> leaves) {
    Flattened<R> result =
        Tree.flatten(operation, "result", function.apply(arguments.unflatten(leaves)));
    returned = result.structure();
    return result.leaves();
  }

  /** The structure of the last result. */
  TreeDef<R> returned() {
    return Objects.requireNonNull(returned, "called before the function");
  }

  /** Arrays in the structure of the last result. */
  R result(List<NDArray> leaves) {
    return returned().unflatten(leaves);
  }
}

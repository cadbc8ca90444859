package dev.sparrow.jit;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A compiled function of arrays, made by {@link Jit#jit(UnaryOperator, JitOption...)} and its like
 * for more arrays.
 */
public final class Compiled extends CompiledFunction<List<NDArray>>
    implements UnaryOperator<NDArray> {
  private final String name;

  Compiled(ProgramCache programs) {
    super(programs);
    this.name = programs.options().name();
  }

  /**
   * Calls the function.
   *
   * @param x its only argument
   * @return its only result
   * @throws IllegalArgumentException if it takes more arguments or has more results
   */
  @Override
  public NDArray apply(NDArray x) {
    return single(call(List.of(x)));
  }

  /**
   * Calls the function.
   *
   * @param x first argument
   * @param y second argument
   * @param more further arguments
   * @return its only result
   * @throws IllegalArgumentException if it takes another number of arguments or has more results
   */
  public NDArray apply(NDArray x, NDArray y, NDArray... more) {
    List<NDArray> arguments = new ArrayList<>(List.of(x, y));
    arguments.addAll(List.of(more));
    return single(call(arguments));
  }

  /**
   * Calls the function.
   *
   * @param arguments its arguments
   * @return its results
   * @throws IllegalArgumentException if it takes another number of arguments
   */
  public List<NDArray> call(List<NDArray> arguments) {
    return invoke(arguments.toArray());
  }

  private NDArray single(List<NDArray> results) {
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          name + ": has " + results.size() + " results; use call(List) for all of them");
    }
    return results.getFirst();
  }
}

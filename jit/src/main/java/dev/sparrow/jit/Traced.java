package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Graph;
import dev.sparrow.trace.AbstractArray;
import dev.sparrow.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * A function traced for arguments of given types, the first stage of compiling ahead of time:
 * {@code f.trace(x).lower().compile()}.
 *
 * @param <R> type of the function's result
 */
public final class Traced<R extends @Nullable Object> {
  private final JitOptions options;
  private final Signature signature;
  private final Program program;

  Traced(JitOptions options, Signature signature, Program program) {
    this.options = options;
    this.signature = signature;
    this.program = program;
  }

  /** {@return the program, whose text is JAX's} */
  public Graph graph() {
    return program.graph();
  }

  /** {@return the result's form, with an abstract array for each array in it} */
  @SuppressWarnings("unchecked") // The program's results have the form that the function returned.
  public R outInfo() {
    TreeDef<?> results = program.results();
    return (R)
        results.unflatten(
            program.graph().resultTypes().stream()
                .map((ArrayType type) -> AbstractArray.of(type))
                .toList());
  }

  /** {@return the next stage} */
  public Lowered<R> lower() {
    return new Lowered<>(options, signature, program);
  }
}

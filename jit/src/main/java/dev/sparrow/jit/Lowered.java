package dev.sparrow.jit;

import dev.sparrow.trace.EagerTrace;
import org.jspecify.annotations.Nullable;

/**
 * A function lowered for arguments of given types, the second stage of compiling ahead of time.
 *
 * @param <R> type of the function's result
 */
public final class Lowered<R extends @Nullable Object> {
  private final JitOptions options;
  private final Signature signature;
  private final Program program;

  Lowered(JitOptions options, Signature signature, Program program) {
    this.options = options;
    this.signature = signature;
    this.program = program;
  }

  /** {@return an estimate of the work, operation by operation, before any are fused} */
  public CostAnalysis costAnalysis() {
    return CostAnalysis.ofOperations(program.keptGraph());
  }

  /** {@return the last stage: the executable} */
  public CompiledProgram<R> compile() {
    EagerTrace.instance().prepare(program.keptCall());
    return new CompiledProgram<>(options, signature, program);
  }
}

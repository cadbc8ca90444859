package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.run.JitBackend;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function compiled ahead of time for arguments of given types; it never traces, and refuses
 * arguments of any other type.
 *
 * @param <R> type of the function's result
 */
public final class CompiledProgram<R extends @Nullable Object> {
  private final JitOptions options;
  private final Signature signature;
  private final Program program;

  CompiledProgram(JitOptions options, Signature signature, Program program) {
    this.options = options;
    this.signature = signature;
    this.program = program;
  }

  /**
   * Runs the program.
   *
   * @param arguments arguments of exactly the types it was compiled for, static ones included
   * @return the function's result
   * @throws IllegalArgumentException if types, structures or static values differ; the message
   *     names each argument that does
   */
  @SuppressWarnings("unchecked") // The program's results have the form that the function returned.
  public R call(@Nullable Object... arguments) {
    Arguments given = Arguments.of(options, Arrays.asList(arguments));
    for (NDArray leaf : given.leaves()) {
      if (leaf instanceof Tracer tracer) {
        throw new IllegalArgumentException(
            options.name()
                + ": cannot apply transformations to a function lowered and compiled for a particular"
                + " signature; detected argument of tracer type "
                + tracer
                + "; transform the function and compile the result");
      }
    }
    if (!given.signature().equals(signature)) {
      throw mismatch(given.signature());
    }
    return (R) program.call(given.leaves(), Set.of());
  }

  private IllegalArgumentException mismatch(Signature given) {
    List<TreeDef<?>> expected = signature.structures();
    if (!expected.equals(given.structures()) || !signature.statics().equals(given.statics())) {
      return new IllegalArgumentException(
          options.name()
              + ": function compiled with input pytree does not match the input pytree it was called"
              + " with: "
              + String.join("; ", given.differences(signature, options))
                  .replace(", before ", ", compiled for "));
    }
    List<String> names = Arguments.names(options, signature);
    List<String> mismatches = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ArrayType compiled = signature.types().get(i);
      ArrayType called = given.types().get(i);
      if (!compiled.equals(called)) {
        mismatches.add(
            "Argument '"
                + names.get(i)
                + "' compiled with "
                + describe(compiled, called)
                + " and called with "
                + describe(called, compiled));
      }
    }
    if (mismatches.isEmpty()) {
      mismatches.addAll(given.differences(signature, options));
    }
    return new IllegalArgumentException(
        options.name()
            + ": Argument types differ from the types for which this computation was compiled. The"
            + " mismatches are: "
            + String.join("; ", mismatches)
            + "; convert the arguments, or compile for these types too");
  }

  private static String describe(ArrayType type, ArrayType other) {
    boolean onlyWeak = type.dtype() == other.dtype() && type.shape().equals(other.shape());
    return (onlyWeak && type.weak() ? "weak " : "") + type;
  }

  /** {@return what runs: regions, kernels, bytes and cost} */
  public String asText() {
    return new JitBackend().explain(program.keptGraph());
  }

  /** {@return an estimate of the work, with bytes as the fused program moves them} */
  public CostAnalysis costAnalysis() {
    return CostAnalysis.ofProgram(program.keptGraph());
  }

  /** {@return the memory that a call takes} */
  public MemoryAnalysis memoryAnalysis() {
    return new MemoryAnalysis(
        bytes(program.keptGraph().inputs().stream().map(Var::type).toList()),
        bytes(program.keptGraph().resultTypes()),
        new JitBackend().memory(program.keptGraph()).temporaryBytes());
  }

  private static long bytes(List<ArrayType> types) {
    return types.stream().mapToLong(type -> type.shape().size() * type.dtype().bytes()).sum();
  }
}

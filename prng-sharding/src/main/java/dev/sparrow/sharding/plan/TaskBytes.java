package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.buffer.ByteSize;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import java.util.HashSet;
import java.util.Set;

/**
 * The most bytes that a graph holds while it runs.
 *
 * @param inputs bytes of its inputs
 * @param outputs bytes of its results
 * @param scratch bytes of temporaries: an upper bound that counts each value that cannot be fused
 *     into its reader once, and the blocks of the kernels
 */
public record TaskBytes(long inputs, long outputs, long scratch) {
  /** A block of 1 024 elements of 8 bytes for each of 64 live values of a kernel. */
  private static final long BLOCK_SCRATCH = 64 * 1024 * 8;

  /**
   * Counts for one graph.
   *
   * @param graph a graph without calls
   * @return its bytes
   */
  static TaskBytes of(Graph graph) {
    long inputs = 0;
    for (Var input : graph.inputs()) {
      inputs += bytes(input.type());
    }
    long outputs = 0;
    Set<Atom> counted = new HashSet<>(graph.inputs());
    for (Atom result : graph.results()) {
      if (counted.add(result)) {
        outputs += bytes(result.type());
      }
    }
    long scratch = BLOCK_SCRATCH;
    for (Equation equation : graph.equations()) {
      if (isFused(equation.prim())) {
        continue;
      }
      if (equation.prim() instanceof Control control) {
        scratch += control.graphs().stream().mapToLong(inner -> of(inner).total()).max().orElse(0);
      }
      boolean streamsOperands = isFold(equation.prim());
      for (Atom operand : equation.in()) {
        if (!streamsOperands && counted.add(operand)) {
          scratch += bytes(operand.type());
        }
      }
      for (Var out : equation.out()) {
        if (counted.add(out)) {
          scratch += bytes(out.type());
        }
      }
    }
    return new TaskBytes(inputs, outputs, scratch);
  }

  /** {@return bytes of inputs, outputs and temporaries together} */
  public long total() {
    return inputs + outputs + scratch;
  }

  private static long bytes(ArrayType type) {
    return type.shape().size() * type.dtype().bytes();
  }

  /** Whether results are made block by block inside their reader's kernel. */
  private static boolean isFused(Primitive prim) {
    return switch (prim) {
      case Primitive.Elementwise _,
          Primitive.Counting _,
          Primitive.BroadcastInDim _,
          Primitive.Reshape _,
          Primitive.Squeeze _ ->
          true;
      case Primitive.Transpose _,
          Primitive.Rev _,
          Primitive.Slice _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _,
          Primitive.RandomWrap _,
          Primitive.RandomUnwrap _,
          Control _,
          Inlined _,
          CustomLinear _ ->
          false;
    };
  }

  private static boolean isFold(Primitive prim) {
    return prim instanceof Primitive.Fold;
  }

  /** {@return the bytes in words: {@code 12.0 MiB (inputs 4.0 MiB, …)}} */
  @Override
  public String toString() {
    return ByteSize.text(total())
        + " (inputs "
        + ByteSize.text(inputs)
        + ", outputs "
        + ByteSize.text(outputs)
        + ", scratch "
        + ByteSize.text(scratch)
        + ")";
  }
}

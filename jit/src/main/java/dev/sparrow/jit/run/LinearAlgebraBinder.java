package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.linalg.MatrixRoutine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes factorizations runnable: a loop over the matrices of a batch. */
final class LinearAlgebraBinder {
  private LinearAlgebraBinder() {}

  static BoundStep bind(LinearAlgebra prim, Step.Routine routine, Placements placements) {
    List<MatrixLoop.Operand> operands = new ArrayList<>();
    for (Access access : routine.from()) {
      operands.add(operand(placements.of(access)));
    }
    List<ArrayType> types = routine.from().stream().map(Access::type).toList();
    int batchRank = types.getFirst().rank() - 2;
    List<MatrixLoop.Result> results = new ArrayList<>();
    for (Var target : routine.targets()) {
      Shape shape = target.type().shape();
      boolean vector = shape.rank() == batchRank + 1;
      results.add(
          new MatrixLoop.Result(
              placements.of(target).slot(),
              target.type().dtype(),
              Math.toIntExact(shape.dim(batchRank)),
              vector ? 1 : Math.toIntExact(shape.dim(batchRank + 1))));
    }
    long count = types.getFirst().shape().range(0, batchRank).size();
    return new MatrixLoop(
        MatrixRoutine.of(prim, types), operands, results, count, cost(prim, types));
  }

  private static MatrixLoop.Operand operand(Placement from) {
    View layout = from.layout();
    Shape shape = layout.shape();
    int batchRank = shape.rank() - 2;
    long[] strides = layout.strides();
    return new MatrixLoop.Operand(
        from.slot(),
        layout.offset(),
        layout.dtype(),
        Walk.of(shape.range(0, batchRank).dims(), Arrays.copyOf(strides, batchRank)),
        Math.toIntExact(shape.dim(batchRank)),
        Math.toIntExact(shape.dim(batchRank + 1)),
        strides[batchRank],
        strides[batchRank + 1]);
  }

  /** Leading terms of the operation counts in G. Golub and C. Van Loan, "Matrix Computations". */
  static long cost(LinearAlgebra prim, List<ArrayType> operands) {
    ArrayType a = operands.getFirst();
    long elements = a.shape().size();
    long least = Math.min(a.shape().dim(-2), a.shape().dim(-1));
    return switch (prim) {
      case LinearAlgebra.Cholesky _, LinearAlgebra.Lu _ -> elements * least;
      case LinearAlgebra.Qr _ -> 4 * elements * least;
      case LinearAlgebra.Eigh _, LinearAlgebra.Svd _ -> 16 * elements * least;
      case LinearAlgebra.Eig _ -> 32 * elements * least;
      case LinearAlgebra.TriangularSolve _ -> operands.get(1).shape().size() * least;
    };
  }
}

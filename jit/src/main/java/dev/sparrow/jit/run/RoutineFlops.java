package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import java.util.List;

/**
 * Arithmetic operations and comparisons of primitives that are routines of their own. Products and
 * convolutions are counted as XLA does, a multiplication and an addition for each term;
 * factorizations by the leading terms of Golub and Van Loan, "Matrix Computations", 4th edition.
 */
final class RoutineFlops {
  private RoutineFlops() {}

  static long of(Primitive.Whole prim, List<ArrayType> in, List<ArrayType> out) {
    return switch (prim) {
      case Primitive.ArgReduce _ -> Math.max(0, size(in.getFirst()) - size(out.getFirst()));
      case Contraction contraction -> products(contraction, in, out);
      case Windowed windowed -> windows(windowed, in, out);
      case Ordering ordering -> comparisons(ordering, in, out);
      case Cumulative _ -> size(in.getFirst());
      case Indexing indexing -> updates(indexing, in);
      case LinearAlgebra algebra -> factors(algebra, in, out);
      case Primitive.Fft _ -> FourierLoop.cost(in.getFirst().shape());
      case Collective _ -> size(in.getFirst());
      case Effect _ -> 0;
    };
  }

  private static long products(Contraction prim, List<ArrayType> in, List<ArrayType> out) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dimensions, _) -> {
        Shape lhs = in.getFirst().shape();
        long terms = 1;
        for (int axis : dimensions.lhsContracting()) {
          terms *= lhs.dim(axis);
        }
        yield 2 * terms * size(out.getFirst());
      }
    };
  }

  private static long windows(Windowed prim, List<ArrayType> in, List<ArrayType> out) {
    return switch (prim) {
      case Windowed.ReduceWindow reduce ->
          size(out.getFirst()) * (product(reduce.windows().sizes()) - 1);
      case Windowed.SelectAndScatterAdd select ->
          size(in.getFirst()) * product(select.windows().sizes());
      case Windowed.Convolution convolution -> {
        ConvDimensions of = convolution.dimensions();
        Shape kernel = in.get(1).shape();
        long channels = Math.max(1, kernel.dim(of.rhs().get(0)));
        yield 2 * size(out.getFirst()) * (kernel.size() / channels);
      }
    };
  }

  private static long comparisons(Ordering prim, List<ArrayType> in, List<ArrayType> out) {
    ArrayType first = in.getFirst();
    return switch (prim) {
      case Ordering.Sort sort -> size(first) * logarithm(first.shape().dim(sort.dimension()));
      case Ordering.TopK top -> size(first) * logarithm(top.count() + 1L);
      case Ordering.SearchSorted _ -> size(out.getFirst()) * logarithm(first.shape().size() + 1);
    };
  }

  private static long updates(Indexing prim, List<ArrayType> in) {
    return switch (prim) {
      case Indexing.DynamicSlice _, Indexing.DynamicUpdateSlice _, Indexing.Gather _ -> 0;
      case Indexing.Scatter scatter ->
          scatter.mode() == Indexing.UpdateMode.SET ? 0 : size(in.getLast());
    };
  }

  private static long factors(LinearAlgebra prim, List<ArrayType> in, List<ArrayType> out) {
    ArrayType a = in.getFirst();
    long m = a.shape().dim(-2);
    long n = a.shape().dim(-1);
    long stack = m * n == 0 ? 0 : size(a) / (m * n);
    long least = Math.min(m, n);
    long most = Math.max(m, n);
    return stack
        * switch (prim) {
          case LinearAlgebra.Cholesky _ -> n * n * n / 3;
          case LinearAlgebra.Lu _ -> least * least * (3 * most - least) / 3;
          case LinearAlgebra.Qr _ -> 2 * least * least * (3 * most - least) / 3;
          case LinearAlgebra.Eigh _ -> 9 * n * n * n;
          case LinearAlgebra.Eig _ -> 25 * n * n * n;
          case LinearAlgebra.Svd svd ->
              svd.parts() == LinearAlgebra.SvdParts.VALUES
                  ? 4 * least * least * (3 * most - least) / 3
                  : 4 * most * most * least + 8 * most * least * least + 9 * least * least * least;
          case LinearAlgebra.TriangularSolve _ -> n == 0 ? 0 : size(out.getFirst()) / stack * n;
        };
  }

  /** Levels of a binary search. */
  private static long logarithm(long count) {
    return count <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(count - 1);
  }

  private static long product(List<Long> extents) {
    return extents.stream().reduce(1L, (a, b) -> a * b);
  }

  private static long size(ArrayType type) {
    return type.shape().size();
  }
}

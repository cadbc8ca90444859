package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.ContractionOrder;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Contractions, one term after another as {@link ContractionOrder} says. */
final class ReferenceContraction {
  private ReferenceContraction() {}

  static HostArray apply(Contraction prim, ArrayType type, HostArray lhs, HostArray rhs) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dimensions, DType _) ->
          HostArray.byIndex(
              type.dtype(), type.shape(), index -> element(dimensions, type, lhs, rhs, index));
    };
  }

  private static long element(
      DotDimensions of, ArrayType type, HostArray lhs, HostArray rhs, long[] index) {
    List<Integer> lhsFree = of.lhsFree(lhs.shape().rank());
    List<Integer> rhsFree = of.rhsFree(rhs.shape().rank());
    long[] left = new long[lhs.shape().rank()];
    long[] right = new long[rhs.shape().rank()];
    int at = 0;
    for (int i = 0; i < of.lhsBatch().size(); i++, at++) {
      left[of.lhsBatch().get(i)] = index[at];
      right[of.rhsBatch().get(i)] = index[at];
    }
    for (int axis : lhsFree) {
      left[axis] = index[at++];
    }
    for (int axis : rhsFree) {
      right[axis] = index[at++];
    }
    Shape terms = Shape.of(of.lhsContracting().stream().mapToLong(lhs.shape()::dim).toArray());
    List<long[]> pairs = new ArrayList<>();
    HostArray.byIndex(
        DType.INT64,
        terms,
        term -> {
          for (int i = 0; i < term.length; i++) {
            left[of.lhsContracting().get(i)] = term[i];
            right[of.rhsContracting().get(i)] = term[i];
          }
          pairs.add(new long[] {lhs.at(left), rhs.at(right)});
          return 0;
        });
    return sum(pairs, lhs.dtype(), rhs.dtype(), type.dtype());
  }

  /** Bits of the sum of the products of pairs of bits. */
  static long sum(List<long[]> pairs, DType lhs, DType rhs, DType dtype) {
    return switch (dtype.kind()) {
      case BOOL -> pairs.stream().anyMatch(pair -> (pair[0] & pair[1]) != 0) ? 1 : 0;
      case SIGNED, UNSIGNED -> integers(pairs, dtype);
      case FLOAT ->
          dtype == DType.FLOAT64 ? doubles(pairs, lhs, rhs) : floats(pairs, lhs, rhs, dtype);
      case COMPLEX -> complex(pairs);
      case KEY -> throw new IllegalArgumentException(dtype.toString());
    };
  }

  private static long complex(List<long[]> pairs) {
    List<Float> re = new ArrayList<>();
    List<Float> im = new ArrayList<>();
    int leaf = ContractionOrder.leaf(DType.COMPLEX64);
    for (int first = 0; first < pairs.size(); first += leaf) {
      float reSum = 0;
      float imSum = 0;
      for (long[] pair : pairs.subList(first, Math.min(pairs.size(), first + leaf))) {
        float a = Float.intBitsToFloat((int) pair[0]);
        float b = Float.intBitsToFloat((int) (pair[0] >>> 32));
        float c = Float.intBitsToFloat((int) pair[1]);
        float d = Float.intBitsToFloat((int) (pair[1] >>> 32));
        reSum = Math.fma(-b, d, Math.fma(a, c, reSum));
        imSum = Math.fma(b, c, Math.fma(a, d, imSum));
      }
      re.add(reSum);
      im.add(imSum);
    }
    return ReferenceComplex.pack(tree(re, 0f, Float::sum), tree(im, 0f, Float::sum));
  }

  private static long integers(List<long[]> pairs, DType dtype) {
    long sum = 0;
    for (long[] pair : pairs) {
      sum += pair[0] * pair[1];
    }
    return Literal.of(sum, dtype, false).bits();
  }

  private static long floats(List<long[]> pairs, DType lhs, DType rhs, DType dtype) {
    List<Float> leaves = new ArrayList<>();
    int leaf = ContractionOrder.leaf(dtype);
    for (int first = 0; first < pairs.size(); first += leaf) {
      float sum = 0;
      for (long[] pair : pairs.subList(first, Math.min(pairs.size(), first + leaf))) {
        sum = Math.fma((float) value(lhs, pair[0]), (float) value(rhs, pair[1]), sum);
      }
      leaves.add(sum);
    }
    float sum = tree(leaves, 0f, Float::sum);
    return Literal.bitsOf(dtype, Float.isNaN(sum) ? Float.NaN : sum);
  }

  private static long doubles(List<long[]> pairs, DType lhs, DType rhs) {
    List<Double> leaves = new ArrayList<>();
    int leaf = ContractionOrder.leaf(DType.FLOAT64);
    for (int first = 0; first < pairs.size(); first += leaf) {
      double sum = 0;
      for (long[] pair : pairs.subList(first, Math.min(pairs.size(), first + leaf))) {
        sum = Math.fma(value(lhs, pair[0]), value(rhs, pair[1]), sum);
      }
      leaves.add(sum);
    }
    return Double.doubleToLongBits(tree(leaves, 0.0, Double::sum));
  }

  /** Level by level: neighbours are added, one that has no neighbour moves up. */
  private static <T> T tree(List<T> leaves, T none, BinaryOperator<T> sum) {
    List<T> level = leaves;
    while (level.size() > 1) {
      List<T> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(i + 1 < level.size() ? sum.apply(level.get(i), level.get(i + 1)) : level.get(i));
      }
      level = above;
    }
    return level.isEmpty() ? none : level.getFirst();
  }

  private static double value(DType dtype, long bits) {
    return new Literal(bits, ArrayType.of(dtype)).doubleValue();
  }
}

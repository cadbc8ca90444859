package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive.Extreme;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows, one element after another. */
final class ReferenceWindowed {
  private ReferenceWindowed() {}

  static HostArray apply(Windowed prim, ArrayType type, List<HostArray> in) {
    boolean narrow = type.dtype() == DType.FLOAT16 || type.dtype() == DType.BFLOAT16;
    if (narrow && !(prim instanceof Windowed.Convolution)) {
      // Narrow floats are combined as float32, and each result is rounded once.
      List<HostArray> wide = in.stream().map(x -> converted(x, DType.FLOAT32)).toList();
      return converted(apply(prim, type.withDType(DType.FLOAT32), wide), type.dtype());
    }
    return switch (prim) {
      case Windowed.ReduceWindow(Monoid monoid, Windows windows) ->
          reduceWindow(monoid, windows, type, in.getFirst());
      case Windowed.SelectAndScatterAdd(Extreme extreme, Windows windows) ->
          selectAndScatterAdd(extreme, windows, in.get(0), in.get(1));
      case Windowed.Convolution conv -> convolution(conv, type, in.get(0), in.get(1));
    };
  }

  private static HostArray converted(HostArray x, DType to) {
    return HostArray.byPosition(
        to, x.shape(), at -> ReferenceOps.convert(x.bits(at), x.dtype(), to));
  }

  private static Shape sizes(Windows windows) {
    return Shape.of(windows.sizes().stream().mapToLong(Long::longValue).toArray());
  }

  /** Indices, row-major, of all positions in a shape. */
  private static List<long[]> positions(Shape shape) {
    List<long[]> positions = new ArrayList<>();
    HostArray.byIndex(
        DType.INT64,
        shape,
        index -> {
          positions.add(index.clone());
          return 0;
        });
    return positions;
  }

  private static long @Nullable [] met(
      Windows windows, Shape shape, long[] window, long[] element) {
    long[] index = new long[window.length];
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] = windows.index(axis, shape.dim(axis), window[axis], element[axis]);
      if (index[axis] < 0) {
        return null;
      }
    }
    return index;
  }

  private static HostArray reduceWindow(
      Monoid monoid, Windows windows, ArrayType type, HostArray x) {
    return HostArray.byIndex(
        type.dtype(),
        type.shape(),
        window -> {
          long fold = monoid.identity(type.dtype());
          for (long[] element : positions(sizes(windows))) {
            long[] index = met(windows, x.shape(), window, element);
            if (index != null) {
              fold = ReferenceFunctions.apply(monoid.combine(), x.dtype(), fold, x.at(index));
            }
          }
          return fold;
        });
  }

  private static HostArray selectAndScatterAdd(
      Extreme extreme, Windows windows, HostArray source, HostArray operand) {
    long[] sums = new long[(int) operand.shape().size()];
    Fn keeps = extreme == Extreme.MAX ? Fn.GE : Fn.LE;
    DType dtype = operand.dtype();
    for (long[] window : positions(source.shape())) {
      long[] best = null;
      for (long[] element : positions(sizes(windows))) {
        long[] index = met(windows, operand.shape(), window, element);
        if (index != null
            && (best == null
                || ReferenceFunctions.apply(keeps, dtype, operand.at(best), operand.at(index))
                    == 0)) {
          best = index;
        }
      }
      if (best != null) {
        int at = 0;
        for (int axis = 0; axis < best.length; axis++) {
          at = at * (int) operand.shape().dim(axis) + (int) best[axis];
        }
        sums[at] = ReferenceFunctions.apply(Fn.ADD, dtype, sums[at], source.at(window));
      }
    }
    return HostArray.byPosition(dtype, operand.shape(), at -> sums[(int) at]);
  }

  private static HostArray convolution(
      Windowed.Convolution conv, ArrayType type, HostArray lhs, HostArray rhs) {
    ConvDimensions of = conv.dimensions();
    int spatial = of.spatial();
    long[] extents = new long[spatial];
    for (int i = 0; i < spatial; i++) {
      extents[i] = lhs.shape().dim(of.lhs().get(i + 2));
    }
    long inputs = rhs.shape().dim(of.rhs().get(1));
    long outputs = rhs.shape().dim(of.rhs().get(0));
    long zero = Literal.of(0, lhs.dtype(), false).bits();
    return HostArray.byIndex(
        type.dtype(),
        type.shape(),
        index -> {
          long[] window = new long[spatial];
          for (int i = 0; i < spatial; i++) {
            window[i] = index[of.out().get(i + 2)];
          }
          long output = index[of.out().get(1)];
          long featureGroup = output / (outputs / conv.featureGroups());
          long batchGroup = output / (outputs / conv.batchGroups());
          long batches = lhs.shape().dim(of.lhs().get(0)) / conv.batchGroups();
          long[] left = new long[spatial + 2];
          long[] right = new long[spatial + 2];
          left[of.lhs().get(0)] = batchGroup * batches + index[of.out().get(0)];
          right[of.rhs().get(0)] = output;
          List<long[]> pairs = new ArrayList<>();
          for (long input = 0; input < inputs; input++) {
            left[of.lhs().get(1)] = featureGroup * inputs + input;
            right[of.rhs().get(1)] = input;
            for (long[] element : positions(sizes(conv.windows()))) {
              long[] at = met(conv.windows(), Shape.of(extents), window, element);
              for (int i = 0; i < spatial; i++) {
                left[of.lhs().get(i + 2)] = at == null ? 0 : at[i];
                right[of.rhs().get(i + 2)] = element[i];
              }
              pairs.add(new long[] {at == null ? zero : lhs.at(left), rhs.at(right)});
            }
          }
          return ReferenceContraction.sum(pairs, lhs.dtype(), rhs.dtype(), type.dtype());
        });
  }
}

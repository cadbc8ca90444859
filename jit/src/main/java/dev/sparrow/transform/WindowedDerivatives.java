package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.apply;
import static dev.sparrow.transform.Terms.bind;
import static dev.sparrow.transform.Terms.mul;
import static dev.sparrow.transform.Terms.select;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Windowed}. Sums of windows are linear, and their transposes are sums of
 * windows. The extreme of a window has the slope of its first element that is as large, as in JAX;
 * it and a product go through the elements of a window one by one, each of them a strided slice.
 */
final class WindowedDerivatives {
  private WindowedDerivatives() {}

  static Dual jvp(Windowed prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    NDArray y = Trace.current().bind(prim, in).getFirst();
    boolean moves = y.dtype().isInexact() && tangents.stream().anyMatch(Objects::nonNull);
    return Dual.of(y, moves ? tangent(prim, in, tangents) : null);
  }

  private static @Nullable NDArray tangent(
      Windowed prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    NDArray first = tangents.getFirst();
    return switch (prim) {
      case Windowed.ReduceWindow(Monoid monoid, Windows windows) -> {
        NDArray x = in.getFirst();
        NDArray t = Objects.requireNonNull(first, "tangent of the only operand");
        yield switch (monoid) {
          case SUM -> bind(prim, t);
          case MAX -> selected(x, t, windows, monoid, Fn.GT);
          case MIN -> selected(x, t, windows, monoid, Fn.LT);
          case PROD -> product(x, t, windows);
          case AND, OR, XOR -> throw TransposeRules.notLinear(prim);
        };
      }
      // Which element is selected changes in steps only.
      case Windowed.SelectAndScatterAdd _ -> first == null ? null : bind(prim, first, in.get(1));
      case Windowed.Convolution _ -> {
        NDArray second = tangents.get(1);
        yield Terms.plus(
            first == null ? null : bind(prim, first, in.get(1)),
            second == null ? null : bind(prim, in.get(0), second));
      }
    };
  }

  /** For each window, of t the element where x has its extreme, the first of equals. */
  private static NDArray selected(
      NDArray x, NDArray t, Windows windows, Monoid monoid, Fn isBeyond) {
    NDArray outside = identity(monoid, x);
    List<NDArray> values = elements(x, windows, outside);
    List<NDArray> slopes = elements(t, windows, Terms.constant(t, 0));
    NDArray extreme = values.getFirst();
    NDArray slope = slopes.getFirst();
    for (int i = 1; i < values.size(); i++) {
      NDArray beyond = apply(isBeyond, values.get(i), extreme);
      extreme = select(beyond, values.get(i), extreme);
      slope = select(beyond, slopes.get(i), slope);
    }
    return slope;
  }

  private static NDArray product(NDArray x, NDArray t, Windows windows) {
    List<NDArray> values = elements(x, windows, Terms.constant(x, 1));
    List<NDArray> slopes = elements(t, windows, Terms.constant(t, 0));
    NDArray value = values.getFirst();
    NDArray slope = slopes.getFirst();
    for (int i = 1; i < values.size(); i++) {
      slope = apply(Fn.ADD_ANY, mul(slope, values.get(i)), mul(value, slopes.get(i)));
      value = mul(value, values.get(i));
    }
    return slope;
  }

  private static NDArray identity(Monoid monoid, NDArray like) {
    return ConcreteArray.scalar(
        new Literal(monoid.identity(like.dtype()), ArrayType.of(like.dtype())));
  }

  /** The first element of every window, the second of every window, and so on. */
  private static List<NDArray> elements(NDArray x, Windows windows, NDArray outside) {
    int rank = windows.rank();
    List<Long> interior = windows.baseDilation().stream().map(step -> step - 1).toList();
    NDArray padded = bind(new Primitive.Pad(windows.low(), windows.high(), interior), x, outside);
    List<NDArray> elements = new ArrayList<>();
    long[] element = new long[rank];
    boolean more = true;
    while (more) {
      List<Long> start = new ArrayList<>();
      List<Long> limit = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        long from = element[axis] * windows.windowDilation().get(axis);
        long count = windows.count(axis, x.shape().dim(axis));
        start.add(from);
        limit.add(count == 0 ? from : from + (count - 1) * windows.strides().get(axis) + 1);
      }
      elements.add(bind(new Primitive.Slice(start, limit, windows.strides()), padded));
      more = advance(element, windows.sizes());
    }
    return elements;
  }

  /** The next position in row-major order; false after the last. */
  private static boolean advance(long[] position, List<Long> sizes) {
    for (int axis = position.length - 1; axis >= 0; axis--) {
      position[axis]++;
      if (position[axis] < sizes.get(axis)) {
        return true;
      }
      position[axis] = 0;
    }
    return false;
  }

  static List<@Nullable NDArray> transpose(
      Windowed prim, List<? extends @Nullable NDArray> in, List<ArrayType> types, NDArray ct) {
    return switch (prim) {
      case Windowed.ReduceWindow(Monoid monoid, Windows windows) -> {
        if (monoid != Monoid.SUM) {
          throw TransposeRules.notLinear(prim);
        }
        yield Arrays.asList(spreadSums(windows, types.getFirst(), ct));
      }
      case Windowed.SelectAndScatterAdd(var extreme, Windows windows) -> {
        NDArray operand = Objects.requireNonNull(in.get(1), "operand that selects");
        NDArray source =
            switch (extreme) {
              case MAX -> selected(operand, ct, windows, Monoid.MAX, Fn.GT);
              case MIN -> selected(operand, ct, windows, Monoid.MIN, Fn.LT);
            };
        yield Arrays.asList(source, null);
      }
      case Windowed.Convolution convolution ->
          ConvolutionTranspose.apply(convolution, in, types, ct);
    };
  }

  /** What every element of the operand went into, summed: windows over the spread cotangent. */
  private static @Nullable NDArray spreadSums(Windows windows, ArrayType operand, NDArray ct) {
    if (operand.shape().size() == 0 || ct.size() == 0) {
      return null;
    }
    Windows back = backwards(windows, operand.shape(), ct.shape());
    return bind(new Windowed.ReduceWindow(Monoid.SUM, back), ct);
  }

  /**
   * The windows that lead back from counts to extents. Element e of window w meets position {@code
   * w·stride + e·dilation - low} of an axis with elements {@code base} apart; so element i is met
   * by those w for which {@code w·stride = i·base + e'·dilation - ((size-1)·dilation - low)} with
   * {@code e' = size-1-e}.
   *
   * @param windows windows over the extents
   * @param extents what they move over
   * @param counts how many there are
   */
  static Windows backwards(Windows windows, Shape extents, Shape counts) {
    List<Long> low = new ArrayList<>();
    List<Long> high = new ArrayList<>();
    for (int axis = 0; axis < windows.rank(); axis++) {
      long before = windows.span(axis) - 1 - windows.low().get(axis);
      long spread = (counts.dim(axis) - 1) * windows.strides().get(axis) + 1;
      long room = (extents.dim(axis) - 1) * windows.baseDilation().get(axis) + windows.span(axis);
      low.add(before);
      high.add(room - spread - before);
    }
    return new Windows(
        windows.sizes(),
        windows.baseDilation(),
        low,
        high,
        windows.strides(),
        windows.windowDilation());
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Folds of windows that move over an array, and pooling. NaN stays in every window that meets it.
 */
public final class WindowReductions {
  private WindowReductions() {}

  /**
   * Folds the elements of each window; what meets padding or lies between spread elements is left
   * out, and an empty window is the identity.
   *
   * @param monoid how elements combine: SUM, PROD, MAX or MIN
   * @param operand operand
   * @param windows the windows with an entry for each axis; their padding is replaced
   * @param padding what lies around the operand
   * @return an element for each window
   * @throws ShapeException if windows do not fit the operand
   */
  public static NDArray reduceWindow(
      Monoid monoid, NDArray operand, Windows windows, WindowPadding padding) {
    List<Long> extents = Arrays.stream(operand.shape().dims()).boxed().toList();
    Windows padded = padding.around("reduce_window", extents, windows);
    return Lax.bind(new Windowed.ReduceWindow(monoid, padded), operand);
  }

  /**
   * Folds the elements of each window, from an initial value.
   *
   * @param monoid how elements combine: SUM, PROD, MAX or MIN
   * @param operand operand
   * @param initial a scalar that is combined with each fold
   * @param windows the windows with an entry for each axis; their padding is replaced
   * @param padding what lies around the operand
   * @return an element for each window
   */
  public static NDArray reduceWindow(
      Monoid monoid, NDArray operand, NDArray initial, Windows windows, WindowPadding padding) {
    NDArray folds = reduceWindow(monoid, operand, windows, padding);
    NDArray from = Operands.convert("reduce_window", initial, operand.dtype(), false);
    return isIdentity(monoid, from) ? folds : Lax.apply(monoid.combine(), from, folds);
  }

  private static boolean isIdentity(Monoid monoid, NDArray initial) {
    return initial instanceof ConcreteArray known
        && known.literal() != null
        && known.literal().bits() == monoid.identity(initial.dtype());
  }

  /**
   * The largest element of each window.
   *
   * @param x batch axes, spatial axes, channels: (…, *spatial, channels)
   * @param window sizes along the spatial axes
   * @param strides distances between windows along the spatial axes
   * @param padding what lies around, which never is the largest
   * @return the maxima, an element for each window and channel
   */
  public static NDArray maxPool(
      NDArray x, List<Long> window, List<Long> strides, WindowPadding padding) {
    return pool(Monoid.MAX, x, window, strides, padding);
  }

  /**
   * The smallest element of each window.
   *
   * @param x batch axes, spatial axes, channels: (…, *spatial, channels)
   * @param window sizes along the spatial axes
   * @param strides distances between windows along the spatial axes
   * @param padding what lies around, which never is the smallest
   * @return the minima, an element for each window and channel
   */
  public static NDArray minPool(
      NDArray x, List<Long> window, List<Long> strides, WindowPadding padding) {
    return pool(Monoid.MIN, x, window, strides, padding);
  }

  /**
   * The mean of each window; padding counts as zeros.
   *
   * @param x batch axes, spatial axes, channels: (…, *spatial, channels)
   * @param window sizes along the spatial axes
   * @param strides distances between windows along the spatial axes
   * @param padding what lies around
   * @return the means, floats, an element for each window and channel
   */
  public static NDArray avgPool(
      NDArray x, List<Long> window, List<Long> strides, WindowPadding padding) {
    NDArray floats = Operands.promoteTypesInexact(x).getFirst();
    double size = window.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    NDArray sums = pool(Monoid.SUM, floats, window, strides, padding);
    return Lax.apply(Fn.DIV, sums, Operands.constant(size, sums));
  }

  /**
   * The mean of those elements of each window that do not meet padding.
   *
   * @param x batch axes, spatial axes, channels: (…, *spatial, channels)
   * @param window sizes along the spatial axes
   * @param strides distances between windows along the spatial axes
   * @param padding what lies around, which does not count
   * @return the means, floats, an element for each window and channel
   */
  public static NDArray avgPoolWithoutPadding(
      NDArray x, List<Long> window, List<Long> strides, WindowPadding padding) {
    NDArray floats = Operands.promoteTypesInexact(x).getFirst();
    NDArray sums = pool(Monoid.SUM, floats, window, strides, padding);
    ArrayType counted = new ArrayType(Promotion.computation(floats.dtype()), x.shape(), false);
    Literal one = Literal.of(1, counted.dtype(), false);
    NDArray ones = Lax.broadcastTo(ConcreteArray.scalar(one), spatialOnly(x.shape(), window));
    NDArray counts = Lax.convert(pool(Monoid.SUM, ones, window, strides, padding), sums.dtype());
    return Lax.apply(Fn.DIV, sums, Lax.broadcastTo(counts, sums.shape()));
  }

  /** A shape whose batch axes and channels are 1. */
  private static Shape spatialOnly(Shape shape, List<Long> window) {
    Shape ones = shape.with(shape.rank() - 1, 1);
    for (int axis = 0; axis < shape.rank() - 1 - window.size(); axis++) {
      ones = ones.with(axis, 1);
    }
    return ones;
  }

  private static NDArray pool(
      Monoid monoid, NDArray x, List<Long> window, List<Long> strides, WindowPadding padding) {
    int batch = x.rank() - 1 - window.size();
    if (batch < 0 || strides.size() != window.size()) {
      throw new ShapeException(
          "pool: a window of "
              + window
              + " and strides of "
              + strides
              + " need as many spatial axes and one of channels, got "
              + x.type());
    }
    WindowPadding around =
        switch (padding) {
          case WindowPadding.Automatic automatic -> automatic;
          case WindowPadding.Explicit(List<Long> low, List<Long> high) ->
              new WindowPadding.Explicit(between(batch, 0, low), between(batch, 0, high));
        };
    Windows windows = Windows.of(between(batch, 1, window), between(batch, 1, strides));
    return reduceWindow(monoid, x, windows, around);
  }

  /** Entries of the spatial axes between those of the batch axes and of channels. */
  private static List<Long> between(int batch, long other, List<Long> spatial) {
    List<Long> all = new ArrayList<>(Collections.nCopies(batch, other));
    all.addAll(spatial);
    all.add(other);
    return all;
  }
}

package dev.sparrow.array;

import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.ops.IndexArrays;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Reinterpretation;
import dev.sparrow.ops.Repeating;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Sorting;
import dev.sparrow.ops.Statistics;
import dev.sparrow.ops.Taking;
import java.util.List;

/**
 * NumPy's methods of an {@link NDArray} over axes: reductions, running folds, orders, shapes. The
 * functions behind them, which have more options, are in {@code dev.sparrow.ops}.
 */
public abstract sealed class ArrayMethods extends ArrayOperators permits NDArray {
  /** Only arrays extend this. */
  ArrayMethods() {}

  // Reductions; no axes means all of them.

  /**
   * {@return the sum over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray sum(int... axes) {
    return Reductions.sum(self(), axes);
  }

  /**
   * {@return the product over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray prod(int... axes) {
    return Reductions.prod(self(), axes);
  }

  /**
   * {@return the arithmetic mean over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray mean(int... axes) {
    return Reductions.mean(self(), axes);
  }

  /**
   * {@return the largest element over axes; NaN wins}
   *
   * @param axes axes to fold
   */
  public final NDArray max(int... axes) {
    return Reductions.max(self(), axes);
  }

  /**
   * {@return the smallest element over axes; NaN wins}
   *
   * @param axes axes to fold
   */
  public final NDArray min(int... axes) {
    return Reductions.min(self(), axes);
  }

  /**
   * {@return the standard deviation over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray std(int... axes) {
    return Statistics.std(self(), axes);
  }

  /**
   * {@return the variance over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray var(int... axes) {
    return Statistics.var(self(), axes);
  }

  /** {@return the index of the largest element among all; the first of equals, NaN wins} */
  public final NDArray argmax() {
    return Reductions.argmax(self());
  }

  /**
   * {@return the indices of the largest elements along an axis}
   *
   * @param axis axis to search
   */
  public final NDArray argmax(int axis) {
    return Reductions.argmax(self(), axis);
  }

  /** {@return the index of the smallest element among all; the first of equals, NaN wins} */
  public final NDArray argmin() {
    return Reductions.argmin(self());
  }

  /**
   * {@return the indices of the smallest elements along an axis}
   *
   * @param axis axis to search
   */
  public final NDArray argmin(int axis) {
    return Reductions.argmin(self(), axis);
  }

  /**
   * {@return whether all elements over axes are nonzero}
   *
   * @param axes axes to fold
   */
  public final NDArray all(int... axes) {
    return Reductions.all(self(), axes);
  }

  /**
   * {@return whether any element over axes is nonzero}
   *
   * @param axes axes to fold
   */
  public final NDArray any(int... axes) {
    return Reductions.any(self(), axes);
  }

  /**
   * {@return the difference of the largest and the smallest element over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray ptp(int... axes) {
    return Statistics.ptp(self(), axes);
  }

  // Along an axis; without one, of the elements in row-major order where NumPy flattens.

  /** {@return the running sums of all elements in row-major order} */
  public final NDArray cumsum() {
    return Cumulation.cumsum(self());
  }

  /**
   * {@return the running sums along an axis}
   *
   * @param axis the axis
   */
  public final NDArray cumsum(int axis) {
    return Cumulation.cumsum(self(), axis);
  }

  /** {@return the running products of all elements in row-major order} */
  public final NDArray cumprod() {
    return Cumulation.cumprod(self());
  }

  /**
   * {@return the running products along an axis}
   *
   * @param axis the axis
   */
  public final NDArray cumprod(int axis) {
    return Cumulation.cumprod(self(), axis);
  }

  /** {@return the elements in ascending order along the last axis; NaN last} */
  public final NDArray sort() {
    return Sorting.sort(self());
  }

  /**
   * {@return the elements in ascending order along an axis; NaN last}
   *
   * @param axis the axis
   */
  public final NDArray sort(int axis) {
    return Sorting.sort(self(), axis);
  }

  /** {@return the positions that sort the last axis; stable} */
  public final NDArray argsort() {
    return Sorting.argsort(self());
  }

  /**
   * {@return the positions that sort an axis; stable}
   *
   * @param axis the axis
   */
  public final NDArray argsort(int axis) {
    return Sorting.argsort(self(), axis);
  }

  /**
   * {@return the elements at positions in row-major order}; NaN (or the dtype's least) outside
   *
   * @param indices integers
   */
  public final NDArray take(NDArray indices) {
    return Taking.take(self(), indices);
  }

  /**
   * {@return the slices at positions of an axis}
   *
   * @param indices integers
   * @param axis the axis
   */
  public final NDArray take(NDArray indices, int axis) {
    return Taking.take(self(), indices, axis);
  }

  /**
   * {@return each element a number of times, as one axis}
   *
   * @param repeats how often
   */
  public final NDArray repeat(long repeats) {
    return Repeating.repeat(self(), repeats);
  }

  /**
   * {@return each slice of an axis a number of times}
   *
   * @param repeats how often
   * @param axis the axis
   */
  public final NDArray repeat(long repeats, int axis) {
    return Repeating.repeat(self(), repeats, axis);
  }

  /** {@return the positions of what is not 0: indices along each axis; not in a traced function} */
  public final List<NDArray> nonzero() {
    return IndexArrays.nonzero(self());
  }

  // Shape and dtype.

  /**
   * {@return these elements under another shape}
   *
   * @param dims extents; one may be -1
   */
  public final NDArray reshape(long... dims) {
    return Shaping.reshape(self(), dims);
  }

  /** {@return these elements as one axis, row-major} */
  public final NDArray ravel() {
    return Shaping.reshape(self(), -1);
  }

  /**
   * {@return this array with axes permuted}
   *
   * @param axes the order; none reverses all axes
   */
  public final NDArray transpose(int... axes) {
    return Shaping.transpose(self(), axes);
  }

  /** {@return this array with its axes reversed, NumPy's {@code x.T}} */
  public final NDArray T() {
    return transpose();
  }

  /**
   * {@return this array without its axes of extent 1}
   *
   * @param axes which; none means all
   */
  public final NDArray squeeze(int... axes) {
    return Shaping.squeeze(self(), axes);
  }

  /**
   * Converts the elements; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param dtype the new element type
   * @return the converted array
   */
  public final NDArray astype(DType dtype) {
    return DTypes.astype(self(), dtype);
  }

  /** {@return these elements as one axis, row-major} */
  public final NDArray flatten() {
    return ravel();
  }

  /**
   * {@return this array with two axes exchanged}
   *
   * @param axis1 one
   * @param axis2 the other
   */
  public final NDArray swapaxes(int axis1, int axis2) {
    return Shaping.swapaxes(self(), axis1, axis2);
  }

  /** {@return this array with its last two axes exchanged, NumPy's {@code x.mT}} */
  public final NDArray mT() {
    return MatrixFunctions.matrixTranspose(self());
  }

  /** {@return the diagonal of a matrix} */
  public final NDArray diagonal() {
    return MatrixFunctions.diagonal(self(), 0);
  }

  /**
   * {@return the same bits read as another dtype}; the last axis grows or shrinks with the widths
   *
   * @param dtype the dtype to read
   */
  public final NDArray view(DType dtype) {
    return Reinterpretation.view(self(), dtype);
  }
}

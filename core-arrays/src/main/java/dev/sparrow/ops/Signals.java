package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Convolutions.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Signals made smooth or level: convolution by Fourier transforms, and trends taken out, with the
 * conventions of {@code jax.scipy.signal}.
 */
public final class Signals {
  private Signals() {}

  /** What {@link #detrend} takes out. */
  public enum Trend {
    /** The line of least squares. */
    LINEAR,
    /** The mean. */
    CONSTANT
  }

  /**
   * The convolution of two arrays, by Fourier transforms: for long kernels faster than {@link
   * Convolutions#convolve}, and less exact, relative to the largest element.
   *
   * @param in1 a signal of any rank
   * @param in2 another of that rank
   * @param mode how much of it; SAME is the extent of in1; null for FULL
   * @param axes axes to convolve along, along the others the arrays must agree; null for all
   * @return floats or complex numbers
   * @throws ShapeException if ranks or extents do not fit
   */
  @JaxName("scipy.signal.fftconvolve")
  public static NDArray fftconvolve(
      NDArray in1, NDArray in2, @Nullable Part mode, int @Nullable [] axes) {
    if (in1.rank() != in2.rank()) {
      throw new ShapeException(
          "fftconvolve: in1 and in2 should have the same dimensionality, got "
              + in1.type()
              + " and "
              + in2.type());
    }
    List<NDArray> both = Operands.promoteTypesInexact(in1, in2);
    int[] along =
        axes == null
            ? IntStream.range(0, in1.rank()).toArray()
            : Arrays.stream(axes).map(axis -> in1.shape().axis("fftconvolve", axis)).toArray();
    Part part = mode == null ? Part.FULL : mode;
    boolean swap = part == Part.VALID && isSmaller(in1, in2, along);
    return convolved(both.get(swap ? 1 : 0), both.get(swap ? 0 : 1), part, along);
  }

  /** Whether in1 is the kernel: no larger along all axes and not in2's equal. */
  private static boolean isSmaller(NDArray in1, NDArray in2, int[] axes) {
    boolean larger = Arrays.stream(axes).allMatch(i -> in1.shape().dim(i) >= in2.shape().dim(i));
    boolean smaller = Arrays.stream(axes).allMatch(i -> in1.shape().dim(i) <= in2.shape().dim(i));
    if (!larger && !smaller) {
      throw new ShapeException(
          "fftconvolve: for the valid part one input must be at least as large as the other along"
              + " every axis, got "
              + in1.type()
              + " and "
              + in2.type());
    }
    return !larger;
  }

  private static NDArray convolved(NDArray x, NDArray y, Part part, int[] axes) {
    long[] full = x.shape().dims().clone();
    long[] extents = full.clone();
    for (int axis = 0; axis < x.rank(); axis++) {
      long a = x.shape().dim(axis);
      long b = y.shape().dim(axis);
      int at = axis;
      if (Arrays.stream(axes).noneMatch(i -> i == at)) {
        if (a != b) {
          throw new ShapeException(
              "fftconvolve: mapped axes must have the same extent, got "
                  + x.type()
                  + " and "
                  + y.type()
                  + " along axis "
                  + axis);
        }
        continue;
      }
      full[axis] = a + b - 1;
      extents[axis] =
          switch (part) {
            case FULL -> full[axis];
            case SAME -> a;
            case VALID -> a - b + 1;
          };
    }
    boolean plain =
        Arrays.stream(axes).allMatch(i -> x.shape().dim(i) == 1 || y.shape().dim(i) == 1);
    NDArray whole = plain ? x.mul(y) : byTransforms(x, y, full, axes);
    List<Long> start = new ArrayList<>();
    List<Long> limit = new ArrayList<>();
    for (int axis = 0; axis < full.length; axis++) {
      start.add((full[axis] - extents[axis]) / 2);
      limit.add(start.getLast() + extents[axis]);
    }
    return LaxShaping.slice(whole, start, limit, null);
  }

  private static NDArray byTransforms(NDArray x, NDArray y, long[] full, int[] axes) {
    long[] lengths = Arrays.stream(axes).mapToLong(axis -> full[axis]).toArray();
    if (x.dtype().isComplex()) {
      NDArray product =
          Fourier.fftn(x, lengths, axes, null).mul(Fourier.fftn(y, lengths, axes, null));
      return Fourier.ifftn(product, lengths, axes, null);
    }
    NDArray product =
        Fourier.rfftn(x, lengths, axes, null).mul(Fourier.rfftn(y, lengths, axes, null));
    return Fourier.irfftn(product, lengths, axes, null);
  }

  /**
   * A signal without its trend.
   *
   * @param data operand; integers become the default float
   * @param axis the axis of the signal; null for the last
   * @param type what to take out; null for LINEAR
   * @param bp positions at which another line begins; null for none
   * @return an array of the shape of data
   * @throws IndexOutOfBoundsException if a break point is outside of the axis
   */
  @JaxName("scipy.signal.detrend")
  public static NDArray detrend(
      NDArray data, @Nullable Integer axis, @Nullable Trend type, long @Nullable [] bp) {
    NDArray x = Operands.promoteInexact("detrend", data).getFirst();
    int along = x.shape().axis("detrend", axis == null ? -1 : axis);
    if (type == Trend.CONSTANT) {
      return x.sub(Reductions.mean(x, Reduction.over(along).keepingDims()));
    }
    long count = x.shape().dim(along);
    TreeSet<Long> breaks = new TreeSet<>(List.of(0L, count));
    if (bp != null) {
      for (long point : bp) {
        if (point < 0 || point > count) {
          throw new IndexOutOfBoundsException(
              "detrend: break points must be from 0 to the " + count + " elements, got " + point);
        }
        breaks.add(point);
      }
    }
    NDArray columns = Shaping.moveaxis(x, along, 0);
    Shape shape = columns.shape();
    NDArray flat = columns.reshape(count, -1);
    List<NDArray> pieces = new ArrayList<>();
    long from = 0;
    for (long to : breaks.tailSet(0L, false)) {
      pieces.add(withoutLine(flat.get(from + ":" + to)));
      from = to;
    }
    NDArray level = pieces.isEmpty() ? flat : Joining.concatenate(pieces, 0);
    return Shaping.moveaxis(level.reshape(shape.dims()), 0, along);
  }

  /** Columns less their lines of least squares. */
  private static NDArray withoutLine(NDArray piece) {
    long count = piece.shape().dim(0);
    NDArray time = Creation.arange(1, count + 1, 1, piece.dtype()).div(count);
    NDArray ones = Creation.onesLike(time);
    NDArray basis = Joining.columnStack(List.of(ones, time));
    NDArray line = LeastSquares.lstsq(basis, piece).x();
    return piece.sub(Products.matmul(basis, line));
  }
}

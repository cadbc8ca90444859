package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions: of neural networks, which do not turn the kernel round, and of signals, which do.
 * Terms are summed in a fixed order ({@link dev.sparrow.graph.ContractionOrder}), so a result has
 * the same bits for any thread count or partitioning.
 */
public final class Convolutions {
  private Convolutions() {}

  /** How much of a convolution of signals is returned. */
  public enum Part {
    /** All that the signals touch. */
    FULL,
    /** As much as the longer signal has, from the middle. */
    SAME,
    /** Where the signals overlap whole. */
    VALID
  }

  /**
   * The convolution of neural networks: every output channel sums, over input channels and the
   * elements of a window, products with the kernel.
   *
   * @param lhs batch and input channels and spatial axes
   * @param rhs the kernel: output channels, input channels of a group and spatial axes, of the
   *     dtype of lhs
   * @param options how the kernel moves and which axis is what
   * @return batch and output channels and an element for each window
   * @throws ShapeException if extents do not fit
   */
  public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, Convolution options) {
    String name = "conv_general_dilated";
    int spatial = lhs.rank() - 2;
    if (spatial < 0 || rhs.rank() != lhs.rank()) {
      throw new ShapeException(
          name
              + ": lhs and rhs must have the same number of dimensions, at least 2, got "
              + lhs.type()
              + " and "
              + rhs.type());
    }
    ConvDimensions of =
        options.dimensions() == null ? ConvDimensions.channelsFirst(spatial) : options.dimensions();
    if (of.lhs().size() != lhs.rank()) {
      throw new ShapeException(
          name + ": " + of.lhs().size() + " axes are named, but lhs is " + lhs.type());
    }
    List<Long> extents = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      extents.add(lhs.shape().dim(of.lhs().get(i + 2)));
      sizes.add(rhs.shape().dim(of.rhs().get(i + 2)));
    }
    List<Long> spread = entries(name, "lhs_dilation", spatial, options.lhsDilation());
    boolean automatic =
        options.padding() == WindowPadding.Automatic.SAME
            || options.padding() == WindowPadding.Automatic.SAME_LOWER;
    if (automatic && spread.stream().anyMatch(step -> step != 1)) {
      throw new ShapeException(
          name
              + ": padding "
              + options.padding()
              + " is not defined for a dilated left operand; give numbers");
    }
    List<Long> none = Collections.nCopies(spatial, 0L);
    Windows unpadded =
        new Windows(
            sizes,
            entries(name, "window_strides", spatial, options.strides()),
            none,
            none,
            spread,
            entries(name, "rhs_dilation", spatial, options.rhsDilation()));
    Windows windows = options.padding().around(name, extents, unpadded);
    Primitive prim =
        new Windowed.Convolution(
            of, windows, options.featureGroups(), options.batchGroups(), options.preferred());
    return lhs.dtype().isComplex() && rhs.dtype() == lhs.dtype()
        ? complex(prim, lhs, rhs)
        : Lax.bind(prim, lhs, rhs);
  }

  /** (a + bi)(c + di) by four real convolutions. */
  private static NDArray complex(Primitive prim, NDArray lhs, NDArray rhs) {
    NDArray a = ComplexNumbers.real(lhs);
    NDArray b = ComplexNumbers.imag(lhs);
    NDArray c = ComplexNumbers.real(rhs);
    NDArray d = ComplexNumbers.imag(rhs);
    return ComplexNumbers.complex(
        Lax.bind(prim, a, c).sub(Lax.bind(prim, b, d)),
        Lax.bind(prim, a, d).add(Lax.bind(prim, b, c)));
  }

  private static List<Long> entries(
      String operation, String what, int spatial, @Nullable List<Long> given) {
    if (given == null) {
      return Collections.nCopies(spatial, 1L);
    }
    if (given.size() != spatial) {
      throw new ShapeException(
          operation + ": " + what + " needs " + spatial + " entries, got " + given);
    }
    return given;
  }

  /**
   * The convolution of two signals, all of it.
   *
   * @param a a signal of one axis, not empty
   * @param v another
   * @return {@code result[n] = Σ a[k] v[n - k]}, as floats
   */
  @JaxName("convolve")
  public static NDArray convolve(NDArray a, NDArray v) {
    return convolve(a, v, Part.FULL);
  }

  /**
   * The convolution of two signals.
   *
   * @param a a signal of one axis, not empty
   * @param v another
   * @param mode how much of it
   * @return {@code result[n] = Σ a[k] v[n - k]}, as floats
   * @throws ShapeException if a signal is empty or does not have one axis
   */
  @JaxName("convolve")
  public static NDArray convolve(NDArray a, NDArray v, Part mode) {
    List<NDArray> in = signals("convolve", a, v);
    boolean swap = a.size() < v.size();
    NDArray longer = in.get(swap ? 1 : 0);
    NDArray kernel = in.get(swap ? 0 : 1);
    return slide(longer, Shaping.flip(kernel), padding(kernel, mode));
  }

  /**
   * The correlation of two signals where they overlap whole.
   *
   * @param a a signal of one axis, not empty
   * @param v another
   * @return {@code result[n] = Σ a[n + k] conj(v[k])}, as floats
   */
  @JaxName("correlate")
  public static NDArray correlate(NDArray a, NDArray v) {
    return correlate(a, v, Part.VALID);
  }

  /**
   * The correlation of two signals.
   *
   * @param a a signal of one axis, not empty
   * @param v another
   * @param mode how much of it
   * @return {@code result[n] = Σ a[n + k] conj(v[k])}, as floats
   * @throws ShapeException if a signal is empty or does not have one axis
   */
  @JaxName("correlate")
  public static NDArray correlate(NDArray a, NDArray v, Part mode) {
    List<NDArray> in = signals("correlate", a, v);
    NDArray kernel = Operands.conjugate(in.get(1));
    return a.size() < v.size()
        ? Shaping.flip(slide(kernel, in.getFirst(), padding(in.getFirst(), mode)))
        : slide(in.getFirst(), kernel, padding(kernel, mode));
  }

  private static List<NDArray> signals(String operation, NDArray a, NDArray v) {
    if (a.rank() != 1 || v.rank() != 1) {
      throw new ShapeException(
          operation + ": only supports 1-dimensional inputs, got " + a.type() + " and " + v.type());
    }
    if (a.size() == 0 || v.size() == 0) {
      throw new ShapeException(
          operation + ": inputs cannot be empty, got " + a.type() + " and " + v.type());
    }
    return Operands.promoteTypesInexact(a, v);
  }

  /** Padding around a signal, so that a kernel meets as much of it as is asked for. */
  private static WindowPadding padding(NDArray kernel, Part mode) {
    List<Long> low = new ArrayList<>();
    List<Long> high = new ArrayList<>();
    for (long size : kernel.shape().dims()) {
      long before =
          switch (mode) {
            case FULL -> size - 1;
            case SAME -> size / 2;
            case VALID -> 0;
          };
      low.add(before);
      high.add(mode == Part.SAME ? size - 1 - before : before);
    }
    return new WindowPadding.Explicit(low, high);
  }

  /** Products summed at each place of a kernel on a signal of any rank. */
  private static NDArray slide(NDArray signal, NDArray kernel, WindowPadding padding) {
    NDArray result =
        convGeneralDilated(channel(signal), channel(kernel), Convolution.padded(padding));
    return Shaping.squeeze(result, 0, 1);
  }

  private static NDArray channel(NDArray x) {
    long[] dims = new long[x.rank() + 2];
    Arrays.fill(dims, 0, 2, 1);
    System.arraycopy(x.shape().dims(), 0, dims, 2, x.rank());
    return Lax.reshape(x, Shape.of(dims));
  }

  /**
   * The convolution of two signals of any rank.
   *
   * @param a a signal, not empty
   * @param v another of its rank; where only what overlaps is asked for, one must be at least as
   *     large as the other along all axes
   * @param mode how much of it; SAME is the extent of a
   * @return the convolution, as floats
   * @throws ShapeException if ranks differ or a signal is empty
   */
  @JaxName({"scipy.signal.convolve", "scipy.signal.convolve2d"})
  public static NDArray convolveNd(NDArray a, NDArray v, Part mode) {
    if (a.rank() != v.rank() || a.rank() == 0 || a.size() == 0 || v.size() == 0) {
      throw new ShapeException(
          "convolve: inputs must have the same number of axes and not be empty, got "
              + a.type()
              + " and "
              + v.type());
    }
    boolean larger = covers(a, v);
    if (mode == Part.VALID && !larger && !covers(v, a)) {
      throw new ShapeException(
          "convolve: one input must be smaller than the other in every dimension, got "
              + a.type()
              + " and "
              + v.type());
    }
    List<NDArray> in = Operands.promoteTypesInexact(a, v);
    NDArray signal = in.get(larger || mode != Part.VALID ? 0 : 1);
    NDArray kernel = in.get(larger || mode != Part.VALID ? 1 : 0);
    NDArray turned = Shaping.flip(kernel, IntStream.range(0, kernel.rank()).toArray());
    return slide(signal, turned, padding(kernel, mode));
  }

  /**
   * The correlation of two signals of any rank: the convolution with the second one conjugate and
   * turned round.
   *
   * @param a a signal, not empty
   * @param v another of its rank
   * @param mode how much of it; SAME is the extent of a
   * @return the correlation, as floats
   * @throws ShapeException if ranks differ or a signal is empty
   */
  @JaxName("scipy.signal.correlate")
  public static NDArray correlateNd(NDArray a, NDArray v, Part mode) {
    return convolveNd(
        a, Operands.conjugate(Shaping.flip(v, IntStream.range(0, v.rank()).toArray())), mode);
  }

  /**
   * The correlation of two images. Of a kernel's even extent SAME puts the first of the middle two
   * elements on the first one of the image, where {@link #correlateNd} puts the second, as in
   * SciPy.
   *
   * @param a an image
   * @param v another
   * @param mode how much of it; SAME is the extent of a
   * @return the correlation, as floats
   * @throws ShapeException if one does not have two axes or is empty
   */
  @JaxName("scipy.signal.correlate2d")
  public static NDArray correlate2d(NDArray a, NDArray v, Part mode) {
    if (a.rank() != 2 || v.rank() != 2) {
      throw new ShapeException(
          "correlate2d: only supports 2-dimensional inputs, got " + a.type() + " and " + v.type());
    }
    return mode == Part.SAME
        ? Shaping.flip(convolveNd(Shaping.flip(a), Operands.conjugate(v), mode))
        : correlateNd(a, v, mode);
  }

  private static boolean covers(NDArray a, NDArray v) {
    return IntStream.range(0, a.rank())
        .allMatch(axis -> a.shape().dim(axis) >= v.shape().dim(axis));
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.FftType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Discrete Fourier transforms; names and conventions are those of {@code numpy.fft}. Transforms of
 * float64 and complex128 give complex128, all others complex64; NaN anywhere along an axis is NaN
 * everywhere along it.
 */
public final class Fourier {
  private Fourier() {}

  /** What the sums are divided by. */
  public enum Norm {
    /** Nothing forward, n backward: the usual convention. */
    BACKWARD,
    /** √n both ways. */
    ORTHO,
    /** n forward, nothing backward. */
    FORWARD
  }

  /**
   * The transform along the last axis.
   *
   * @param a (…, n)
   * @return (…, n), complex
   */
  public static NDArray fft(NDArray a) {
    return fft(a, null, null, null);
  }

  /**
   * The transform along an axis: {@code Σ a[j]·e^(-2πi·jk/n)}.
   *
   * @param a operand
   * @param n length that the axis is cut or filled with zeros to; null for its own
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.fft")
  public static NDArray fft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    return along("fft", a, n, axis, norm, FftType.FFT);
  }

  /**
   * The inverse transform along the last axis.
   *
   * @param a (…, n)
   * @return (…, n), complex
   */
  public static NDArray ifft(NDArray a) {
    return ifft(a, null, null, null);
  }

  /**
   * The inverse transform along an axis: {@code Σ a[j]·e^(2πi·jk/n) / n}.
   *
   * @param a operand
   * @param n length that the axis is cut or filled with zeros to; null for its own
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.ifft")
  public static NDArray ifft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    return along("ifft", a, n, axis, norm, FftType.IFFT);
  }

  /**
   * The first half of the transform of a real array along the last axis.
   *
   * @param a (…, n), real
   * @return (…, n / 2 + 1), complex
   */
  public static NDArray rfft(NDArray a) {
    return rfft(a, null, null, null);
  }

  /**
   * The first half of the transform of a real array, which determines the other.
   *
   * @param a operand, real
   * @param n length that the axis is cut or filled with zeros to; null for its own
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return n / 2 + 1 elements of the transform along the axis, complex
   */
  @JaxName("fft.rfft")
  public static NDArray rfft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    checkReal("rfft", a);
    NDArray whole = along("rfft", a, n, axis, norm, FftType.FFT);
    int at = axis(a, axis);
    return LaxShaping.sliceInDim(whole, 0, whole.shape().dim(at) / 2 + 1, at);
  }

  /**
   * The inverse of {@link #rfft(NDArray)} for an even number of elements.
   *
   * @param a (…, m)
   * @return (…, 2·(m - 1)), real
   */
  public static NDArray irfft(NDArray a) {
    return irfft(a, null, null, null);
  }

  /**
   * The real array whose transform begins with given elements. Imaginary parts of the first, and
   * for an even n of the last, do not count.
   *
   * @param a the first n / 2 + 1 elements
   * @param n length of the result; null for the even one
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return a real array
   */
  @JaxName("fft.irfft")
  public static NDArray irfft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    NDArray x = Shaping.moveaxis(complex("irfft", a, axis), axis(a, axis), -1);
    long length = length("irfft", n == null ? 2 * (x.shape().dim(-1) - 1) : n);
    NDArray half = resized(x, length / 2 + 1);
    // The rest is the first half mirrored: element n - k is the conjugate of element k.
    int last = x.rank() - 1;
    NDArray inner = LaxShaping.sliceInDim(half, 1, (length + 1) / 2, last);
    NDArray mirrored = ComplexNumbers.conj(Shaping.flip(inner, last));
    NDArray whole = Shaping.concatenate(List.of(half, mirrored), last);
    NDArray result = ComplexNumbers.real(Lax.bind(new Primitive.Fft(FftType.IFFT), whole));
    NDArray scaled = scaled(result, length, norm, FftType.IFFT);
    return Shaping.moveaxis(scaled, -1, axis(a, axis));
  }

  /**
   * The transform of an array whose other half is its conjugate mirrored: real.
   *
   * @param a the first n / 2 + 1 elements
   * @param n length of the result; null for the even one
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return a real array
   */
  @JaxName("fft.hfft")
  public static NDArray hfft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    return irfft(ComplexNumbers.conj(a), n, axis, opposite(norm));
  }

  /**
   * The inverse of {@link #hfft}.
   *
   * @param a operand, real
   * @param n length that the axis is cut or filled with zeros to; null for its own
   * @param axis the axis, negative from the end; null for the last
   * @param norm scaling; null for BACKWARD
   * @return n / 2 + 1 elements, complex
   */
  @JaxName("fft.ihfft")
  public static NDArray ihfft(
      NDArray a, @Nullable Long n, @Nullable Integer axis, @Nullable Norm norm) {
    return ComplexNumbers.conj(rfft(a, n, axis, opposite(norm)));
  }

  /**
   * Transforms along several axes, one after another.
   *
   * @param a operand
   * @param s lengths that the axes are cut or filled with zeros to; null for their own
   * @param axes axes, negative from the end; null for all, or the last if there are lengths
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.fftn")
  public static NDArray fftn(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return overAxes("fftn", a, s, axes(a, s, axes), norm, FftType.FFT);
  }

  /**
   * Inverse transforms along several axes, one after another.
   *
   * @param a operand
   * @param s lengths that the axes are cut or filled with zeros to; null for their own
   * @param axes axes, negative from the end; null for all, or the last if there are lengths
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.ifftn")
  public static NDArray ifftn(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return overAxes("ifftn", a, s, axes(a, s, axes), norm, FftType.IFFT);
  }

  /**
   * Transforms of a real array along several axes; of the last one, the first half.
   *
   * @param a operand, real
   * @param s lengths that the axes are cut or filled with zeros to; null for their own
   * @param axes axes, negative from the end; null for all, or the last if there are lengths
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.rfftn")
  public static NDArray rfftn(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    int[] all = axes(a, s, axes);
    int last = all.length - 1;
    NDArray half = rfft(a, s == null ? null : s[last], all[last], norm);
    long[] others = s == null ? null : Arrays.copyOf(s, last);
    return overAxes("rfftn", half, others, Arrays.copyOf(all, last), norm, FftType.FFT);
  }

  /**
   * The inverse of {@link #rfftn}.
   *
   * @param a operand
   * @param s lengths of the result; null for the operand's, and the even one for the last axis
   * @param axes axes, negative from the end; null for all, or the last if there are lengths
   * @param norm scaling of each; null for BACKWARD
   * @return a real array
   */
  @JaxName("fft.irfftn")
  public static NDArray irfftn(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    int[] all = axes(a, s, axes);
    int last = all.length - 1;
    long[] others = s == null ? null : Arrays.copyOf(s, last);
    NDArray partial = overAxes("irfftn", a, others, Arrays.copyOf(all, last), norm, FftType.IFFT);
    return irfft(partial, s == null ? null : s[last], all[last], norm);
  }

  /**
   * {@link #fftn} over two axes.
   *
   * @param a operand
   * @param s lengths; null for the operand's
   * @param axes two axes; null for the last two
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.fft2")
  public static NDArray fft2(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return fftn(a, s, lastTwo(axes), norm);
  }

  /**
   * {@link #ifftn} over two axes.
   *
   * @param a operand
   * @param s lengths; null for the operand's
   * @param axes two axes; null for the last two
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.ifft2")
  public static NDArray ifft2(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return ifftn(a, s, lastTwo(axes), norm);
  }

  /**
   * {@link #rfftn} over two axes.
   *
   * @param a operand, real
   * @param s lengths; null for the operand's
   * @param axes two axes; null for the last two
   * @param norm scaling of each; null for BACKWARD
   * @return the transform, complex
   */
  @JaxName("fft.rfft2")
  public static NDArray rfft2(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return rfftn(a, s, lastTwo(axes), norm);
  }

  /**
   * {@link #irfftn} over two axes.
   *
   * @param a operand
   * @param s lengths; null for the operand's, and the even one for the last axis
   * @param axes two axes; null for the last two
   * @param norm scaling of each; null for BACKWARD
   * @return a real array
   */
  @JaxName("fft.irfft2")
  public static NDArray irfft2(
      NDArray a, long @Nullable [] s, int @Nullable [] axes, @Nullable Norm norm) {
    return irfftn(a, s, lastTwo(axes), norm);
  }

  private static int[] lastTwo(int @Nullable [] axes) {
    return axes == null ? new int[] {-2, -1} : axes;
  }

  private static int[] axes(NDArray a, long @Nullable [] s, int @Nullable [] axes) {
    int count = axes != null ? axes.length : s != null ? s.length : a.rank();
    if (count == 0 || s != null && s.length != count) {
      throw new ShapeException(
          "fft: one length for each axis is needed, and at least one axis, got "
              + Arrays.toString(s)
              + " for "
              + Arrays.toString(axes)
              + " of "
              + a.type());
    }
    return axes != null ? axes : IntStream.range(-count, 0).toArray();
  }

  private static NDArray overAxes(
      String operation,
      NDArray a,
      long @Nullable [] s,
      int[] axes,
      @Nullable Norm norm,
      FftType type) {
    NDArray result = a;
    for (int i = axes.length - 1; i >= 0; i--) {
      result = along(operation, result, s == null ? null : s[i], axes[i], norm, type);
    }
    return result;
  }

  private static NDArray along(
      String operation,
      NDArray a,
      @Nullable Long n,
      @Nullable Integer axis,
      @Nullable Norm norm,
      FftType type) {
    NDArray x = Shaping.moveaxis(complex(operation, a, axis), axis(a, axis), -1);
    long length = length(operation, n == null ? x.shape().dim(-1) : n);
    NDArray sums = Lax.bind(new Primitive.Fft(type), resized(x, length));
    return Shaping.moveaxis(scaled(sums, length, norm, type), -1, axis(a, axis));
  }

  private static int axis(NDArray a, @Nullable Integer axis) {
    return a.shape().axis("fft", axis == null ? -1 : axis);
  }

  /** The operand as complex numbers, with at least the axis asked for. */
  private static NDArray complex(String operation, NDArray a, @Nullable Integer axis) {
    if (a.rank() == 0) {
      throw new ShapeException(operation + ": requires at least one axis, got " + a.type());
    }
    axis(a, axis);
    DType dtype = Operands.joinedInexact(a);
    boolean wide = dtype == DType.FLOAT64 || dtype == DType.COMPLEX128;
    return Lax.convert(a, wide ? DType.COMPLEX128 : DType.COMPLEX64);
  }

  private static long length(String operation, long n) {
    if (n < 1) {
      throw new ShapeException(
          operation + ": the number of data points must be at least 1, got n=" + n);
    }
    return n;
  }

  private static void checkReal(String operation, NDArray a) {
    if (a.dtype().isComplex()) {
      throw new DTypeException(
          operation + ": requires real input, got " + a.type() + "; use fft for complex numbers");
    }
  }

  /** The last axis cut, or filled with zeros, to a length. */
  private static NDArray resized(NDArray x, long length) {
    int last = x.rank() - 1;
    long extent = x.shape().dim(last);
    if (extent >= length) {
      return extent == length ? x : LaxShaping.sliceInDim(x, 0, length, last);
    }
    NDArray zeros = Creation.zeros(x.shape().with(last, length - extent), x.dtype());
    return Shaping.concatenate(List.of(x, zeros), last);
  }

  /** The primitive is scaled as BACKWARD says. */
  private static NDArray scaled(NDArray x, long n, @Nullable Norm norm, FftType type) {
    double factor =
        switch (norm == null ? Norm.BACKWARD : norm) {
          case BACKWARD -> 1;
          case FORWARD -> type == FftType.FFT ? 1.0 / n : n;
          case ORTHO -> type == FftType.FFT ? 1 / Math.sqrt((double) n) : Math.sqrt((double) n);
        };
    return factor == 1 ? x : x.mul(factor);
  }

  private static Norm opposite(@Nullable Norm norm) {
    return switch (norm == null ? Norm.BACKWARD : norm) {
      case BACKWARD -> Norm.FORWARD;
      case ORTHO -> Norm.ORTHO;
      case FORWARD -> Norm.BACKWARD;
    };
  }

  /**
   * Frequencies of a transform's elements, in cycles per unit of the spacing.
   *
   * @param n number of elements
   * @param d distance of neighbours; null for 1
   * @return 0, 1, …, -2, -1 over n·d, of the default float dtype
   */
  @JaxName("fft.fftfreq")
  public static NDArray fftfreq(long n, @Nullable Double d) {
    long positive = (length("fftfreq", n) + 1) / 2;
    NDArray counts =
        Shaping.concatenate(
            List.of(Creation.arange(positive), Creation.arange(positive - n, 0)), 0);
    return frequencies(counts, n, d);
  }

  /**
   * Frequencies of the elements that {@link #rfft} gives.
   *
   * @param n number of elements that were transformed
   * @param d distance of neighbours; null for 1
   * @return 0, 1, …, n / 2 over n·d, of the default float dtype
   */
  @JaxName("fft.rfftfreq")
  public static NDArray rfftfreq(long n, @Nullable Double d) {
    return frequencies(Creation.arange(length("rfftfreq", n) / 2 + 1), n, d);
  }

  private static NDArray frequencies(NDArray counts, long n, @Nullable Double d) {
    return counts.astype(Creation.zeros().dtype()).div((d == null ? 1 : d) * n);
  }

  /**
   * Moves frequency 0 to the middle.
   *
   * @param x operand
   * @param axes axes, negative from the end; null for all
   * @return the array, rolled by half of each extent
   */
  @JaxName("fft.fftshift")
  public static NDArray fftshift(NDArray x, int @Nullable [] axes) {
    return rolled(x, axes, 1);
  }

  /**
   * The inverse of {@link #fftshift}.
   *
   * @param x operand
   * @param axes axes, negative from the end; null for all
   * @return the array, rolled back
   */
  @JaxName("fft.ifftshift")
  public static NDArray ifftshift(NDArray x, int @Nullable [] axes) {
    return rolled(x, axes, -1);
  }

  private static NDArray rolled(NDArray x, int @Nullable [] axes, int sign) {
    int[] all = axes == null ? IntStream.range(0, x.rank()).toArray() : axes;
    if (all.length == 0) {
      return x;
    }
    List<Long> shifts = new ArrayList<>();
    for (int axis : all) {
      shifts.add(sign * (x.shape().dim(axis) / 2));
    }
    return Reordering.roll(x, shifts.stream().mapToLong(Long::longValue).toArray(), all);
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import org.jspecify.annotations.Nullable;

/** Parts of complex numbers. Real arrays count as complex ones without an imaginary part. */
public final class ComplexNumbers {
  private ComplexNumbers() {}

  /**
   * The real part; of an array in memory a window, without a copy.
   *
   * @param x operand
   * @return its real part; x itself if it is not complex
   */
  @JaxName({"real", "lax.real"})
  public static NDArray real(NDArray x) {
    return x.dtype().isComplex() ? Lax.apply(Fn.REAL, x) : x;
  }

  /**
   * The imaginary part; of an array in memory a window, without a copy.
   *
   * @param x operand
   * @return its imaginary part; zeros if it is not complex
   */
  @JaxName({"imag", "lax.imag"})
  public static NDArray imag(NDArray x) {
    return x.dtype().isComplex() ? Lax.apply(Fn.IMAG, x) : Creation.zerosLike(x);
  }

  /**
   * {@return the complex conjugate; x itself if it is not complex}
   *
   * @param x operand
   */
  @JaxName({"conj", "conjugate"})
  public static NDArray conj(NDArray x) {
    return x.dtype().isComplex() ? Lax.apply(Fn.CONJ, x) : x;
  }

  /**
   * A complex number from its parts.
   *
   * @param re real part, float32 or float64
   * @param im imaginary part, of the same dtype
   * @return re + i·im
   */
  @JaxName("lax.complex")
  public static NDArray complex(NDArray re, NDArray im) {
    return Operands.promoted("complex", Fn.COMPLEX, re, im);
  }

  /**
   * The angle from the positive real axis, in radians from -π to π.
   *
   * @param z operand; integers and bool become the default float
   * @return the angle; 0 or π where z is not complex
   */
  public static NDArray angle(NDArray z) {
    return angle(z, null);
  }

  /**
   * The angle from the positive real axis, from -π to π or from -180 to 180 degrees.
   *
   * @param z operand; integers and bool become the default float
   * @param deg true for degrees; null or false for radians
   * @return the angle; 0 or half a turn where z is not complex
   */
  @JaxName("angle")
  public static NDArray angle(NDArray z, @Nullable Boolean deg) {
    NDArray radians = radians(z);
    return Boolean.TRUE.equals(deg) ? Angles.rad2deg(radians) : radians;
  }

  private static NDArray radians(NDArray z) {
    NDArray x = Operands.promoteInexact("angle", z).getFirst();
    NDArray re = real(x);
    NDArray im = x.dtype().isComplex() ? imag(x) : Operands.zero(x);
    return Lax.apply(Fn.ATAN2, im, re);
  }

  /**
   * {@return whether each element has an imaginary part that is not 0}
   *
   * @param x operand
   */
  @JaxName("iscomplex")
  public static NDArray iscomplex(NDArray x) {
    NDArray im = imag(x);
    return Lax.apply(Fn.NE, im, Operands.zero(im));
  }

  /**
   * {@return whether each element has no imaginary part but 0}
   *
   * @param x operand
   */
  @JaxName("isreal")
  public static NDArray isreal(NDArray x) {
    NDArray im = imag(x);
    return Lax.apply(Fn.EQ, im, Operands.zero(im));
  }

  /**
   * {@return whether the dtype is complex}
   *
   * @param x an array
   */
  @JaxName("iscomplexobj")
  public static boolean iscomplexobj(NDArray x) {
    return x.dtype().isComplex();
  }

  /**
   * {@return whether the dtype is not complex}
   *
   * @param x an array
   */
  @JaxName("isrealobj")
  public static boolean isrealobj(NDArray x) {
    return !x.dtype().isComplex();
  }
}

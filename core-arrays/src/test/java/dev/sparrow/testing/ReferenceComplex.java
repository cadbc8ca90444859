package dev.sparrow.testing;

import dev.sparrow.graph.Fn;

/**
 * Functions of complex64 elements by the formulas of school books in double: the oracle where
 * nothing overflows. An element's raw bits are its real part's below its imaginary part's.
 */
public final class ReferenceComplex {
  private ReferenceComplex() {}

  /** A complex number in double. */
  record Z(double re, double im) {
    static Z of(long bits) {
      return new Z(Float.intBitsToFloat((int) bits), Float.intBitsToFloat((int) (bits >>> 32)));
    }

    long bits() {
      return pack((float) re, (float) im);
    }

    Z plus(Z w) {
      return new Z(re + w.re, im + w.im);
    }

    Z minus(Z w) {
      return new Z(re - w.re, im - w.im);
    }

    Z times(Z w) {
      return new Z(re * w.re - im * w.im, re * w.im + im * w.re);
    }

    Z times(double factor) {
      return new Z(re * factor, im * factor);
    }

    Z over(Z w) {
      double square = w.re * w.re + w.im * w.im;
      return new Z((re * w.re + im * w.im) / square, (im * w.re - re * w.im) / square);
    }

    double abs() {
      return StrictMath.hypot(re, im);
    }

    Z exp() {
      double growth = StrictMath.exp(re);
      return new Z(growth * StrictMath.cos(im), growth * StrictMath.sin(im));
    }

    Z log() {
      return new Z(StrictMath.log(abs()), StrictMath.atan2(im, re));
    }

    Z sqrt() {
      double magnitude = Math.sqrt(abs());
      double angle = StrictMath.atan2(im, re) / 2;
      return new Z(magnitude * StrictMath.cos(angle), magnitude * StrictMath.sin(angle));
    }

    Z sinh() {
      return new Z(
          StrictMath.sinh(re) * StrictMath.cos(im), StrictMath.cosh(re) * StrictMath.sin(im));
    }

    Z cosh() {
      return new Z(
          StrictMath.cosh(re) * StrictMath.cos(im), StrictMath.sinh(re) * StrictMath.sin(im));
    }

    /** i·z. */
    Z turned() {
      return new Z(-im, re);
    }

    /** log(z + sqrt(z² + 1)), from the side where the sum does not cancel. */
    Z asinh() {
      Z root = times(this).plus(ONE).sqrt();
      return re < 0 ? root.minus(this).log().times(-1) : plus(root).log();
    }

    Z acosh() {
      return plus(plus(ONE).sqrt().times(minus(ONE).sqrt())).log();
    }

    Z atanh() {
      return ONE.plus(this).log().minus(ONE.minus(this).log()).times(0.5);
    }
  }

  private static final Z ONE = new Z(1, 0);

  /** Raw bits of an element. */
  static long pack(float re, float im) {
    float canonicalRe = Float.isNaN(re) ? Float.NaN : re;
    float canonicalIm = Float.isNaN(im) ? Float.NaN : im;
    return Float.floatToRawIntBits(canonicalRe) & 0xFFFF_FFFFL
        | (long) Float.floatToRawIntBits(canonicalIm) << 32;
  }

  /**
   * A function that makes a complex number of one or two.
   *
   * @param fn the function
   * @param in real and imaginary part of each operand
   * @return real and imaginary part of the result
   */
  public static double[] apply(Fn fn, double... in) {
    Z z = new Z(in[0], in[1]);
    Z w = in.length > 2 ? new Z(in[2], in[3]) : ONE;
    Z result =
        switch (fn) {
          case MUL -> z.times(w);
          case SQUARE -> z.times(z);
          default -> number(fn, z, w);
        };
    return new double[] {result.re, result.im};
  }

  /** Raw bits of a function's result: of complex64, float32 or bool. */
  static long apply(Fn fn, long... in) {
    if (fn == Fn.SELECT_N) {
      return in[0] != 0 ? in[2] : in[1];
    }
    Z z = Z.of(in[0]);
    Z w = in.length > 1 ? Z.of(in[1]) : ONE;
    return switch (fn) {
      case REAL -> Float.floatToRawIntBits((float) z.re) & 0xFFFF_FFFFL;
      case IMAG -> Float.floatToRawIntBits((float) z.im) & 0xFFFF_FFFFL;
      case ABS -> Float.floatToRawIntBits((float) z.abs()) & 0xFFFF_FFFFL;
      case MUL, SQUARE -> product(z, fn == Fn.MUL ? w : z);
      case EQ -> z.equals(w) ? 1 : 0;
      case NE -> z.equals(w) ? 0 : 1;
      case LT -> before(z, w) ? 1 : 0;
      case GE -> before(z, w) ? 0 : 1;
      case GT -> before(w, z) ? 1 : 0;
      case LE -> before(w, z) ? 0 : 1;
      case MAX -> before(z, w) ? in[1] : in[0];
      case MIN -> before(w, z) ? in[1] : in[0];
      default -> number(fn, z, w).bits();
    };
  }

  /** In float32, with a rounding after each operation. */
  private static long product(Z z, Z w) {
    float re = (float) z.re * (float) w.re - (float) z.im * (float) w.im;
    float im = (float) z.re * (float) w.im + (float) z.im * (float) w.re;
    return pack(re, im);
  }

  private static boolean before(Z z, Z w) {
    return z.re < w.re || z.re == w.re && z.im < w.im;
  }

  private static Z number(Fn fn, Z z, Z w) {
    return switch (fn) {
      case NEG -> z.times(-1);
      case CONJ -> new Z(z.re, -z.im);
      case SIGN -> z.times(1 / z.abs());
      case ADD, ADD_ANY -> z.plus(w);
      case STOP_GRADIENT, OPTIMIZATION_BARRIER -> z;
      case SUB -> z.minus(w);
      case DIV -> z.over(w);
      case POW -> w.times(z.log()).exp();
      case EXP -> z.exp();
      case EXP2 -> z.times(StrictMath.log(2)).exp();
      case EXPM1 -> z.exp().minus(ONE);
      case LOG -> z.log();
      case LOG1P -> z.plus(ONE).log();
      case SQRT -> z.sqrt();
      case RSQRT -> ONE.over(z.sqrt());
      case SIN -> z.turned().sinh().turned().times(-1);
      case COS -> z.turned().cosh();
      case TAN -> z.turned().sinh().over(z.turned().cosh()).turned().times(-1);
      case ASIN -> z.turned().asinh().turned().times(-1);
      case ACOS -> new Z(Math.PI / 2, 0).plus(z.turned().asinh().turned());
      case ATAN -> z.turned().atanh().turned().times(-1);
      case SINH -> z.sinh();
      case COSH -> z.cosh();
      case TANH -> z.sinh().over(z.cosh());
      case ASINH -> z.asinh();
      case ACOSH -> z.acosh();
      case ATANH -> z.atanh();
      case LOGISTIC -> ONE.over(ONE.plus(z.times(-1).exp()));
      default -> throw new IllegalArgumentException(fn + " takes no complex numbers");
    };
  }
}

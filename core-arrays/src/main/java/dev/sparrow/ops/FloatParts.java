package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs, exponents, fractions and neighbours of floating-point numbers. Shapes broadcast; integers
 * and bool become the default float where nothing else is said.
 */
public final class FloatParts {
  private FloatParts() {}

  /**
   * A number as its fractional and its whole part, both with its sign.
   *
   * @param fractional what is behind the point
   * @param integral what is before it
   */
  public record Modf(NDArray fractional, NDArray integral) {}

  /**
   * A number as mantissa · 2^exponent.
   *
   * @param mantissa from 1/2 to 1, with the sign of the number; the number itself if it is 0,
   *     infinite or NaN
   * @param exponent int32
   */
  public record Frexp(NDArray mantissa, NDArray exponent) {}

  /**
   * {@return whether the sign is set: of -0 and of negative numbers}
   *
   * @param x operand, not complex
   */
  @JaxName("signbit")
  public static NDArray signbit(NDArray x) {
    DType dtype = x.dtype();
    if (dtype.isFloat()) {
      NDArray bits = Lax.bitcast(x, Reinterpretation.bitsOf(dtype));
      NDArray top = Creation.scalar(dtype.bytes() * 8L - 1, bits.dtype());
      return Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, bits, top).ne(0);
    }
    if (dtype.isComplex()) {
      throw new DTypeException("signbit: " + dtype + " has no sign; take its real part first");
    }
    return dtype.kind() == DType.Kind.SIGNED
        ? Lax.apply(Fn.LT, x, Operands.zero(x))
        : Lax.apply(Fn.NE, x, x);
  }

  /**
   * {@return the magnitude of x1 with the sign of x2}
   *
   * @param x1 magnitudes
   * @param x2 signs, of -0 too
   */
  @JaxName("copysign")
  public static NDArray copysign(NDArray x1, NDArray x2) {
    List<NDArray> in = Operands.promoteInexact("copysign", x1, x2);
    NDArray differ = Lax.apply(Fn.XOR, signbit(in.get(0)), signbit(in.get(1)));
    return Logic.where(differ, Lax.apply(Fn.NEG, in.get(0)), in.get(0));
  }

  /**
   * {@return the number next to x1 in the direction of x2}
   *
   * @param x1 where to start
   * @param x2 where to go; x1 itself if they are equal
   */
  @JaxName("nextafter")
  public static NDArray nextafter(NDArray x1, NDArray x2) {
    List<NDArray> in = Operands.promoteInexact("nextafter", x1, x2);
    return Lax.apply(Fn.NEXTAFTER, in.get(0), in.get(1));
  }

  /**
   * {@return the distance to the next number away from zero, with the sign of x}
   *
   * @param x operand
   */
  @JaxName("spacing")
  public static NDArray spacing(NDArray x) {
    NDArray a = Operands.promoteInexact("spacing", x).getFirst();
    NDArray outwards = copysign(Operands.constant(Double.POSITIVE_INFINITY, a), a);
    NDArray next = Lax.apply(Fn.NEXTAFTER, a, outwards);
    return Lax.apply(Fn.SUB, next, a);
  }

  /**
   * Splits numbers at the point.
   *
   * @param x operand; of an infinity the fractional part is NaN
   * @return both parts
   */
  @JaxName("modf")
  public static Modf modf(NDArray x) {
    NDArray a = Operands.promoteInexact("modf", x).getFirst();
    NDArray whole = Rounding.trunc(a);
    return new Modf(copysign(Lax.apply(Fn.SUB, a, whole), a), whole);
  }

  /**
   * Splits numbers into mantissa and exponent.
   *
   * @param x operand
   * @return both parts; the exponent of 0, infinities and NaN is 0
   */
  @JaxName("frexp")
  public static Frexp frexp(NDArray x) {
    NDArray a = Operands.promoteInexact("frexp", x).getFirst();
    DType dtype = a.dtype();
    DType word = Reinterpretation.bitsOf(dtype);
    FloatInfo info = FloatInfo.of(dtype);
    // Subnormal numbers are brought into the normal range first, exactly.
    int lift = info.mantissaBits() + 1;
    NDArray small = Lax.apply(Fn.LT, Lax.apply(Fn.ABS, a), Operands.constant(info.tiny(), a));
    NDArray normal = Lax.select(small, a.mul(Math.scalb(1.0, lift)), a);
    NDArray bits = Lax.bitcast(normal, word);
    long field = (1L << info.exponentBits()) - 1;
    NDArray exponent = bits.and(constant(field << info.mantissaBits(), word));
    NDArray shifted =
        Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, exponent, constant(info.mantissaBits(), word));
    NDArray power =
        Lax.convert(shifted, DType.INT32)
            .sub(info.maxExponent() - 2L)
            .sub(Lax.convert(small, DType.INT32).mul(lift));
    long half = (long) (info.maxExponent() - 2) << info.mantissaBits();
    NDArray rest = bits.and(constant(~(field << info.mantissaBits()), word));
    NDArray mantissa = Lax.bitcast(rest.or(constant(half, word)), dtype);
    NDArray plain = Logic.isfinite(a).and(Lax.apply(Fn.NE, a, Operands.zero(a)));
    return new Frexp(
        Lax.select(plain, mantissa, a), Lax.select(plain, power, Operands.zero(power)));
  }

  private static NDArray constant(long value, DType dtype) {
    return Creation.scalar(value, dtype);
  }

  /**
   * x1 · 2^x2, exact unless it leaves the range; then rounded once, to infinity or to a subnormal
   * number.
   *
   * @param x1 numbers
   * @param x2 exponents, integers
   * @return the product
   */
  @JaxName("ldexp")
  public static NDArray ldexp(NDArray x1, NDArray x2) {
    if (!x2.dtype().isInteger() && x2.dtype() != DType.BOOL) {
      throw new DTypeException("ldexp: exponents are integers, not " + x2.dtype());
    }
    NDArray a = Operands.promoteInexact("ldexp", x1).getFirst();
    List<NDArray> in = Operands.broadcast("ldexp", List.of(a, Lax.convert(x2, DType.INT32)));
    DType dtype = in.getFirst().dtype();
    DType wide = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    NDArray value = Lax.convert(in.get(0), wide);
    FloatInfo range = FloatInfo.of(wide);
    int highest = range.maxExponent() - 1;
    int lowest = 1 - highest;
    // Downwards a step leaves more than the mantissa's bits to the last one: what became subnormal
    // and was rounded in a step becomes 0, so nothing is rounded twice.
    int down = lowest + range.mantissaBits() + 1;
    NDArray left = in.get(1);
    for (int step = 0; step < 2; step++) {
      NDArray none = Operands.zero(left);
      NDArray above = Operands.constant(highest, left);
      NDArray below = Operands.constant(lowest, left);
      NDArray part =
          Lax.select(
              Lax.apply(Fn.LT, left, below),
              Operands.constant(down, left),
              Lax.select(Lax.apply(Fn.GT, left, above), above, none));
      value = Lax.apply(Fn.MUL, value, powerOfTwo(part, wide));
      left = Lax.apply(Fn.SUB, left, part);
    }
    NDArray last =
        Lax.apply(
            Fn.CLAMP, Operands.constant(lowest, left), left, Operands.constant(highest, left));
    return Lax.convert(Lax.apply(Fn.MUL, value, powerOfTwo(last, wide)), dtype);
  }

  /** 2^exponent of a normal result, by its bits. */
  private static NDArray powerOfTwo(NDArray exponent, DType dtype) {
    FloatInfo info = FloatInfo.of(dtype);
    DType word = Reinterpretation.bitsOf(dtype);
    NDArray field = Lax.convert(exponent.add(info.maxExponent() - 1L), word);
    NDArray bits = Lax.apply(Fn.SHIFT_LEFT, field, constant(info.mantissaBits(), word));
    return Lax.bitcast(bits, dtype);
  }

  /**
   * Finite numbers in the place of NaN and infinities.
   *
   * @param x operand; integers stay
   * @param nan for NaN; null for 0
   * @param posinf for infinity; null for the largest number of the dtype
   * @param neginf for -infinity; null for the smallest
   * @return x without them; of a complex number in both parts
   */
  @JaxName("nan_to_num")
  public static NDArray nanToNum(
      NDArray x, @Nullable Double nan, @Nullable Double posinf, @Nullable Double neginf) {
    if (!x.dtype().isInexact()) {
      return x;
    }
    if (x.dtype().isComplex()) {
      return ComplexNumbers.complex(
          nanToNum(ComplexNumbers.real(x), nan, posinf, neginf),
          nanToNum(ComplexNumbers.imag(x), nan, posinf, neginf));
    }
    double largest = FloatInfo.of(x.dtype()).max();
    NDArray high = Operands.constant(posinf == null ? largest : posinf, x);
    NDArray low = Operands.constant(neginf == null ? -largest : neginf, x);
    NDArray none = Operands.constant(nan == null ? 0 : nan, x);
    NDArray infinity = Operands.constant(Double.POSITIVE_INFINITY, x);
    NDArray value = Lax.select(Lax.apply(Fn.NE, x, x), none, x);
    value = Lax.select(Lax.apply(Fn.EQ, x, infinity), high, value);
    return Lax.select(Lax.apply(Fn.EQ, x, Lax.apply(Fn.NEG, infinity)), low, value);
  }
}

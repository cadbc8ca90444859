package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.IntegerInfo;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.BitPacking;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.ops.Divisors;
import dev.sparrow.ops.FloatParts;
import dev.sparrow.ops.Reinterpretation;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts, bits and limits of numbers, against Java's own. */
@ExtendWith(AllocatorsAtZero.class)
class FloatPartsTest {
  private static final long SEED = Long.getLong("seed", 20261126);

  private static double[] doubles() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = new double[500];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(random.nextLong());
      values[i] = Double.isNaN(values[i]) ? 0.5 : values[i];
    }
    double[] special = {0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 1, -1};
    System.arraycopy(special, 0, values, 0, special.length);
    values[special.length] = Double.POSITIVE_INFINITY;
    return values;
  }

  @Test
  void frexpTakesApartWhatLdexpPutsTogether() {
    double[] values = doubles();
    NDArray x = HostValues.array(values);
    FloatParts.Frexp parts = FloatParts.frexp(x);
    assertArrayEquals(values, FloatParts.ldexp(parts.mantissa(), parts.exponent()).toDoubleArray());
    double[] mantissas = parts.mantissa().toDoubleArray();
    int[] exponents = parts.exponent().toIntArray();
    for (int i = 0; i < values.length; i++) {
      if (Double.isInfinite(values[i]) || values[i] == 0) {
        assertEquals(0, exponents[i]);
        assertEquals(values[i], mantissas[i]);
      } else {
        double magnitude = Math.abs(mantissas[i]);
        assertTrue(magnitude >= 0.5 && magnitude < 1, values[i] + ", -Dseed=" + SEED);
      }
    }
  }

  @Test
  void ldexpRoundsOnce() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = doubles();
    int[] exponents = new int[values.length];
    double[] expected = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      exponents[i] = random.nextInt(-2300, 2300);
      expected[i] = Math.scalb(values[i], exponents[i]);
    }
    NDArray scaled = FloatParts.ldexp(HostValues.array(values), HostValues.array(exponents));
    assertArrayEquals(expected, scaled.toDoubleArray(), "-Dseed=" + SEED);
  }

  @Test
  void signsAndNeighboursAreJavas() {
    double[] values = doubles();
    NDArray x = HostValues.array(values);
    boolean[] signs = FloatParts.signbit(x).toBooleanArray();
    double[] spacing = FloatParts.spacing(x).toDoubleArray();
    double[] copied = FloatParts.copysign(Creation.scalar(2.0, DType.FLOAT64), x).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(Double.doubleToRawLongBits(values[i]) < 0, signs[i]);
      assertEquals(Math.copySign(2, values[i]), copied[i]);
      if (!Double.isInfinite(values[i])) {
        assertEquals(Math.copySign(Math.ulp(values[i]), values[i]), spacing[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"float64, int16", "float32, uint8", "int64, float32", "uint16, int8"})
  void bitsGoThereAndBack(String from, String to) {
    NDArray x = HostValues.array(doubles()).astype(DType.of(from));
    NDArray pieces = Reinterpretation.bitcastConvertType(x, DType.of(to));
    assertEquals(2, pieces.rank());
    assertArrayEquals(x.toByteArray(), pieces.toByteArray());
    NDArray back = Reinterpretation.bitcastConvertType(pieces, DType.of(from));
    assertArrayEquals(x.toByteArray(), back.toByteArray());
    assertArrayEquals(x.toByteArray(), Reinterpretation.view(x, DType.of(to)).toByteArray());
  }

  @Test
  void expm1OverflowsToInfinity() {
    float[] x = {88.7f, 88.8f, 89.1f, 89.375f, 90, 1000, Float.POSITIVE_INFINITY};
    float[] values = Transcendental.expm1(HostValues.array(x)).toFloatArray();
    assertEquals((float) Math.expm1(88.7f), values[0], Math.ulp(values[0]));
    for (int i = 1; i < values.length; i++) {
      assertEquals(Float.POSITIVE_INFINITY, values[i]);
    }
  }

  @Test
  void packedBitsUnpack() {
    SplittableRandom random = new SplittableRandom(SEED);
    boolean[] truths = new boolean[77];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = random.nextBoolean();
    }
    NDArray bits = HostValues.array(truths).reshape(7, 11);
    for (BitPacking.BitOrder order : BitPacking.BitOrder.values()) {
      NDArray packed = BitPacking.packbits(bits, 1, order);
      assertEquals("u8[7,2]", packed.type().toString());
      NDArray back = BitPacking.unpackbits(packed, 1, 11L, order);
      assertArrayEquals(truths, back.astype(DType.BOOL).toBooleanArray());
    }
  }

  @Test
  void divisorsAreBigIntegers() {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] x = random.longs(200, -1000, 1000).toArray();
    long[] y = random.longs(200, -1000, 1000).toArray();
    long[] gcd = Divisors.gcd(HostValues.array(x), HostValues.array(y)).toLongArray();
    long[] lcm = Divisors.lcm(HostValues.array(x), HostValues.array(y)).toLongArray();
    for (int i = 0; i < x.length; i++) {
      long divisor = BigInteger.valueOf(x[i]).gcd(BigInteger.valueOf(y[i])).longValue();
      assertEquals(divisor, gcd[i], "-Dseed=" + SEED);
      assertEquals(divisor == 0 ? 0 : Math.abs(x[i] * y[i]) / divisor, lcm[i], "-Dseed=" + SEED);
    }
  }

  @Test
  void integersDivideByZeroWithoutAnError() {
    NDArray x = Creation.array(7, -7, Integer.MIN_VALUE);
    NDArray zero = Creation.array(0, 0, 0);
    assertArrayEquals(new int[] {-2, -2, -2}, Arithmetic.floorDivide(x, zero).toIntArray());
    assertArrayEquals(new int[] {0, 0, 0}, Arithmetic.remainder(x, zero).toIntArray());
  }

  @ParameterizedTest
  @CsvSource({
    "float16, 16, 10, 65504, 9.765625E-4",
    "bfloat16, 16, 7, 3.3895313892515355E38, 0.0078125",
    "float32, 32, 23, 3.4028234663852886E38, 1.1920928955078125E-7",
    "float64, 64, 52, 1.7976931348623157E308, 2.220446049250313E-16"
  })
  void limitsOfFloats(String dtype, int bits, int mantissaBits, double max, double eps) {
    FloatInfo info = DTypes.finfo(DType.of(dtype));
    assertEquals(bits, info.bits());
    assertEquals(mantissaBits, info.mantissaBits());
    assertEquals(max, info.max());
    assertEquals(eps, info.eps());
    double smallest = info.smallestSubnormal();
    assertEquals(smallest, Creation.scalar(smallest, DType.of(dtype)).toDouble());
    assertEquals(0, Creation.scalar(smallest / 2, DType.of(dtype)).toDouble());
    assertThrows(IllegalArgumentException.class, () -> IntegerInfo.of(DType.of(dtype)));
  }

  @Test
  void limitsOfIntegers() {
    assertEquals(BigInteger.valueOf(-128), DTypes.iinfo(DType.INT8).min());
    assertEquals(new BigInteger("18446744073709551615"), DTypes.iinfo(DType.UINT64).max());
  }

  @ParameterizedTest
  @CsvSource({
    "int32, float64, true", "int32, float32, false", "int16, float32, true",
    "uint8, int16, true", "uint8, int8, false", "int64, float64, true",
    "float32, complex64, true", "complex64, float64, false", "bfloat16, float16, false",
    "bool, int8, true", "int64, complex128, true", "float64, float32, false"
  })
  void safeConversionsAreNumPys(String from, String to, boolean safe) {
    assertEquals(safe, DTypes.canCast(DType.of(from), DType.of(to), null));
    assertTrue(DTypes.canCast(DType.of(from), DType.of(to), DTypes.Casting.UNSAFE));
    assertFalse(DTypes.canCast(DType.of(from), DType.of(to), DTypes.Casting.NO));
  }
}

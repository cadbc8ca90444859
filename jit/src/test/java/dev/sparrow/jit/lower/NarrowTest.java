package dev.sparrow.jit.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.jit.lower.KernelExpr.Const;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dtypes of 8 and 16 bits in their lanes, by constant folding: all values, or all roundings. */
class NarrowTest {
  private static final List<DType> NARROW =
      List.of(DType.INT8, DType.INT16, DType.UINT8, DType.UINT16, DType.FLOAT16, DType.BFLOAT16);

  private static Const f32(float value) {
    return new Const(Float.floatToRawIntBits(value), LaneType.F32);
  }

  private static float value(KernelExpr folded) {
    return Float.intBitsToFloat((int) ((Const) folded).bits());
  }

  private static long bits(KernelExpr folded) {
    return ((Const) folded).bits();
  }

  @Test
  void everyElementSurvivesItsLane() {
    for (DType dtype : NARROW) {
      int width = 8 * dtype.bytes();
      for (int raw = 0; raw < 1 << width; raw++) {
        int extended = raw << (32 - width) >> (32 - width);
        KernelExpr value = Lowering.unpack(new Const(extended, LaneType.I32), dtype);
        long packed = bits(Lowering.pack(value, dtype)) & -1L >>> (64 - width);
        assertEquals(raw, packed, dtype.toString());
        Literal literal = new Literal(bitsOf(dtype, extended), ArrayType.of(dtype));
        double number = dtype.isFloat() ? value(value) : (int) bits(value);
        assertEquals(literal.doubleValue(), number, dtype.toString());
      }
    }
  }

  private static long bitsOf(DType dtype, int extended) {
    return dtype.kind() == DType.Kind.SIGNED
        ? extended
        : extended & (1L << (8 * dtype.bytes())) - 1;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void floatsRoundHalfToEven(DType dtype) {
    Random random = new Random(11);
    for (int i = 0; i < 300_000; i++) {
      float x = sample(dtype, random);
      float expected = (float) Literal.doubleValue(dtype, Literal.bitsOf(dtype, x));
      assertEquals(expected, value(Narrow.fit(f32(x), dtype)), () -> dtype + " of " + x);
    }
  }

  /** Values of the dtype, halves between them, neighbours of these, and arbitrary floats. */
  private static float sample(DType dtype, Random random) {
    if (random.nextInt(4) == 0) {
      return Float.intBitsToFloat(random.nextInt());
    }
    float near = (float) Literal.doubleValue(dtype, random.nextInt(1 << 16));
    int dropped = dtype == DType.FLOAT16 ? 13 : 16;
    int half = Float.floatToRawIntBits(near) + (1 << (dropped - 1)) + random.nextInt(-1, 2);
    return Float.intBitsToFloat(half);
  }

  @Test
  void doublesBecomeFloat16InOneRounding() {
    Random random = new Random(12);
    for (int i = 0; i < 300_000; i++) {
      float half = sample(DType.FLOAT16, random);
      double x = random.nextBoolean() ? Math.nextUp((double) half) : Math.nextDown((double) half);
      KernelExpr wide = new Const(Double.doubleToRawLongBits(x), LaneType.F64);
      double expected = Literal.doubleValue(DType.FLOAT16, Literal.bitsOf(DType.FLOAT16, x));
      float actual = value(Lowering.convert(wide, DType.FLOAT64, DType.FLOAT16));
      assertEquals(expected, actual, () -> "of " + x);
    }
  }

  @Test
  void smallIntegersDivideAsTheyShould() {
    for (DType dtype : List.of(DType.INT8, DType.UINT8)) {
      int low = dtype.isUnsigned() ? 0 : -128;
      for (int x = low; x < low + 256; x++) {
        for (int y = low; y < low + 256; y++) {
          List<KernelExpr> in = List.of(new Const(x, LaneType.I32), new Const(y, LaneType.I32));
          long quotient = y == 0 ? -1 : x / y;
          long expected = dtype.isUnsigned() ? quotient & 0xFF : (byte) quotient;
          String what = x + " / " + y + " as " + dtype;
          assertEquals(expected, bits(Lowering.lower(Fn.DIV, dtype, in)), what);
          assertEquals(y == 0 ? x : x % y, bits(Lowering.lower(Fn.REM, dtype, in)), what);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT16", "UINT16"})
  void integersOf16BitsDivideAsTheyShould(DType dtype) {
    Random random = new Random(13);
    int low = dtype.isUnsigned() ? 0 : Short.MIN_VALUE;
    for (int i = 0; i < 200_000; i++) {
      int y = low + random.nextInt(1 << random.nextInt(1, 17));
      int multiple = y * random.nextInt(-300, 300) + random.nextInt(-1, 2);
      int x = Math.clamp(random.nextBoolean() ? multiple : random.nextInt(), low, low + 65535);
      List<KernelExpr> in = List.of(new Const(x, LaneType.I32), new Const(y, LaneType.I32));
      long quotient = y == 0 ? -1 : x / y;
      long expected = dtype.isUnsigned() ? quotient & 0xFFFF : (short) quotient;
      assertEquals(expected, bits(Lowering.lower(Fn.DIV, dtype, in)), x + " / " + y);
    }
  }
}

package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralTest {
  /** Texts as Python prints the numbers. */
  @ParameterizedTest(name = "{0} as {1} prints {2}")
  @CsvSource({
    "0,        FLOAT32, 0.0:f32[]",
    "-0.0,     FLOAT32, -0.0:f32[]",
    "1,        FLOAT32, 1.0:f32[]",
    "1.67,     FLOAT32, 1.6699999570846558:f32[]",
    "1.05,     FLOAT32, 1.0499999523162842:f32[]",
    "0.1,      FLOAT64, 0.1:f64[]",
    "1e15,     FLOAT64, 1000000000000000.0:f64[]",
    "1e16,     FLOAT64, 1e+16:f64[]",
    "1.5e300,  FLOAT64, 1.5e+300:f64[]",
    "0.0001,   FLOAT64, 0.0001:f64[]",
    "0.00001,  FLOAT64, 1e-05:f64[]",
    "-2.5e-7,  FLOAT64, -2.5e-07:f64[]",
    "4.9e-324, FLOAT64, 5e-324:f64[]",
    "NaN,      FLOAT32, nan:f32[]",
    "Infinity, FLOAT32, inf:f32[]",
    "-Infinity, FLOAT64, -inf:f64[]",
    "3.7,      INT32,   3:i32[]",
    "-1,       INT32,   -1:i32[]",
    "1,        BOOL,    True:bool[]",
    "0,        BOOL,    False:bool[]",
  })
  void printsAsPython(double value, DType dtype, String text) {
    assertEquals(text, Literal.of(value, dtype, false).toString());
  }

  @ParameterizedTest(name = "{0} as {1} has bits {2}")
  @CsvSource({
    "-1,                 UINT32,   ffffffff",
    "4294967296,         UINT32,   0",
    "2147483648,         INT32,    ffffffff80000000",
    "-1,                 INT64,    ffffffffffffffff",
    "300,                INT8,     2c",
    "200,                INT8,     ffffffffffffffc8",
    "2,                  BOOL,     1",
    // One rounding: through double this would be 2^62.
    "4611686293305294849, FLOAT32, 5e800001",
    "9007199254740993,   FLOAT64,  4340000000000000",
    "257,                BFLOAT16, 4380",
    "259,                BFLOAT16, 4382",
    "2049,               FLOAT16,  6800",
  })
  void integersWrapOrRoundOnce(long value, DType dtype, String bits) {
    assertEquals(bits, Long.toHexString(Literal.of(value, dtype, false).bits()));
  }

  /** float to integer saturates and NaN is 0; integers wrap; nonzero is true. */
  @ParameterizedTest(name = "{0} of {1} to {2} is {3}")
  @CsvSource({
    "2.9,      FLOAT32, INT32,  2:i32[]",
    "-2.9,     FLOAT32, INT32,  -2:i32[]",
    "3e9,      FLOAT32, INT32,  2147483647:i32[]",
    "-3e9,     FLOAT64, INT32,  -2147483648:i32[]",
    "3e9,      FLOAT64, UINT32, 3000000000:u32[]",
    "-5,       FLOAT32, UINT32, 0:u32[]",
    "1e20,     FLOAT64, UINT32, 4294967295:u32[]",
    "NaN,      FLOAT32, INT32,  0:i32[]",
    "1e300,    FLOAT64, INT64,  9223372036854775807:i64[]",
    "-5,       FLOAT64, UINT64, 0:u64[]",
    "1e300,    FLOAT64, UINT64, 18446744073709551615:u64[]",
    "NaN,      FLOAT64, UINT64, 0:u64[]",
    "1e19,     FLOAT64, UINT64, 10000000000000000000:u64[]",
    "300,      FLOAT32, UINT8,  255:u8[]",
    "0.5,      FLOAT32, BOOL,   True:bool[]",
    "NaN,      FLOAT32, BOOL,   True:bool[]",
    "-1,       INT32,   UINT32, 4294967295:u32[]",
    "-1,       INT64,   UINT8,  255:u8[]",
    "4294967295, UINT32, FLOAT32, 4294967296.0:f32[]",
    "4294967295, UINT32, INT32, -1:i32[]",
    "1,        BOOL,    FLOAT32, 1.0:f32[]",
    "16777217, INT32,   FLOAT32, 16777216.0:f32[]",
    "0.1,      FLOAT64, FLOAT32, 0.10000000149011612:f32[]",
  })
  void convertsAsAstype(double value, DType from, DType to, String text) {
    assertEquals(text, Literal.of(value, from, true).convert(to, false).toString());
  }

  @Test
  void doubleValueIsExact() {
    assertEquals(0x1p64 - 2048, Literal.of(-2048L, DType.UINT64, false).doubleValue());
    assertEquals(-2048, Literal.of(-2048L, DType.INT64, false).doubleValue());
    assertEquals(
        0x1p-24, new Literal(1, Literal.of(0L, DType.FLOAT16, false).type()).doubleValue());
    assertEquals(1.5, Literal.of(1.5, DType.BFLOAT16, false).doubleValue());
  }

  @Test
  void keyConstantsAreRefused() {
    assertThrows(DTypeException.class, () -> Literal.of(1.0, DType.KEY, false));
  }

  @Test
  void complexConstantsPrintAsPythons() {
    assertEquals("(1+0j):c64[]", Literal.of(1.0, DType.COMPLEX64, false).toString());
    assertEquals("2.5j:c128[]", Literal.of(0, 2.5, DType.COMPLEX128, false).toString());
    assertEquals("(-0-1j):c64[]", Literal.of(-0.0, -1, DType.COMPLEX64, false).toString());
  }
}

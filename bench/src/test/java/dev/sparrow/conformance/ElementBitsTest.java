package dev.sparrow.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementBitsTest {
  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // Just above the middle of two floats: through double it would round to even, to 1.0.
        "1.00000005960464477539062500001, FLOAT32, 3f800001",
        "-0.0, FLOAT32, 80000000",
        "-0.0, FLOAT64, 8000000000000000",
        "0.1, FLOAT64, 3fb999999999999a",
        "9223372036854775807, INT64, 7fffffffffffffff",
        "18446744073709551615, UINT64, ffffffffffffffff",
        "-128, INT8, ffffffffffffff80",
        "255, UINT8, ff",
        "65504.0, FLOAT16, 7bff",
        "5.9604645e-08, FLOAT16, 1",
        "0.38085938, BFLOAT16, 3ec3",
        "3.0, INT32, 3",
        "\"nan\", FLOAT32, 7fc00000",
        "\"-inf\", BFLOAT16, ff80",
        "true, BOOL, 1",
      })
  void parsesExactly(String text, DType dtype, String bits) {
    assertEquals(bits, Long.toHexString(ElementBits.parse(Json.parse(text), dtype)));
  }

  @ParameterizedTest(name = "{0} is no {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "128, INT8",
        "-1, UINT32",
        "2147483648, INT32",
        "true, INT32",
        "1, BOOL",
        "\"x\", FLOAT32"
      })
  void refusesWhatTheDtypeCannotHold(String text, DType dtype) {
    assertThrows(CaseFormatException.class, () -> ElementBits.parse(Json.parse(text), dtype));
  }

  @Test
  void roundsDoublesOnce() {
    // 1 + 2^-11 is the middle of two halves; the 2^-40 above it must win over rounding to even.
    double value = 1 + 0x1p-11 + 0x1p-40;
    assertEquals(0x3c01, ElementBits.ofDouble(value, DType.FLOAT16));
    assertEquals(0x3c00, ElementBits.ofDouble(1 + 0x1p-11, DType.FLOAT16));
  }

  @ParameterizedTest(name = "{0} and {1} as {2}: {3} ulp")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1.0, 1.0000001, FLOAT32, 1",
        "-0.0, 0.0, FLOAT32, 0",
        "-1.4e-45, 1.4e-45, FLOAT32, 2",
        "3.4028235e38, \"inf\", FLOAT32, 1",
        "-1.0, -1.0000000000000002, FLOAT64, 1",
        "1.0, 1.0009766, FLOAT16, 1",
      })
  void measuresDistanceInUlp(String a, String b, DType dtype, long ulp) {
    long first = ElementBits.parse(Json.parse(a), dtype);
    long second = ElementBits.parse(Json.parse(b), dtype);
    assertEquals(ulp, ElementBits.ulpDistance(first, second, dtype));
    assertEquals(ulp, ElementBits.ulpDistance(second, first, dtype));
  }
}

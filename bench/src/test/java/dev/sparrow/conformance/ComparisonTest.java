package dev.sparrow.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final String EXACT = "{\"kind\":\"exact\"}";

  @ParameterizedTest(name = "{0} {1}: {2} for {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FLOAT32 | {'kind':'exact'}                         | 1.5       | 1.5    | true",
        "FLOAT32 | {'kind':'exact'}                         | 1.5000001 | 1.5    | false",
        "FLOAT32 | {'kind':'exact'}                         | -0.0      | 0.0    | false",
        "FLOAT32 | {'kind':'exact','zero_sign':false}       | -0.0      | 0.0    | true",
        "FLOAT32 | {'kind':'exact'}                         | 'nan'     | 'nan'  | true",
        "FLOAT32 | {'kind':'exact'}                         | 'nan'     | 1.0    | false",
        "FLOAT32 | {'kind':'exact'}                         | 1.0       | 'nan'  | false",
        "FLOAT32 | {'kind':'ulp','ulp':1}                   | 1.0000001 | 1.0    | true",
        "FLOAT32 | {'kind':'ulp','ulp':1}                   | 1.0000002 | 1.0    | false",
        "FLOAT32 | {'kind':'ulp','ulp':0}                   | -0.0      | 0.0    | true",
        "FLOAT32 | {'kind':'ulp','ulp':9,'zero_sign':true}  | -0.0      | 0.0    | false",
        "FLOAT32 | {'kind':'ulp','ulp':1}                   | 'inf'     | 3.4028235e38 | true",
        "FLOAT32 | {'kind':'ulp','ulp':9}                   | 'nan'     | 'inf'  | false",
        "FLOAT64 | {'kind':'rtol','rtol':0.1,'atol':0}      | 1.1       | 1.0    | false",
        "FLOAT64 | {'kind':'rtol','rtol':0.1,'atol':0.01}   | 1.1       | 1.0    | true",
        "FLOAT32 | {'kind':'rtol','rtol':0.1,'atol':0}      | 'inf'     | 'inf'  | true",
        "FLOAT32 | {'kind':'rtol','rtol':0.1,'atol':9}      | 'inf'     | '-inf' | false",
        "FLOAT32 | {'kind':'rtol','rtol':0.1,'atol':9}      | 'inf'     | 3e38   | false",
        "FLOAT32 | {'kind':'rtol','rtol':0.1,'atol':9}      | 'nan'     | 1.0    | false",
        "INT32   | {'kind':'rtol','rtol':0.1,'atol':9}      | 5         | 6      | false",
        "INT32   | {'kind':'ulp','ulp':4,'int_tol':1}       | 5         | 6      | true",
        "INT32   | {'kind':'exact','int_tol':1}             | 4         | 6      | false",
        "BOOL    | {'kind':'rtol','rtol':9,'atol':9}        | true      | false  | false",
      })
  void comparesAsTheFormatSays(
      DType dtype, String rule, String got, String expected, boolean agrees) {
    Comparison comparison = comparison(rule);
    assertEquals(
        agrees, comparison.difference(dtype, bits(got, dtype), bits(expected, dtype)) == null);
  }

  @Test
  void complexDifferenceIsAnAbsoluteValue() {
    Comparison comparison = comparison("{'kind':'rtol','rtol':0.1,'atol':0}");
    long[] expected = parts(3, 4);
    assertEquals(null, comparison.difference(DType.COMPLEX128, parts(3.3, 4.3), expected));
    assertEquals(false, comparison.difference(DType.COMPLEX128, parts(3.4, 4.4), expected) == null);
    assertEquals(
        false, comparison.difference(DType.COMPLEX128, parts(Double.NaN, 4), expected) == null);
  }

  @Test
  void unknownKindIsAFormatError() {
    for (String rule : List.of("{'kind':'near'}", "{'kind':'ulp'}", "{}")) {
      assertThrows(CaseFormatException.class, () -> comparison(rule));
    }
    assertEquals(new Comparison.Exact(), comparison(EXACT).rule());
  }

  private static Comparison comparison(String rule) {
    return Comparison.parse(Json.parse(rule.replace('\'', '"')).object());
  }

  private static long[] bits(String number, DType dtype) {
    return new long[] {ElementBits.parse(Json.parse(number.replace('\'', '"')), dtype)};
  }

  private static long[] parts(double re, double im) {
    return new long[] {Double.doubleToLongBits(re), Double.doubleToLongBits(im)};
  }
}

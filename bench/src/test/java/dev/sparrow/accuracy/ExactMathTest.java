package dev.sparrow.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Fn;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** True values against constants with 40 digits and against identities, and how errors are told. */
class ExactMathTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final BigDecimal NEAR = new BigDecimal("1e-45");

  private static BigDecimal value(String function, BigDecimal x) {
    return switch (function) {
      case "exp" -> ExactMath.exp(x);
      case "expm1" -> ExactMath.expm1(x);
      case "log" -> ExactMath.log(x);
      case "log1p" -> ExactMath.log1p(x);
      case "cbrt" -> ExactMath.cbrt(x);
      case "sin" -> ExactMath.sin(x);
      case "cos" -> ExactMath.cos(x);
      case "atan" -> ExactMath.atan(x);
      case "asin" -> ExactMath.asin(x);
      case "acos" -> ExactMath.acos(x);
      case "erf" -> ExactSpecial.erf(x);
      case "erfc" -> ExactSpecial.erfc(x);
      case "lgamma" -> ExactSpecial.lgamma(x);
      case "digamma" -> ExactSpecial.digamma(x);
      case "i0e" -> ExactSpecial.bessel(0, x);
      default -> throw new IllegalArgumentException(function);
    };
  }

  @ParameterizedTest
  @CsvSource({
    // mpmath, 45 digits.
    "exp, 1, 2.71828182845904523536028747135266249775724709",
    "expm1, 1e-10, 0.000000000100000000005000000000166666666670833333333417",
    "log, 10, 2.30258509299404568401799145468436420760110149",
    "log, 1e-300, -690.775527898213705205397436405309262280330447",
    "log1p, -0.25, -0.287682072451780927439219005993827431503509711",
    "cbrt, 2, 1.25992104989487316476721060727822835057025146",
    "sin, 1e22, -0.85220084976718880177270589375302936826176215",
    "cos, 3, -0.989992496600445457271572794731261302393679097",
    "atan, 1, 0.78539816339744830961566084581987572104929235",
    "asin, 0.5, 0.523598775598298873077107230546583814032861567",
    "acos, -1, 3.1415926535897932384626433832795028841971694",
    "erf, 0.5, 0.520499877813046537682746653891964528736451576",
    "erfc, 3, 0.0000220904969985854413727761295823203798477070874",
    "lgamma, 0.5, 0.572364942924700087071713675676529355823647406",
    "digamma, 1, -0.577215664901532860606512090082402431042159336",
    "i0e, 2, 0.308508322553671039533384319266561540086364626"
  })
  void knownValues(String function, BigDecimal x, BigDecimal expected) {
    BigDecimal difference = value(function, x).subtract(expected).abs();
    int digits = Math.min(expected.precision(), 44) - 2;
    BigDecimal tolerance = expected.abs().movePointLeft(digits);
    assertTrue(difference.compareTo(tolerance) <= 0, function + " is " + value(function, x));
  }

  @Test
  void identities() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20; i++) {
      BigDecimal x = new BigDecimal(random.nextDouble(0.01, 5));
      BigDecimal sine = ExactMath.sin(x);
      BigDecimal cosine = ExactMath.cos(x);
      near(BigDecimal.ONE, sine.multiply(sine).add(cosine.multiply(cosine)));
      near(x, ExactMath.log(ExactMath.exp(x)));
      near(x, ExactMath.tan(ExactMath.atan(x)));
      near(x, ExactMath.sinh(ExactMath.asinh(x)));
      near(
          ExactMath.log(x),
          ExactSpecial.lgamma(x.add(BigDecimal.ONE)).subtract(ExactSpecial.lgamma(x)));
      near(BigDecimal.ONE, ExactSpecial.erf(x).add(ExactSpecial.erfc(x)));
    }
  }

  private static void near(BigDecimal expected, BigDecimal actual) {
    BigDecimal difference = expected.subtract(actual).abs();
    assertTrue(difference.compareTo(NEAR) < 0, expected + " and " + actual + ", seed " + SEED);
  }

  @Test
  void errorsAreInUnitsOfTheLastPlace() {
    assertEquals(Math.ulp(1f), Measurement.ulp(DType.FLOAT32, 1));
    assertEquals(Double.MIN_VALUE, Measurement.ulp(DType.FLOAT64, 1e-310));
    assertEquals(Math.ulp(Float.MAX_VALUE), Measurement.ulp(DType.FLOAT32, 1e60));
    assertEquals(Math.scalb(1.0, -10), Measurement.ulp(DType.FLOAT16, 1.5));
  }

  @Test
  void exactFunctionsHaveHalfAUnitAndNarrowFloatsAreTriedAtEveryNumber() {
    Subject root =
        Subject.ALL_SUBJECTS.stream().filter(s -> s.fn() == Fn.SQRT).findFirst().orElseThrow();
    Measurement wide = Measurement.of(root, DType.FLOAT64, 200);
    assertTrue(wide.ulps() > 0.3 && wide.ulps() <= 0.5, wide::toString);
    Measurement narrow = Measurement.of(root, DType.FLOAT16, 1);
    assertEquals(31745, narrow.operands());
    assertTrue(narrow.ulps() <= 0.5, narrow::toString);
  }
}

package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.GammaDerivatives;
import dev.sparrow.ops.IncompleteFunctions;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.transform.Jvp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AllocatorsAtZero.class)
class GammaDerivativesTest {
  /** Relative; log x - ψ(a) loses digits where a is large, as √a grows. */
  private static final double TOLERANCE = 2e-14;

  private static NDArray number(double value) {
    return Creation.scalar(value, DType.FLOAT64);
  }

  /** Central differences of mpmath with 60 digits and steps of 1e-20. */
  @ParameterizedTest
  @CsvSource({
    "0.01, 1e-30, -34.5356393141262972, 6.85166673319527002e-27",
    "0.01, 0.5, -0.565545911715257768, 46.6792794051506821",
    "0.01, 3.0, -0.0135471875728051378, 80.2807391809346578",
    "0.5, 0.1, -0.822936096979598752, 0.509765567082697243",
    "0.5, 1.4, -0.255868977030440863, 2.17604995771574533",
    "0.5, 1.6, -0.20708287663628427, 2.29958934634725148",
    "0.5, 6.0, -0.00207086976005762541, 3.62718944760286944",
    "1.0, 0.7, -0.483286124151197903, 0.973218740992387586",
    "1.0, 2.5, -0.147509388394386127, 1.79703223326167202",
    "3.0, 0.2, -0.00330571133521033864, 0.201880247125362248",
    "3.0, 2.9, -0.240436470542005346, 1.0391741659325135",
    "3.0, 4.1, -0.171448454541576658, 1.23084462286281661",
    "3.0, 12.0, -0.000862387654815061205, 1.94941281780207276",
    "30.0, 18.0, -0.0033559697905242113, 0.770468502874912728",
    "30.0, 30.0, -0.0730393707725807788, 1.00557371708271031",
    "30.0, 31.5, -0.0687316156262896978, 1.03030425392718786",
    "30.0, 55.0, -0.0000582320750905118161, 1.34084814636108884",
    "300.0, 250.0, -0.000230043182071959823, 0.91211382468729097",
    "300.0, 300.0, -0.0230393429308686451, 1.00055574038756763",
    "300.0, 302.0, -0.0228109805079574054, 1.00388353906842901",
    "300.0, 360.0, -0.000104467873419338183, 1.09453662653882581",
    "1000.0, 900.0, -0.0000624570903584156516, 0.948402638179410407",
    "1000.0, 1001.5, -0.0125930998683045514, 1.00091643355484679",
    "1000.0, 1130.0, -4.94649499292541194e-6, 1.06253025857712605",
    "100000.0, 99500.0, -0.000360839404038254732, 0.997497485378616212",
    "100000.0, 100000.0, -0.001261567312316086, 1.00000166666833332"
  })
  void agreesWithMpmath(double a, double x, double ofDistribution, double ofSample) {
    double relative = TOLERANCE * Math.max(1, Math.sqrt(a));
    double byA = GammaDerivatives.igammaGradA(number(a), number(x)).toDouble();
    // The density's exponent a·log x - x - log Γ(a) is known to so many units of its last place.
    double density = 4 * Math.ulp(Math.max(a, x) * Math.max(1, Math.abs(Math.log(x))));
    assertEquals(ofDistribution, byA, Math.abs(ofDistribution) * (relative + density));
    double bySample = GammaDerivatives.randomGammaGrad(number(a), number(x)).toDouble();
    assertEquals(ofSample, bySample, ofSample * relative);
    double logarithmic =
        GammaDerivatives.randomLoggammaGrad(number(a), number(Math.log(x))).toDouble();
    double ofLog = Math.ulp(Math.log(x)) * Math.max(1, a);
    assertEquals(ofSample / x, logarithmic, ofSample / x * (relative + ofLog));
    List<NDArray> in = List.of(number(a), number(x));
    NDArray compiled =
        Jit.jitList(y -> List.of(GammaDerivatives.randomGammaGrad(y.get(0), y.get(1))))
            .call(in)
            .getFirst();
    assertEquals(bySample, compiled.toDouble());
  }

  @Test
  void logarithmsOfNumbersTooSmallToWriteDownMove() {
    // (ψ(a + 1) - log x) / a where x is as good as 0.
    NDArray slope = GammaDerivatives.randomLoggammaGrad(number(0.001), number(-3000));
    assertEquals(2999424.42806818969952852738553, slope.toDouble(), 1e-8);
    assertEquals(0, GammaDerivatives.randomGammaGrad(number(0.001), number(0)).toDouble());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 0",
    "1, Infinity, 0, Infinity",
    "0, 1, NaN, NaN",
    "-1, 1, NaN, NaN",
    "Infinity, 1, NaN, NaN",
    "NaN, 1, NaN, NaN",
    "1, -1, NaN, NaN",
    "1, NaN, NaN, NaN",
    "-1, 0, NaN, NaN",
  })
  void specialValues(double a, double x, double ofDistribution, double ofSample) {
    double byA = GammaDerivatives.igammaGradA(number(a), number(x)).toDouble();
    assertEquals(ofDistribution, byA + 0.0);
    assertEquals(ofSample, GammaDerivatives.randomGammaGrad(number(a), number(x)).toDouble() + 0.0);
  }

  @Test
  void anElementDoesNotDependOnItsNeighboursNorOnTheShape() {
    NDArray a = Creation.array(0.5f, 900f, 3f, 0.01f, 25f, 1f, 300f, 2f);
    NDArray x = Creation.array(0.1f, 905f, 9f, 1e-20f, 25f, 40f, 200f, 2f);
    NDArray all = GammaDerivatives.randomGammaGrad(a, x);
    assertEquals(DType.FLOAT32, all.dtype());
    for (int i = 0; i < 8; i++) {
      NDArray alone = GammaDerivatives.randomGammaGrad(a.get(i), x.get(i));
      assertArrayEquals(alone.toByteArray(), all.get(i).toByteArray(), "element " + i);
    }
    NDArray broadcast = GammaDerivatives.randomGammaGrad(a.reshape(8, 1), x);
    assertEquals(List.of(8L, 8L), List.of(broadcast.shape().dim(0), broadcast.shape().dim(1)));
    for (int i = 0; i < 8; i++) {
      assertArrayEquals(all.get(i).toByteArray(), broadcast.get(i).get(i).toByteArray());
    }
    NDArray none = Lax.convert(Creation.zeros(0), DType.FLOAT32);
    assertEquals(0, GammaDerivatives.igammaGradA(none, none).shape().size());
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.2", "2.5, 1.2", "2.5, 6", "40, 38", "40, 55"})
  void theDistributionFunctionsOwnDerivativeIsTheSame(double a, double x) {
    double byDifferentiation =
        Jvp.jvp((NDArray p) -> IncompleteFunctions.gammainc(p, number(x)), number(a), number(1))
            .tangent()
            .toDouble();
    double direct = GammaDerivatives.igammaGradA(number(a), number(x)).toDouble();
    assertEquals(byDifferentiation, direct, 1e-11 * Math.abs(direct));
  }
}

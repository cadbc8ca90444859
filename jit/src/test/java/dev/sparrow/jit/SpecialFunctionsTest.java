package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.BesselFunctions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DistributionFunctions;
import dev.sparrow.ops.EntropyFunctions;
import dev.sparrow.ops.ExponentialIntegrals;
import dev.sparrow.ops.GammaFunctions;
import dev.sparrow.ops.IncompleteFunctions;
import dev.sparrow.ops.NormalFunctions;
import dev.sparrow.ops.SpecialFunctions;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.transform.Jvp;
import dev.sparrow.transform.Vjp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Special functions in float64 against values that mpmath computed with 50 digits. */
@ExtendWith(AllocatorsAtZero.class)
class SpecialFunctionsTest {
  private static NDArray call(String name, List<NDArray> in) {
    NDArray x = in.getFirst();
    NDArray y = in.size() > 1 ? in.get(1) : x;
    return switch (name) {
      case "gammaln" -> GammaFunctions.gammaln(x);
      case "gamma" -> GammaFunctions.gamma(x);
      case "digamma" -> GammaFunctions.digamma(x);
      case "trigamma" -> GammaFunctions.trigamma(x);
      case "polygamma3" -> GammaFunctions.polygamma(Creation.weak(3L), x);
      case "zeta" -> GammaFunctions.zeta(x, y);
      case "betaln" -> GammaFunctions.betaln(x, y);
      case "beta" -> GammaFunctions.beta(x, y);
      case "i0e" -> BesselFunctions.i0e(x);
      case "i1e" -> BesselFunctions.i1e(x);
      case "i0" -> BesselFunctions.i0(x);
      case "gammainc" -> IncompleteFunctions.gammainc(x, y);
      case "gammaincc" -> IncompleteFunctions.gammaincc(x, y);
      case "betainc" -> IncompleteFunctions.betainc(x, y, in.get(2));
      case "expi" -> ExponentialIntegrals.expi(x);
      case "exp1" -> ExponentialIntegrals.exp1(x);
      case "ndtr" -> NormalFunctions.ndtr(x);
      case "log_ndtr" -> NormalFunctions.logNdtr(x);
      case "ndtri" -> NormalFunctions.ndtri(x);
      case "entr" -> EntropyFunctions.entr(x);
      case "rel_entr" -> EntropyFunctions.relEntr(x, y);
      case "xlogy" -> EntropyFunctions.xlogy(x, y);
      case "logit" -> EntropyFunctions.logit(x);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static List<NDArray> operands(String numbers) {
    return Arrays.stream(numbers.trim().split(" +"))
        .map(number -> HostValues.array(new double[] {Double.parseDouble(number)}))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "gammaln, 1e-08, 18.42068073818021",
    "gammaln, 0.3, 1.0957979948180756",
    "gammaln, 0.95, 0.030968795237972926",
    "gammaln, 1.0, 0.0",
    "gammaln, 1.2, -0.08537409000331583",
    "gammaln, 1.5, -0.12078223763524522",
    "gammaln, 1.9, -0.03898427592308336",
    "gammaln, 2.0, 0.0",
    "gammaln, 2.5, 0.2846828704729192",
    "gammaln, 5.5, 3.9578139676187165",
    "gammaln, 7.99, 8.50501160608848",
    "gammaln, 12.3, 18.238983407092245",
    "gammaln, 170.5, 704.0044277342047",
    "gammaln, 10000000000.0, 220258509288.81058",
    "gammaln, -0.5, 1.2655121234846454",
    "gammaln, -3.7, -1.3797399049658245",
    "gammaln, -20.25, -41.60096191534053",
    "digamma, 1e-06, -1000000.5772140201",
    "digamma, 0.4, -2.561384544585116",
    "digamma, 1.1, -0.42375494041107664",
    "digamma, 1.4616, -3.110625123034165e-05",
    "digamma, 1.5, 0.03648997397857652",
    "digamma, 2.0, 0.42278433509846713",
    "digamma, 3.7, 1.1671535393615113",
    "digamma, 9.99, 2.250700372831201",
    "digamma, 10.0, 2.251752589066721",
    "digamma, 55.5, 4.0073469585404435",
    "digamma, 100000000.0, 18.420680738952367",
    "digamma, -0.5, 0.03648997397857652",
    "digamma, -2.3, 3.3173231575618227",
    "digamma, -30.7, 1.1579602221507959",
    "trigamma, 0.1, 101.43329915079275",
    "trigamma, 1.0, 1.6449340668482264",
    "trigamma, 4.5, 0.24872510303901038",
    "trigamma, 30.0, 0.033895060357739946",
    "trigamma, -0.5, 8.934802200544679",
    "trigamma, -2.3, 14.725912160961292",
    "i0e, 0.0, 1.0",
    "i1e, 0.0, 0.0",
    "i0e, 0.1, 0.9071009257823011",
    "i1e, 0.1, 0.045298446808809324",
    "i0e, 1.0, 0.46575960759364043",
    "i1e, 1.0, 0.20791041534970844",
    "i0e, 3.5, 0.22280243801077917",
    "i1e, 3.5, 0.18739997660305",
    "i0e, 7.9, 0.14436986414104191",
    "i1e, 7.9, 0.13489649943989376",
    "i0e, 8.1, 0.14251180948829528",
    "i1e, 8.1, 0.13340068832583662",
    "i0e, 20.0, 0.08978031188482602",
    "i1e, 20.0, 0.08750622218328867",
    "i0e, 100.0, 0.03994437929909668",
    "i1e, 100.0, 0.03974415302513025",
    "i0e, -2.5, 0.27004644161220276",
    "i1e, -2.5, -0.20658464953126657",
    "gamma, 0.5, 1.772453850905516",
    "gamma, 3.0, 2.0",
    "gamma, -1.5, 2.363271801207355",
    "gamma, -2.5, -0.9453087204829419",
    "gamma, 20.5, 5.406242982335075e+17",
    "zeta, 2.0 1.0, 1.6449340668482264",
    "zeta, 2.0 0.1, 101.43329915079275",
    "zeta, 3.5 20.0, 0.00023798942002684447",
    "zeta, 1.1 2.0, 9.584448464950801",
    "zeta, 10.0 0.5, 1024.017450355758",
    "zeta, 30.0 3.0, 4.857804189667247e-15",
    "betaln, 0.5 2.0, 0.2876820724517809",
    "betaln, 3.0 4.0, -4.0943445622221",
    "betaln, 30.0 0.2, 0.8464998212038055",
    "betaln, 100.0 200.0, -192.13419227497894",
    "gammainc, 0.5 0.1, 0.345279153981423",
    "gammaincc, 0.5 0.1, 0.654720846018577",
    "gammainc, 0.5 5.0, 0.9984345977419975",
    "gammaincc, 0.5 5.0, 0.0015654022580025497",
    "gammainc, 3.0 2.0, 0.32332358381693654",
    "gammaincc, 3.0 2.0, 0.6766764161830635",
    "gammainc, 3.0 10.0, 0.9972306042844884",
    "gammaincc, 3.0 10.0, 0.002769395715511576",
    "gammainc, 20.0 18.0, 0.34908387201929825",
    "gammaincc, 20.0 18.0, 0.6509161279807018",
    "gammainc, 100.0 90.0, 0.15822098918643016",
    "gammaincc, 100.0 90.0, 0.8417790108135699",
    "gammainc, 100.0 130.0, 0.9972495916326934",
    "gammaincc, 100.0 130.0, 0.002750408367306526",
    "gammainc, 1000.0 1010.0, 0.6276789447369947",
    "gammaincc, 1000.0 1010.0, 0.3723210552630053",
    "gammainc, 0.001 0.5, 0.9994399333435292",
    "gammaincc, 0.001 0.5, 0.0005600666564707498",
    "betainc, 0.5 0.5 0.3, 0.36901011956554536",
    "betainc, 2.0 3.0 0.5, 0.6875",
    "betainc, 5.0 1.0 0.9, 0.5904900000000001",
    "betainc, 30.0 20.0 0.6, 0.492299800342352",
    "betainc, 100.0 100.0 0.45, 0.07838793271222053",
    "betainc, 0.1 10.0 0.01, 0.8244896709066988",
    "expi, 0.01, -4.017929465426669",
    "expi, 0.3725, -2.8874183188745963e-05",
    "expi, 1.0, 1.8951178163559368",
    "expi, 3.0, 9.933832570625416",
    "expi, 10.0, 2492.2289762418777",
    "expi, 40.0, 6039718263611242.0",
    "expi, 49.9, 9.597885346299871e+19",
    "expi, 51.0, 2.8198752548955197e+20",
    "expi, 300.0, 6.496482508088665e+127",
    "expi, -0.01, -4.037929576538114",
    "expi, -0.5, -0.5597735947761608",
    "expi, -1.0, -0.21938393439552029",
    "expi, -1.5, -0.10001958240663265",
    "expi, -20.0, -9.835525290649882e-11",
    "expi, -200.0, -6.885226106307636e-90",
    "exp1, 0.01, 4.037929576538114",
    "exp1, 0.9, 0.26018393932599965",
    "exp1, 1.0, 0.21938393439552029",
    "exp1, 1.1, 0.18599090453604014",
    "exp1, 5.0, 0.0011482955912753257",
    "exp1, 30.0, 3.0215520106888124e-15",
    "exp1, 300.0, 1.71038427680451e-133",
    "ndtr, -35.0, 1.1249107064724062e-268",
    "ndtr, -10.0, 7.619853024160525e-24",
    "ndtr, -1.0, 0.15865525393145705",
    "ndtr, 0.0, 0.5",
    "ndtr, 0.5, 0.6914624612740131",
    "ndtr, 3.0, 0.9986501019683699",
    "ndtr, 8.0, 0.9999999999999993",
    "log_ndtr, -1000.0, -500007.82669481216",
    "log_ndtr, -50.0, -1254.8313611394199",
    "log_ndtr, -20.5, -214.0667289632638",
    "log_ndtr, -19.0, -184.36612866916096",
    "log_ndtr, -5.0, -15.064998393988725",
    "log_ndtr, -1.0, -1.8410216450092636",
    "log_ndtr, 0.0, -0.6931471805599453",
    "log_ndtr, 3.0, -0.0013508099647481938",
    "log_ndtr, 5.5, -1.8989562646189464e-08",
    "log_ndtr, 8.0, -6.220960574271786e-16",
    "ndtri, 1e-300, -37.0470962993612",
    "ndtri, 1e-20, -9.262340089798407",
    "ndtri, 1e-05, -4.264890793922825",
    "ndtri, 0.02, -2.053748910631823",
    "ndtri, 0.13, -1.1263911290388007",
    "ndtri, 0.14, -1.080319340814956",
    "ndtri, 0.3, -0.5244005127080408",
    "ndtri, 0.6, 0.2533471031357997",
    "ndtri, 0.9, 1.2815515655446006",
    "ndtri, 0.999, 3.090232306167813",
    "rel_entr, 2.0 3.0, -0.8109302162163288",
    "rel_entr, 0.5 0.1, 0.8047189562170501"
  })
  void agreesWithMpmath(String name, String numbers, double expected) {
    List<NDArray> in = operands(numbers);
    double value = call(name, in).toDoubleArray()[0];
    double tolerance = 1e-12 * Math.max(Math.abs(expected), Double.MIN_NORMAL);
    // Near zeros of a function its relative error is that of the argument.
    tolerance = Math.max(tolerance, name.equals("gammaln") || name.equals("expi") ? 3e-16 : 0);
    assertEquals(expected, value, tolerance);
    double compiled =
        Jit.jitList(x -> List.of(call(name, x))).call(in).getFirst().toDoubleArray()[0];
    assertEquals(value, compiled);
  }

  @ParameterizedTest
  @CsvSource({
    "gammaln, 0, Infinity",
    "gammaln, -3, Infinity",
    "gammaln, -Infinity, Infinity",
    "gammaln, NaN, NaN",
    "gammaln, 1, 0",
    "gammaln, 2, 0",
    "digamma, 0, NaN",
    "digamma, -1, NaN",
    "digamma, Infinity, Infinity",
    "digamma, NaN, NaN",
    "gamma, 0, Infinity",
    "gamma, -0.0, -Infinity",
    "gamma, -2, NaN",
    "gamma, 200, Infinity",
    "i0e, 0, 1",
    "i1e, 0, 0",
    "i0e, Infinity, 0",
    "i1e, -Infinity, 0",
    "i0e, NaN, NaN",
    "zeta, 1 2, Infinity",
    "zeta, 0.5 2, NaN",
    "zeta, 2 0, Infinity",
    "zeta, 2 -1.5, NaN",
    "gammainc, 0 1, 1",
    "gammainc, 1 0, 0",
    "gammainc, 1 -1, NaN",
    "gammainc, 1 Infinity, 1",
    "gammaincc, 1 0, 1",
    "gammaincc, 1 Infinity, 0",
    "gammaincc, -1 1, NaN",
    "betainc, 2 3 0, 0",
    "betainc, 2 3 1, 1",
    "betainc, 2 3 2, NaN",
    "betainc, -1 3 0.5, NaN",
    "expi, 0, -Infinity",
    "expi, Infinity, Infinity",
    "expi, -Infinity, 0",
    "expi, NaN, NaN",
    "exp1, 0, Infinity",
    "exp1, -1, NaN",
    "exp1, Infinity, 0",
    "ndtri, 0, -Infinity",
    "ndtri, 1, Infinity",
    "ndtri, 2, NaN",
    "ndtri, 0.5, 0",
    "log_ndtr, 40, 0",
    "entr, 0, 0",
    "entr, -1, -Infinity",
    "rel_entr, 0 0, 0",
    "rel_entr, 1 0, Infinity",
    "xlogy, 0 0, 0",
    "xlogy, 0 NaN, NaN",
    "logit, 0, -Infinity",
    "logit, 1, Infinity",
    "logit, 2, NaN"
  })
  void specialValues(String name, String numbers, double expected) {
    assertEquals(expected + 0.0, call(name, operands(numbers)).toDoubleArray()[0] + 0.0);
  }

  @ParameterizedTest
  @CsvSource({
    "gammaln, 3.2",
    "gammaln, -2.3",
    "digamma, 0.7",
    "digamma, -1.4",
    "trigamma, 2.2",
    "trigamma, -0.6",
    "polygamma3, 1.7",
    "gamma, 2.5",
    "zeta, 2.5 1.3",
    "betaln, 2 0.7",
    "beta, 1.5 2.5",
    "i0e, 1.3",
    "i1e, -2.1",
    "i0, 9",
    "gammainc, 2.5 1.2",
    "gammainc, 2.5 6",
    "gammaincc, 3.1 2",
    "betainc, 2.5 1.5 0.3",
    "betainc, 2.5 1.5 0.8",
    "expi, 1.3",
    "expi, -0.7",
    "expi, 60",
    "exp1, 0.4",
    "exp1, 3",
    "ndtr, -1.2",
    "log_ndtr, -30",
    "log_ndtr, 1",
    "ndtri, 0.01",
    "ndtri, 0.4",
    "ndtri, 0.97",
    "entr, 0.3",
    "xlogy, 0.5 2",
    "rel_entr, 0.4 0.7",
    "logit, 0.2"
  })
  void derivativesAreSlopes(String name, String numbers) {
    List<NDArray> x = operands(numbers);
    double step = 1e-6;
    for (int i = 0; i < x.size(); i++) {
      int moved = i;
      List<NDArray> above = new ArrayList<>(x);
      above.set(i, x.get(i).add(step));
      List<NDArray> below = new ArrayList<>(x);
      below.set(i, x.get(i).sub(step));
      double expected = call(name, above).sub(call(name, below)).div(2 * step).toDoubleArray()[0];
      double reverse =
          Vjp.vjp((List<NDArray> in) -> call(name, in), x)
              .pullback()
              .apply(HostValues.array(new double[] {1}))
              .get(i)
              .toDoubleArray()[0];
      List<NDArray> along =
          IntStream.range(0, x.size())
              .mapToObj(k -> HostValues.array(new double[] {k == moved ? 1 : 0}))
              .toList();
      double forward =
          Jvp.jvp((List<NDArray> in) -> call(name, in), x, along).tangent().toDoubleArray()[0];
      assertEquals(expected, reverse, 1e-7 * (1 + Math.abs(expected)), name + " by operand " + i);
      assertEquals(reverse, forward, 1e-11 * (1 + Math.abs(expected)), name + " by operand " + i);
    }
  }

  @Test
  void densitiesIntegrateToOne() {
    NDArray x = Creation.linspace(-40, 40, 80001);
    NDArray wide = x.astype(DType.FLOAT64);
    NDArray two = Creation.weak(2.0);
    for (NDArray density :
        List.of(
            DistributionFunctions.normPdf(wide, null, two),
            DistributionFunctions.logisticPdf(wide, two, null),
            DistributionFunctions.gammaPdf(wide, two, null, null),
            DistributionFunctions.laplacePdf(wide, null, null))) {
      assertEquals(1, density.sum().toDouble() * 1e-3, 1e-5);
    }
    assertTrue(DistributionFunctions.betaPdf(wide, two, two, null, null).max().toDouble() < 1.51);
  }

  @Test
  void logisticFunctionAndItsInverse() {
    NDArray x = HostValues.array(new double[] {-3, 0, 0.5});
    double[] back = EntropyFunctions.logit(SpecialFunctions.sigmoid(x)).toDoubleArray();
    assertArrayEquals(x.toDoubleArray(), back, 1e-14);
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.graph.Fn;

/**
 * The distribution function of the standard normal distribution, its logarithm and its inverse.
 * Integers and bool become the default float.
 */
public final class NormalFunctions {
  /** Cephes' ndtri.c (S. Moshier, netlib.org/cephes), three intervals, highest power first. */
  private static final double[] CENTRE_TOP = {
    -5.99633501014107895267e1,
    9.80010754185999661536e1,
    -5.66762857469070293439e1,
    1.39312609387279679503e1,
    -1.23916583867381258016e0
  };

  private static final double[] CENTRE_BOTTOM = {
    1,
    1.95448858338141759834e0,
    4.67627912898881538453e0,
    8.63602421390890590575e1,
    -2.25462687854119370527e2,
    2.00260212380060660359e2,
    -8.20372256168333339912e1,
    1.59056225126211695515e1,
    -1.18331621121330003142e0
  };

  private static final double[] TAIL_TOP = {
    4.05544892305962419923e0,
    3.15251094599893866154e1,
    5.71628192246421288162e1,
    4.40805073893200834700e1,
    1.46849561928858024014e1,
    2.18663306850790267539e0,
    -1.40256079171354495875e-1,
    -3.50424626827848203418e-2,
    -8.57456785154685413611e-4
  };

  private static final double[] TAIL_BOTTOM = {
    1,
    1.57799883256466749731e1,
    4.53907635128879210584e1,
    4.13172038254672030440e1,
    1.50425385692907503408e1,
    2.50464946208309415979e0,
    -1.42182922854787788574e-1,
    -3.80806407691578277194e-2,
    -9.33259480895457427372e-4
  };

  private static final double[] FAR_TOP = {
    3.23774891776946035970e0,
    6.91522889068984211695e0,
    3.93881025292474443415e0,
    1.33303460815807542389e0,
    2.01485389549179081538e-1,
    1.23716634817820021358e-2,
    3.01581553508235416007e-4,
    2.65806974686737550832e-6,
    6.23974539184983293730e-9
  };

  private static final double[] FAR_BOTTOM = {
    1,
    6.02427039364742014255e0,
    3.67983563856160859403e0,
    1.37702099489081330271e0,
    2.16236993594496635890e-1,
    1.34204006088543189037e-2,
    3.28014464682127739104e-4,
    2.89247864745380683936e-6,
    6.79019408009981274425e-9
  };

  private static final double ROOT_TWO_PI = 2.50662827463100050242;

  private NormalFunctions() {}

  /**
   * {@return the probability of a standard normal value up to x}
   *
   * @param x operand
   */
  @JaxName("special.ndtr")
  public static NDArray ndtr(NDArray x) {
    NDArray a = Operands.promoteInexact("ndtr", x).getFirst();
    return Lax.apply(Fn.ERFC, a.mul(-Math.sqrt(0.5))).mul(0.5);
  }

  /**
   * {@return the logarithm of ndtr, accurate in both tails}
   *
   * @param x operand
   */
  @JaxName("special.log_ndtr")
  public static NDArray logNdtr(NDArray x) {
    NDArray a = Operands.promoteInexact("log_ndtr", x).getFirst();
    NDArray wide = Lax.convert(a, DType.FLOAT64);
    NDArray upper = wide.gt(5);
    NDArray lower = wide.lt(-20);
    NDArray right = Transcendental.log1p(ndtr(Logic.where(upper, wide.neg(), -5)).neg());
    NDArray middle = Transcendental.log(ndtr(Logic.where(upper.or(lower), 0, wide)));
    // φ(x) / |x| · (1 - 1/x² + 3/x⁴ - …), DLMF 7.12.
    NDArray far = Logic.where(lower, wide, -20);
    NDArray inverse = Operands.one(far).div(far.mul(far));
    NDArray series = Operands.one(far);
    for (int odd = 17; odd > 0; odd -= 2) {
      series = inverse.mul(series).mul((double) -odd).add(1);
    }
    NDArray left =
        far.mul(far)
            .mul(-0.5)
            .sub(Transcendental.log(far.neg().mul(ROOT_TWO_PI)))
            .add(Transcendental.log(series));
    NDArray value = Logic.where(upper, right, Logic.where(lower, left, middle));
    return Lax.convert(value, a.dtype());
  }

  /**
   * The quantile of the standard normal distribution.
   *
   * @param p probabilities
   * @return the x of which ndtr is p; ±infinity at 1 and 0, NaN outside
   */
  @JaxName("special.ndtri")
  public static NDArray ndtri(NDArray p) {
    NDArray operand = Operands.promoteInexact("ndtri", p).getFirst();
    NDArray a = Lax.convert(operand, Promotion.computation(operand.dtype()));
    NDArray valid = a.gt(0).and(a.lt(1));
    NDArray y = Logic.where(valid, a, 0.5);
    NDArray upper = y.gt(1 - Math.exp(-2));
    NDArray q = Logic.where(upper, y.neg().add(1), y);
    NDArray central = q.gt(Math.exp(-2));
    NDArray w = Logic.where(central, q, 0.5).sub(0.5);
    NDArray square = w.mul(w);
    NDArray ratio = horner(square, CENTRE_TOP).div(horner(square, CENTRE_BOTTOM));
    NDArray centre = w.add(w.mul(square).mul(ratio)).mul(ROOT_TWO_PI);
    NDArray tail = Logic.where(central, 0.1, q);
    NDArray z = Transcendental.sqrt(Transcendental.log(tail).mul(-2));
    NDArray first = z.sub(Transcendental.log(z).div(z));
    NDArray inverse = Operands.one(z).div(z);
    NDArray near = horner(inverse, TAIL_TOP).div(horner(inverse, TAIL_BOTTOM));
    NDArray far = horner(inverse, FAR_TOP).div(horner(inverse, FAR_BOTTOM));
    NDArray below = first.sub(inverse.mul(Logic.where(z.ge(8), far, near)));
    NDArray outer = Logic.where(upper, below, below.neg());
    NDArray value = Logic.where(central, centre, outer);
    NDArray ends =
        Logic.where(
            a.eq(0),
            Double.NEGATIVE_INFINITY,
            Logic.where(a.eq(1), Double.POSITIVE_INFINITY, Operands.constant(Double.NaN, a)));
    return Lax.convert(Logic.where(valid, value, ends), operand.dtype());
  }

  private static NDArray horner(NDArray x, double[] coefficients) {
    NDArray value = Operands.constant(coefficients[0], x);
    for (int i = 1; i < coefficients.length; i++) {
      value = value.mul(x).add(coefficients[i]);
    }
    return value;
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;

/**
 * Terms of entropies and log-odds, with 0·log 0 = 0. Shapes broadcast; integers and bool become the
 * default float.
 */
public final class EntropyFunctions {
  private EntropyFunctions() {}

  /**
   * {@return x·log(y); 0 where x is 0, whatever number y is}
   *
   * @param x factor
   * @param y operand of the logarithm
   */
  @JaxName("special.xlogy")
  public static NDArray xlogy(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("xlogy", x, y);
    return times(in.get(0), in.get(1), Lax.apply(Fn.LOG, in.get(1)));
  }

  /**
   * {@return x·log(1 + y); 0 where x is 0, whatever number y is}
   *
   * @param x factor
   * @param y operand of the logarithm
   */
  @JaxName("special.xlog1py")
  public static NDArray xlog1py(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("xlog1py", x, y);
    return times(in.get(0), in.get(1), Lax.apply(Fn.LOG1P, in.get(1)));
  }

  /**
   * The product; 0 by a logarithm that is not finite is 0, by others the product and its slopes.
   */
  private static NDArray times(NDArray x, NDArray y, NDArray log) {
    NDArray endless = Logic.isfinite(log).not().and(Logic.isnan(y).not());
    NDArray none = Lax.apply(Fn.EQ, x, Operands.zero(x)).and(endless);
    return Logic.where(none, Operands.zero(x), Lax.apply(Fn.MUL, x, log));
  }

  /**
   * {@return -x·log(x); 0 at 0, -infinity below}
   *
   * @param x operand
   */
  @JaxName("special.entr")
  public static NDArray entr(NDArray x) {
    NDArray a = Operands.promoteInexact("entr", x).getFirst();
    NDArray negative = Lax.apply(Fn.LT, a, Operands.zero(a));
    NDArray infinity = Operands.constant(Double.NEGATIVE_INFINITY, a);
    return Logic.where(negative, infinity, Lax.apply(Fn.NEG, xlogy(a, a)));
  }

  /**
   * {@return x·log(x / y) where both are positive; 0 for x = 0 and y ≥ 0; else infinity}
   *
   * @param x probabilities
   * @param y probabilities of the other distribution
   */
  @JaxName("special.rel_entr")
  public static NDArray relEntr(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("rel_entr", x, y);
    NDArray a = in.get(0);
    NDArray b = in.get(1);
    NDArray zero = Operands.zero(a);
    NDArray one = Operands.one(a);
    NDArray both = Lax.apply(Fn.GT, a, zero).and(Lax.apply(Fn.GT, b, zero));
    NDArray none = Lax.apply(Fn.EQ, a, zero).and(Lax.apply(Fn.GE, b, zero));
    NDArray numerator = Logic.where(both, a, one);
    NDArray denominator = Logic.where(both, b, one);
    NDArray value = numerator.mul(Lax.apply(Fn.LOG, numerator).sub(Lax.apply(Fn.LOG, denominator)));
    NDArray infinity = Operands.constant(Double.POSITIVE_INFINITY, a);
    NDArray elsewhere = Logic.where(none, zero, infinity);
    NDArray result = Logic.where(both, value, elsewhere);
    NDArray nan = Logic.isnan(a).or(Logic.isnan(b));
    return Logic.where(nan, Operands.constant(Double.NaN, a), result);
  }

  /**
   * {@return x·log(x / y) - x + y, the terms of a Kullback-Leibler divergence}
   *
   * @param p probabilities
   * @param q probabilities of the other distribution
   */
  @JaxName("special.kl_div")
  public static NDArray klDiv(NDArray p, NDArray q) {
    return relEntr(p, q).sub(p).add(q);
  }

  /**
   * {@return log(x / (1 - x)), the inverse of expit; NaN outside [0, 1]}
   *
   * @param x operand
   */
  @JaxName("special.logit")
  public static NDArray logit(NDArray x) {
    NDArray a = Operands.promoteInexact("logit", x).getFirst();
    NDArray odds = Lax.apply(Fn.DIV, a, Lax.apply(Fn.SUB, Operands.one(a), a));
    return Lax.apply(Fn.LOG, odds);
  }
}

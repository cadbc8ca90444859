package dev.sparrow.ops;

import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.expm1;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Activation functions of neural networks, applied to each element; names, formulas and slopes at
 * kinks are those of {@code jax.nn}. Integers become the default float unless it says otherwise;
 * NaN stays NaN.
 */
public final class Activations {
  /**
   * Klambauer et al., "Self-normalizing neural networks", 2017, appendix: the fixed point (0, 1).
   */
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  private static final double SELU_SCALE = 1.0507009873554804934193349852946;

  /** Fitted by Hendrycks and Gimpel, "Gaussian error linear units", 2016. */
  private static final double GELU_CUBE = 0.044715;

  private Activations() {}

  private static NDArray inexact(String operation, NDArray x) {
    return Operands.promoteInexact(operation, x).getFirst();
  }

  private static NDArray zero() {
    return Creation.weak(0);
  }

  /**
   * {@return max(x, 0), with slope 0 at 0; integers stay integers}
   *
   * @param x operand, real
   */
  @JaxName("nn.relu")
  public static NDArray relu(NDArray x) {
    return where(x.le(0), zero(), x);
  }

  /**
   * {@return min(max(x, 0), 6), with slope 0 at 0 and 6; integers stay integers}
   *
   * @param x operand, real
   */
  @JaxName("nn.relu6")
  public static NDArray relu6(NDArray x) {
    return where(x.ge(6), Creation.weak(6), relu(x));
  }

  /**
   * {@return x where it is not negative, x / 100 elsewhere}
   *
   * @param x operand, real
   */
  public static NDArray leakyRelu(NDArray x) {
    return leakyRelu(x, null);
  }

  /**
   * {@return x where it is not negative, x · slope elsewhere}
   *
   * @param x operand, real
   * @param negativeSlope slope below 0; null for 0.01
   */
  @JaxName("nn.leaky_relu")
  public static NDArray leakyRelu(NDArray x, @Nullable Double negativeSlope) {
    NDArray value = inexact("leaky_relu", x);
    return where(value.ge(0), value, value.mul(orElse(negativeSlope, 0.01)));
  }

  /**
   * {@return x where it is positive, exp(x) - 1 elsewhere}
   *
   * @param x operand, real
   */
  public static NDArray elu(NDArray x) {
    return elu(x, null);
  }

  /**
   * {@return x where it is positive, alpha · (exp(x) - 1) elsewhere}
   *
   * @param x operand, real
   * @param alpha minus the limit at -∞; null for 1
   */
  @JaxName("nn.elu")
  public static NDArray elu(NDArray x, @Nullable Double alpha) {
    NDArray value = inexact("elu", x);
    // Both branches are differentiated: exp must not overflow in the one that is not taken.
    NDArray below = expm1(where(value.gt(0), zero(), value));
    return where(value.gt(0), value, alpha == null ? below : below.mul(alpha));
  }

  /**
   * {@return max(x, 0) + exp(min(x, 0)) - 1}
   *
   * @param x operand, real
   */
  public static NDArray celu(NDArray x) {
    return celu(x, null);
  }

  /**
   * {@return max(x, 0) + alpha · (exp(min(x, 0) / alpha) - 1)}
   *
   * @param x operand, real
   * @param alpha minus the limit at -∞; null for 1
   */
  @JaxName("nn.celu")
  public static NDArray celu(NDArray x, @Nullable Double alpha) {
    NDArray value = inexact("celu", x);
    double scale = orElse(alpha, 1);
    NDArray below = expm1(Arithmetic.minimum(value, zero()).div(scale)).mul(scale);
    return Arithmetic.maximum(value, zero()).add(below);
  }

  /**
   * {@return the scaled exponential linear unit, which keeps mean 0 and variance 1 through layers}
   *
   * @param x operand, real
   */
  @JaxName("nn.selu")
  public static NDArray selu(NDArray x) {
    return elu(x, SELU_ALPHA).mul(SELU_SCALE);
  }

  /**
   * {@return x · Φ(x), with Φ, the normal distribution, in the usual approximation by tanh}
   *
   * @param x operand, real
   */
  public static NDArray gelu(NDArray x) {
    NDArray value = inexact("gelu", x);
    NDArray inner = value.add(value.pow(3).mul(GELU_CUBE)).mul(Math.sqrt(2 / Math.PI));
    return value.mul(tanh(inner).add(1).mul(0.5));
  }

  /**
   * {@return x · Φ(x), with Φ, the normal distribution, as it is}
   *
   * @param x operand, real
   */
  public static NDArray exactGelu(NDArray x) {
    NDArray value = inexact("gelu", x);
    return value.mul(0.5).mul(SpecialFunctions.erfc(value.neg().mul(Math.sqrt(0.5))));
  }

  /**
   * {@return x · sigmoid(x), also called swish}
   *
   * @param x operand
   */
  @JaxName({"nn.silu", "nn.swish"})
  public static NDArray silu(NDArray x) {
    NDArray value = inexact("silu", x);
    return value.mul(SpecialFunctions.sigmoid(value));
  }

  /**
   * {@return log(1 + exp(x)), without overflow}
   *
   * @param x operand, real
   */
  @JaxName("nn.softplus")
  public static NDArray softplus(NDArray x) {
    return Transcendental.logaddexp(x, zero());
  }

  /**
   * {@return log(sigmoid(x)), without underflow}
   *
   * @param x operand, real
   */
  @JaxName("nn.log_sigmoid")
  public static NDArray logSigmoid(NDArray x) {
    return softplus(inexact("log_sigmoid", x).neg()).neg();
  }

  /**
   * {@return x · tanh(log(1 + exp(x)))}
   *
   * @param x operand, real
   */
  @JaxName("nn.mish")
  public static NDArray mish(NDArray x) {
    NDArray value = inexact("mish", x);
    return value.mul(tanh(softplus(value)));
  }

  /**
   * {@return x / (1 + |x|)}
   *
   * @param x operand, real
   */
  @JaxName("nn.soft_sign")
  public static NDArray softSign(NDArray x) {
    NDArray value = inexact("soft_sign", x);
    return value.div(value.abs().add(1));
  }

  /**
   * {@return x kept between -1 and 1, with slope 1 at both; integers stay integers}
   *
   * @param x operand, real
   */
  @JaxName("nn.hard_tanh")
  public static NDArray hardTanh(NDArray x) {
    return where(x.gt(1), Creation.weak(1), where(x.lt(-1), Creation.weak(-1), x));
  }

  /**
   * {@return (x + 3) / 6 kept between 0 and 1}
   *
   * @param x operand, real
   */
  @JaxName("nn.hard_sigmoid")
  public static NDArray hardSigmoid(NDArray x) {
    return relu6(inexact("hard_sigmoid", x).add(3.0)).div(6.0);
  }

  /**
   * {@return x times the hard sigmoid of x}
   *
   * @param x operand, real
   */
  @JaxName({"nn.hard_silu", "nn.hard_swish"})
  public static NDArray hardSilu(NDArray x) {
    NDArray value = inexact("hard_silu", x);
    return value.mul(hardSigmoid(value));
  }

  /**
   * {@return (x + sqrt(x² + 4)) / 2}
   *
   * @param x operand, real
   */
  public static NDArray squareplus(NDArray x) {
    return squareplus(x, null);
  }

  /**
   * {@return (x + sqrt(x² + b)) / 2}
   *
   * @param x operand, real
   * @param b how smooth it is; null for 4
   */
  @JaxName("nn.squareplus")
  public static NDArray squareplus(NDArray x, @Nullable Double b) {
    NDArray value = inexact("squareplus", x);
    return value.add(sqrt(value.mul(value).add(orElse(b, 4)))).div(2.0);
  }

  /**
   * {@return 0 below -1, (x + 1)² / 4 up to 1, x above}
   *
   * @param x operand, real
   */
  @JaxName("nn.sparse_plus")
  public static NDArray sparsePlus(NDArray x) {
    NDArray value = inexact("sparse_plus", x);
    NDArray between = value.add(1.0).pow(2).div(4.0);
    return where(value.le(-1), zero(), where(value.ge(1), value, between));
  }

  /**
   * {@return the first half of x times the sigmoid of the second}
   *
   * @param x operand, real
   * @param axis along which it is halved, negative from the end; null for the last
   */
  @JaxName("nn.glu")
  public static NDArray glu(NDArray x, @Nullable Integer axis) {
    NDArray value = inexact("glu", x);
    List<NDArray> halves = Splitting.split(value, 2, axis == null ? -1 : axis);
    return halves.get(0).mul(SpecialFunctions.sigmoid(halves.get(1)));
  }

  private static double orElse(@Nullable Double given, double otherwise) {
    return given == null ? otherwise : given;
  }
}

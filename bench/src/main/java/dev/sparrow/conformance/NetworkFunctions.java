package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Activations;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Softmax;
import org.jspecify.annotations.Nullable;

/** Functions of {@code jax.nn} in which a flag chooses what ours are two functions for. */
public final class NetworkFunctions {
  private NetworkFunctions() {}

  /**
   * {@code nn.gelu(x, approximate=)}.
   *
   * @param x operand
   * @param approximate whether by tanh; null for true
   * @return x · Φ(x)
   */
  @JaxName("nn.gelu")
  public static NDArray gelu(NDArray x, @Nullable Boolean approximate) {
    return Boolean.FALSE.equals(approximate) ? Activations.exactGelu(x) : Activations.gelu(x);
  }

  /**
   * {@code nn.logsumexp(…, return_sign=True)}.
   *
   * @param a operand
   * @param options axes and more
   * @param b factors
   * @param returnSign whether the sign is returned
   * @return the logarithm, or both
   */
  @JaxName("nn.logsumexp")
  public static Object logsumexp(
      NDArray a, Reduction options, @Nullable NDArray b, boolean returnSign) {
    return returnSign ? Softmax.signedLogsumexp(a, options, b) : Softmax.logsumexp(a, options, b);
  }
}

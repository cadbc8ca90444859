package dev.sparrow.random;

import dev.sparrow.trace.TraceSetting;
import java.util.function.Supplier;

/**
 * Which word of a key's stream each element of a draw takes.
 *
 * <p>{@link #PARTITIONABLE}, JAX's order since release 0.5, makes element i a function of the key
 * and of i alone; everything this library says about slices and shards holds for it. {@link
 * #ORIGINAL} is JAX's order before that, for those who must meet numbers drawn then: there an
 * element depends on the size of the whole draw, so a shard computes the whole.
 */
public enum StreamOrder {
  /** Element i hashes the counter i. */
  PARTITIONABLE,
  /** The counter is hashed in two halves; {@code jax_threefry_partitionable=False}. */
  ORIGINAL;

  private static final TraceSetting<StreamOrder> SETTING =
      TraceSetting.of("order of random streams", PARTITIONABLE);

  /** {@return the order of this thread: PARTITIONABLE unless {@link #run} says otherwise} */
  public static StreamOrder current() {
    return SETTING.current();
  }

  /**
   * Runs code whose draws follow this order. A compiled function is traced for each order.
   *
   * @param <R> result type
   * @param body what to run
   * @return its result
   */
  public <R> R run(Supplier<R> body) {
    return SETTING.run(this, body);
  }
}

package dev.sparrow.sharding;

/**
 * A layout that does not exist, or a program that cannot run shard by shard.
 *
 * <p>Cause: an operation mixes elements of different shards ({@code x.reshape(…)} across the
 * sharded axis, {@code flip} along it), or a task would hold more bytes than allowed. Example:
 * {@code x.transpose().reshape(-1)} of an x sharded along axis 0. Fix: the message names the
 * operation and a way out; commonly, reduce first, or pass the array replicated.
 */
public final class ShardingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message operation, types, what to do
   */
  public ShardingException(String message) {
    super(message);
  }
}

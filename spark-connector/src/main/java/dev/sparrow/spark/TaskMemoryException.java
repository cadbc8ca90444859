package dev.sparrow.spark;

/**
 * A task did not get the memory its shard needs.
 *
 * <p>Cause: other tasks and Spark's own sorts and joins hold the rest of the executor's memory.
 * Example: one shard of 2 GiB on executors of 1 GiB. Fix: more shards, so that each is smaller, or
 * more memory for each executor ({@code spark.executor.memory}).
 */
public final class TaskMemoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message what was needed and what was there, what to do
   */
  public TaskMemoryException(String message) {
    super(message);
  }
}

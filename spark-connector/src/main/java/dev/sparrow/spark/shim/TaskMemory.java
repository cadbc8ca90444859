package dev.sparrow.spark.shim;

import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;

/**
 * Bytes of array memory that a task holds, charged to Spark before they are allocated. They come
 * out of the same pool as Spark's own sorts and joins, so an executor does not exceed what it was
 * given; where {@code spark.memory.offHeap.enabled} is set, out of the off-heap pool.
 */
public final class TaskMemory extends MemoryConsumer {
  /**
   * @param context the task that pays
   */
  public TaskMemory(TaskContext context) {
    super(context.taskMemoryManager(), context.taskMemoryManager().getTungstenMemoryMode());
  }

  /**
   * Charges bytes.
   *
   * @param bytes how many
   * @return how many were granted: all of them, or none
   */
  public boolean charge(long bytes) {
    long granted = acquireMemory(bytes);
    if (granted < bytes) {
      freeMemory(granted);
    }
    return granted >= bytes;
  }

  /** Gives everything back. */
  public void release() {
    freeMemory(getUsed());
  }

  /** Array memory in use by a kernel cannot move to disk. */
  @Override
  public long spill(long size, MemoryConsumer trigger) {
    return 0;
  }
}

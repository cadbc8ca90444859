package dev.sparrow.spark.internal;

import dev.sparrow.array.NDArray;
import dev.sparrow.spark.TaskMemoryException;
import dev.sparrow.spark.shim.TaskMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The arrays a task holds. Their bytes are charged to Spark before they are allocated, and freed
 * when the task ends: done, failed or cancelled.
 */
final class TaskArrays implements TaskCompletionListener {
  private final TaskMemory memory;
  private final List<NDArray> arrays = new ArrayList<>();

  private TaskArrays(TaskMemory memory) {
    this.memory = memory;
  }

  /** {@return an empty holder that is emptied when the task of this thread ends} */
  static TaskArrays ofThisTask() {
    TaskContext context = TaskContext.get();
    TaskArrays arrays = new TaskArrays(new TaskMemory(context));
    context.addTaskCompletionListener(arrays);
    return arrays;
  }

  /**
   * Charges what a shard will hold.
   *
   * @param shard its index
   * @param shards number of shards
   * @param bytes how much
   * @throws TaskMemoryException if Spark does not grant it
   */
  void charge(int shard, int shards, long bytes) {
    if (!memory.charge(bytes)) {
      throw new TaskMemoryException(
          "shard %d of %d: needs %d bytes of task memory, and Spark did not grant them; use more shards or raise spark.executor.memory"
              .formatted(shard, shards, bytes));
    }
  }

  /**
   * Holds an array until the task ends.
   *
   * @param array the array
   * @return the same array
   */
  <A extends NDArray> A hold(A array) {
    arrays.add(array);
    return array;
  }

  /** Frees everything; also called early, by tasks that go on with other work. */
  void free() {
    arrays.forEach(NDArray::close);
    arrays.clear();
    memory.release();
  }

  @Override
  public void onTaskCompletion(TaskContext context) {
    free();
  }
}

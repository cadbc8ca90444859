package dev.sparrow.jit.dot;

/** Spreads independent items over threads. */
@FunctionalInterface
public interface Sharing {
  /** What is done for some items. */
  @FunctionalInterface
  interface Body {
    /**
     * Does items {@code begin} to {@code end - 1}.
     *
     * @param worker number of the thread, from 0; one thread at a time has it
     * @param begin first item
     * @param end one past the last item
     */
    void run(int worker, long begin, long end);
  }

  /**
   * Does all items.
   *
   * @param items number of items
   * @param body what to do
   */
  void run(long items, Body body);
}

package dev.sparrow.jit.run;

/**
 * A step that goes over rows, the parts of its iteration space along the first axis, and can do
 * some of them alone: what it writes for a row depends on no other row.
 */
interface RowStep extends BoundStep {
  /** Whether rows can be done alone if the space has this many. */
  boolean splitsInto(long rows);

  /** Says that all rows are about to be done, once for each time they are. */
  void expectRows();

  /**
   * Does rows {@code begin} to {@code end - 1}, on the calling thread.
   *
   * @param addresses where everything lies
   * @param worker number of the calling thread within the loop over rows
   * @param rows number of all rows, into which this step splits
   * @param begin first row
   * @param end one past the last row
   */
  void runRows(Addresses addresses, int worker, long rows, long begin, long end);
}

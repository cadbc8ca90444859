package dev.sparrow.jit.run;

import java.util.List;

/**
 * Steps that follow one another over the same rows, some rows at a time: what one step writes and
 * the next one reads is still in the cache, and what nobody reads afterwards never reaches memory.
 * Each row is computed as it would be alone, so the sharing changes no bit.
 *
 * @param members the steps, in order
 * @param passed arrays that live no longer than the rows at work
 * @param rows number of rows
 * @param rowsAtOnce most rows at work in a worker
 * @param memberBytes scratch a worker needs for the step that needs most
 * @param parallel whether the work is worth more than one thread
 */
record RowGroup(
    List<RowStep> members,
    List<Passed> passed,
    long rows,
    long rowsAtOnce,
    long memberBytes,
    boolean parallel)
    implements BoundStep {
  /** Items for each thread that make up for threads of different speed. */
  private static final int ITEMS_PER_THREAD = 8;

  /** Copies the lists. */
  RowGroup {
    members = List.copyOf(members);
    passed = List.copyOf(passed);
  }

  /**
   * An array of which a worker has only the rows at work.
   *
   * @param slot its slot
   * @param rowBytes bytes of a row
   * @param bytes most bytes of the rows at work, with the slack kernels need behind them
   */
  record Passed(int slot, long rowBytes, long bytes) {}

  @Override
  public long scratchBytes() {
    return memberBytes + passed.stream().mapToLong(Passed::bytes).sum();
  }

  @Override
  public void run(Addresses addresses) {
    members.forEach(RowStep::expectRows);
    int threads = parallel ? addresses.threads() : 1;
    long most = threads == 1 ? rowsAtOnce : Math.min(rowsAtOnce, rows / threads / ITEMS_PER_THREAD);
    long count = Math.max(1, most);
    ParallelLoop.run(
        (rows + count - 1) / count,
        threads,
        (worker, begin, end) -> {
          Addresses own = addresses.copy();
          for (long item = begin; item < end; item++) {
            runRows(own, worker, item * count, Math.min(rows, (item + 1) * count));
          }
        });
  }

  private void runRows(Addresses own, int worker, long begin, long end) {
    long place = own.scratch(worker) + memberBytes;
    for (Passed array : passed) {
      // Steps count rows from the first of all.
      own.put(array.slot, place - begin * array.rowBytes, place + array.bytes);
      place += array.bytes;
    }
    for (RowStep member : members) {
      member.runRows(own, worker, rows, begin, end);
    }
  }
}

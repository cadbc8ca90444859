package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.run.LeafFold.Leaves;

/**
 * Finds the index of the first extreme element of each line. A line is gone through in blocks: a
 * fold by vectors gives the extreme of a block, or of some blocks at once, and only in the first
 * block whose extreme is the line's are elements compared one by one.
 *
 * @param lines where to look
 * @param targetSlot where the indices go
 * @param indexBytes size of an index
 * @param order what is sought
 * @param fold folds a block to its extreme
 * @param bytes size of an element
 * @param scratch where a worker's memory is what
 */
record ArgSearchLoop(
    Lines lines,
    int targetSlot,
    int indexBytes,
    ExtremeOrder order,
    LeafFold fold,
    int bytes,
    Scratch scratch)
    implements BoundStep {
  /** Elements from which the work is spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 18;

  /** Blocks that a thread takes of one line at least. */
  private static final long PART_BLOCKS = 64;

  private static final int BLOCK = ReductionTree.LEAF;

  /** Blocks that are compared at once. */
  private static final int GROUP = 16;

  /** Elements of a line up to which comparing one by one is faster. */
  private static final int FEW = 64;

  /**
   * The lines of an array.
   *
   * @param slot the array
   * @param offset its first element
   * @param kept where the first element of each line lies
   * @param count number of lines
   * @param step distance between neighbours in a line, in elements
   * @param extent elements of a line, at least 1
   */
  record Lines(int slot, long offset, Walk kept, long count, long step, long extent) {
    long blocks() {
      return (extent + BLOCK - 1) / BLOCK;
    }
  }

  /**
   * Places in a worker's scratch.
   *
   * @param lanes for the virtual lanes
   * @param block for the elements of a block that do not lie one after another or are few, or for
   *     the extremes of some blocks
   * @param bytes all of it
   */
  record Scratch(long lanes, long block, long bytes) {}

  static ArgSearchLoop of(
      Lines lines, int targetSlot, int indexBytes, ExtremeOrder order, KernelCache kernels) {
    LeafFold fold = LeafFold.of(order.fold(), kernels);
    int bytes = order.fold().dtype().bytes();
    ScratchPlan plan = new ScratchPlan();
    long lanes = plan.place(LeafFold.LANES, bytes);
    long block = plan.place(BLOCK, bytes);
    Scratch scratch = new Scratch(lanes, block, plan.bytes());
    return new ArgSearchLoop(lines, targetSlot, indexBytes, order, fold, bytes, scratch);
  }

  @Override
  public long scratchBytes() {
    return scratch.bytes;
  }

  @Override
  public void run(Addresses addresses) {
    fold.expect(lines.count * lines.blocks());
    int threads = lines.count * lines.extent >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    if (lines.count >= threads) {
      ParallelLoop.run(
          lines.count,
          threads,
          (worker, begin, end) -> {
            Search search = new Search(addresses.scratch(worker));
            for (long line = begin; line < end; line++) {
              write(addresses, line, search.among(line(addresses, line), 0, lines.blocks()));
            }
          });
    } else {
      for (long line = 0; line < lines.count; line++) {
        write(addresses, line, shared(addresses, line(addresses, line), threads));
      }
    }
  }

  /** Searches one line on several threads. */
  private long shared(Addresses addresses, long line, int threads) {
    int parts = (int) Math.clamp(lines.blocks() / PART_BLOCKS, 1, 4L * threads);
    long[] found = new long[parts];
    ParallelLoop.run(
        parts,
        threads,
        (worker, begin, end) -> {
          Search search = new Search(addresses.scratch(worker));
          for (long part = begin; part < end; part++) {
            long first = lines.blocks() * part / parts;
            long last = lines.blocks() * (part + 1) / parts;
            found[(int) part] = search.among(line, first, last);
          }
        });
    long best = found[0];
    for (long other : found) {
      best = orderAt(line, other) > orderAt(line, best) ? other : best;
    }
    return best;
  }

  private void write(Addresses addresses, long line, long index) {
    StridedCopy.fill(index, addresses.base()[targetSlot] + line * indexBytes, 1, indexBytes);
  }

  /** Address of the first element of a line. */
  private long line(Addresses addresses, long line) {
    return addresses.base()[lines.slot] + (lines.offset + lines.kept.offset(line)) * bytes;
  }

  private long orderAt(long line, long index) {
    return order.of(line + index * lines.step * bytes);
  }

  /** One thread's search. */
  private final class Search {
    private final long lanes;
    private final long packed;
    private final long[] frame = new long[LeafFold.FRAME];

    Search(long memory) {
      this.lanes = memory + scratch.lanes;
      this.packed = memory + scratch.block;
    }

    /** Index of the first extreme element in blocks {@code begin} to {@code end - 1} of a line. */
    long among(long line, long begin, long end) {
      if (lines.extent <= FEW) {
        return amongFew(line);
      }
      long best = begin;
      long bestOrder = 0;
      long bestBits = 0;
      boolean inGroup = false;
      for (long at = begin; at < end; ) {
        boolean isGroup = lines.step == 1 && end - at >= GROUP;
        long extreme = isGroup ? extremeOfGroup(line, at) : extreme(line, at);
        if (at == begin || extreme > bestOrder) {
          best = at;
          bestOrder = extreme;
          bestBits = StridedCopy.load(lanes, bytes);
          inGroup = isGroup;
        }
        at += isGroup ? GROUP : 1;
      }
      while (inGroup && extreme(line, best) != bestOrder) {
        best++;
      }
      long first = start(best);
      long element = line + first * lines.step * bytes;
      return first + order.count(element, lines.step * bytes, bestOrder, bestBits);
    }

    /** The order of the extreme element of as many blocks as make a group. */
    private long extremeOfGroup(long line, long first) {
      long elements = line + start(first) * bytes;
      // The line's last block need not begin where the one before ends.
      long last = packed + (GROUP - 1L) * bytes;
      int even = GROUP - 1;
      fold.fold(new Leaves(elements, BLOCK, even, (long) BLOCK * bytes), lanes, packed, frame);
      long rest = line + start(first + even) * bytes;
      fold.fold(Leaves.one(rest, BLOCK), lanes, last, frame);
      fold.fold(Leaves.one(packed, GROUP), lanes, lanes, frame);
      return order.of(lanes);
    }

    /** The order of a block's extreme element. */
    private long extreme(long line, long block) {
      int count = (int) Math.min(BLOCK, lines.extent);
      long elements = line + start(block) * lines.step * bytes;
      if (lines.step != 1 || count < BLOCK) {
        StridedCopy.copy(elements, lines.step, packed, 1, count, bytes);
        // The first element once more, where there is none, changes no extreme.
        long more = packed + (long) count * bytes;
        StridedCopy.fill(StridedCopy.load(packed, bytes), more, BLOCK - count, bytes);
        elements = packed;
      }
      fold.fold(Leaves.one(elements, BLOCK), lanes, lanes, frame);
      return order.of(lanes);
    }

    /** Where a block begins: the last one overlaps the one before, so that both are whole. */
    private long start(long block) {
      return Math.max(0, Math.min(block * BLOCK, lines.extent - BLOCK));
    }

    private long amongFew(long line) {
      long best = 0;
      long bestOrder = orderAt(line, 0);
      for (long i = 1; i < lines.extent; i++) {
        long at = orderAt(line, i);
        if (at > bestOrder) {
          bestOrder = at;
          best = i;
        }
      }
      return best;
    }
  }
}

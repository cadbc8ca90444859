package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.sort.Line;
import dev.sparrow.jit.sort.LineSearch;
import dev.sparrow.jit.sort.SearchCells;
import org.jspecify.annotations.Nullable;

/**
 * Searches sorted lines for queries.
 *
 * @param lines the sorted lines, one for each share of the queries
 * @param count elements of a line
 * @param querySlot where the queries lie
 * @param queryOffset the first of them
 * @param shared where each share of the queries begins
 * @param within where the queries of a share lie
 * @param shares number of shares
 * @param each queries of a share
 * @param targetSlot where places go, dense
 * @param dtype their dtype
 * @param end which end of a run of equals is sought
 */
record SearchLoop(
    LinePlace lines,
    long count,
    int querySlot,
    long queryOffset,
    Walk shared,
    Walk within,
    long shares,
    long each,
    int targetSlot,
    DType dtype,
    LineSearch.End end)
    implements BoundStep {
  /** Queries an item of the loop takes at most. */
  private static final long CHUNK = 1 << 12;

  @Override
  public void run(Addresses addresses) {
    long chunks = (each + CHUNK - 1) / CHUNK;
    int threads = shares * chunks > 2 ? addresses.threads() : 1;
    if (!SearchCells.pay(lines.dtype(), lines.stride(), count, each)) {
      search(addresses, chunks, threads, null);
      return;
    }
    long bytes = ScratchPlan.align(SearchCells.bytes(lines.dtype(), count));
    ArrowBuffer memory = ArrowBuffer.allocate(shares * bytes);
    try {
      SearchCells[] cells = new SearchCells[Math.toIntExact(shares)];
      ParallelLoop.run(
          shares,
          threads,
          (_, begin, stop) -> {
            for (long share = begin; share < stop; share++) {
              cells[(int) share] =
                  new SearchCells(
                      lines.line(addresses, share), count, memory.address() + share * bytes, end);
            }
          });
      search(addresses, chunks, threads, cells);
    } finally {
      memory.release();
    }
  }

  private void search(
      Addresses addresses, long chunks, int threads, SearchCells @Nullable [] cells) {
    ParallelLoop.run(
        shares * chunks,
        threads,
        (_, begin, end) -> {
          for (long item = begin; item < end; item++) {
            long share = item / chunks;
            SearchCells own = cells == null ? null : cells[(int) share];
            SearchCells usable = own == null || !own.isUsable() ? null : own;
            chunk(addresses, share, item % chunks * CHUNK, usable);
          }
        });
  }

  private void chunk(Addresses addresses, long share, long first, @Nullable SearchCells cells) {
    DType queryType = lines.dtype();
    long base =
        addresses.base()[querySlot] + (queryOffset + shared.offset(share)) * queryType.bytes();
    long target = addresses.base()[targetSlot] + (share * each + first) * dtype.bytes();
    long last = Math.min(each, first + CHUNK);
    LineSearch search =
        cells == null
            ? new LineSearch(lines.line(addresses, share), count, last - first, end)
            : null;
    // Queries along the innermost axis are evenly spaced.
    int axis = within.rank() - 1;
    long run = axis < 0 ? 1 : within.dim(axis);
    long step = axis < 0 ? 0 : within.stride(axis);
    for (long at = first; at < last; ) {
      long length = Math.min(last - at, run - at % run);
      Line queries =
          new Line(
              base + within.offset(at) * queryType.bytes(), step * queryType.bytes(), queryType);
      Line places = new Line(target + (at - first) * dtype.bytes(), dtype.bytes(), dtype);
      if (cells != null) {
        cells.search(queries, length, places);
      } else if (search != null) {
        search.search(queries, length, places);
      }
      at += length;
    }
  }
}

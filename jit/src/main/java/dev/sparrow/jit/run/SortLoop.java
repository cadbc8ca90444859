package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.sort.Line;
import dev.sparrow.jit.sort.LineSort;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts lines, each on one thread.
 *
 * @param from operands
 * @param to results
 * @param keys number of operands that decide
 * @param lines number of lines of each
 * @param count elements of a line
 */
record SortLoop(List<LinePlace> from, List<LinePlace> to, int keys, long lines, long count)
    implements BoundStep {
  /** Memory up to this size is part of every thread's scratch. */
  private static final long SMALL_BYTES = 256 << 10;

  /** Elements from which lines are spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 14;

  private List<DType> dtypes() {
    return from.stream().map(LinePlace::dtype).toList();
  }

  private long bytes() {
    return LineSort.scratchBytes(dtypes(), keys, count, SortLoopCache.shared());
  }

  @Override
  public long scratchBytes() {
    return bytes() <= SMALL_BYTES ? bytes() : 0;
  }

  @Override
  public void run(Addresses addresses) {
    int threads = lines * count >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    ParallelLoop.run(
        lines,
        threads,
        (worker, begin, end) -> {
          LineSort sort = new LineSort(dtypes(), keys, count, SortLoopCache.shared());
          ArrowBuffer own = bytes() <= SMALL_BYTES ? null : ArrowBuffer.allocate(bytes());
          try {
            long scratch = own == null ? addresses.scratch(worker) : own.address();
            for (long line = begin; line < end; line++) {
              sort.sort(lines(from, addresses, line), lines(to, addresses, line), scratch);
            }
          } finally {
            if (own != null) {
              own.release();
            }
          }
        });
  }

  private static List<Line> lines(List<LinePlace> places, Addresses addresses, long number) {
    List<Line> lines = new ArrayList<>(places.size());
    for (LinePlace place : places) {
      lines.add(place.line(addresses, number));
    }
    return lines;
  }
}

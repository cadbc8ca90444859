package dev.sparrow.jit.run;

import dev.sparrow.graph.CumulativeOrder;
import dev.sparrow.jit.scan.RunningFold;
import dev.sparrow.jit.sort.Line;

/**
 * Computes running folds of lines in the order of {@link CumulativeOrder}. Lines are shared out,
 * and where those are few, their leaves: first every leaf is folded by itself, then what precedes
 * it is combined into it.
 *
 * @param from operand
 * @param to result
 * @param fold how elements combine
 * @param reverse whether folds start at the end
 * @param lines number of lines
 * @param count elements of a line
 */
record AccumulateLoop(
    LinePlace from, LinePlace to, RunningFold fold, boolean reverse, long lines, long count)
    implements BoundStep {
  /** Elements from which work is spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 16;

  @Override
  public void run(Addresses addresses) {
    int threads = lines * count >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    if (isSideBySide()) {
      long groups = (lines + RunningFold.CHAINS - 1) / RunningFold.CHAINS;
      ParallelLoop.run(
          groups,
          threads,
          (_, begin, end) -> {
            for (long group = begin; group < end; group++) {
              sideBySide(addresses, group * RunningFold.CHAINS);
            }
          });
    } else if (threads == 1 || lines >= 4L * threads) {
      ParallelLoop.run(lines, threads, (_, begin, end) -> each(addresses, begin, end));
    } else {
      for (long line = 0; line < lines; line++) {
        shared(addresses, line, threads);
      }
    }
  }

  private int leaves() {
    return Math.toIntExact((count + CumulativeOrder.LEAF - 1) / CumulativeOrder.LEAF);
  }

  /** Whether neighbours of a line lie next to its elements, and its own far apart. */
  private boolean isSideBySide() {
    return lines > 1
        && from.lines().isContiguous()
        && to.lines().rank() <= 1
        && Math.abs(from.stride()) > 1;
  }

  private void sideBySide(Addresses addresses, long first) {
    Line source = directed(from.line(addresses, first));
    Line target = directed(to.line(addresses, first));
    int number = (int) Math.min(RunningFold.CHAINS, lines - first);
    long toNext = (to.lines().rank() == 0 ? 0 : to.lines().stride(0)) * to.dtype().bytes();
    fold.foldSideBySide(source, from.dtype().bytes(), target, toNext, count, number);
  }

  private void each(Addresses addresses, long begin, long end) {
    long[] totals = new long[leaves()];
    for (long line = begin; line < end; line++) {
      Line source = directed(from.line(addresses, line));
      Line target = directed(to.line(addresses, line));
      fold.fold(source, target, count, 0, totals.length, totals);
      fold.combine(source, target, count, 1, totals.length, fold.before(totals));
    }
  }

  private void shared(Addresses addresses, long line, int threads) {
    Line source = directed(from.line(addresses, line));
    Line target = directed(to.line(addresses, line));
    long[] totals = new long[leaves()];
    ParallelLoop.run(
        totals.length,
        threads,
        (_, begin, end) -> fold.fold(source, target, count, begin, end, totals));
    long[] before = fold.before(totals);
    ParallelLoop.run(
        totals.length,
        threads,
        (_, begin, end) -> fold.combine(source, target, count, Math.max(begin, 1), end, before));
  }

  private Line directed(Line line) {
    return reverse
        ? new Line(line.address() + (count - 1) * line.step(), -line.step(), line.dtype())
        : line;
  }
}

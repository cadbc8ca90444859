package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Windows;
import dev.sparrow.jit.scan.WindowFold;
import java.util.Arrays;

/**
 * Folds windows: for each row of results, all of its windows at once, element by element of the
 * window in row-major order.
 *
 * @param from operand
 * @param to result
 * @param monoid how elements combine
 * @param windows the windows
 */
record PoolLoop(Placement from, Placement to, Monoid monoid, Windows windows) implements BoundStep {
  /** Results folded at once: their folds stay in the first-level cache. */
  private static final int CHUNK = 1024;

  /** In place of an offset, which may be negative. */
  private static final long PADDING = Long.MIN_VALUE;

  /** Elements from which rows are spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 16;

  @Override
  public void run(Addresses addresses) {
    Shape shape = to.layout().shape();
    int last = shape.rank() - 1;
    long run = last < 0 ? 1 : shape.dim(last);
    long rows = shape.size() / run;
    long work = shape.size();
    for (long size : windows.sizes()) {
      work *= size;
    }
    ParallelLoop.run(
        rows,
        work >= PARALLEL_ELEMENTS ? addresses.threads() : 1,
        (_, begin, end) -> {
          Row row = new Row(addresses, (int) Math.min(run, CHUNK));
          for (long number = begin; number < end; number++) {
            for (long first = 0; first < run; first += CHUNK) {
              row.fold(number, first, (int) Math.min(CHUNK, run - first));
            }
          }
        });
  }

  /** One thread's row of results. */
  private final class Row {
    private final Shape in = from.layout().shape();
    private final Shape out = to.layout().shape();
    private final int rank = in.rank();
    private final DType dtype = from.layout().dtype();
    private final long source;
    private final long target;
    private final WindowFold fold;
    private final long[] window = new long[rank];
    private final long[] element = new long[rank];

    Row(Addresses addresses, int most) {
      this.source = addresses.base()[from.slot()] + from.layout().offset() * dtype.bytes();
      this.target = addresses.base()[to.slot()];
      this.fold = new WindowFold(monoid, dtype, most);
    }

    void fold(long number, long first, int count) {
      int last = rank - 1;
      long rest = number;
      for (int axis = last - 1; axis >= 0; axis--) {
        window[axis] = rest % out.dim(axis);
        rest /= out.dim(axis);
      }
      fold.clear(count);
      Arrays.fill(element, 0);
      do {
        long outer = outer();
        if (outer != PADDING) {
          combine(outer, first, count);
        }
      } while (next());
      long position = last < 0 ? 0 : number * out.dim(last) + first;
      fold.write(target + position * dtype.bytes(), count);
    }

    private void combine(long outer, long first, int count) {
      int last = rank - 1;
      if (last < 0) {
        fold.combine(source, 0, 0, 1);
        return;
      }
      long stride = from.layout().stride(last);
      long step = windows.strides().get(last);
      if (windows.baseDilation().get(last) == 1) {
        long at =
            first * step
                + element[last] * windows.windowDilation().get(last)
                - windows.low().get(last);
        long room = in.dim(last) - at;
        int begin = Math.clamp(at < 0 ? (-at + step - 1) / step : 0, 0, count);
        int end = Math.clamp(room <= 0 ? 0 : (room + step - 1) / step, begin, count);
        fold.combine(
            source + (outer + (at + begin * step) * stride) * dtype.bytes(),
            step * stride * dtype.bytes(),
            begin,
            end);
        return;
      }
      for (int i = 0; i < count; i++) {
        long index = windows.index(last, in.dim(last), first + i, element[last]);
        if (index >= 0) {
          fold.combine(source + (outer + index * stride) * dtype.bytes(), 0, i, i + 1);
        }
      }
    }

    /**
     * Offset along all axes but the last, in elements; {@link #PADDING} where they meet padding.
     */
    private long outer() {
      long offset = 0;
      for (int axis = 0; axis < rank - 1; axis++) {
        long index = windows.index(axis, in.dim(axis), window[axis], element[axis]);
        if (index < 0) {
          return PADDING;
        }
        offset += index * from.layout().stride(axis);
      }
      return offset;
    }

    private boolean next() {
      for (int axis = rank - 1; axis >= 0; axis--) {
        element[axis]++;
        if (element[axis] < windows.sizes().get(axis)) {
          return true;
        }
        element[axis] = 0;
      }
      return false;
    }
  }
}

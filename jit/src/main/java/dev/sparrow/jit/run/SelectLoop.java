package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windows;
import dev.sparrow.jit.codegen.Memory;
import java.util.Arrays;

/**
 * Adds each source element where its window has its extreme element. Windows are taken in row-major
 * order, so that sums have one order; those that cannot meet, along leading axes over which windows
 * do not move, are shared out.
 *
 * @param source what is added
 * @param operand where elements are selected
 * @param to result
 * @param extreme what is selected
 * @param windows the windows
 */
record SelectLoop(
    Placement source, Placement operand, Placement to, Primitive.Extreme extreme, Windows windows)
    implements BoundStep {
  /** Elements from which work is spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 14;

  @Override
  public void run(Addresses addresses) {
    Shape shape = operand.layout().shape();
    int still = 0;
    while (still < shape.rank() && isStill(still)) {
      still++;
    }
    long items = 1;
    for (int axis = 0; axis < still; axis++) {
      items *= shape.dim(axis);
    }
    int moving = still;
    ParallelLoop.run(
        items,
        shape.size() >= PARALLEL_ELEMENTS ? addresses.threads() : 1,
        (_, begin, end) -> {
          Part part = new Part(addresses, moving);
          for (long item = begin; item < end; item++) {
            part.run(item);
          }
        });
  }

  private boolean isStill(int axis) {
    return windows.sizes().get(axis) == 1
        && windows.strides().get(axis) == 1
        && windows.low().get(axis) == 0
        && windows.high().get(axis) == 0;
  }

  /** The elements at one position of the leading axes. */
  private final class Part {
    private final Shape in = operand.layout().shape();
    private final Shape out = source.layout().shape();
    private final int rank = in.rank();
    private final int moving;
    private final DType dtype = operand.layout().dtype();
    private final long sourceBase;
    private final long operandBase;
    private final long targetBase;
    private final double[] sums;
    private final long[] integers;
    private final long[] window = new long[rank];
    private final long[] element = new long[rank];
    private final long[] best = new long[rank];
    private final long size;

    Part(Addresses addresses, int moving) {
      this.moving = moving;
      int bytes = dtype.bytes();
      this.sourceBase = addresses.base()[source.slot()] + source.layout().offset() * bytes;
      this.operandBase = addresses.base()[operand.slot()] + operand.layout().offset() * bytes;
      this.targetBase = addresses.base()[to.slot()];
      long elements = 1;
      for (int axis = moving; axis < rank; axis++) {
        elements *= in.dim(axis);
      }
      this.size = elements;
      this.sums = new double[dtype.isFloat() ? Math.toIntExact(elements) : 0];
      this.integers = new long[dtype.isFloat() ? 0 : Math.toIntExact(elements)];
    }

    void run(long item) {
      long rest = item;
      for (int axis = moving - 1; axis >= 0; axis--) {
        window[axis] = rest % in.dim(axis);
        rest /= in.dim(axis);
      }
      Arrays.fill(sums, 0);
      Arrays.fill(integers, 0);
      Arrays.fill(window, moving, rank, 0);
      do {
        if (select()) {
          add();
        }
      } while (next(window, moving, out.dims()));
      for (long at = 0; at < size; at++) {
        long bits =
            dtype.isFloat() ? Literal.bitsOf(dtype, canonical(sums[(int) at])) : integers[(int) at];
        StridedCopy.fill(bits, targetBase + (item * size + at) * dtype.bytes(), 1, dtype.bytes());
      }
    }

    private static double canonical(double value) {
      return Double.isNaN(value) ? Double.NaN : value;
    }

    /** Finds the extreme element of the window; false if all of it is padding. */
    private boolean select() {
      long[] sizes = windows.sizes().stream().mapToLong(Long::longValue).toArray();
      Arrays.fill(element, 0);
      boolean any = false;
      long selected = 0;
      do {
        long offset = 0;
        boolean inside = true;
        for (int axis = 0; inside && axis < rank; axis++) {
          long index = windows.index(axis, in.dim(axis), window[axis], element[axis]);
          inside = index >= 0;
          offset += index * operand.layout().stride(axis);
        }
        if (inside) {
          long candidate = operandBase + offset * dtype.bytes();
          if (!any || !keeps(selected, candidate)) {
            selected = candidate;
            for (int axis = 0; axis < rank; axis++) {
              best[axis] = windows.index(axis, in.dim(axis), window[axis], element[axis]);
            }
          }
          any = true;
        }
      } while (next(element, 0, sizes));
      return any;
    }

    /** Whether the selected element is at least as extreme. */
    private boolean keeps(long selected, long candidate) {
      if (dtype.isFloat()) {
        double x = real(selected);
        double y = real(candidate);
        return extreme == Primitive.Extreme.MAX ? x >= y : x <= y;
      }
      long x = integer(selected);
      long y = integer(candidate);
      int order = dtype == DType.UINT64 ? Long.compareUnsigned(x, y) : Long.compare(x, y);
      return extreme == Primitive.Extreme.MAX ? order >= 0 : order <= 0;
    }

    private void add() {
      long offset = 0;
      long at = 0;
      for (int axis = 0; axis < rank; axis++) {
        offset += window[axis] * source.layout().stride(axis);
        at = axis < moving ? 0 : at * in.dim(axis) + best[axis];
      }
      long address = sourceBase + offset * dtype.bytes();
      if (!dtype.isFloat()) {
        integers[(int) at] += integer(address);
      } else if (dtype == DType.FLOAT64) {
        sums[(int) at] += real(address);
      } else {
        sums[(int) at] = (float) sums[(int) at] + (float) real(address);
      }
    }

    private double real(long address) {
      return switch (dtype) {
        case FLOAT32 -> Memory.loadF32(address);
        case FLOAT64 -> Memory.loadF64(address);
        default -> Literal.doubleValue(dtype, Memory.loadBytes2(address) & 0xFFFF);
      };
    }

    private long integer(long address) {
      long bits = StridedCopy.load(address, dtype.bytes());
      boolean extended = dtype.isUnsigned() && dtype.bytes() < 8;
      return extended ? bits & (1L << 8 * dtype.bytes()) - 1 : bits;
    }

    private static boolean next(long[] index, int first, long[] dims) {
      for (int axis = index.length - 1; axis >= first; axis--) {
        index[axis]++;
        if (index[axis] < dims[axis]) {
          return true;
        }
        index[axis] = 0;
      }
      return false;
    }
  }
}

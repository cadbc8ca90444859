package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;

/**
 * Adds one value to elements at many positions by counting the positions first: a histogram. Four
 * counts for each element take turns, so that neighbours in the same bin do not wait for each
 * other. The sums are those of additions one after another.
 */
final class UpdateTally {
  /** Axes up to this size are counted: their counts fit the first cache. */
  private static final int MOST_ELEMENTS = 1 << 11;

  /** Updates for each element of the axis from which counting pays. */
  private static final int LEAST_UPDATES = 8;

  private static final int TURNS = 4;

  /** Up to here every integer is a float32, a float64. */
  private static final double EXACT_FLOATS = 1 << 24;

  private static final double EXACT_DOUBLES = 1L << 53;

  private final ElementScatter scatter;
  private final int[] counts;

  UpdateTally(ElementScatter scatter) {
    this.scatter = scatter;
    this.counts = new int[TURNS * (scatter.last() + 1)];
  }

  /** Whether updates are one value added often to few elements. */
  static boolean pays(ElementScatter scatter, long updates) {
    long elements = scatter.last() + 1L;
    return scatter.step() == 0
        && elements <= MOST_ELEMENTS
        && updates >= LEAST_UPDATES * elements
        && updates <= Integer.MAX_VALUE;
  }

  /**
   * Counts positions.
   *
   * @param positions address of the first
   * @param number how many
   */
  void count(long positions, int number) {
    count(Memory.bounded(positions), number, scatter.last(), counts);
  }

  private static void count(long index, int number, int last, int[] counts) {
    int i = 0;
    for (; i + TURNS <= number; i += TURNS) {
      long at = index + 4L * i;
      count(Memory.loadI32(at), 0, last, counts);
      count(Memory.loadI32(at + 4), 1, last, counts);
      count(Memory.loadI32(at + 8), 2, last, counts);
      count(Memory.loadI32(at + 12), 3, last, counts);
    }
    for (; i < number; i++) {
      count(Memory.loadI32(index + 4L * i), 0, last, counts);
    }
  }

  private static void count(int position, int turn, int last, int[] counts) {
    if (Integer.compareUnsigned(position, last) <= 0) {
      counts[position * TURNS + turn]++;
    }
  }

  /**
   * Adds the value to each element as often as it was counted.
   *
   * @param from address of the value
   * @param to address of the axis's first element
   */
  void add(long from, long to) {
    for (int i = 0; i * TURNS < counts.length; i++) {
      int number = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        number += counts[i * TURNS + turn];
      }
      if (number > 0) {
        add(from, to + (long) i * scatter.dtype().bytes(), number);
      }
    }
  }

  private void add(long from, long element, int number) {
    DType dtype = scatter.dtype();
    if (dtype == DType.FLOAT32) {
      float value = Memory.loadF32(from);
      float sum = (float) sum(Memory.loadF32(element), value, number, EXACT_FLOATS);
      if (Float.isNaN(sum)) {
        sum = Memory.loadF32(element);
        for (int i = 0; i < number; i++) {
          sum += value;
        }
      }
      Memory.storeBytes4(Float.floatToIntBits(sum), element);
    } else if (dtype == DType.FLOAT64) {
      double value = Memory.loadF64(from);
      double sum = sum(Memory.loadF64(element), value, number, EXACT_DOUBLES);
      if (Double.isNaN(sum)) {
        sum = Memory.loadF64(element);
        for (int i = 0; i < number; i++) {
          sum += value;
        }
      }
      Memory.store(Double.doubleToLongBits(sum), element);
    } else if (dtype.bytes() == Integer.BYTES) {
      Memory.storeBytes4(Memory.loadI32(element) + number * Memory.loadI32(from), element);
    } else {
      Memory.store(Memory.loadI64(element) + number * Memory.loadI64(from), element);
    }
  }

  /** The sum if no addition rounds, because all of them are of small integers; else NaN. */
  private static double sum(double start, double value, int number, double exact) {
    boolean whole = Math.rint(start) == start && Math.rint(value) == value;
    return whole && Math.abs(start) + number * Math.abs(value) <= exact
        ? start + number * value
        : Double.NaN;
  }
}

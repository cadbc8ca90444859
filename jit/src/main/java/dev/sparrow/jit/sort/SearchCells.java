package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;

/**
 * A sorted line cut into cells of equal width, with the number of elements before each: a search
 * begins at the cell of its query and has only the cell's elements to go through. Exact whatever
 * the arithmetic rounds, because the cell of a number never falls as the number rises: elements of
 * cells before the query's are less than it, those of cells behind are greater, and those of its
 * own are compared with it.
 *
 * <p>Worth it for many queries among some thousand numbers of 32 or 64 bits that are not too
 * unevenly spread. In longer lines a search waits for memory, with cells as without.
 */
public final class SearchCells {
  private static final int LEAST_ELEMENTS = 8;

  /** Elements and cells up to here fit the second cache. */
  private static final int MOST_ELEMENTS = 1 << 15;

  /** Queries for each element from which cells pay. */
  private static final int LEAST_QUERIES = 2;

  /** Halvings that cells must save, for they cost a few themselves. */
  private static final int LEAST_SAVED = 3;

  private final Line line;
  private final int count;
  private final long starts;
  private final long elements;
  private final boolean right;
  private final boolean isFloat;
  private final boolean narrow;
  private final int cells;
  private int numbers;
  private double first;
  private double scale;
  private int fullest;
  private boolean usable;

  /**
   * @param line the sorted line, of which {@link #pay} said yes
   * @param count its elements
   * @param starts memory for {@link #bytes} bytes
   * @param end which end of a run of equals is sought
   */
  public SearchCells(Line line, long count, long starts, LineSearch.End end) {
    this.line = line;
    this.count = Math.toIntExact(count);
    this.starts = Memory.bounded(starts);
    this.right = end == LineSearch.End.RIGHT;
    this.isFloat = line.dtype().isFloat();
    this.narrow = line.dtype().bytes() == Integer.BYTES;
    this.cells = cells(count);
    this.elements = this.starts + startBytes(count);
    build();
  }

  /**
   * Whether cells may be worth it.
   *
   * @param dtype element type of the line and of queries
   * @param stride distance between elements of the line, in elements
   * @param count elements of the line
   * @param queries number of queries
   * @return whether to try
   */
  public static boolean pay(DType dtype, long stride, long count, long queries) {
    return dtype.bytes() >= Integer.BYTES
        && stride == 1
        && count >= LEAST_ELEMENTS
        && count <= MOST_ELEMENTS
        && queries >= LEAST_QUERIES * count;
  }

  /**
   * Memory that cells need.
   *
   * @param dtype element type of the line
   * @param count elements of the line
   * @return bytes
   */
  public static long bytes(DType dtype, long count) {
    return startBytes(count) + count * dtype.bytes();
  }

  /** Memory for where each cell begins, and the end; whole elements behind it are aligned. */
  private static long startBytes(long count) {
    return (cells(count) + 2L) * Integer.BYTES;
  }

  /** Two for each element: most of evenly spaced elements are alone in theirs. */
  private static int cells(long count) {
    return (int) (2 * count);
  }

  /** {@return whether the elements are spread evenly enough} */
  public boolean isUsable() {
    return usable;
  }

  private void build() {
    numbers = isFloat ? firstNan() : count;
    if (numbers == 0) {
      return;
    }
    first = value(0);
    scale = cells / (value(numbers - 1) - first);
    double most = line.dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    boolean even = scale > 0 && scale <= most && !Double.isInfinite(first);
    if (!even) {
      return;
    }
    int filled = 0;
    for (int i = 0; i < numbers; i++) {
      int cell =
          isFloat && narrow
              ? cell((float) value(i), (float) first, (float) scale, cells)
              : cell(value(i), first, scale, cells);
      while (filled <= cell) {
        setStart(filled++, i);
      }
      long ordered = ordered(i);
      if (narrow) {
        Memory.storeBytes4((int) ordered, elements + 4L * i);
      } else {
        Memory.store(ordered, elements + 8L * i);
      }
    }
    while (filled <= cells) {
      setStart(filled++, numbers);
    }
    fullest = 0;
    for (int cell = 0; cell < cells; cell++) {
      fullest = Math.max(fullest, start(cell + 1) - start(cell));
    }
    usable = halvings(fullest) + LEAST_SAVED <= halvings(count);
    // A search goes through as many elements as the fullest cell has: so many must follow.
    for (int cell = cells; cell >= 0 && start(cell) > numbers - fullest; cell--) {
      setStart(cell, numbers - fullest);
    }
  }

  private int start(int cell) {
    return Memory.loadI32(starts + 4L * cell);
  }

  private void setStart(int cell, int start) {
    Memory.storeBytes4(start, starts + 4L * cell);
  }

  private static int halvings(int elements) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(elements);
  }

  /** An element as an integer of the elements' order. */
  private long ordered(int element) {
    long at = line.at(element);
    return switch (line.dtype()) {
      case FLOAT32 -> orderedFloat(Memory.loadI32(at));
      case FLOAT64 -> orderedDouble(Memory.loadI64(at));
      case INT32 -> Memory.loadI32(at);
      case UINT32 -> Memory.loadI32(at) ^ Integer.MIN_VALUE;
      case UINT64 -> Memory.loadI64(at) ^ Long.MIN_VALUE;
      default -> Memory.loadI64(at);
    };
  }

  /** The integer of a float's order; zeros of both signs are equal. */
  private static int orderedFloat(int bits) {
    return bits << 1 == 0 ? 0 : bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static long orderedDouble(long bits) {
    return bits << 1 == 0 ? 0 : bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private int firstNan() {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (!Double.isNaN(value(middle))) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static boolean isNumber(int bits) {
    return (bits & Integer.MAX_VALUE) <= 0x7F80_0000;
  }

  /** An element as a number of the elements' order. */
  private double value(int element) {
    return switch (line.dtype()) {
      case FLOAT32 -> Memory.loadF32(line.at(element));
      case FLOAT64 -> Memory.loadF64(line.at(element));
      default -> (double) ordered(element);
    };
  }

  /** The cell of a float; those outside are in the first and the last one. */
  private static int cell(float value, float first, float scale, int cells) {
    return Math.max(0, Math.min((int) ((value - first) * scale), cells - 1));
  }

  /** The cell of a number of any other type. */
  private static int cell(double value, double first, double scale, int cells) {
    return Math.max(0, Math.min((int) ((value - first) * scale), cells - 1));
  }

  /**
   * Searches for queries.
   *
   * @param queries the queries
   * @param number how many, at most what an int holds
   * @param results where their places go, int32 or int64
   */
  public void search(Line queries, long number, Line results) {
    int some = Math.toIntExact(number);
    long to = Memory.bounded(results.address());
    boolean wide = results.dtype() == DType.INT64;
    if (!narrow) {
      if (isFloat) {
        doubles(queries, some, to, wide);
      } else {
        longs(queries, some, to, wide);
      }
    } else if (!isFloat) {
      integers(queries, some, to, wide);
    } else if (fullest == 1 && queries.step() == Float.BYTES && !wide) {
      evenFloats(Memory.bounded(queries.address()), some, to);
    } else {
      floats(queries, some, to, wide);
    }
  }

  /** No cell has more than one element: a histogram with bins of equal width. */
  private void evenFloats(long from, int number, long to) {
    long sorted = Memory.bounded(elements);
    long table = Memory.bounded(starts);
    float origin = (float) first;
    float perCell = (float) scale;
    int last = cells;
    int nan = right ? count : numbers;
    int behind = right ? 1 : 0;
    for (int i = 0; i < number; i++) {
      int bits = Memory.loadI32(from + 4L * i);
      int place = nan;
      if (isNumber(bits)) {
        long key = (long) orderedFloat(bits) + behind;
        int cell = cell(Float.intBitsToFloat(bits), origin, perCell, last);
        long low = Memory.loadI32(table + 4L * cell) & 0xFFFF_FFFFL;
        place = (int) (low - (Memory.loadI32(sorted + 4L * low) - key >> 63));
      }
      Memory.storeBytes4(place, to + 4L * i);
    }
  }

  private void floats(Line queries, int number, long to, boolean wide) {
    long from = queries.address();
    long step = queries.step();
    long sorted = Memory.bounded(elements);
    long table = Memory.bounded(starts);
    float origin = (float) first;
    float perCell = (float) scale;
    int last = cells;
    int length = fullest;
    int nan = right ? count : numbers;
    int behind = right ? 1 : 0;
    for (int i = 0; i < number; i++) {
      int bits = Memory.loadI32(from + i * step);
      int place = nan;
      if (isNumber(bits)) {
        long key = (long) orderedFloat(bits) + behind;
        int cell = cell(Float.intBitsToFloat(bits), origin, perCell, last);
        place = narrowed(sorted, Memory.loadI32(table + 4L * cell), length, key);
      }
      store(place, to, i, wide);
    }
  }

  private void integers(Line queries, int number, long to, boolean wide) {
    long from = queries.address();
    long step = queries.step();
    long sorted = Memory.bounded(elements);
    long table = Memory.bounded(starts);
    double origin = first;
    double perCell = scale;
    int last = cells;
    int length = fullest;
    int turned = line.dtype() == DType.UINT32 ? Integer.MIN_VALUE : 0;
    int behind = right ? 1 : 0;
    for (int i = 0; i < number; i++) {
      int ordered = Memory.loadI32(from + i * step) ^ turned;
      int start = Memory.loadI32(table + 4L * cell(ordered, origin, perCell, last));
      store(narrowed(sorted, start, length, (long) ordered + behind), to, i, wide);
    }
  }

  /** The number of elements less than a key, of which all lie before {@code start + length}. */
  private static int narrowed(long sorted, int start, int length, long key) {
    int low = start;
    for (int left = length; left > 0; ) {
      int half = (left + 1) >>> 1;
      int element = Memory.loadI32(sorted + 4L * (low + half - 1 & Integer.MAX_VALUE));
      low += half & (int) (element - key >> 63);
      left -= half;
    }
    return low;
  }

  private void doubles(Line queries, int number, long to, boolean wide) {
    long from = queries.address();
    long step = queries.step();
    long sorted = Memory.bounded(elements);
    long table = Memory.bounded(starts);
    double origin = first;
    double perCell = scale;
    int last = cells;
    int length = fullest;
    int nan = right ? count : numbers;
    int behind = right ? 1 : 0;
    for (int i = 0; i < number; i++) {
      long bits = Memory.loadI64(from + i * step);
      double value = Double.longBitsToDouble(bits);
      int place = nan;
      if (!Double.isNaN(value)) {
        int start = Memory.loadI32(table + 4L * cell(value, origin, perCell, last));
        place = narrowedWide(sorted, start, length, orderedDouble(bits) + behind);
      }
      store(place, to, i, wide);
    }
  }

  private void longs(Line queries, int number, long to, boolean wide) {
    long from = queries.address();
    long step = queries.step();
    long sorted = Memory.bounded(elements);
    long table = Memory.bounded(starts);
    double origin = first;
    double perCell = scale;
    int last = cells;
    int length = fullest;
    long turned = line.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    int behind = right ? 1 : 0;
    for (int i = 0; i < number; i++) {
      long key = (Memory.loadI64(from + i * step) ^ turned) + behind;
      int place = count;
      // Nothing lies behind the largest, whose successor is the least.
      if (behind == 0 || key != Long.MIN_VALUE) {
        int start =
            Memory.loadI32(table + 4L * cell((double) (key - behind), origin, perCell, last));
        place = narrowedWide(sorted, start, length, key);
      }
      store(place, to, i, wide);
    }
  }

  /** As {@link #narrowed}, among elements of 64 bits. */
  private static int narrowedWide(long sorted, int start, int length, long key) {
    int low = start;
    for (int left = length; left > 0; ) {
      int half = (left + 1) >>> 1;
      long element = Memory.loadI64(sorted + 8L * (low + half - 1 & Integer.MAX_VALUE));
      low += half & LineSearch.isLess(element, key);
      left -= half;
    }
    return low;
  }

  private static void store(int place, long to, int i, boolean wide) {
    if (wide) {
      Memory.store((long) place, to + 8L * i);
    } else {
      Memory.storeBytes4(place, to + 4L * i);
    }
  }
}

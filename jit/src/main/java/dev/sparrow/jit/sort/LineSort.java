package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import java.util.List;
import java.util.Optional;

/**
 * Sorts lines of some types and one length. A single line is sorted by its integers alone; several
 * are sorted by pairs of an integer and a position, once for each key from the last to the first,
 * and then moved. Integers are sorted by loops of 512-bit vectors where there are some; else up to
 * some length in Java arrays, beyond that, or where Java has no vectors to sort them with, digit by
 * digit in memory. There is one sorted order, so it does not matter which.
 */
public final class LineSort {
  /** How entries are made. */
  private enum Form {
    /** One line of at most 32 bits: integers of 4 bytes. */
    INTS,
    /** One line of 64 bits: integers of 8 bytes. */
    LONGS,
    /** Keys of at most 32 bits above a position of 32. */
    PACKED,
    /** Keys of 64 bits beside a position. */
    PAIRS
  }

  /** Elements from which vector loops are worth their warming up. */
  private static final int FEWEST = 1 << 13;

  /**
   * Numbers of 8 bytes up to which an array of them is sorted faster than their eight digits where
   * Java's sort of arrays has no vectors for them; for 4 bytes it has some of 256 bits, too.
   */
  private static final int FEW_LONGS = 1 << 14;

  /** The same for keys above positions, which have four digits at most. */
  private static final int FEW_PACKED = 1 << 10;

  /** Elements that a call of a loop takes, so that it is compiled after some calls. */
  private static final int BLOCK = 1 << 12;

  private final int keys;
  private final int count;
  private final Form form;
  private final RadixSort radix = new RadixSort();
  private final ArraySort arrays;
  private final boolean inArrays;
  private final Optional<KeySort> quick;

  /**
   * @param dtypes types of the lines
   * @param keys number of lines that decide
   * @param count elements of a line
   * @param source where vector loops come from
   */
  public LineSort(List<DType> dtypes, int keys, long count, SortLoops.Source source) {
    this(dtypes, keys, count, ArraySort.MOST, source);
  }

  /** With another number of elements up to which lines are sorted in arrays. */
  LineSort(List<DType> dtypes, int keys, long count, long most, SortLoops.Source source) {
    this.keys = keys;
    this.count = Math.toIntExact(count);
    this.form = form(dtypes, keys);
    this.inArrays = isInArrays(form, count, most, source);
    this.arrays = new ArraySort(this.count);
    this.quick =
        isQuick(dtypes, keys, count, source)
            ? source.ready(lanes(form)).map(loops -> new KeySort(lanes(form), this.count, loops))
            : Optional.empty();
  }

  /** Whether vector loops sort lines once they are fast: one key, and enough elements. */
  private static boolean isQuick(
      List<DType> dtypes, int keys, long count, SortLoops.Source source) {
    return source.isPossible()
        && count >= FEWEST
        && keys == 1
        && form(dtypes, keys) != Form.PAIRS
        && !dtypes.getFirst().isComplex()
        // A single byte is sorted by one pass over its digit.
        && !(dtypes.size() == 1 && dtypes.getFirst().bytes() == 1);
  }

  /** What is sorted. */
  private static LaneType lanes(Form form) {
    return form == Form.INTS ? LaneType.I32 : LaneType.I64;
  }

  /** Whether lines are sorted in arrays and need no other memory. */
  private static boolean isInArrays(Form form, long count, long most, SortLoops.Source source) {
    return switch (form) {
      case INTS -> count <= most;
      case LONGS -> count <= (source.isPossible() ? most : Math.min(most, FEW_LONGS));
      case PACKED -> count <= (source.isPossible() ? most : Math.min(most, FEW_PACKED));
      case PAIRS -> false;
    };
  }

  private static Form form(List<DType> dtypes, int keys) {
    boolean wide = dtypes.subList(0, keys).stream().anyMatch(dtype -> part(dtype).bytes() == 8);
    boolean alone = dtypes.size() == 1 && !dtypes.getFirst().isComplex();
    return alone ? (wide ? Form.LONGS : Form.INTS) : wide ? Form.PAIRS : Form.PACKED;
  }

  /** Type of the numbers that decide about an element. */
  private static DType part(DType dtype) {
    return switch (dtype) {
      case COMPLEX64 -> DType.FLOAT32;
      case COMPLEX128 -> DType.FLOAT64;
      default -> dtype;
    };
  }

  /**
   * Memory a sort needs.
   *
   * @param dtypes types of the lines
   * @param keys number of lines that decide
   * @param count elements of a line
   * @param source where vector loops come from
   * @return bytes
   */
  public static long scratchBytes(
      List<DType> dtypes, int keys, long count, SortLoops.Source source) {
    return scratchBytes(dtypes, keys, count, ArraySort.MOST, source);
  }

  static long scratchBytes(
      List<DType> dtypes, int keys, long count, long most, SortLoops.Source source) {
    Form form = form(dtypes, keys);
    long quick =
        isQuick(dtypes, keys, count, source) ? KeySort.scratchBytes(lanes(form), count) : 0;
    if (isInArrays(form, count, most, source)) {
      return quick;
    }
    int entry =
        switch (form) {
          case INTS -> 4;
          case LONGS, PACKED -> 8;
          case PAIRS -> 16;
        };
    return Math.max(quick, 2L * entry * count + 64);
  }

  /**
   * Sorts.
   *
   * @param from the lines
   * @param to where they go sorted, other memory
   * @param scratch address of memory
   */
  public void sort(List<Line> from, List<Line> to, long scratch) {
    if (quick.isPresent()) {
      sort(quick.get(), from, to, scratch);
      return;
    }
    switch (form) {
      case INTS -> {
        if (inArrays) {
          arrays.sortInts(from.getFirst(), to.getFirst());
          restoreZeros(from.getFirst(), to.getFirst());
        } else {
          ints(from.getFirst(), to.getFirst(), scratch);
        }
      }
      case LONGS -> {
        if (inArrays) {
          arrays.sortLongs(from.getFirst(), to.getFirst());
          restoreZeros(from.getFirst(), to.getFirst());
        } else {
          longs(from.getFirst(), to.getFirst(), scratch);
        }
      }
      case PACKED -> {
        if (inArrays) {
          positionsInArrays(from, to);
        } else {
          packed(from, to, scratch);
        }
      }
      case PAIRS -> pairs(from, to, scratch);
    }
  }

  private void sort(KeySort sort, List<Line> from, List<Line> to, long scratch) {
    switch (form) {
      case INTS -> {
        sort.sortInts(from.getFirst(), to.getFirst(), scratch);
        restoreZeros(from.getFirst(), to.getFirst());
      }
      case LONGS -> {
        sort.sortLongs(from.getFirst(), to.getFirst(), scratch);
        restoreZeros(from.getFirst(), to.getFirst());
      }
      case PACKED -> sort.sortPositions(from, to, scratch);
      case PAIRS -> throw new IllegalStateException("pairs are sorted by digits");
    }
  }

  private void ints(Line from, Line to, long scratch) {
    DType dtype = from.dtype();
    for (int begin = 0; begin < count; begin += BLOCK) {
      encodeInts(from, begin, Math.min(count, begin + BLOCK), scratch);
    }
    long sorted = radix.ints(scratch, scratch + 4L * count, count, OrderedBits.bits(dtype));
    for (int begin = 0; begin < count; begin += BLOCK) {
      decodeInts(sorted, begin, Math.min(count, begin + BLOCK), to);
    }
    restoreZeros(from, to);
  }

  private static void encodeInts(Line from, int begin, int end, long to) {
    DType dtype = from.dtype();
    if (dtype == DType.FLOAT32) {
      for (int i = begin; i < end; i++) {
        Memory.storeBytes4(OrderedBits.of32(Memory.loadI32(from.at(i)), Zeros.EQUAL), to + 4L * i);
      }
      return;
    }
    for (int i = begin; i < end; i++) {
      Memory.storeBytes4((int) OrderedBits.of(from.at(i), dtype, Zeros.EQUAL), to + 4L * i);
    }
  }

  private static void decodeInts(long from, int begin, int end, Line to) {
    DType dtype = to.dtype();
    if (dtype == DType.FLOAT32) {
      for (int i = begin; i < end; i++) {
        Memory.storeBytes4(OrderedBits.toBits32(Memory.loadI32(from + 4L * i)), to.at(i));
      }
      return;
    }
    for (int i = begin; i < end; i++) {
      long key = Memory.loadI32(from + 4L * i) & 0xFFFF_FFFFL;
      to.setBits(i, OrderedBits.toBits(key, dtype));
    }
  }

  private void longs(Line from, Line to, long scratch) {
    for (int begin = 0; begin < count; begin += BLOCK) {
      encodeLongs(from, begin, Math.min(count, begin + BLOCK), scratch);
    }
    long sorted = radix.longs(scratch, scratch + 8L * count, count, 0, 64);
    for (int begin = 0; begin < count; begin += BLOCK) {
      decodeLongs(sorted, begin, Math.min(count, begin + BLOCK), to);
    }
    restoreZeros(from, to);
  }

  private static void encodeLongs(Line from, int begin, int end, long to) {
    for (int i = begin; i < end; i++) {
      Memory.store(OrderedBits.of(from.at(i), from.dtype(), Zeros.EQUAL), to + 8L * i);
    }
  }

  private static void decodeLongs(long from, int begin, int end, Line to) {
    for (int i = begin; i < end; i++) {
      to.setBits(i, OrderedBits.toBits(Memory.loadI64(from + 8L * i), to.dtype()));
    }
  }

  /** Zeros are equal but differ in sign: they go back in the order they came in. */
  private void restoreZeros(Line from, Line to) {
    DType dtype = from.dtype();
    if (!dtype.isFloat()) {
      return;
    }
    long zero = OrderedBits.zero(dtype);
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long key = OrderedBits.of(to.at(middle), dtype, Zeros.EQUAL);
      if (Long.compareUnsigned(key, zero) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low >= count || OrderedBits.of(to.at(low), dtype, Zeros.EQUAL) != zero) {
      return;
    }
    int at = low;
    for (int begin = 0; begin < count; begin += BLOCK) {
      at = restoreZeros(from, begin, Math.min(count, begin + BLOCK), to, at);
    }
  }

  private static int restoreZeros(Line from, int begin, int end, Line to, int first) {
    long zero = OrderedBits.zero(from.dtype());
    int at = first;
    for (int i = begin; i < end; i++) {
      if (OrderedBits.of(from.at(i), from.dtype(), Zeros.EQUAL) == zero) {
        to.set(at++, from.at(i));
      }
    }
    return at;
  }

  private void positionsInArrays(List<Line> from, List<Line> to) {
    arrays.begin();
    for (int key = keys - 1; key >= 0; key--) {
      Line line = from.get(key);
      DType part = part(line.dtype());
      // The imaginary part decides where real parts are equal, so it is sorted by first.
      for (int offset = line.dtype().bytes() - part.bytes(); offset >= 0; offset -= part.bytes()) {
        arrays.sortPositions(new Line(line.address() + offset, line.step(), part));
      }
    }
    for (int operand = 0; operand < from.size(); operand++) {
      arrays.move(from.get(operand), to.get(operand));
    }
  }

  private void packed(List<Line> from, List<Line> to, long scratch) {
    long entries = scratch;
    long other = scratch + 8L * count;
    boolean first = true;
    for (int key = keys - 1; key >= 0; key--) {
      Line line = from.get(key);
      DType part = part(line.dtype());
      // The imaginary part decides where real parts are equal, so it is sorted by first.
      for (int offset = line.dtype().bytes() - part.bytes(); offset >= 0; offset -= part.bytes()) {
        Line parts = new Line(line.address() + offset, line.step(), part);
        for (int begin = 0; begin < count; begin += BLOCK) {
          pack(parts, begin, Math.min(count, begin + BLOCK), entries, first);
        }
        first = false;
        long sorted = radix.longs(entries, other, count, 32, 32 + OrderedBits.bits(part));
        other = sorted == entries ? other : entries;
        entries = sorted;
      }
    }
    move(from, to, entries, 3);
  }

  /** Puts keys above positions; at first these are in order. */
  private static void pack(Line parts, int begin, int end, long entries, boolean inOrder) {
    DType part = parts.dtype();
    for (int i = begin; i < end; i++) {
      long position = inOrder ? i : Memory.loadI64(entries + 8L * i) & 0xFFFF_FFFFL;
      long bits =
          part == DType.FLOAT32
              ? OrderedBits.of32(Memory.loadI32(parts.at(position)), Zeros.EQUAL)
              : OrderedBits.of(parts.at(position), part, Zeros.EQUAL);
      Memory.store(bits << 32 | position, entries + 8L * i);
    }
  }

  private void pairs(List<Line> from, List<Line> to, long scratch) {
    long entries = scratch;
    long other = scratch + 16L * count;
    boolean first = true;
    for (int key = keys - 1; key >= 0; key--) {
      Line line = from.get(key);
      DType part = part(line.dtype());
      for (int offset = line.dtype().bytes() - part.bytes(); offset >= 0; offset -= part.bytes()) {
        Line parts = new Line(line.address() + offset, line.step(), part);
        for (int begin = 0; begin < count; begin += BLOCK) {
          pair(parts, begin, Math.min(count, begin + BLOCK), entries, first);
        }
        first = false;
        long sorted = radix.pairs(entries, other, count);
        other = sorted == entries ? other : entries;
        entries = sorted;
      }
    }
    move(from, to, entries, 4);
  }

  /** Puts keys beside positions; at first these are in order. */
  private static void pair(Line parts, int begin, int end, long entries, boolean inOrder) {
    for (int i = begin; i < end; i++) {
      long position = inOrder ? i : Memory.loadI64(entries + 16L * i + 8);
      Memory.store(
          OrderedBits.of(parts.at(position), parts.dtype(), Zeros.EQUAL), entries + 16L * i);
      Memory.store(position, entries + 16L * i + 8);
    }
  }

  /** Moves all lines to the positions of entries of {@code 1 << scale} bytes. */
  private void move(List<Line> from, List<Line> to, long entries, int scale) {
    // A position is the low half of a packed entry, or the second half of a pair.
    long positions = entries + (scale == 3 ? 0 : 8);
    for (int operand = 0; operand < from.size(); operand++) {
      for (int begin = 0; begin < count; begin += BLOCK) {
        int end = Math.min(count, begin + BLOCK);
        move(from.get(operand), begin, end, to.get(operand), positions, scale);
      }
    }
  }

  private static void move(Line from, int begin, int end, Line to, long positions, int scale) {
    if (from.dtype().bytes() == 4) {
      for (int i = begin; i < end; i++) {
        long position = Memory.loadI32(positions + ((long) i << scale));
        Memory.storeBytes4(Memory.loadI32(from.at(position)), to.at(i));
      }
      return;
    }
    for (int i = begin; i < end; i++) {
      to.set(i, from.at(Memory.loadI32(positions + ((long) i << scale))));
    }
  }
}

package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import java.util.List;

/**
 * Sorts lines of some types and one length. A single line is sorted by its integers alone; several
 * are sorted by pairs of an integer and a position, once for each key from the last to the first,
 * and then moved.
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

  private final int keys;
  private final int count;
  private final Form form;
  private final RadixSort radix = new RadixSort();

  /**
   * @param dtypes types of the lines
   * @param keys number of lines that decide
   * @param count elements of a line
   */
  public LineSort(List<DType> dtypes, int keys, long count) {
    this.keys = keys;
    this.count = Math.toIntExact(count);
    this.form = form(dtypes, keys);
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
   * @return bytes
   */
  public static long scratchBytes(List<DType> dtypes, int keys, long count) {
    int entry =
        switch (form(dtypes, keys)) {
          case INTS -> 4;
          case LONGS, PACKED -> 8;
          case PAIRS -> 16;
        };
    return 2L * entry * count + 64;
  }

  /**
   * Sorts.
   *
   * @param from the lines
   * @param to where they go sorted, other memory
   * @param scratch address of memory
   */
  public void sort(List<Line> from, List<Line> to, long scratch) {
    switch (form) {
      case INTS -> ints(from.getFirst(), to.getFirst(), scratch);
      case LONGS -> longs(from.getFirst(), to.getFirst(), scratch);
      case PACKED -> packed(from, to, scratch);
      case PAIRS -> pairs(from, to, scratch);
    }
  }

  private void ints(Line from, Line to, long scratch) {
    DType dtype = from.dtype();
    if (dtype == DType.FLOAT32) {
      for (int i = 0; i < count; i++) {
        int key = OrderedBits.of32(Memory.loadI32(from.at(i)), Zeros.EQUAL);
        Memory.storeBytes4(key, scratch + 4L * i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int key = (int) OrderedBits.of(from.at(i), dtype, Zeros.EQUAL);
        Memory.storeBytes4(key, scratch + 4L * i);
      }
    }
    long sorted = radix.ints(scratch, scratch + 4L * count, count, OrderedBits.bits(dtype));
    for (int i = 0; i < count; i++) {
      long key = Memory.loadI32(sorted + 4L * i) & 0xFFFF_FFFFL;
      to.setBits(i, OrderedBits.toBits(key, dtype));
    }
    if (dtype.isFloat()) {
      int first = lowerInt(sorted, (int) OrderedBits.zero(dtype));
      restoreZeros(from, to, first);
    }
  }

  private void longs(Line from, Line to, long scratch) {
    DType dtype = from.dtype();
    for (int i = 0; i < count; i++) {
      Memory.store(OrderedBits.of(from.at(i), dtype, Zeros.EQUAL), scratch + 8L * i);
    }
    long sorted = radix.longs(scratch, scratch + 8L * count, count, 0, 64);
    for (int i = 0; i < count; i++) {
      to.setBits(i, OrderedBits.toBits(Memory.loadI64(sorted + 8L * i), dtype));
    }
    if (dtype.isFloat()) {
      restoreZeros(from, to, lowerLong(sorted, OrderedBits.zero(dtype)));
    }
  }

  private int lowerInt(long sorted, int key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.compareUnsigned(Memory.loadI32(sorted + 4L * middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int lowerLong(long sorted, long key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(Memory.loadI64(sorted + 8L * middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Zeros are equal but differ in sign: they go back in the order they came in. */
  private void restoreZeros(Line from, Line to, int first) {
    DType dtype = from.dtype();
    long zero = OrderedBits.zero(dtype);
    if (first >= count || OrderedBits.of(to.at(first), dtype, Zeros.EQUAL) != zero) {
      return;
    }
    int at = first;
    for (int i = 0; i < count; i++) {
      if (OrderedBits.of(from.at(i), dtype, Zeros.EQUAL) == zero) {
        to.set(at++, from.at(i));
      }
    }
  }

  private void packed(List<Line> from, List<Line> to, long scratch) {
    long entries = scratch;
    long other = scratch + 8L * count;
    for (int i = 0; i < count; i++) {
      Memory.store((long) i, entries + 8L * i);
    }
    for (int key = keys - 1; key >= 0; key--) {
      Line line = from.get(key);
      DType part = part(line.dtype());
      // The imaginary part decides where real parts are equal, so it is sorted by first.
      for (int offset = line.dtype().bytes() - part.bytes(); offset >= 0; offset -= part.bytes()) {
        for (int i = 0; i < count; i++) {
          long position = Memory.loadI64(entries + 8L * i) & 0xFFFF_FFFFL;
          long bits = OrderedBits.of(line.at(position) + offset, part, Zeros.EQUAL);
          Memory.store(bits << 32 | position, entries + 8L * i);
        }
        long sorted = radix.longs(entries, other, count, 32, 32 + OrderedBits.bits(part));
        other = sorted == entries ? other : entries;
        entries = sorted;
      }
    }
    for (int operand = 0; operand < from.size(); operand++) {
      Line source = from.get(operand);
      Line target = to.get(operand);
      for (int i = 0; i < count; i++) {
        target.set(i, source.at(Memory.loadI64(entries + 8L * i) & 0xFFFF_FFFFL));
      }
    }
  }

  private void pairs(List<Line> from, List<Line> to, long scratch) {
    long entries = scratch;
    long other = scratch + 16L * count;
    for (int i = 0; i < count; i++) {
      Memory.store((long) i, entries + 16L * i + 8);
    }
    for (int key = keys - 1; key >= 0; key--) {
      Line line = from.get(key);
      DType part = part(line.dtype());
      for (int offset = line.dtype().bytes() - part.bytes(); offset >= 0; offset -= part.bytes()) {
        for (int i = 0; i < count; i++) {
          long position = Memory.loadI64(entries + 16L * i + 8);
          Memory.store(
              OrderedBits.of(line.at(position) + offset, part, Zeros.EQUAL), entries + 16L * i);
        }
        long sorted = radix.pairs(entries, other, count);
        other = sorted == entries ? other : entries;
        entries = sorted;
      }
    }
    for (int operand = 0; operand < from.size(); operand++) {
      Line source = from.get(operand);
      Line target = to.get(operand);
      for (int i = 0; i < count; i++) {
        target.set(i, source.at(Memory.loadI64(entries + 16L * i + 8)));
      }
    }
  }
}

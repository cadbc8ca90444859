package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds the largest elements of lines, descending, and where they are; of equals the first. Keeps
 * the best so far in a heap whose root is the least of them, so that most elements take one
 * comparison.
 */
public final class Largest {
  /** Elements that are looked over at once. */
  private static final int BLOCK = 1 << 10;

  private static final int INFINITY = 0x7F80_0000;
  private static final long INFINITY_64 = 0x7FF0_0000_0000_0000L;

  private final int wanted;
  private int[] ints = new int[0];
  private long[] longs = new long[0];
  private final long[] keys;
  private final int[] positions;

  /** Creates a search for a number of elements, for one thread. */
  public Largest(int wanted) {
    this.wanted = wanted;
    this.keys = new long[wanted];
    this.positions = new int[wanted];
  }

  /**
   * Searches a line.
   *
   * @param from the line
   * @param count its elements, at least as many as are wanted
   * @param values where the elements go
   * @param indices where their positions go, as 4-byte integers
   */
  public void find(Line from, int count, Line values, Line indices) {
    if (wanted == 0) {
      return;
    }
    for (int i = 0; i < wanted; i++) {
      // The top bit is flipped so that signed comparison is that of the unsigned keys.
      keys[i] = OrderedBits.of(from.at(i), from.dtype(), Zeros.SIGNED) ^ Long.MIN_VALUE;
      positions[i] = i;
    }
    for (int root = wanted / 2 - 1; root >= 0; root--) {
      sink(root, wanted);
    }
    boolean skips = skipsBlocks(from, count);
    for (int begin = wanted; begin < count; begin += BLOCK) {
      int end = Math.min(count, begin + BLOCK);
      // The first block behind them nearly always holds larger ones.
      if (!skips || begin == wanted || mayHoldLarger(from, begin, end)) {
        takeLarger(from, begin, end);
      }
    }
    for (int left = wanted - 1; left >= 0; left--) {
      int position = positions[0];
      values.set(left, from.at(position));
      Memory.storeBytes4(position, indices.at(left));
      keys[0] = keys[left];
      positions[0] = positions[left];
      sink(0, left);
    }
  }

  private void takeLarger(Line from, int begin, int end) {
    long least = keys[0];
    for (int i = begin; i < end; i++) {
      long key = OrderedBits.of(from.at(i), from.dtype(), Zeros.SIGNED) ^ Long.MIN_VALUE;
      if (key > least) {
        keys[0] = key;
        positions[0] = i;
        sink(0, wanted);
        least = keys[0];
      }
    }
  }

  /** Whether several blocks can be looked over: of numbers of 32 or 64 bits without gaps. */
  private boolean skipsBlocks(Line from, int count) {
    int bytes = from.dtype().bytes();
    if (bytes < Integer.BYTES || from.step() != bytes || count - wanted <= BLOCK) {
      return false;
    }
    if (bytes == Integer.BYTES && ints.length == 0) {
      ints = new int[BLOCK];
    } else if (bytes == Long.BYTES && longs.length == 0) {
      longs = new long[BLOCK];
    }
    return true;
  }

  /**
   * Whether elements of a block may be larger than the least of the best. Most blocks are not,
   * which the largest of their bits tells: a loop that is compiled to vectors.
   */
  private boolean mayHoldLarger(Line from, int begin, int end) {
    int length = end - begin;
    DType dtype = from.dtype();
    if (dtype.bytes() == Integer.BYTES) {
      MemorySegment.copy(
          Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, from.at(begin), ints, 0, length);
      int largest =
          largest(
              ints,
              length,
              dtype.isFloat() ? Integer.MAX_VALUE : 0,
              dtype == DType.UINT32 ? Integer.MIN_VALUE : 0);
      long bound = (largest ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
      return (bound ^ Long.MIN_VALUE) > keys[0]
          || dtype.isFloat() && magnitude(ints, length) > INFINITY;
    }
    MemorySegment.copy(
        Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, from.at(begin), longs, 0, length);
    long largest =
        largest(
            longs,
            length,
            dtype.isFloat() ? Long.MAX_VALUE : 0,
            dtype == DType.UINT64 ? Long.MIN_VALUE : 0);
    return largest > keys[0] || dtype.isFloat() && magnitude(longs, length) > INFINITY_64;
  }

  /**
   * The largest of some bits as signed integers of the order of what they mean.
   *
   * @param fold the bits that run backwards where the sign is set, as those of floats do
   * @param flip the sign, where bits are unsigned
   */
  private static int largest(int[] bits, int length, int fold, int flip) {
    int largest = Integer.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, bits[i] ^ (bits[i] >> 31 & fold) ^ flip);
    }
    return largest;
  }

  private static long largest(long[] bits, int length, long fold, long flip) {
    long largest = Long.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, bits[i] ^ (bits[i] >> 63 & fold) ^ flip);
    }
    return largest;
  }

  /** The largest bits without their sign: those of a NaN, if there is one. */
  private static int magnitude(int[] bits, int length) {
    int largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, bits[i] & Integer.MAX_VALUE);
    }
    return largest;
  }

  private static long magnitude(long[] bits, int length) {
    long largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, bits[i] & Long.MAX_VALUE);
    }
    return largest;
  }

  /** Whether element i of the heap is worth less than element j: of equals the later one is. */
  private boolean less(int i, int j) {
    return keys[i] < keys[j] || keys[i] == keys[j] && positions[i] > positions[j];
  }

  private void sink(int from, int size) {
    int at = from;
    while (true) {
      int least = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
        if (less(child, least)) {
          least = child;
        }
      }
      if (least == at) {
        return;
      }
      long key = keys[at];
      int position = positions[at];
      keys[at] = keys[least];
      positions[at] = positions[least];
      keys[least] = key;
      positions[least] = position;
      at = least;
    }
  }
}

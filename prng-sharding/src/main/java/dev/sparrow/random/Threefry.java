package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.List;

/**
 * The hash behind every stream: threefry2x32 with 20 rounds, as pointwise uint32 operations.
 *
 * <p>Source of rounds and constants: J. Salmon et al., "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011, and its Random123 library.
 */
final class Threefry {
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  /** Skein's key-schedule parity, C240 of the Threefish definition cut to 32 bits. */
  private static final long PARITY = 0x1BD1_1BDAL;

  private Threefry() {}

  /**
   * A 64-bit value in two uint32 arrays of one shape.
   *
   * @param high bits 63 to 32
   * @param low bits 31 to 0
   */
  record Words(NDArray high, NDArray low) {
    /** The value as uint64. */
    NDArray joined() {
      NDArray upper = Lax.convert(high, DType.UINT64);
      NDArray shifted = Lax.apply(Fn.SHIFT_LEFT, upper, Creation.scalar(32L, DType.UINT64));
      return Lax.apply(Fn.OR, shifted, Lax.convert(low, DType.UINT64));
    }
  }

  /**
   * Hashes counters with a key; rank-0 words apply to all elements.
   *
   * @param key the key
   * @param counter the counter
   * @return the hash, of the counter's shape
   */
  static Words hash(Words key, Words counter) {
    NDArray parity = xor(xor(key.high, key.low), word(PARITY));
    List<NDArray> schedule = List.of(key.high, key.low, parity);
    NDArray x0 = add(counter.high, key.high);
    NDArray x1 = add(counter.low, key.low);
    for (int block = 0; block < 5; block++) {
      for (int distance : ROTATIONS[block % 2]) {
        x0 = add(x0, x1);
        x1 = xor(rotateLeft(x1, distance), x0);
      }
      x0 = add(x0, schedule.get((block + 1) % 3));
      x1 = add(x1, add(schedule.get((block + 2) % 3), word(block + 1)));
    }
    return new Words(x0, x1);
  }

  /**
   * The words of one key.
   *
   * @param key a key of shape ()
   * @return its words, rank 0
   */
  static Words words(NDArray key) {
    NDArray pair = Lax.bind(new Primitive.RandomUnwrap(), key);
    return new Words(element(pair, 0), element(pair, 1));
  }

  /**
   * One element of a one-axis array.
   *
   * @param x the array
   * @param position which element
   * @return the element, rank 0
   */
  static NDArray element(NDArray x, long position) {
    Primitive slice = new Primitive.Slice(List.of(position), List.of(position + 1), List.of(1L));
    return Lax.bind(new Primitive.Squeeze(List.of(0)), Lax.bind(slice, x));
  }

  /**
   * A uint32 constant.
   *
   * @param bits its bits
   * @return the constant, rank 0
   */
  static NDArray word(long bits) {
    return Creation.scalar(bits, DType.UINT32);
  }

  /** Two shifts and an or: the lowering recognises the pair as one rotation. */
  private static NDArray rotateLeft(NDArray x, int distance) {
    return Lax.apply(
        Fn.OR,
        Lax.apply(Fn.SHIFT_LEFT, x, word(distance)),
        Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, x, word(32 - distance)));
  }

  private static NDArray add(NDArray x, NDArray y) {
    return Lax.apply(Fn.ADD, x, y);
  }

  private static NDArray xor(NDArray x, NDArray y) {
    return Lax.apply(Fn.XOR, x, y);
  }
}

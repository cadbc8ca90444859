package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.List;

/**
 * Words in the order of {@link StreamOrder#ORIGINAL}: the counters 0, 1, … are cut in two halves, a
 * counter of the first half and its partner in the second are hashed together, and the first words
 * of all hashes come before the second ones.
 */
final class OriginalOrder {
  /** Counters are 32 bits wide; JAX draws longer streams from several keys. */
  private static final long LONGEST = 0xFFFF_FFFFL;

  private OriginalOrder() {}

  /**
   * A stream of words.
   *
   * @param key one key
   * @param count how many
   * @return uint32 of shape (count,)
   */
  static NDArray words(NDArray key, long count) {
    if (count == 0) {
      return Lax.iota(DType.UINT32, Shape.of(0), 0);
    }
    if (count >= LONGEST) {
      throw new IllegalArgumentException(
          "random bits: a draw in the original order has less than "
              + LONGEST
              + " words, got "
              + count
              + "; draw it in parts, or in the partitionable order");
    }
    long half = (count + 1) / 2;
    NDArray upper = Lax.iota(DType.UINT32, Shape.of(half), 0);
    NDArray lower = Lax.apply(Fn.ADD, upper, Threefry.word(half));
    if (count % 2 == 1) {
      // The last counter is a zero that fills the second half up.
      NDArray last = Lax.apply(Fn.EQ, upper, Threefry.word(half - 1));
      lower = Lax.select(last, Lax.broadcastTo(Threefry.word(0), lower.shape()), lower);
    }
    Threefry.Words hash = Threefry.hash(Threefry.words(key), new Threefry.Words(upper, lower));
    NDArray all = Lax.bind(new Primitive.Concatenate(0), hash.high(), hash.low());
    return prefix(all, count);
  }

  /** Words of an unsigned dtype. */
  static NDArray bits(NDArray key, DType word, Shape shape) {
    long size = shape.size();
    int width = 8 * word.bytes();
    NDArray words = words(key, Math.ceilDiv(width * size, 32L));
    NDArray flat =
        switch (width) {
          case 64 -> new Threefry.Words(part(words, 0, size), part(words, size, 2 * size)).joined();
          case 32 -> words;
          default -> narrow(words, word, size);
        };
    return Lax.reshape(flat, shape);
  }

  /** Each word yields its parts from the least significant up. */
  private static NDArray narrow(NDArray words, DType word, long size) {
    int width = 8 * word.bytes();
    Shape parts = Shape.of(words.size(), 32 / width);
    NDArray distance = Lax.apply(Fn.MUL, Lax.iota(DType.UINT32, parts, 1), Threefry.word(width));
    NDArray spread = Lax.broadcastInDim(words, parts, List.of(0));
    NDArray shifted = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, spread, distance);
    NDArray flat = Lax.reshape(Lax.convert(shifted, word), Shape.of(parts.size()));
    return prefix(flat, size);
  }

  private static NDArray prefix(NDArray x, long length) {
    return x.size() == length ? x : part(x, 0, length);
  }

  private static NDArray part(NDArray x, long from, long to) {
    return Lax.bind(new Primitive.Slice(List.of(from), List.of(to), List.of(1L)), x);
  }
}

package dev.sparrow.cli;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.random.Random;
import dev.sparrow.random.StreamSlice;
import dev.sparrow.transform.Vmap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Random words by the ways in which programs come to many keys: whatever keeps the words of one key
 * apart from those of another shows as a pattern in words that take turns.
 */
final class KeyedWords {
  /** Words of a block. */
  private static final int BLOCK = 1 << 20;

  private static final int CHILDREN = 1 << 16;

  private static final int WORDS_OF_A_CHILD = BLOCK / CHILDREN;

  /** Numbers that a key can be folded with. */
  private static final long FOLDS = 1L << 32;

  private final LongFunction<NDArray> blocks;
  private long number;
  private NDArray ahead;

  private KeyedWords(LongFunction<NDArray> blocks) {
    this.blocks = blocks;
    this.ahead = blocks.apply(0);
  }

  /** The words of one key. */
  static KeyedWords ofStream(long seed) {
    NDArray key = Random.key(seed);
    return new KeyedWords(block -> StreamSlice.of(block * BLOCK, BLOCK).bits(key));
  }

  /** A word of each child of a key, and so on; then those of the next seed's key. */
  static KeyedWords ofChildren(long seed) {
    UnaryOperator<NDArray> bits =
        child -> Random.bits(child, Shape.of(WORDS_OF_A_CHILD), DType.UINT32);
    Compiled words =
        Jit.jit("words", key -> Vmap.vmap(bits).apply(Random.split(key, CHILDREN)).transpose());
    return new KeyedWords(block -> words.apply(Random.key(seed + block)));
  }

  /** The first word of the key folded with each number; then those of the next seed's key. */
  static KeyedWords ofNumbers(long seed) {
    Compiled words =
        Jit.jit(
            "words",
            (NDArray key, NDArray first) -> {
              NDArray numbers = Lax.iota(DType.UINT32, Shape.of(BLOCK), 0).add(first);
              UnaryOperator<NDArray> bits =
                  number -> Random.bits(Random.foldIn(key, number), Shape.scalar(), DType.UINT32);
              return Vmap.vmap(bits).apply(numbers);
            });
    return new KeyedWords(block -> {
      NDArray key = Random.key(seed + block * BLOCK / FOLDS);
      return words.apply(key, Creation.scalar(block * BLOCK % FOLDS, DType.UINT32));
    });
  }

  /** The next block, little-endian, while the one after it is being made. */
  byte[] next() {
    NDArray block = ahead;
    ahead = blocks.apply(++number);
    try (block) {
      return block.toByteArray();
    }
  }
}

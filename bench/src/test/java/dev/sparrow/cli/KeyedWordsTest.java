package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KeyedWordsTest {
  private static final int BLOCK = 1 << 20;

  private static int word(byte[] block, int position) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(4 * position);
  }

  private static int drawn(NDArray key, int position) {
    return (int) Random.bits(key, Shape.of(16), DType.UINT32).toLongArray()[position];
  }

  @Test
  void aStreamGoesOnFromBlockToBlock() {
    KeyedWords words = KeyedWords.ofStream(3);
    long[] whole = Random.bits(Random.key(3), Shape.of(BLOCK + 8), DType.UINT32).toLongArray();
    byte[] first = words.next();
    assertEquals(4 * BLOCK, first.length);
    assertEquals((int) whole[7], word(first, 7));
    assertEquals((int) whole[BLOCK + 7], word(words.next(), 7));
  }

  @Test
  void childrenTakeTurns() {
    KeyedWords words = KeyedWords.ofChildren(3);
    byte[] first = words.next();
    NDArray children = Random.split(Random.key(3), 1 << 16);
    assertEquals(drawn(children.get(5), 0), word(first, 5));
    assertEquals(drawn(children.get(5), 2), word(first, 2 * (1 << 16) + 5));
    NDArray next = Random.split(Random.key(4), 1 << 16);
    assertEquals(drawn(next.get(9), 0), word(words.next(), 9));
  }

  @Test
  void eachNumberGivesAWord() {
    KeyedWords words = KeyedWords.ofNumbers(3);
    byte[] first = words.next();
    NDArray key = Random.key(3);
    assertEquals(firstOf(Random.foldIn(key, 77)), word(first, 77));
    assertEquals(firstOf(Random.foldIn(key, BLOCK + 1)), word(words.next(), 1));
  }

  private static int firstOf(NDArray key) {
    return (int) Random.bits(key, Shape.scalar(), DType.UINT32).toLong();
  }
}

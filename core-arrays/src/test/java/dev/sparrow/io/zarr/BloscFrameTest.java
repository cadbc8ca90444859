package dev.sparrow.io.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the stores of others do not show: numcodecs has no Snappy, and writes many blocks seldom.
 */
class BloscFrameTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void framesOfSeveralBlocksAreReadBack(int width) throws Exception {
    for (int elements : new int[] {1, 7, 1 << 10, 100_003}) {
      byte[] bytes = new byte[elements * width];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i / width >>> 8 * (i % width));
      }
      byte[] frame = BloscFrame.encode(bytes, width);
      assertArrayEquals(bytes, BloscFrame.decode(frame, bytes.length));
      assertTrue(elements < 1 << 10 || width == 1 || frame.length < bytes.length / 2);
    }
  }

  @Test
  void whatDoesNotCompressIsCopied() throws Exception {
    byte[] bytes = new byte[1000];
    new SplittableRandom(1).nextBytes(bytes);
    byte[] frame = BloscFrame.encode(bytes, 4);
    assertEquals(bytes.length + 16, frame.length);
    assertArrayEquals(bytes, BloscFrame.decode(frame, ByteCodec.UNKNOWN));
  }

  @Test
  void snappyIsRead() throws Exception {
    byte[] bytes = new byte[500];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i / 50);
    }
    byte[] packed = ByteCodec.compress(new SnappyCompressor(), bytes, 0, bytes.length);
    byte[] frame = frame(2, bytes.length, packed);
    assertArrayEquals(bytes, BloscFrame.decode(frame, bytes.length));
    IOException other = assertThrows(IOException.class, () -> BloscFrame.decode(frame, 400));
    assertTrue(other.getMessage().contains("says 500 of 400 bytes"), other.getMessage());
    IOException unknown =
        assertThrows(IOException.class, () -> BloscFrame.decode(frame(5, 500, packed), 500));
    assertTrue(unknown.getMessage().contains("codec 5"), unknown.getMessage());
  }

  /** One block that is neither split nor shuffled. */
  private static byte[] frame(int codec, int size, byte[] packed) {
    return ByteBuffer.allocate(24 + packed.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {2, 1, (byte) (codec << 5 | 0x10), 1})
        .putInt(size)
        .putInt(size)
        .putInt(24 + packed.length)
        .putInt(20)
        .putInt(packed.length)
        .put(packed)
        .array();
  }
}

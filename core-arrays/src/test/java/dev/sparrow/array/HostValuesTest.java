package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.testing.AllocatorsAtZero;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class HostValuesTest {
  @Test
  void javaArraysGoInAndComeBack() {
    float[] floats = {1.5f, -0.0f, Float.NaN};
    assertArrayEquals(floats, HostValues.array(floats).toFloatArray());
    double[] doubles = {1e300, Double.NEGATIVE_INFINITY};
    assertArrayEquals(doubles, HostValues.array(doubles).toDoubleArray());
    int[] ints = {Integer.MIN_VALUE, 7};
    assertArrayEquals(ints, HostValues.array(ints).toIntArray());
    long[] longs = {Long.MIN_VALUE, 1L << 40};
    assertArrayEquals(longs, HostValues.array(longs).toLongArray());
    boolean[] truths = {true, false, true};
    assertArrayEquals(truths, HostValues.array(truths).toBooleanArray());
    assertArrayEquals(new float[0], HostValues.array(new float[0]).toFloatArray());
  }

  @Test
  void unsignedWordsReadAsBitsOrAsValues() {
    NDArray words = HostValues.unsigned(-1, 5);
    assertEquals(DType.UINT32, words.dtype());
    assertArrayEquals(new int[] {-1, 5}, words.toIntArray());
    assertArrayEquals(new long[] {4294967295L, 5}, words.toLongArray());
    assertArrayEquals(new double[] {4294967295.0, 5}, words.toDoubleArray());
  }

  @Test
  void bytesAreLittleEndianInRowMajorOrder() {
    NDArray x = HostValues.array(new int[] {1, 2, 3, 4}).reshape(2, 2).transpose();
    assertArrayEquals(new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0}, x.toByteArray());
    NDArray back = HostValues.fromBytes(DType.INT32, Shape.of(2, 2), x.toByteArray());
    assertArrayEquals(new int[] {1, 3, 2, 4}, back.toIntArray());
  }

  @Test
  void bytesOfBoolsAreOneWhereTheyAreNotZero() throws IOException {
    byte[] bytes = {0, 1, 2, -1, 0, 127};
    byte[] truths = {0, 1, 1, 1, 0, 1};
    Shape shape = Shape.of(6);
    NDArray copied = HostValues.fromBytes(DType.BOOL, shape, bytes);
    assertArrayEquals(truths, copied.toByteArray());
    NDArray segment = HostValues.fromSegment(DType.BOOL, shape, MemorySegment.ofArray(bytes));
    assertArrayEquals(truths, segment.toByteArray());
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    NDArray read =
        HostValues.read(DType.BOOL, shape, ByteOrder.LITTLE_ENDIAN, channel, "a channel");
    assertArrayEquals(truths, read.toByteArray());
  }

  @Test
  void wrongNumberOfBytesIsAnError() {
    ShapeException refused =
        assertThrows(
            ShapeException.class,
            () -> HostValues.fromBytes(DType.FLOAT32, Shape.of(2), new byte[7]));
    assertEquals("fromBytes: f32[2] takes 8 bytes, got 7", refused.getMessage());
  }

  @Test
  void singleValuesByFamily() {
    assertEquals(2.5, HostValues.array(new float[] {2.5f}).item());
    assertEquals(-3L, HostValues.array(new int[] {-3}).reshape().item());
    assertEquals(4294967295L, HostValues.unsigned(-1).item());
    assertEquals(true, HostValues.array(new boolean[] {true}).item());
    assertEquals(-3.0, HostValues.array(new int[] {-3}).toDouble());
    assertEquals(true, HostValues.array(new float[] {0.5f}).toBoolean());
    assertEquals(false, HostValues.array(new int[] {0}).toBoolean());
  }

  @Test
  void conversionsThatWouldLoseAreRefused() {
    NDArray floats = HostValues.array(new float[] {1, 2});
    assertThrows(ShapeException.class, floats::item);
    assertThrows(ShapeException.class, floats::toBoolean);
    assertThrows(DTypeException.class, () -> HostValues.array(new float[] {1}).toLong());
    assertThrows(DTypeException.class, floats::toIntArray);
    assertThrows(DTypeException.class, floats::toLongArray);
    assertThrows(DTypeException.class, () -> HostValues.array(new int[] {1}).toFloatArray());
    assertThrows(DTypeException.class, floats::toBooleanArray);
  }

  @Test
  void byteBufferIsAReadOnlyWindow() {
    NDArray x = HostValues.array(new int[] {7, 8});
    ByteBuffer bytes = x.asByteBuffer();
    assertEquals(8, bytes.getInt(4));
    assertEquals(8, bytes.remaining());
    assertThrows(ReadOnlyBufferException.class, () -> bytes.putInt(0, 9));
    ShapeException strided = assertThrows(ShapeException.class, () -> x.get("::-1").asByteBuffer());
    assertEquals(
        "asByteBuffer(): i32[2] is a strided window without dense memory of its own; use"
            + " toByteArray()",
        strided.getMessage());
  }

  @Test
  void arraysDoNotChange() {
    NDArray x = HostValues.array(new int[] {7, 8});
    ImmutableArrayException refused =
        assertThrows(ImmutableArrayException.class, () -> x.set(0, 1.0));
    assertEquals(true, refused.getMessage().contains("x.at(0).set("), refused.getMessage());
    assertArrayEquals(new int[] {7, 8}, x.toIntArray());
  }
}

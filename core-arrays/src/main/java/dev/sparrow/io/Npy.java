package dev.sparrow.io;

import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Shaping;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * NumPy's file of one array, {@code .npy}: what {@code numpy.save} writes and {@code numpy.load}
 * reads. Every dtype but bfloat16 and random keys, for which the format has no name.
 */
public final class Npy {
  private Npy() {}

  /**
   * Writes an array, in row-major order and little-endian, whole or not at all.
   *
   * @param file where to; an earlier file of that name is replaced
   * @param x the array; waits for it
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the format has no such dtype
   */
  public static void save(Path file, NDArray x) throws IOException {
    // The dtype is checked before anything is touched.
    byte[] header = header(x);
    WholeFile.write(file, channel -> write(channel, header, x));
  }

  /**
   * Reads an array of any byte order and of row-major or Fortran order.
   *
   * @param file a file of {@code numpy.save}
   * @return the array, of the file's dtype and shape
   * @throws IOException if it cannot be read, is no such file, ends early, or holds Python objects
   */
  public static NDArray load(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      return read(stream, file.toString());
    }
  }

  static byte[] header(NDArray x) {
    return new NpyHeader(x.dtype(), ByteOrder.LITTLE_ENDIAN, NpyHeader.Order.ROW_MAJOR, x.shape())
        .bytes();
  }

  static void write(WritableByteChannel channel, byte[] header, NDArray x) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(header);
    while (head.hasRemaining()) {
      channel.write(head);
    }
    HostValues.write(x, channel);
  }

  static NDArray read(InputStream stream, String name) throws IOException {
    NpyHeader header = NpyHeader.read(stream, name);
    Shape shape = header.shape();
    boolean reversed = header.order() == NpyHeader.Order.COLUMN_MAJOR;
    NDArray stored =
        HostValues.read(
            header.dtype(),
            reversed ? reverse(shape) : shape,
            header.byteOrder(),
            Channels.newChannel(stream),
            "npy: " + name);
    // Fortran order is row-major order of the reversed shape: the transpose is a view.
    return reversed ? Shaping.transpose(stored) : stored;
  }

  private static Shape reverse(Shape shape) {
    long[] dims = shape.dims();
    long[] reversed = new long[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      reversed[axis] = dims[dims.length - 1 - axis];
    }
    return Shape.of(reversed);
  }
}

package dev.sparrow.io.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What is stored of a chunk: all or some of a file, or bytes in memory. */
sealed interface StoredBytes {
  /** {@return how many there are} */
  long size();

  /**
   * Some of them.
   *
   * @param from the first
   * @param count how many
   * @throws IOException if they cannot be read
   */
  byte[] read(long from, int count) throws IOException;

  /**
   * Bytes of a file.
   *
   * @param channel the file
   * @param start the first
   * @param size how many
   */
  record InFile(FileChannel channel, long start, long size) implements StoredBytes {
    @Override
    public byte[] read(long from, int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start + from + bytes.position()) < 0) {
          throw new EOFException("it ends after " + bytes.position() + " of " + count + " bytes");
        }
      }
      return bytes.array();
    }
  }

  /** Bytes in memory. */
  final class InMemory implements StoredBytes {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public byte[] read(long from, int count) {
      byte[] some = new byte[count];
      System.arraycopy(bytes, Math.toIntExact(from), some, 0, count);
      return some;
    }
  }

  /**
   * Some of a stored whole.
   *
   * @param whole the whole
   * @param start first byte
   * @param size how many
   */
  record Part(StoredBytes whole, long start, long size) implements StoredBytes {
    @Override
    public byte[] read(long from, int count) throws IOException {
      return whole.read(start + from, count);
    }
  }

  /** {@return all of them} */
  default byte[] readAll() throws IOException {
    if (size() > Integer.MAX_VALUE) {
      throw new IOException("it has " + size() + " bytes; chunks of up to 2 GiB can be read");
    }
    return read(0, (int) size());
  }
}

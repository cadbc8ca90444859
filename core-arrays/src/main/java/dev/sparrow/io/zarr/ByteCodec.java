package dev.sparrow.io.zarr;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** What is done to the bytes of a chunk before they are stored. */
sealed interface ByteCodec {
  /** Stands for a size that is not known. */
  int UNKNOWN = -1;

  /** The level of zstd that is written. */
  int ZSTD_LEVEL = 3;

  /** A gzip file, RFC 1952. */
  record Gzip() implements ByteCodec {}

  /** A zlib stream, RFC 1950. */
  record Zlib() implements ByteCodec {}

  /** Zstandard frames, RFC 8878. */
  record Zstd() implements ByteCodec {}

  /** A Blosc frame. */
  record Blosc() implements ByteCodec {}

  /** An LZ4 block behind its size, as numcodecs writes it. */
  record Lz4() implements ByteCodec {}

  /** The bytes, and their CRC-32C. */
  record Crc32c() implements ByteCodec {}

  /**
   * The bytes from what is stored.
   *
   * @param stored what is stored
   * @param size how many bytes it must give, or {@link #UNKNOWN}
   * @return the bytes
   * @throws IOException if it is damaged; the message begins with what it is
   */
  default byte[] decode(byte[] stored, int size) throws IOException {
    byte[] bytes =
        switch (this) {
          case Gzip() -> inflate(new GZIPInputStream(new ByteArrayInputStream(stored)), size);
          case Zlib() -> inflate(new InflaterInputStream(new ByteArrayInputStream(stored)), size);
          case Zstd() -> {
            int length = size == UNKNOWN ? zstdSize(stored) : size;
            yield decompress(new ZstdDecompressor(), stored, 0, stored.length, length);
          }
          case Blosc() -> BloscFrame.decode(stored, size);
          case Lz4() -> lz4(stored, size);
          case Crc32c() -> checked(stored);
        };
    if (size != UNKNOWN && bytes.length != size) {
      throw new IOException("it gives " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private static byte[] inflate(InputStream in, int size) throws IOException {
    try (in) {
      // One more than wanted, to see what is too long.
      return size == UNKNOWN ? in.readAllBytes() : in.readNBytes(size + 1);
    }
  }

  private static int zstdSize(byte[] stored) throws IOException {
    try {
      long size = ZstdDecompressor.getDecompressedSize(stored, 0, stored.length);
      if (size >= 0 && size <= Integer.MAX_VALUE) {
        return (int) size;
      }
    } catch (MalformedInputException | IllegalStateException damaged) {
      throw new IOException("it is no zstd frame: " + damaged.getMessage(), damaged);
    }
    throw new IOException("its zstd frame does not say its size");
  }

  private static byte[] lz4(byte[] stored, int expected) throws IOException {
    if (stored.length < Integer.BYTES) {
      throw new IOException("it ends after " + stored.length + " bytes");
    }
    int size = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < 0 || (expected != UNKNOWN && size != expected)) {
      throw new IOException("it says that it has " + size + " of " + expected + " bytes");
    }
    int length = stored.length - Integer.BYTES;
    return decompress(new Lz4Decompressor(), stored, Integer.BYTES, length, size);
  }

  private static byte[] checked(byte[] stored) throws IOException {
    int length = stored.length - Integer.BYTES;
    if (length < 0) {
      throw new IOException("it ends after " + stored.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    int expected = bytes.getInt(length);
    CRC32C crc = new CRC32C();
    crc.update(stored, 0, length);
    if ((int) crc.getValue() != expected) {
      throw new IOException(
          "its checksum is %08x, its bytes have %08x".formatted(expected, crc.getValue()));
    }
    return Arrays.copyOf(stored, length);
  }

  /**
   * Runs a decompressor.
   *
   * @param size how many bytes must come out
   * @throws IOException if other than that come out
   */
  static byte[] decompress(Decompressor codec, byte[] stored, int from, int length, int size)
      throws IOException {
    byte[] bytes = new byte[size];
    int written;
    try {
      written = codec.decompress(stored, from, length, bytes, 0, size);
    } catch (MalformedInputException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException bad) {
      throw new IOException("it cannot be decompressed: " + bad.getMessage(), bad);
    }
    if (written != size) {
      throw new IOException("it gives " + written + " of " + size + " bytes");
    }
    return bytes;
  }

  /**
   * Bytes to store.
   *
   * @param bytes the bytes
   * @param width bytes of an element
   * @return what to store
   */
  default byte[] encode(byte[] bytes, int width) throws IOException {
    return switch (this) {
      case Gzip() -> gzip(bytes);
      case Zstd() -> compress(new ZstdCompressor(), bytes, 0, bytes.length);
      case Blosc() -> BloscFrame.encode(bytes, width);
      case Zlib(), Lz4(), Crc32c() -> throw new IllegalStateException("written by nobody: " + this);
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new Level6(stored)) {
      out.write(bytes);
    }
    return stored.toByteArray();
  }

  /** The level that the metadata name. */
  final class Level6 extends GZIPOutputStream {
    static final int LEVEL = 6;

    Level6(OutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
    }
  }

  static byte[] compress(Compressor codec, byte[] bytes, int from, int length) {
    byte[] stored = new byte[codec.maxCompressedLength(length)];
    int size = codec.compress(bytes, from, length, stored, 0, stored.length);
    return Arrays.copyOf(stored, size);
  }

  /** {@return bytes that are stored for some, or {@link #UNKNOWN}} */
  default int storedSize(int bytes) {
    return this instanceof Crc32c && bytes != UNKNOWN ? bytes + Integer.BYTES : UNKNOWN;
  }
}

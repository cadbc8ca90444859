package dev.sparrow.io.zarr;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;

/**
 * Frames of Blosc 1: a header of 16 bytes, the places of blocks, and blocks that are shuffled and
 * compressed each by itself. Source: C-Blosc's "Blosc Header Format" and "Blosc Chunk Format"; the
 * rule for splitting blocks is in its {@code blosc.c} alone.
 */
final class BloscFrame {
  /** What the metadata name as the level of what is written; LZ4 here has one. */
  static final int LEVEL = 5;

  private static final int HEADER = 16;
  private static final int VERSION = 2;
  private static final int CODEC_VERSION = 1;

  private static final int SHUFFLED = 0x1;
  private static final int COPIED = 0x2;
  private static final int BITS_SHUFFLED = 0x4;
  private static final int NOT_SPLIT = 0x10;
  private static final int CODEC_SHIFT = 5;

  /** Codecs by number; lz4hc's output is lz4's. */
  private enum Codec {
    BLOSCLZ,
    LZ4,
    SNAPPY,
    ZLIB,
    ZSTD
  }

  /** Wider elements are not split into planes, nor blocks whose planes are shorter than that. */
  private static final int MOST_SPLITS = 16;

  private static final int SHORTEST_SPLIT = 128;

  /** Bytes of a block when writing: what stays in the second cache with its shuffled copy. */
  private static final int BLOCK_BYTES = 1 << 18;

  private BloscFrame() {}

  /**
   * Reads a frame.
   *
   * @param frame its bytes
   * @param expected how many bytes it must give, or {@link ByteCodec#UNKNOWN}
   */
  static byte[] decode(byte[] frame, int expected) throws IOException {
    if (frame.length < HEADER) {
      throw new IOException("it ends after " + frame.length + " bytes of a Blosc header");
    }
    ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get(0);
    int flags = in.get(2);
    int width = in.get(3) & 0xFF;
    int size = in.getInt(4);
    int blockSize = in.getInt(8);
    int stored = in.getInt(12);
    if (version != VERSION || stored > frame.length || size < 0 || width == 0) {
      throw new IOException(
          "its Blosc header is damaged, or of version %d: %d of %d bytes"
              .formatted(version, frame.length, stored));
    }
    if (expected != ByteCodec.UNKNOWN && size != expected) {
      throw new IOException("its Blosc header says " + size + " of " + expected + " bytes");
    }
    if ((flags & COPIED) != 0) {
      if (stored != HEADER + size) {
        throw new IOException("its Blosc frame holds " + (stored - HEADER) + " of " + size);
      }
      return Arrays.copyOfRange(frame, HEADER, stored);
    }
    byte[] bytes = new byte[size];
    if (size == 0) {
      return bytes;
    }
    int code = (flags & 0xFF) >>> CODEC_SHIFT;
    int blocks = blockSize < 1 ? 0 : Math.ceilDiv(size, blockSize);
    if (code >= Codec.values().length || blocks == 0 || stored < HEADER + 4L * blocks) {
      throw new IOException(
          "its Blosc header is damaged: codec " + code + ", " + blocks + " blocks");
    }
    for (int block = 0; block < blocks; block++) {
      int at = block * blockSize;
      int length = Math.min(blockSize, size - at);
      boolean split =
          (flags & NOT_SPLIT) == 0
              && length == blockSize
              && width <= MOST_SPLITS
              && blockSize / width >= SHORTEST_SPLIT;
      in.limit(stored).position(within(in.getInt(HEADER + Integer.BYTES * block), stored));
      byte[] planes = block(in, Codec.values()[code], length, split ? width : 1);
      byte[] restored =
          (flags & SHUFFLED) != 0 && width > 1
              ? Shuffle.unshuffle(planes, width)
              : (flags & BITS_SHUFFLED) != 0 ? Shuffle.unshuffleBits(planes, width) : planes;
      System.arraycopy(restored, 0, bytes, at, length);
    }
    return bytes;
  }

  private static int within(int position, int end) throws IOException {
    if (position < HEADER || position > end) {
      throw new IOException("its Blosc frame is damaged: a block at byte " + position);
    }
    return position;
  }

  /** One block as it was compressed, in some parts of equal length. */
  private static byte[] block(ByteBuffer in, Codec codec, int length, int parts)
      throws IOException {
    byte[] block = new byte[length];
    int part = length / parts;
    for (int number = 0; number < parts; number++) {
      int stored = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (stored < 0 || stored > in.remaining()) {
        throw new IOException("its Blosc frame ends early: a block of " + stored + " bytes");
      }
      byte[] packed = new byte[stored];
      in.get(packed);
      // What does not become smaller is kept as it is.
      byte[] bytes = stored == part ? packed : decompress(codec, packed, part);
      System.arraycopy(bytes, 0, block, number * part, part);
    }
    return block;
  }

  private static byte[] decompress(Codec codec, byte[] in, int size) throws IOException {
    return switch (codec) {
      case BLOSCLZ -> BloscLz.decompress(in, size);
      case LZ4 -> ByteCodec.decompress(new Lz4Decompressor(), in, 0, in.length, size);
      case SNAPPY -> ByteCodec.decompress(new SnappyDecompressor(), in, 0, in.length, size);
      case ZSTD -> ByteCodec.decompress(new ZstdDecompressor(), in, 0, in.length, size);
      case ZLIB -> {
        try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(in))) {
          byte[] bytes = inflated.readNBytes(size);
          if (bytes.length != size) {
            throw new IOException("a block gives " + bytes.length + " of " + size + " bytes");
          }
          yield bytes;
        }
      }
    };
  }

  /** A frame of LZ4 blocks of shuffled bytes. */
  static byte[] encode(byte[] bytes, int width) {
    int blockSize = Math.clamp(bytes.length, 1, BLOCK_BYTES / width * width);
    int blocks = Math.ceilDiv(bytes.length, blockSize);
    int first = HEADER + Integer.BYTES * blocks;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(first).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Lz4Compressor lz4 = new Lz4Compressor();
    for (int block = 0; block < blocks; block++) {
      int at = block * blockSize;
      byte[] plain = Arrays.copyOfRange(bytes, at, Math.min(at + blockSize, bytes.length));
      byte[] planes = width > 1 ? Shuffle.shuffle(plain, width) : plain;
      byte[] packed = ByteCodec.compress(lz4, planes, 0, planes.length);
      byte[] stored = packed.length < planes.length ? packed : planes;
      head.putInt(HEADER + Integer.BYTES * block, first + body.size());
      body.writeBytes(word.putInt(0, stored.length).array());
      body.writeBytes(stored);
    }
    int flags = (width > 1 ? SHUFFLED : 0) | NOT_SPLIT | Codec.LZ4.ordinal() << CODEC_SHIFT;
    boolean copied = first + body.size() >= HEADER + bytes.length;
    head.put((byte) VERSION)
        .put((byte) CODEC_VERSION)
        .put((byte) (copied ? flags | COPIED : flags))
        .put((byte) width)
        .putInt(bytes.length)
        .putInt(blockSize)
        .putInt(copied ? HEADER + bytes.length : first + body.size());
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head.array(), 0, copied ? HEADER : first);
    frame.writeBytes(copied ? bytes : body.toByteArray());
    return frame.toByteArray();
  }
}

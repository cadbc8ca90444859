package dev.sparrow.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Programs as bytes: what a file holds and what travels to Spark executors.
 *
 * <p>Layout: the letters {@code SPRG}, one byte for the version, the program, and a CRC-32C of all
 * before it, in four bytes, most significant first. Numbers are zigzag varints (seven bits a byte,
 * least significant first), so that a small program takes a few dozen bytes. Primitives and enum
 * constants are written by name at first use and by number afterwards; so are types of arrays and
 * programs inside programs. The order in which primitives are declared is therefore no part of the
 * format; their names and parameters are.
 *
 * <p>A program has no arrays in it: captured arrays are its first inputs.
 */
public final class GraphFormat {
  /** The version written, and the newest that is read. */
  public static final int VERSION = 1;

  /** Most programs inside one another. */
  static final int MAX_DEPTH = 256;

  private static final byte[] MAGIC = "SPRG".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + 1;

  private GraphFormat() {}

  /**
   * Writes a program. Equal programs give equal bytes.
   *
   * @param graph the program
   * @return its bytes
   * @throws IllegalArgumentException if more than 256 programs lie inside one another
   */
  public static byte[] write(Graph graph) {
    byte[] body = GraphEncoder.encode(graph);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length + Integer.BYTES);
    bytes.put(MAGIC).put((byte) VERSION).put(body);
    bytes.putInt(checksum(bytes.array(), HEADER + body.length));
    return bytes.array();
  }

  /**
   * Reads a program and checks that it is well-formed.
   *
   * @param bytes what {@link #write} gave
   * @return the program
   * @throws GraphFormatException if the bytes are something else, are damaged, are of a newer
   *     version, or name a primitive that is not known here
   */
  public static Graph read(byte[] bytes) {
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, MAGIC.length));
    if (!Arrays.equals(start, MAGIC)) {
      throw new GraphFormatException(
          "graph: not a saved program: "
              + (bytes.length == 0 ? "there are no bytes" : "starts with " + hex(start))
              + ", not with "
              + hex(MAGIC)
              + " (\"SPRG\")");
    }
    if (bytes.length < HEADER + Integer.BYTES) {
      throw new GraphFormatException(
          "graph: damaged: ends after " + bytes.length + " bytes; copy or save it again");
    }
    int version = bytes[MAGIC.length] & 0xFF;
    if (version < 1 || version > VERSION) {
      throw new GraphFormatException(
          "graph: saved in version "
              + version
              + " of the format, this build reads versions up to "
              + VERSION
              + "; load it with the build that saved it or with a newer one");
    }
    int end = bytes.length - Integer.BYTES;
    int expected = ByteBuffer.wrap(bytes).getInt(end);
    int actual = checksum(bytes, end);
    if (expected != actual) {
      throw new GraphFormatException(
          "graph: damaged: checksum of %d bytes is %08x, they say %08x; copy or save it again"
              .formatted(end, actual, expected));
    }
    return GraphDecoder.decode(ByteBuffer.wrap(bytes, HEADER, end - HEADER));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(text.isEmpty() ? "" : " ").append("%02x".formatted(b));
    }
    return text.toString();
  }
}

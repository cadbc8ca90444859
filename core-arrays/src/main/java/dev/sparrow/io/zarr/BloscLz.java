package dev.sparrow.io.zarr;

import java.io.IOException;

/**
 * Blosc's own LZ77. A control byte below 32 is followed by one literal more than it says; any other
 * holds the length of a match less two in its upper three bits (7: bytes follow that add to it, up
 * to one that is not 255) and the upper bits of its distance in the others. The next byte is the
 * rest of the distance; if all 13 bits are set, two more bytes hold what it has beyond them, the
 * higher one first. Source: {@code blosclz.c} of C-Blosc, for there is no other description.
 */
final class BloscLz {
  private static final int LITERALS = 32;
  private static final int LOW_BITS = 0x1F;
  private static final int LONG = 7;
  private static final int FARTHEST = 0x1FFF;

  private final byte[] in;
  private int at;

  private BloscLz(byte[] in) {
    this.in = in;
  }

  static byte[] decompress(byte[] in, int size) throws IOException {
    BloscLz reader = new BloscLz(in);
    byte[] out = new byte[size];
    int done = 0;
    // Of the first control byte, the upper bits say something else.
    for (boolean first = true; reader.at < in.length; first = false) {
      int control = first ? reader.next() & LOW_BITS : reader.next();
      done =
          control < LITERALS
              ? reader.literals(control + 1, out, done)
              : reader.match(control, out, done);
    }
    if (done != size) {
      throw new IOException("a blosclz block gives " + done + " of " + size + " bytes");
    }
    return out;
  }

  private int next() throws IOException {
    if (at >= in.length) {
      throw new IOException("a blosclz block ends early");
    }
    return in[at++] & 0xFF;
  }

  private int literals(int count, byte[] out, int done) throws IOException {
    if (count > in.length - at || count > out.length - done) {
      throw new IOException("a blosclz block is damaged: " + count + " literals");
    }
    System.arraycopy(in, at, out, done, count);
    at += count;
    return done + count;
  }

  private int match(int control, byte[] out, int done) throws IOException {
    int length = control >> 5;
    if (length == LONG) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 0xFF && length <= out.length);
    }
    length += 2;
    int distance = (control & LOW_BITS) << 8 | next();
    if (distance == FARTHEST) {
      distance += next() << 8;
      distance += next();
    }
    distance++;
    if (distance > done || length > out.length - done) {
      throw new IOException(
          "a blosclz block is damaged: a match of %d bytes, %d back".formatted(length, distance));
    }
    // Byte by byte: a match may reach into what it writes.
    for (int i = 0; i < length; i++) {
      out[done + i] = out[done + i - distance];
    }
    return done + length;
  }
}

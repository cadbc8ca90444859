package dev.sparrow.io.zarr;

/**
 * Blosc's rearrangements, which bring equal bytes or bits of neighbours together: first byte 0 of
 * every element, then byte 1, and so on. Bytes behind the last whole element stay where they are.
 */
final class Shuffle {
  private Shuffle() {}

  static byte[] shuffle(byte[] bytes, int width) {
    byte[] planes = bytes.clone();
    int elements = bytes.length / width;
    for (int plane = 0; plane < width; plane++) {
      for (int i = 0; i < elements; i++) {
        planes[plane * elements + i] = bytes[i * width + plane];
      }
    }
    return planes;
  }

  static byte[] unshuffle(byte[] planes, int width) {
    byte[] bytes = planes.clone();
    int elements = planes.length / width;
    for (int plane = 0; plane < width; plane++) {
      for (int i = 0; i < elements; i++) {
        bytes[i * width + plane] = planes[plane * elements + i];
      }
    }
    return bytes;
  }

  /**
   * Planes of bits: bit 0 of byte 0 of every element, the first element in the lowest bit, then bit
   * 1, and so on. Only done where the number of elements is a multiple of 8.
   */
  static byte[] unshuffleBits(byte[] planes, int width) {
    int elements = planes.length / width;
    if (elements % Byte.SIZE != 0) {
      return planes;
    }
    byte[] bytes = planes.clone();
    int rows = elements / Byte.SIZE;
    for (int plane = 0; plane < width; plane++) {
      for (int row = 0; row < rows; row++) {
        int first = plane * Byte.SIZE * rows + row;
        for (int lane = 0; lane < Byte.SIZE; lane++) {
          int value = 0;
          for (int bit = 0; bit < Byte.SIZE; bit++) {
            value |= (planes[first + bit * rows] >>> lane & 1) << bit;
          }
          bytes[(row * Byte.SIZE + lane) * width + plane] = (byte) value;
        }
      }
    }
    return bytes;
  }
}

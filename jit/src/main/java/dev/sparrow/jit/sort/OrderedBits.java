package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;

/**
 * Elements as unsigned integers of the same order, of as many bits as the elements have. NaN is the
 * largest.
 */
public final class OrderedBits {
  private static final int NAN_32 = -1;
  private static final long NAN_64 = -1L;

  private OrderedBits() {}

  /** What becomes of the sign of zero. */
  public enum Zeros {
    /** Zeros of both signs are equal, as in sorting. */
    EQUAL,
    /** Negative zero is less. */
    SIGNED
  }

  /**
   * Number of bits of a dtype's integers.
   *
   * @param dtype element type, not complex
   * @return 1 for bool, else 8, 16, 32 or 64
   */
  public static int bits(DType dtype) {
    return dtype == DType.BOOL ? 1 : 8 * dtype.bytes();
  }

  /**
   * The integer of an element.
   *
   * @param address where it lies
   * @param dtype its type, not complex
   * @param zeros what becomes of the sign of zero
   * @return the integer; the bits above are 0
   */
  public static long of(long address, DType dtype, Zeros zeros) {
    return switch (dtype) {
      case BOOL -> Memory.loadBytes1(address) != 0 ? 1 : 0;
      case INT8 -> (Memory.loadBytes1(address) & 0xFF) ^ 0x80;
      case UINT8 -> Memory.loadBytes1(address) & 0xFF;
      case INT16 -> (Memory.loadBytes2(address) & 0xFFFF) ^ 0x8000;
      case UINT16 -> Memory.loadBytes2(address) & 0xFFFF;
      case INT32 -> (Memory.loadI32(address) ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
      case UINT32 -> Memory.loadI32(address) & 0xFFFF_FFFFL;
      case INT64 -> Memory.loadI64(address) ^ Long.MIN_VALUE;
      case UINT64 -> Memory.loadI64(address);
      case FLOAT32 -> of32(Memory.loadI32(address), zeros) & 0xFFFF_FFFFL;
      case FLOAT64 -> of64(Memory.loadI64(address), zeros);
      case FLOAT16 -> of16(Memory.loadBytes2(address), 0x7C00, zeros);
      case BFLOAT16 -> of16(Memory.loadBytes2(address), 0x7F80, zeros);
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalArgumentException(dtype + " has no order of one number");
    };
  }

  /**
   * The integer of a float32.
   *
   * @param bits its bits
   * @param zeros what becomes of the sign of zero
   * @return the integer, unsigned
   */
  static int of32(int bits, Zeros zeros) {
    int magnitude = bits & Integer.MAX_VALUE;
    if (magnitude > 0x7F80_0000) {
      return NAN_32;
    }
    if (magnitude == 0 && zeros == Zeros.EQUAL) {
      return Integer.MIN_VALUE;
    }
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  static long of64(long bits, Zeros zeros) {
    long magnitude = bits & Long.MAX_VALUE;
    if (magnitude > 0x7FF0_0000_0000_0000L) {
      return NAN_64;
    }
    if (magnitude == 0 && zeros == Zeros.EQUAL) {
      return Long.MIN_VALUE;
    }
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  private static int of16(int bits, int infinity, Zeros zeros) {
    int magnitude = bits & 0x7FFF;
    if (magnitude > infinity) {
      return 0xFFFF;
    }
    if (magnitude == 0 && zeros == Zeros.EQUAL) {
      return 0x8000;
    }
    return (bits ^ ((short) bits >> 15 | 0x8000)) & 0xFFFF;
  }

  /**
   * The element of an integer, of which NaN is canonical.
   *
   * @param key the integer
   * @param dtype type of the element
   * @return its bits
   */
  static long toBits(long key, DType dtype) {
    return switch (dtype) {
      case BOOL, UINT8, UINT16, UINT32, UINT64 -> key;
      case INT8 -> key ^ 0x80;
      case INT16 -> key ^ 0x8000;
      case INT32 -> key ^ 0x8000_0000L;
      case INT64 -> key ^ Long.MIN_VALUE;
      case FLOAT16 -> key == 0xFFFF ? 0x7E00 : (key & 0x8000) != 0 ? key ^ 0x8000 : ~key;
      case BFLOAT16 -> key == 0xFFFF ? 0x7FC0 : (key & 0x8000) != 0 ? key ^ 0x8000 : ~key;
      case FLOAT32 -> toBits32((int) key);
      case FLOAT64 ->
          key == NAN_64 ? 0x7FF8_0000_0000_0000L : key < 0 ? key ^ Long.MIN_VALUE : ~key;
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalArgumentException(dtype + " has no order of one number");
    };
  }

  /** The bits of a float32, of which NaN is canonical. */
  static int toBits32(int key) {
    return key == NAN_32 ? 0x7FC0_0000 : key ^ (~key >> 31 | Integer.MIN_VALUE);
  }

  /**
   * The integer of the element zero.
   *
   * @param dtype a real float
   * @return the integer of both zeros
   */
  static long zero(DType dtype) {
    return 1L << bits(dtype) - 1;
  }
}

package dev.sparrow.jit.codegen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * All of memory as one segment, read and written at absolute addresses by generated loops. Whoever
 * fills a frame answers for its addresses: here nothing is checked.
 */
public final class Memory {
  /** Everything. A constant to the compiler, so bounds checks fold away. */
  @SuppressWarnings("restricted")
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Byte order of vectors in memory. */
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Addresses have fewer bits than this on every processor. */
  static final long ADDRESS_MASK = (1L << 56) - 1;

  private Memory() {}

  /**
   * An address of which the compiler knows that it is far from the end of {@link #ALL}: where a
   * loop adds ints to it, times the size of an element, bounds checks fold away.
   *
   * @param address an address
   * @return the same
   */
  public static long bounded(long address) {
    return address & ADDRESS_MASK;
  }

  /**
   * Reads four bytes.
   *
   * @param address where it lies
   * @return its bits
   */
  public static int loadI32(long address) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  /**
   * Reads eight bytes.
   *
   * @param address where it lies
   * @return its bits
   */
  public static long loadI64(long address) {
    return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  /**
   * Reads a float.
   *
   * @param address where it lies
   * @return the float
   */
  public static float loadF32(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  /**
   * Reads a double.
   *
   * @param address where it lies
   * @return the double
   */
  public static double loadF64(long address) {
    return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
  }

  static boolean loadMASK(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address) != 0;
  }

  /**
   * Reads one byte, sign-extended.
   *
   * @param address where it lies
   * @return its bits
   */
  public static int loadBytes1(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  /**
   * Writes one byte, the low bits of an int.
   *
   * @param value its bits
   * @param address where it goes
   */
  public static void storeBytes1(int value, long address) {
    ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
  }

  /**
   * Reads two bytes, sign-extended.
   *
   * @param address where it lies
   * @return its bits
   */
  public static int loadBytes2(long address) {
    return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
  }

  /**
   * Reads four bytes.
   *
   * @param address where it lies
   * @return its bits
   */
  public static int loadBytes4(long address) {
    return loadI32(address);
  }

  /**
   * Writes two bytes, the low bits of an int.
   *
   * @param value its bits
   * @param address where it goes
   */
  public static void storeBytes2(int value, long address) {
    ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) value);
  }

  /**
   * Writes four bytes.
   *
   * @param value its bits
   * @param address where it goes
   */
  public static void storeBytes4(int value, long address) {
    store(value, address);
  }

  static void store(int value, long address) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  /**
   * Writes eight bytes.
   *
   * @param value its bits
   * @param address where it goes
   */
  public static void store(long value, long address) {
    ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
  }

  static void store(float value, long address) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  static void store(double value, long address) {
    ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
  }

  static void store(boolean value, long address) {
    ALL.set(ValueLayout.JAVA_BYTE, address, (byte) (value ? 1 : 0));
  }
}

package dev.sparrow.jit.codegen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * All of memory as one segment, read and written at absolute addresses by generated loops. Whoever
 * fills a frame answers for its addresses: here nothing is checked.
 */
final class Memory {
  /** Everything. A constant to the compiler, so bounds checks fold away. */
  @SuppressWarnings("restricted")
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Byte order of vectors in memory. */
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private Memory() {}

  static int loadI32(long address) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  static long loadI64(long address) {
    return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  static float loadF32(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static double loadF64(long address) {
    return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
  }

  static boolean loadMASK(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address) != 0;
  }

  /** Two bytes as the low bits of an int. */
  static int loadBytes2(long address) {
    return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
  }

  /** Four bytes. */
  static int loadBytes4(long address) {
    return loadI32(address);
  }

  static void storeBytes2(int value, long address) {
    ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) value);
  }

  static void storeBytes4(int value, long address) {
    store(value, address);
  }

  static void store(int value, long address) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  static void store(long value, long address) {
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

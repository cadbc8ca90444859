package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.jit.codegen.Memory;

/**
 * Adds single elements at positions along an axis, in order, in one pass without a list of places.
 * Positions that do not exist are dropped.
 *
 * @param last the last position that exists
 * @param dtype float32, float64, or an integer of 4 or 8 bytes
 * @param step distance between updates, in elements
 */
record ElementScatter(int last, DType dtype, long step) {
  /** Whether updates of a kind are added here. */
  static boolean adds(UpdateArithmetic arithmetic) {
    return arithmetic.mode() == UpdateMode.ADD
        && switch (arithmetic.dtype()) {
          case FLOAT32, FLOAT64, INT32, UINT32, INT64, UINT64 -> true;
          case BOOL, INT8, INT16, UINT8, UINT16, FLOAT16, BFLOAT16 -> false;
          case COMPLEX64, COMPLEX128, KEY -> false;
        };
  }

  /**
   * Adds updates.
   *
   * @param positions address of the first position
   * @param updates address of the first update
   * @param axis address of the axis's first element
   * @param count number of updates
   */
  void add(long positions, long updates, long axis, int count) {
    long index = Memory.bounded(positions);
    long to = Memory.bounded(axis);
    long bytes = step * dtype.bytes();
    if (dtype == DType.FLOAT32) {
      floats(index, updates, bytes, to, count, last);
    } else if (dtype == DType.FLOAT64) {
      doubles(index, updates, bytes, to, count, last);
    } else if (dtype.bytes() == Integer.BYTES) {
      ints(index, updates, bytes, to, count, last);
    } else {
      longs(index, updates, bytes, to, count, last);
    }
  }

  private static void floats(long index, long from, long step, long to, int count, int last) {
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      if (position <= last) {
        long element = to + 4L * position;
        float sum = Memory.loadF32(element) + Memory.loadF32(from + i * step);
        Memory.storeBytes4(Float.floatToIntBits(sum), element);
      }
    }
  }

  private static void doubles(long index, long from, long step, long to, int count, int last) {
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      if (position <= last) {
        long element = to + 8L * position;
        double sum = Memory.loadF64(element) + Memory.loadF64(from + i * step);
        Memory.store(Double.doubleToLongBits(sum), element);
      }
    }
  }

  private static void ints(long index, long from, long step, long to, int count, int last) {
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      if (position <= last) {
        long element = to + 4L * position;
        int sum = Memory.loadI32(element) + Memory.loadI32(from + i * step);
        Memory.storeBytes4(sum, element);
      }
    }
  }

  private static void longs(long index, long from, long step, long to, int count, int last) {
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      if (position <= last) {
        long element = to + 8L * position;
        Memory.store(Memory.loadI64(element) + Memory.loadI64(from + i * step), element);
      }
    }
  }
}

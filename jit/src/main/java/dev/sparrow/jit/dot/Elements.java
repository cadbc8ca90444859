package dev.sparrow.jit.dot;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;

/** Elements of any dtype, converted between memory and the type that sums are kept in. */
final class Elements {
  /** Bytes from which a call that copies them takes less time than a loop. */
  private static final long LONG_BYTES = 256;

  private Elements() {}

  /** Copies one element, or one part of a complex one, and converts it. */
  static void convert(long from, DType dtype, long to, LaneType type) {
    switch (type) {
      case F32 -> Memory.storeBytes4(Float.floatToRawIntBits((float) real(from, dtype)), to);
      case F64 -> Memory.store(Double.doubleToRawLongBits(real(from, dtype)), to);
      case I32 -> Memory.storeBytes4((int) integer(from, dtype), to);
      case I64 -> Memory.store(integer(from, dtype), to);
      case MASK -> throw new IllegalArgumentException("masks are not summed");
    }
  }

  /**
   * Copies evenly strided elements side by side and converts them.
   *
   * @param from address of the first
   * @param dtype their dtype
   * @param step bytes from one to the next
   * @param to where they go
   * @param type what they become
   * @param count number of elements
   */
  static void copy(long from, DType dtype, long step, long to, LaneType type, long count) {
    int bytes = type.bytes();
    if (!Accumulators.isStored(dtype, type)) {
      for (long i = 0; i < count; i++) {
        convert(from + i * step, dtype, to + i * bytes, type);
      }
    } else if (step == bytes && count * bytes >= LONG_BYTES) {
      MemorySegment.copy(Memory.ALL, from, Memory.ALL, to, count * bytes);
    } else if (bytes == 4) {
      long i = 0;
      for (; step == 4 && i + 2 <= count; i += 2) {
        Memory.store(Memory.loadI64(from + 4 * i), to + 4 * i);
      }
      for (; i < count; i++) {
        Memory.storeBytes4(Memory.loadI32(from + i * step), to + 4 * i);
      }
    } else {
      for (long i = 0; i < count; i++) {
        Memory.store(Memory.loadI64(from + i * step), to + 8 * i);
      }
    }
  }

  /** Writes zeros side by side. */
  static void zero(long to, long count, LaneType type) {
    for (long i = 0; i < count; i++) {
      if (type.bytes() == 4) {
        Memory.storeBytes4(0, to + 4 * i);
      } else {
        Memory.store(0L, to + 8 * i);
      }
    }
  }

  private static double real(long at, DType dtype) {
    return switch (dtype) {
      case FLOAT32, COMPLEX64 -> Float.intBitsToFloat(Memory.loadI32(at));
      case FLOAT64, COMPLEX128 -> Double.longBitsToDouble(Memory.loadI64(at));
      case FLOAT16 -> Float.float16ToFloat((short) Memory.loadBytes2(at));
      case BFLOAT16 -> Float.intBitsToFloat(Memory.loadBytes2(at) << 16);
      case UINT64 -> new Literal(Memory.loadI64(at), ArrayType.of(dtype)).doubleValue();
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> integer(at, dtype);
      case KEY -> throw new IllegalArgumentException("keys have no products");
    };
  }

  private static long integer(long at, DType dtype) {
    return switch (dtype) {
      case BOOL -> Memory.loadBytes1(at) != 0 ? 1 : 0;
      case INT8 -> Memory.loadBytes1(at);
      case UINT8 -> Memory.loadBytes1(at) & 0xFF;
      case INT16 -> Memory.loadBytes2(at);
      case UINT16 -> Memory.loadBytes2(at) & 0xFFFF;
      case INT32 -> Memory.loadI32(at);
      case UINT32 -> Memory.loadI32(at) & 0xFFFF_FFFFL;
      case INT64, UINT64 -> Memory.loadI64(at);
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalArgumentException(dtype + " is no integer");
    };
  }

  /**
   * Writes one sum as an element of the result.
   *
   * @param from address of the sum
   * @param type what it is kept in
   * @param to address of the element, or of a part of a complex one
   * @param dtype dtype of the result
   */
  static void finish(long from, LaneType type, long to, DType dtype) {
    switch (dtype) {
      case FLOAT16, BFLOAT16 -> {
        float sum = Float.intBitsToFloat(Memory.loadI32(from));
        Memory.storeBytes2((int) Literal.bitsOf(dtype, Float.isNaN(sum) ? Float.NaN : sum), to);
      }
      case FLOAT32, COMPLEX64 -> {
        float sum = Float.intBitsToFloat(Memory.loadI32(from));
        Memory.storeBytes4(Float.floatToIntBits(sum), to);
      }
      case FLOAT64, COMPLEX128 -> {
        double sum = Double.longBitsToDouble(Memory.loadI64(from));
        Memory.store(Double.doubleToLongBits(sum), to);
      }
      case BOOL -> Memory.storeBytes1(Memory.loadI32(from) != 0 ? 1 : 0, to);
      case INT8, UINT8 -> Memory.storeBytes1(Memory.loadI32(from), to);
      case INT16, UINT16 -> Memory.storeBytes2(Memory.loadI32(from), to);
      case INT32, UINT32 -> Memory.storeBytes4(Memory.loadI32(from), to);
      case INT64, UINT64 -> Memory.store(Memory.loadI64(from), to);
      case KEY -> throw new IllegalArgumentException("keys have no products");
    }
    assert type.bytes() >= 4;
  }
}

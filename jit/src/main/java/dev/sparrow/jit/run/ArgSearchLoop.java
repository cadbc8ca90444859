package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive.Extreme;
import dev.sparrow.jit.codegen.Memory;

/**
 * Finds the index of the first extreme element along an axis; NaN is more extreme than any number.
 *
 * @param slot where to look
 * @param offset first element
 * @param dtype element type
 * @param kept where the first element of each search lies
 * @param searches number of searches
 * @param step distance between neighbours along the axis, in elements
 * @param extent elements along the axis, at least 1
 * @param targetSlot where the indices go
 * @param indexBytes size of an index
 * @param extreme what is sought
 */
record ArgSearchLoop(
    int slot,
    long offset,
    DType dtype,
    Walk kept,
    long searches,
    long step,
    long extent,
    int targetSlot,
    int indexBytes,
    Extreme extreme)
    implements BoundStep {
  /** Elements from which searches are spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 18;

  @Override
  public void run(Addresses addresses) {
    int threads = searches * extent >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    ParallelLoop.run(
        searches,
        threads,
        (_, begin, end) -> {
          for (long search = begin; search < end; search++) {
            long first = addresses.base()[slot] + (offset + kept.offset(search)) * dtype.bytes();
            long target = addresses.base()[targetSlot] + search * indexBytes;
            StridedCopy.fill(search(first), target, 1, indexBytes);
          }
        });
  }

  private long search(long first) {
    long stepBytes = step * dtype.bytes();
    long best = 0;
    long bestOrder = order(first);
    for (long i = 1; i < extent; i++) {
      long order = order(first + i * stepBytes);
      if (order > bestOrder) {
        bestOrder = order;
        best = i;
      }
    }
    return best;
  }

  /** A number that is larger for a more extreme element; equal for both zeros. */
  private long order(long address) {
    return switch (dtype) {
      case FLOAT32 -> {
        float value = Float.intBitsToFloat(Memory.loadI32(address));
        yield Float.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Float.floatToRawIntBits(value)));
      }
      case FLOAT64 -> {
        double value = Double.longBitsToDouble(Memory.loadI64(address));
        yield Double.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Double.doubleToRawLongBits(value)));
      }
      case UINT8, UINT16, UINT32 ->
          directed(StridedCopy.load(address, dtype.bytes()) & (1L << (8 * dtype.bytes())) - 1);
      case UINT64 -> directed(Memory.loadI64(address) ^ Long.MIN_VALUE);
      case BOOL, INT8, INT16, INT32, INT64 -> directed(StridedCopy.load(address, dtype.bytes()));
      case FLOAT16, BFLOAT16 -> {
        long bits = Memory.loadBytes2(address) & 0xFFFFL;
        float value = (float) Literal.doubleValue(dtype, bits);
        yield Float.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Float.floatToRawIntBits(value)));
      }
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalStateException("argmax: not ordered: " + dtype);
    };
  }

  private static long ordered(int bits) {
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  private static long ordered(long bits) {
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }

  private long directed(long order) {
    return switch (extreme) {
      case MAX -> order;
      case MIN -> ~order;
    };
  }
}

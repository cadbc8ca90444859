package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.ContractionOrder;
import dev.sparrow.graph.Literal;

/**
 * Computes one element of a contraction after another, in the order of {@link ContractionOrder}.
 *
 * @param lhs where the left operand lies
 * @param rhs where the right operand lies
 * @param targetSlot where the result goes, dense
 * @param dtype dtype of the result
 */
record ContractionLoop(Operand lhs, Operand rhs, int targetSlot, DType dtype) implements BoundStep {
  /** Products from which the work is spread over threads. */
  private static final long PARALLEL_PRODUCTS = 1 << 16;

  /**
   * Where an operand's elements lie.
   *
   * @param slot its slot
   * @param offset its first element
   * @param dtype its element type
   * @param batch the batch axes
   * @param batches positions along them
   * @param free the free axes
   * @param frees positions along them
   * @param contracting the contracting axes
   * @param terms positions along them
   */
  record Operand(
      int slot,
      long offset,
      DType dtype,
      Walk batch,
      long batches,
      Walk free,
      long frees,
      Walk contracting,
      long terms) {
    /** Address of the first term of a row. */
    long row(Addresses addresses, long batchAt, long freeAt) {
      return addresses.base()[slot]
          + (offset + batch.offset(batchAt) + free.offset(freeAt)) * dtype.bytes();
    }

    long term(long row, long term) {
      return StridedCopy.load(row + contracting.offset(term) * dtype.bytes(), dtype.bytes());
    }
  }

  @Override
  public void run(Addresses addresses) {
    long rows = lhs.batches * lhs.frees;
    boolean parallel = rows * rhs.frees * lhs.terms >= PARALLEL_PRODUCTS;
    ParallelLoop.run(
        rows,
        parallel ? addresses.threads() : 1,
        (_, begin, end) -> {
          for (long row = begin; row < end; row++) {
            row(addresses, row);
          }
        });
  }

  private void row(Addresses addresses, long number) {
    long batch = number / lhs.frees;
    long left = lhs.row(addresses, batch, number % lhs.frees);
    long target = addresses.base()[targetSlot] + number * rhs.frees * dtype.bytes();
    long leaf = ContractionOrder.leaf(dtype);
    long leaves = Math.max(1, (lhs.terms + leaf - 1) / leaf);
    for (long column = 0; column < rhs.frees; column++) {
      long right = rhs.row(addresses, batch, column);
      long bits =
          switch (dtype) {
            case FLOAT64 -> Double.doubleToLongBits(f64(left, right, 0, leaves));
            case FLOAT32, FLOAT16, BFLOAT16 ->
                Literal.bitsOf(dtype, canonical(f32(left, right, 0, leaves)));
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> integer(left, right);
            case BOOL -> integer(left, right) != 0 ? 1 : 0;
            case COMPLEX64, COMPLEX128, KEY ->
                throw new IllegalStateException("dot_general: " + dtype);
          };
      StridedCopy.fill(bits, target + column * dtype.bytes(), 1, dtype.bytes());
    }
  }

  private static float canonical(float value) {
    return Float.isNaN(value) ? Float.NaN : value;
  }

  private float f32(long left, long right, long begin, long end) {
    if (end - begin > 1) {
      long half = begin + Long.highestOneBit(end - begin - 1);
      return f32(left, right, begin, half) + f32(left, right, half, end);
    }
    long leaf = ContractionOrder.leaf(dtype);
    float sum = 0;
    for (long term = begin * leaf; term < Math.min(lhs.terms, end * leaf); term++) {
      float x = (float) real(lhs.dtype, lhs.term(left, term));
      float y = (float) real(rhs.dtype, rhs.term(right, term));
      sum = Math.fma(x, y, sum);
    }
    return sum;
  }

  private double f64(long left, long right, long begin, long end) {
    if (end - begin > 1) {
      long half = begin + Long.highestOneBit(end - begin - 1);
      return f64(left, right, begin, half) + f64(left, right, half, end);
    }
    long leaf = ContractionOrder.leaf(dtype);
    double sum = 0;
    for (long term = begin * leaf; term < Math.min(lhs.terms, end * leaf); term++) {
      double x = real(lhs.dtype, lhs.term(left, term));
      sum = Math.fma(x, real(rhs.dtype, rhs.term(right, term)), sum);
    }
    return sum;
  }

  private long integer(long left, long right) {
    long sum = 0;
    for (long term = 0; term < lhs.terms; term++) {
      sum += integer(lhs.dtype, lhs.term(left, term)) * integer(rhs.dtype, rhs.term(right, term));
    }
    return sum;
  }

  private static double real(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case FLOAT16 -> Float.float16ToFloat((short) bits);
      case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
      case UINT64 -> new Literal(bits, dev.sparrow.array.ArrayType.of(dtype)).doubleValue();
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> integer(dtype, bits);
      case COMPLEX64, COMPLEX128, KEY -> throw new IllegalStateException("dot_general: " + dtype);
    };
  }

  private static long integer(DType dtype, long bits) {
    return switch (dtype) {
      case UINT8, UINT16, UINT32 -> bits & (1L << 8 * dtype.bytes()) - 1;
      case BOOL, INT8, INT16, INT32, INT64, UINT64 -> bits;
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalStateException("dot_general: " + dtype);
    };
  }
}

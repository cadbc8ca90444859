package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.jit.lower.LaneType;

/** Which type sums of a result dtype are kept in. */
public final class Accumulators {
  private Accumulators() {}

  /**
   * The type that sums are kept in.
   *
   * @param result dtype of the product
   * @return float32 for narrower floats, a 32-bit integer for narrower integers and truth values
   */
  public static LaneType of(DType result) {
    return switch (result) {
      case BOOL, INT8, INT16, INT32, UINT8, UINT16, UINT32 -> LaneType.I32;
      case INT64, UINT64 -> LaneType.I64;
      case FLOAT16, BFLOAT16, FLOAT32, COMPLEX64 -> LaneType.F32;
      case FLOAT64, COMPLEX128 -> LaneType.F64;
      case KEY -> throw new IllegalArgumentException("keys have no products");
    };
  }

  /** Whether elements of a dtype lie in memory as sums are kept. */
  static boolean isStored(DType dtype, LaneType type) {
    return dtype.bytes() == type.bytes() * (dtype.isComplex() ? 2 : 1)
        && (dtype.isInexact() == type.isFloat());
  }
}

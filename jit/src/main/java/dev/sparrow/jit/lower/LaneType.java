package dev.sparrow.jit.lower;

/** Type a lane computes in. Every dtype maps to one; several dtypes share {@link #I32}. */
public enum LaneType {
  /** 32-bit integer; signed or unsigned is a property of the operation. */
  I32(4),
  /** 64-bit integer; signed or unsigned is a property of the operation. */
  I64(8),
  /** IEEE binary32. */
  F32(4),
  /** IEEE binary64. */
  F64(8),
  /** Truth value: one byte, 0 or 1, in memory. */
  MASK(1);

  private final int bytes;

  LaneType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Size of one element in memory.
   *
   * @return bytes per element
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Width of the type in bits; 1 for a mask.
   *
   * @return bits of a value
   */
  public int bits() {
    return this == MASK ? 1 : 8 * bytes;
  }

  /**
   * Whether this is F32 or F64.
   *
   * @return true for a floating-point type
   */
  public boolean isFloat() {
    return this == F32 || this == F64;
  }

  /**
   * Whether this is I32 or I64.
   *
   * @return true for an integer type
   */
  public boolean isInteger() {
    return this == I32 || this == I64;
  }
}

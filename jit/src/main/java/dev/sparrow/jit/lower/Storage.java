package dev.sparrow.jit.lower;

/** How the value of a lane lies in memory: as it is, or, for narrow dtypes, as its low bits. */
public enum Storage {
  /** The low 8 bits of an I32; a load extends the sign. */
  I8(1, LaneType.I32),
  /** The low 16 bits of an I32; a load extends the sign. */
  I16(2, LaneType.I32),
  /** An I32. */
  I32(4, LaneType.I32),
  /** An I64. */
  I64(8, LaneType.I64),
  /** An F32. */
  F32(4, LaneType.F32),
  /** An F64. */
  F64(8, LaneType.F64),
  /** A truth value: one byte, 0 or 1. */
  MASK(1, LaneType.MASK);

  private final int bytes;
  private final LaneType lane;

  Storage(int bytes, LaneType lane) {
    this.bytes = bytes;
    this.lane = lane;
  }

  /**
   * Size of one element.
   *
   * @return bytes per element
   */
  public int bytes() {
    return bytes;
  }

  /**
   * What a lane holds once an element is loaded.
   *
   * @return the lane type
   */
  public LaneType lane() {
    return lane;
  }

  /**
   * Whether an element has fewer bits than its lane.
   *
   * @return true for I8 and I16
   */
  public boolean isNarrow() {
    return this == I8 || this == I16;
  }

  /**
   * Lanes as they are.
   *
   * @param type a lane type
   * @return its own storage
   */
  public static Storage of(LaneType type) {
    return switch (type) {
      case I32 -> I32;
      case I64 -> I64;
      case F32 -> F32;
      case F64 -> F64;
      case MASK -> MASK;
    };
  }
}

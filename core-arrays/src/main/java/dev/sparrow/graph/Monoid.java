package dev.sparrow.graph;

import dev.sparrow.array.DType;

/** An associative combination with an identity: what a reduction folds with. */
public enum Monoid {
  SUM("reduce_sum", Fn.ADD),
  PROD("reduce_prod", Fn.MUL),
  MAX("reduce_max", Fn.MAX),
  MIN("reduce_min", Fn.MIN),
  AND("reduce_and", Fn.AND),
  OR("reduce_or", Fn.OR),
  XOR("reduce_xor", Fn.XOR);

  private final String jaxName;
  private final Fn combine;

  Monoid(String jaxName, Fn combine) {
    this.jaxName = jaxName;
    this.combine = combine;
  }

  /** {@return the name of the reduction in printed graphs} */
  public String jaxName() {
    return jaxName;
  }

  /** {@return the binary function that combines two partial results} */
  public Fn combine() {
    return combine;
  }

  /**
   * The identity as raw bits of a dtype: float bits, integer value, or 0/1 for bool; of a complex
   * dtype the bits of its real part, beside an imaginary 0.
   *
   * @param dtype element type of the reduction
   * @return the bits, zero- or sign-extended to 64
   */
  public long identity(DType dtype) {
    return switch (this) {
      case SUM, OR, XOR -> 0L;
      case PROD ->
          switch (dtype.kind()) {
            case FLOAT, COMPLEX -> floatBits(dtype, 1.0);
            case BOOL, SIGNED, UNSIGNED, KEY -> 1L;
          };
      case AND -> dtype == DType.BOOL ? 1L : -1L;
      case MAX ->
          switch (dtype.kind()) {
            case FLOAT, COMPLEX -> floatBits(dtype, Double.NEGATIVE_INFINITY);
            case SIGNED -> -1L << (8 * dtype.bytes() - 1);
            case BOOL, UNSIGNED, KEY -> 0L;
          };
      case MIN ->
          switch (dtype.kind()) {
            case FLOAT, COMPLEX -> floatBits(dtype, Double.POSITIVE_INFINITY);
            case SIGNED -> ~(-1L << (8 * dtype.bytes() - 1));
            case UNSIGNED -> -1L >>> (64 - 8 * dtype.bytes());
            case BOOL, KEY -> 1L;
          };
    };
  }

  private static long floatBits(DType dtype, double value) {
    return Literal.bitsOf(dtype, value);
  }
}

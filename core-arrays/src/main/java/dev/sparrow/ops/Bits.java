package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;

/** Functions of the bits of each integer element. */
public final class Bits {
  private Bits() {}

  /**
   * {@return the bits set in both}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_and")
  public static NDArray bitwiseAnd(NDArray x, NDArray y) {
    return Operands.promoted("bitwise_and", Fn.AND, x, y);
  }

  /**
   * {@return the bits set in either}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_or")
  public static NDArray bitwiseOr(NDArray x, NDArray y) {
    return Operands.promoted("bitwise_or", Fn.OR, x, y);
  }

  /**
   * {@return the bits set in one of them}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_xor")
  public static NDArray bitwiseXor(NDArray x, NDArray y) {
    return Operands.promoted("bitwise_xor", Fn.XOR, x, y);
  }

  /**
   * {@return all bits flipped; bool is negated}
   *
   * @param x operand, bool or integer
   */
  @JaxName({"bitwise_not", "bitwise_invert", "invert"})
  public static NDArray bitwiseNot(NDArray x) {
    return Lax.apply(Fn.NOT, x);
  }

  /**
   * {@return x · 2^y, wrapping; 0 once y reaches the width}
   *
   * @param x operand, integer
   * @param y distance
   */
  @JaxName({"left_shift", "bitwise_left_shift"})
  public static NDArray leftShift(NDArray x, NDArray y) {
    return Operands.promoted("left_shift", Fn.SHIFT_LEFT, x, y);
  }

  /**
   * {@return x shifted right; the sign stays for signed dtypes}
   *
   * @param x operand, integer
   * @param y distance
   */
  @JaxName({"right_shift", "bitwise_right_shift"})
  public static NDArray rightShift(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote("right_shift", x, y);
    Fn fn = in.getFirst().dtype().isUnsigned() ? Fn.SHIFT_RIGHT_LOGICAL : Fn.SHIFT_RIGHT_ARITHMETIC;
    return Lax.apply(fn, in.get(0), in.get(1));
  }

  /**
   * {@return how many bits of the magnitude are set, as uint8}
   *
   * @param x operand, integer or bool
   */
  @JaxName("bitwise_count")
  public static NDArray bitwiseCount(NDArray x) {
    NDArray integer = x.dtype() == DType.BOOL ? Lax.convert(x, DType.UINT8) : x;
    NDArray count = Lax.apply(Fn.POPULATION_COUNT, Arithmetic.abs(integer));
    return Lax.convert(count, DType.UINT8);
  }
}

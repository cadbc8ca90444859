package dev.sparrow.array;

import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Bits;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Rounding;
import org.jspecify.annotations.Nullable;

/**
 * What Python writes as operators, and elementwise methods, of an {@link NDArray}. Shapes broadcast
 * and dtypes promote; Java scalars are weak. The functions behind them are in {@code
 * dev.sparrow.ops}.
 */
public abstract sealed class ArrayOperators permits ArrayMethods {
  /** Only arrays extend this. */
  ArrayOperators() {}

  /** {@return this, as what all subclasses are} */
  final NDArray self() {
    return (NDArray) this;
  }

  /**
   * {@return this + y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray add(NDArray y) {
    return Arithmetic.add(self(), y);
  }

  /**
   * {@return this + y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray add(long y) {
    return Arithmetic.add(self(), scalar(y));
  }

  /**
   * {@return this + y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray add(double y) {
    return Arithmetic.add(self(), scalar(y));
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray sub(NDArray y) {
    return Arithmetic.subtract(self(), y);
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray sub(long y) {
    return Arithmetic.subtract(self(), scalar(y));
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray sub(double y) {
    return Arithmetic.subtract(self(), scalar(y));
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray mul(NDArray y) {
    return Arithmetic.multiply(self(), y);
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray mul(long y) {
    return Arithmetic.multiply(self(), scalar(y));
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray mul(double y) {
    return Arithmetic.multiply(self(), scalar(y));
  }

  /**
   * {@return this / y, elementwise; integers become floats}
   *
   * @param y other operand
   */
  public final NDArray div(NDArray y) {
    return Arithmetic.divide(self(), y);
  }

  /**
   * {@return this / y, elementwise; integers become floats}
   *
   * @param y weak integer scalar
   */
  public final NDArray div(long y) {
    return Arithmetic.divide(self(), scalar(y));
  }

  /**
   * {@return this / y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray div(double y) {
    return Arithmetic.divide(self(), scalar(y));
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray pow(NDArray y) {
    return Arithmetic.power(self(), y);
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y constant exponent
   */
  public final NDArray pow(long y) {
    return Arithmetic.power(self(), scalar(y));
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray pow(double y) {
    return Arithmetic.power(self(), scalar(y));
  }

  /**
   * {@return the remainder of this / y with the sign of y}
   *
   * @param y other operand
   */
  public final NDArray mod(NDArray y) {
    return Arithmetic.remainder(self(), y);
  }

  /**
   * {@return the remainder of this / y with the sign of y}
   *
   * @param y weak integer scalar
   */
  public final NDArray mod(long y) {
    return Arithmetic.remainder(self(), scalar(y));
  }

  /**
   * {@return y - this, elementwise}: {@code x.rsub(1)} is {@code 1 - x}
   *
   * @param y weak integer scalar
   */
  public final NDArray rsub(long y) {
    return Arithmetic.subtract(scalar(y), self());
  }

  /**
   * {@return y - this, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray rsub(double y) {
    return Arithmetic.subtract(scalar(y), self());
  }

  /**
   * {@return y / this, elementwise}: {@code x.rdiv(1)} is {@code 1 / x}
   *
   * @param y weak integer scalar
   */
  public final NDArray rdiv(long y) {
    return Arithmetic.divide(scalar(y), self());
  }

  /**
   * {@return y / this, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray rdiv(double y) {
    return Arithmetic.divide(scalar(y), self());
  }

  /**
   * {@return the largest integers not above this / y}, NumPy's {@code x // y}
   *
   * @param y other operand
   */
  public final NDArray floorDivide(NDArray y) {
    return Arithmetic.floorDivide(self(), y);
  }

  /**
   * {@return the largest integers not above this / y}
   *
   * @param y weak integer scalar
   */
  public final NDArray floorDivide(long y) {
    return Arithmetic.floorDivide(self(), scalar(y));
  }

  /** {@return -this, elementwise} */
  public final NDArray neg() {
    return Arithmetic.negative(self());
  }

  /** {@return the absolute value, elementwise} */
  public final NDArray abs() {
    return Arithmetic.abs(self());
  }

  // Comparison: bool arrays.

  /**
   * {@return this == y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray eq(NDArray y) {
    return Logic.equal(self(), y);
  }

  /**
   * {@return this == y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray eq(long y) {
    return Logic.equal(self(), scalar(y));
  }

  /**
   * {@return this == y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray eq(double y) {
    return Logic.equal(self(), scalar(y));
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray ne(NDArray y) {
    return Logic.notEqual(self(), y);
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray ne(long y) {
    return Logic.notEqual(self(), scalar(y));
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray ne(double y) {
    return Logic.notEqual(self(), scalar(y));
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray lt(NDArray y) {
    return Logic.less(self(), y);
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray lt(long y) {
    return Logic.less(self(), scalar(y));
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray lt(double y) {
    return Logic.less(self(), scalar(y));
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray le(NDArray y) {
    return Logic.lessEqual(self(), y);
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray le(long y) {
    return Logic.lessEqual(self(), scalar(y));
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray le(double y) {
    return Logic.lessEqual(self(), scalar(y));
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray gt(NDArray y) {
    return Logic.greater(self(), y);
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray gt(long y) {
    return Logic.greater(self(), scalar(y));
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray gt(double y) {
    return Logic.greater(self(), scalar(y));
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray ge(NDArray y) {
    return Logic.greaterEqual(self(), y);
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray ge(long y) {
    return Logic.greaterEqual(self(), scalar(y));
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray ge(double y) {
    return Logic.greaterEqual(self(), scalar(y));
  }

  // Bits and logic.

  /**
   * {@return this and y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray and(NDArray y) {
    return Bits.bitwiseAnd(self(), y);
  }

  /**
   * {@return this or y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray or(NDArray y) {
    return Bits.bitwiseOr(self(), y);
  }

  /**
   * {@return this exclusive-or y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray xor(NDArray y) {
    return Bits.bitwiseXor(self(), y);
  }

  /** {@return the complement, bitwise; bool is negated} */
  public final NDArray not() {
    return Bits.bitwiseNot(self());
  }

  /**
   * {@return the bits moved up by y places}; none are left from the width of the dtype on
   *
   * @param y integers
   */
  public final NDArray leftShift(NDArray y) {
    return Bits.leftShift(self(), y);
  }

  /**
   * {@return the bits moved up by a number of places}
   *
   * @param y weak integer scalar
   */
  public final NDArray leftShift(long y) {
    return Bits.leftShift(self(), scalar(y));
  }

  /**
   * {@return the bits moved down by y places}; the sign of signed dtypes stays
   *
   * @param y integers
   */
  public final NDArray rightShift(NDArray y) {
    return Bits.rightShift(self(), y);
  }

  /**
   * {@return the bits moved down by a number of places}
   *
   * @param y weak integer scalar
   */
  public final NDArray rightShift(long y) {
    return Bits.rightShift(self(), scalar(y));
  }

  /**
   * {@return the elements no smaller than min and no larger than max}
   *
   * @param min weak scalar
   * @param max weak scalar; wins where it is below min
   */
  public final NDArray clip(double min, double max) {
    return Arithmetic.clip(self(), scalar(min), scalar(max));
  }

  /**
   * {@return the elements no smaller than min and no larger than max}
   *
   * @param min weak scalar
   * @param max weak scalar; wins where it is below min
   */
  public final NDArray clip(long min, long max) {
    return Arithmetic.clip(self(), scalar(min), scalar(max));
  }

  /**
   * {@return the elements no smaller than min and no larger than max}
   *
   * @param min lower limits, or null
   * @param max upper limits, or null
   */
  public final NDArray clip(@Nullable NDArray min, @Nullable NDArray max) {
    return Arithmetic.clip(self(), min, max);
  }

  /** {@return the nearest integers, ties to even, as floats} */
  public final NDArray round() {
    return Rounding.round(self(), null);
  }

  /**
   * {@return the elements rounded to a number of decimals, ties to even}
   *
   * @param decimals digits after the point; negative for tens, hundreds, …
   */
  public final NDArray round(int decimals) {
    return Rounding.round(self(), decimals);
  }

  /** {@return the real parts} */
  public final NDArray real() {
    return ComplexNumbers.real(self());
  }

  /** {@return the imaginary parts; zeros of a real array} */
  public final NDArray imag() {
    return ComplexNumbers.imag(self());
  }

  /** {@return the complex conjugates} */
  public final NDArray conj() {
    return ComplexNumbers.conj(self());
  }

  /**
   * The matrix product; stacks of matrices broadcast over their leading axes.
   *
   * @param y right operand, a vector counts as a column
   * @return this @ y
   */
  public final NDArray matmul(NDArray y) {
    return Products.matmul(self(), y);
  }

  /**
   * The sum of products over the last axis of this and the last but one of the operand.
   *
   * @param y right operand
   * @return the other axes of this, then those of y
   */
  public final NDArray dot(NDArray y) {
    return Products.dot(self(), y);
  }

  private static NDArray scalar(long value) {
    return Creation.weak(value);
  }

  private static NDArray scalar(double value) {
    return Creation.weak(value);
  }
}

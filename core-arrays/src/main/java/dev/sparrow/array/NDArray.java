package dev.sparrow.array;

import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Bits;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Statistics;
import dev.sparrow.trace.Concretization;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An immutable n-dimensional array: what a user holds, what functions take and return.
 *
 * <p>Operations return new arrays at once; values are computed behind them, and reading a value
 * waits ({@link #blockUntilReady}). Inside a traced function ({@code jit}, {@code vmap}) the same
 * type stands for a value that is not known yet. Java scalars are weak: {@code x.mul(1.67)} keeps
 * the dtype of {@code x}. Nothing needs to be closed; {@link #close} frees memory early.
 *
 * <p>{@code equals} is identity; compare elements with {@link #eq} or {@code arrayEqual}.
 */
public abstract sealed class NDArray implements AutoCloseable permits ConcreteArray, Tracer {
  private final ArrayType type;

  /**
   * An array of a type.
   *
   * @param type dtype and shape
   */
  protected NDArray(ArrayType type) {
    this.type = type;
  }

  /** {@return dtype and shape} */
  public final ArrayType type() {
    return type;
  }

  /** {@return the element type} */
  public final DType dtype() {
    return type.dtype();
  }

  /** {@return the extents} */
  public final Shape shape() {
    return type.shape();
  }

  /** {@return the number of axes} */
  public final int rank() {
    return type.rank();
  }

  /** {@return the number of elements} */
  public final long size() {
    return type.shape().size();
  }

  // Arithmetic. Shapes broadcast; dtypes promote.

  /**
   * {@return this + y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray add(NDArray y) {
    return Arithmetic.add(this, y);
  }

  /**
   * {@return this + y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray add(long y) {
    return Arithmetic.add(this, scalar(y));
  }

  /**
   * {@return this + y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray add(double y) {
    return Arithmetic.add(this, scalar(y));
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray sub(NDArray y) {
    return Arithmetic.subtract(this, y);
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray sub(long y) {
    return Arithmetic.subtract(this, scalar(y));
  }

  /**
   * {@return this - y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray sub(double y) {
    return Arithmetic.subtract(this, scalar(y));
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray mul(NDArray y) {
    return Arithmetic.multiply(this, y);
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray mul(long y) {
    return Arithmetic.multiply(this, scalar(y));
  }

  /**
   * {@return this · y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray mul(double y) {
    return Arithmetic.multiply(this, scalar(y));
  }

  /**
   * {@return this / y, elementwise; integers become floats}
   *
   * @param y other operand
   */
  public final NDArray div(NDArray y) {
    return Arithmetic.divide(this, y);
  }

  /**
   * {@return this / y, elementwise; integers become floats}
   *
   * @param y weak integer scalar
   */
  public final NDArray div(long y) {
    return Arithmetic.divide(this, scalar(y));
  }

  /**
   * {@return this / y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray div(double y) {
    return Arithmetic.divide(this, scalar(y));
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray pow(NDArray y) {
    return Arithmetic.power(this, y);
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y constant exponent
   */
  public final NDArray pow(long y) {
    return Arithmetic.power(this, scalar(y));
  }

  /**
   * {@return this to the power y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray pow(double y) {
    return Arithmetic.power(this, scalar(y));
  }

  /**
   * {@return the remainder of this / y with the sign of y}
   *
   * @param y other operand
   */
  public final NDArray mod(NDArray y) {
    return Arithmetic.remainder(this, y);
  }

  /**
   * {@return the remainder of this / y with the sign of y}
   *
   * @param y weak integer scalar
   */
  public final NDArray mod(long y) {
    return Arithmetic.remainder(this, scalar(y));
  }

  /** {@return -this, elementwise} */
  public final NDArray neg() {
    return Arithmetic.negative(this);
  }

  /** {@return the absolute value, elementwise} */
  public final NDArray abs() {
    return Arithmetic.abs(this);
  }

  // Comparison: bool arrays.

  /**
   * {@return this == y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray eq(NDArray y) {
    return Logic.equal(this, y);
  }

  /**
   * {@return this == y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray eq(long y) {
    return Logic.equal(this, scalar(y));
  }

  /**
   * {@return this == y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray eq(double y) {
    return Logic.equal(this, scalar(y));
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray ne(NDArray y) {
    return Logic.notEqual(this, y);
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray ne(long y) {
    return Logic.notEqual(this, scalar(y));
  }

  /**
   * {@return this != y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray ne(double y) {
    return Logic.notEqual(this, scalar(y));
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray lt(NDArray y) {
    return Logic.less(this, y);
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray lt(long y) {
    return Logic.less(this, scalar(y));
  }

  /**
   * {@return this &lt; y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray lt(double y) {
    return Logic.less(this, scalar(y));
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray le(NDArray y) {
    return Logic.lessEqual(this, y);
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray le(long y) {
    return Logic.lessEqual(this, scalar(y));
  }

  /**
   * {@return this &lt;= y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray le(double y) {
    return Logic.lessEqual(this, scalar(y));
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray gt(NDArray y) {
    return Logic.greater(this, y);
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray gt(long y) {
    return Logic.greater(this, scalar(y));
  }

  /**
   * {@return this &gt; y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray gt(double y) {
    return Logic.greater(this, scalar(y));
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y other operand
   */
  public final NDArray ge(NDArray y) {
    return Logic.greaterEqual(this, y);
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y weak integer scalar
   */
  public final NDArray ge(long y) {
    return Logic.greaterEqual(this, scalar(y));
  }

  /**
   * {@return this &gt;= y, elementwise}
   *
   * @param y weak float scalar
   */
  public final NDArray ge(double y) {
    return Logic.greaterEqual(this, scalar(y));
  }

  // Bits and logic.

  /**
   * {@return this and y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray and(NDArray y) {
    return Bits.bitwiseAnd(this, y);
  }

  /**
   * {@return this or y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray or(NDArray y) {
    return Bits.bitwiseOr(this, y);
  }

  /**
   * {@return this exclusive-or y, bitwise}
   *
   * @param y other operand, bool or integer
   */
  public final NDArray xor(NDArray y) {
    return Bits.bitwiseXor(this, y);
  }

  /** {@return the complement, bitwise; bool is negated} */
  public final NDArray not() {
    return Bits.bitwiseNot(this);
  }

  // Reductions; no axes means all of them.

  /**
   * The matrix product; stacks of matrices broadcast over their leading axes.
   *
   * @param y right operand, a vector counts as a column
   * @return this @ y
   */
  public final NDArray matmul(NDArray y) {
    return Products.matmul(this, y);
  }

  /**
   * The sum of products over the last axis of this and the last but one of the operand.
   *
   * @param y right operand
   * @return the other axes of this, then those of y
   */
  public final NDArray dot(NDArray y) {
    return Products.dot(this, y);
  }

  /**
   * {@return the sum over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray sum(int... axes) {
    return Reductions.sum(this, axes);
  }

  /**
   * {@return the product over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray prod(int... axes) {
    return Reductions.prod(this, axes);
  }

  /**
   * {@return the arithmetic mean over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray mean(int... axes) {
    return Reductions.mean(this, axes);
  }

  /**
   * {@return the largest element over axes; NaN wins}
   *
   * @param axes axes to fold
   */
  public final NDArray max(int... axes) {
    return Reductions.max(this, axes);
  }

  /**
   * {@return the smallest element over axes; NaN wins}
   *
   * @param axes axes to fold
   */
  public final NDArray min(int... axes) {
    return Reductions.min(this, axes);
  }

  /**
   * {@return the standard deviation over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray std(int... axes) {
    return Statistics.std(this, axes);
  }

  /**
   * {@return the variance over axes}
   *
   * @param axes axes to fold
   */
  public final NDArray var(int... axes) {
    return Statistics.var(this, axes);
  }

  /** {@return the index of the largest element among all; the first of equals, NaN wins} */
  public final NDArray argmax() {
    return Reductions.argmax(this);
  }

  /**
   * {@return the indices of the largest elements along an axis}
   *
   * @param axis axis to search
   */
  public final NDArray argmax(int axis) {
    return Reductions.argmax(this, axis);
  }

  /** {@return the index of the smallest element among all; the first of equals, NaN wins} */
  public final NDArray argmin() {
    return Reductions.argmin(this);
  }

  /**
   * {@return the indices of the smallest elements along an axis}
   *
   * @param axis axis to search
   */
  public final NDArray argmin(int axis) {
    return Reductions.argmin(this, axis);
  }

  /**
   * {@return whether all elements over axes are nonzero}
   *
   * @param axes axes to fold
   */
  public final NDArray all(int... axes) {
    return Reductions.all(this, axes);
  }

  /**
   * {@return whether any element over axes is nonzero}
   *
   * @param axes axes to fold
   */
  public final NDArray any(int... axes) {
    return Reductions.any(this, axes);
  }

  // Shape and dtype.

  /**
   * {@return these elements under another shape}
   *
   * @param dims extents; one may be -1
   */
  public final NDArray reshape(long... dims) {
    return Shaping.reshape(this, dims);
  }

  /** {@return these elements as one axis, row-major} */
  public final NDArray ravel() {
    return Shaping.reshape(this, -1);
  }

  /**
   * {@return this array with axes permuted}
   *
   * @param axes the order; none reverses all axes
   */
  public final NDArray transpose(int... axes) {
    return Shaping.transpose(this, axes);
  }

  /** {@return this array with its axes reversed, NumPy's {@code x.T}} */
  public final NDArray T() {
    return transpose();
  }

  /**
   * {@return this array without its axes of extent 1}
   *
   * @param axes which; none means all
   */
  public final NDArray squeeze(int... axes) {
    return Shaping.squeeze(this, axes);
  }

  /**
   * Converts the elements; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param dtype the new element type
   * @return the converted array
   */
  public final NDArray astype(DType dtype) {
    return DTypes.astype(this, dtype);
  }

  // Indexing.

  /**
   * Elements by position, as {@code x[i, j]} in NumPy.
   *
   * @param positions one position for each leading axis; negative counts from the end
   * @return the rest of the array
   * @throws IndexOutOfBoundsException if a position does not exist
   */
  public final NDArray get(long... positions) {
    return IndexPlan.of(type.shape(), IndexPlan.positions(positions)).read(this);
  }

  /**
   * Elements by an index list. Positions in arrays that do not exist are clamped; the last stage of
   * {@code at(…).mode(…).get()} has other rules.
   *
   * @param entries the list, as between NumPy's square brackets
   * @return the elements; a window on this array if all entries are constant
   * @throws IndexOutOfBoundsException if a constant position does not exist
   */
  public final NDArray get(Index... entries) {
    return IndexPlan.of(type.shape(), List.of(entries)).read(this);
  }

  /**
   * Elements by arrays of positions or masks for the leading axes, as {@code x[i]} or {@code x[x >
   * 0]}.
   *
   * @param positions integers, which broadcast together, or bool masks
   * @return the elements
   */
  public final NDArray get(NDArray... positions) {
    return IndexPlan.of(type.shape(), IndexPlan.arrays(positions)).read(this);
  }

  /**
   * Elements by an index list in NumPy's notation.
   *
   * @param text such as {@code "1:, ..., None"}
   * @return a window on this array
   * @throws IndexOutOfBoundsException if a position does not exist
   */
  public final NDArray get(String text) {
    return IndexPlan.of(type.shape(), Index.parse(text)).read(this);
  }

  /**
   * Starts an update: {@code x.at(0).set(99)} is a new array that differs from x in one place.
   *
   * @param positions one position for each leading axis
   * @return the place
   */
  public final IndexedUpdate at(long... positions) {
    return new IndexedUpdate(this, IndexPlan.positions(positions));
  }

  /**
   * Starts an update of the elements an index list names.
   *
   * @param entries the list
   * @return the place
   */
  public final IndexedUpdate at(Index... entries) {
    return new IndexedUpdate(this, List.of(entries));
  }

  /**
   * Starts an update of the elements that arrays of positions or masks name.
   *
   * @param positions integers, which broadcast together, or bool masks, for the leading axes
   * @return the place
   */
  public final IndexedUpdate at(NDArray... positions) {
    return new IndexedUpdate(this, IndexPlan.arrays(positions));
  }

  /**
   * Starts an update of the elements an index list names.
   *
   * @param text the list in NumPy's notation
   * @return the place
   */
  public final IndexedUpdate at(String text) {
    return new IndexedUpdate(this, Index.parse(text));
  }

  /**
   * Always fails: arrays do not change. Here so that the mistake is answered with the way out.
   *
   * @param position a position
   * @param value a value
   * @throws ImmutableArrayException always
   */
  public final void set(long position, double value) {
    throw new ImmutableArrayException(position);
  }

  // Values. All of these wait for the data.

  /** {@return whether the value is computed, without waiting} */
  public boolean isReady() {
    return concrete("isReady", Concretization.NUMBER).isReady();
  }

  /** {@return this array, once its value is computed} */
  public NDArray blockUntilReady() {
    return concrete("blockUntilReady", Concretization.NUMBER).blockUntilReady();
  }

  /** {@return whether this array was closed} */
  public boolean isDeleted() {
    return false;
  }

  /** Frees the memory as soon as work in flight that reads it is done; later use fails. */
  @Override
  public void close() {
    concrete("close", Concretization.NUMBER).close();
  }

  /**
   * The only element of an array of size 1.
   *
   * @return a Boolean, Long, Double or {@link Complex}, by the dtype's family
   */
  public final Object item() {
    return HostValues.item(concrete("item", Concretization.NUMBER));
  }

  /** {@return the only element of a complex array of size 1} */
  public final Complex toComplex() {
    return HostValues.toComplex(concrete("toComplex", Concretization.NUMBER));
  }

  /** {@return all elements in row-major order; a complex dtype} */
  public final Complex[] toComplexArray() {
    return HostValues.toComplexArray(concrete("toComplexArray", Concretization.ARRAY));
  }

  /** {@return the only element of an array of size 1, as a double} */
  public final double toDouble() {
    return HostValues.toDouble(concrete("toDouble", Concretization.NUMBER));
  }

  /** {@return the only element of an array of size 1, as a long; floats are refused} */
  public final long toLong() {
    return HostValues.toLong(concrete("toLong", Concretization.INTEGER));
  }

  /** {@return the only element of an array of size 1, as a truth value} */
  public final boolean toBoolean() {
    return HostValues.toBoolean(concrete("toBoolean", Concretization.BOOLEAN));
  }

  /** {@return all elements in row-major order; dtype float32, float16 or bfloat16} */
  public final float[] toFloatArray() {
    return HostValues.toFloatArray(concrete("toFloatArray", Concretization.ARRAY));
  }

  /** {@return all elements in row-major order; any real dtype} */
  public final double[] toDoubleArray() {
    return HostValues.toDoubleArray(concrete("toDoubleArray", Concretization.ARRAY));
  }

  /** {@return all elements in row-major order; integers of up to 32 bits; uint32 as its bits} */
  public final int[] toIntArray() {
    return HostValues.toIntArray(concrete("toIntArray", Concretization.ARRAY));
  }

  /** {@return all elements in row-major order; any integer dtype} */
  public final long[] toLongArray() {
    return HostValues.toLongArray(concrete("toLongArray", Concretization.ARRAY));
  }

  /** {@return all elements in row-major order; dtype bool} */
  public final boolean[] toBooleanArray() {
    return HostValues.toBooleanArray(concrete("toBooleanArray", Concretization.ARRAY));
  }

  /**
   * All elements as Java arrays, one level for each axis.
   *
   * @return such as {@code float[][]}: float of floats of up to 32 bits, double of float64, int of
   *     integers that fit in one, long of others, boolean; a scalar as an array of one element
   */
  public final Object toNestedArray() {
    return JavaArrays.write(concrete("toNestedArray", Concretization.ARRAY));
  }

  /** {@return the elements in row-major order as little-endian bytes} */
  public final byte[] toByteArray() {
    return HostValues.toByteArray(concrete("toByteArray", Concretization.ARRAY));
  }

  /**
   * A read-only window on the memory, row-major, without a copy where the layout allows. Keep this
   * array reachable while using it.
   *
   * @return the bytes; writing throws {@link java.nio.ReadOnlyBufferException}
   */
  public final ByteBuffer asByteBuffer() {
    MemorySegment segment =
        Elements.readOnly(HostValues.denseView(concrete("asByteBuffer", Concretization.ARRAY)));
    return segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /**
   * The values as an HTML table, for notebooks: a row for a line, rows and columns for a matrix,
   * the printed text for more axes. The middle of arrays above 1000 elements is left out, without
   * being read or copied. Waits for the values.
   *
   * @return an HTML fragment, whose class is {@code sparrow-array}
   */
  public final String toHtml() {
    return HtmlPrinter.html(concrete("toHtml", Concretization.ARRAY));
  }

  /**
   * What this array is, without its values and without waiting for them.
   *
   * @return type, bytes and state, such as {@code f32[1000,1000], 3.8 MiB, being computed}
   */
  public String summary() {
    return type().toString();
  }

  final ConcreteArray concrete(String operation, Concretization as) {
    return switch (this) {
      case ConcreteArray array -> array;
      case Tracer tracer -> throw as.refuse(operation, tracer);
    };
  }

  private static NDArray scalar(long value) {
    return Creation.weak(value);
  }

  private static NDArray scalar(double value) {
    return Creation.weak(value);
  }
}

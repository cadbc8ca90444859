package dev.sparrow.array;

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
public abstract sealed class NDArray extends ArrayMethods implements AutoCloseable
    permits ConcreteArray, Tracer {
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
}

package dev.sparrow.array;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A place in an array, waiting for what to do there. Every method returns a new array of the same
 * shape; the array itself does not change. Values are converted to its dtype and broadcast to the
 * place.
 *
 * <p>Where positions repeat, {@code set} leaves the last value in row-major order of the positions,
 * and the others apply every one, in that order, whatever the number of threads or shards.
 * Positions in arrays that do not exist are clamped by {@link #get} and dropped by the others;
 * {@link #mode} says otherwise. Constant positions that do not exist throw unless a mode is given.
 */
public final class IndexedUpdate {
  private final NDArray array;
  private final List<Index> entries;
  private final IndexOptions options;

  IndexedUpdate(NDArray array, List<Index> entries) {
    this(array, entries, IndexOptions.DEFAULT);
  }

  private IndexedUpdate(NDArray array, List<Index> entries, IndexOptions options) {
    this.array = array;
    this.entries = entries;
    this.options = options;
  }

  /**
   * This place with a rule for positions that do not exist.
   *
   * @param mode CLIP, FILL, DROP or PROMISE_IN_BOUNDS
   * @return the place
   */
  public IndexedUpdate mode(IndexMode mode) {
    return new IndexedUpdate(
        array, entries, new IndexOptions(mode, options.fill(), options.wrapNegative()));
  }

  /**
   * This place, where {@link #get} gives a value for positions that do not exist. Without a value
   * it is NaN for inexact dtypes, the smallest signed or largest unsigned integer, true for bool.
   *
   * @param value rounded to the array's dtype
   * @return the place
   */
  public IndexedUpdate fill(double value) {
    return new IndexedUpdate(
        array, entries, new IndexOptions(IndexMode.FILL, value, options.wrapNegative()));
  }

  /** {@return this place, where negative positions in arrays do not count from the end} */
  public IndexedUpdate withoutWrapping() {
    return new IndexedUpdate(
        array, entries, new IndexOptions(options.mode(), options.fill(), false));
  }

  private IndexPlan plan() {
    return IndexPlan.of(array.shape(), entries, options);
  }

  /** {@return the elements at this place} */
  public NDArray get() {
    return plan().read(array);
  }

  /**
   * Replaces the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray set(NDArray values) {
    return update("at.set", UpdateMode.SET, values);
  }

  /**
   * Replaces the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray set(double value) {
    return set(Creation.weak(value));
  }

  /**
   * Replaces the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray set(long value) {
    return set(Creation.weak(value));
  }

  /**
   * Adds to the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray add(NDArray values) {
    return update("at.add", UpdateMode.ADD, values);
  }

  /**
   * Adds to the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray add(double value) {
    return add(Creation.weak(value));
  }

  /**
   * Adds to the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray add(long value) {
    return add(Creation.weak(value));
  }

  /**
   * Subtracts from the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray subtract(NDArray values) {
    return update("at.subtract", UpdateMode.ADD, Lax.apply(Fn.NEG, converted(values)));
  }

  /**
   * Subtracts from the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray subtract(double value) {
    return subtract(Creation.weak(value));
  }

  /**
   * Subtracts from the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray subtract(long value) {
    return subtract(Creation.weak(value));
  }

  /**
   * Multiplies the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray mul(NDArray values) {
    return update("at.multiply", UpdateMode.MUL, values);
  }

  /**
   * Multiplies the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray mul(double value) {
    return mul(Creation.weak(value));
  }

  /**
   * Multiplies the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray mul(long value) {
    return mul(Creation.weak(value));
  }

  /**
   * Divides the elements, by the product of all values where positions repeat.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array; floats if the array has integers, as a division gives
   */
  public NDArray divide(NDArray values) {
    return Arithmetic.divide(array, factors().mul(values));
  }

  /**
   * Divides the elements.
   *
   * @param value converted to the array's dtype
   * @return the new array; floats if the array has integers, as a division gives
   */
  public NDArray divide(double value) {
    return divide(Creation.weak(value));
  }

  /**
   * Raises the elements to a power, to the product of all values where positions repeat.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray power(NDArray values) {
    return Arithmetic.power(array, factors().mul(values));
  }

  /**
   * Raises the elements to a power.
   *
   * @param value converted to the array's dtype
   * @return the new array
   */
  public NDArray power(double value) {
    return power(Creation.weak(value));
  }

  /** This place in an array of ones. */
  private IndexedUpdate factors() {
    return new IndexedUpdate(Creation.onesLike(array), entries, options);
  }

  /**
   * Takes the smaller of each element and the value.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray min(NDArray values) {
    return update("at.min", UpdateMode.MIN, values);
  }

  /**
   * Takes the larger of each element and the value.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray max(NDArray values) {
    return update("at.max", UpdateMode.MAX, values);
  }

  /**
   * Replaces each element by a function of it, once more for every time its position repeats.
   *
   * @param function elementwise; keeps the shape
   * @return the new array
   */
  public NDArray apply(UnaryOperator<NDArray> function) {
    UnaryOperator<NDArray> same = x -> Lax.convert(function.apply(x), array.dtype());
    return switch (plan()) {
      case WindowPlan window ->
          window.update(UpdateMode.SET, array, same.apply(window.read(array)));
      case GatherPlan gather -> RepeatedApplication.apply(array, gather, same);
    };
  }

  private NDArray converted(NDArray values) {
    return values.astype(array.dtype());
  }

  private NDArray update(String operation, UpdateMode mode, NDArray values) {
    NDArray converted = converted(values);
    if (MaskedUpdate.isSelect(array.shape(), entries, converted)) {
      return MaskedUpdate.select(operation, mode, array, entries, options, converted);
    }
    IndexPlan plan = plan();
    return plan.update(mode, array, fitted(operation, converted, plan.result()));
  }

  /** Values broadcast to a place. */
  static NDArray fitted(String operation, NDArray values, Shape place) {
    boolean fits = values.rank() <= place.rank();
    for (int i = 1; fits && i <= values.rank(); i++) {
      fits = values.shape().dim(-i) == 1 || values.shape().dim(-i) == place.dim(-i);
    }
    if (!fits) {
      throw new ShapeException(
          operation
              + ": incompatible types for broadcasting: values of type "
              + values.type()
              + " do not broadcast to the indexed shape "
              + place);
    }
    return Lax.broadcastTo(values, place);
  }
}

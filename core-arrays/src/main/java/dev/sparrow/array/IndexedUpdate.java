package dev.sparrow.array;

import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;

/**
 * A place in an array, waiting for what to do there. Every method returns a new array of the same
 * shape and dtype; the array itself does not change.
 */
public final class IndexedUpdate {
  private final NDArray array;
  private final IndexPlan plan;

  IndexedUpdate(NDArray array, IndexPlan plan) {
    this.array = array;
    this.plan = plan;
  }

  /** {@return the elements at this place} */
  public NDArray get() {
    return plan.read(array);
  }

  /**
   * Replaces the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray set(NDArray values) {
    return update("at.set", Primitive.UpdateMode.SET, values);
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
    return update("at.add", Primitive.UpdateMode.ADD, values);
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
   * Multiplies the elements.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray mul(NDArray values) {
    return update("at.multiply", Primitive.UpdateMode.MUL, values);
  }

  /**
   * Takes the smaller of each element and the value.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray min(NDArray values) {
    return update("at.min", Primitive.UpdateMode.MIN, values);
  }

  /**
   * Takes the larger of each element and the value.
   *
   * @param values broadcast to the place; converted to the array's dtype
   * @return the new array
   */
  public NDArray max(NDArray values) {
    return update("at.max", Primitive.UpdateMode.MAX, values);
  }

  private NDArray update(String operation, Primitive.UpdateMode mode, NDArray values) {
    NDArray converted = values.astype(array.dtype());
    Shape place = plan.result();
    if (!converted.shape().broadcast(operation, place).equals(place)) {
      throw new ShapeException(
          operation
              + ": values of type "
              + values.type()
              + " do not broadcast to the indexed shape "
              + place);
    }
    return plan.update(mode, array, Lax.broadcastTo(converted, place));
  }
}

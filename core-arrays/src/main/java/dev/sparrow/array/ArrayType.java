package dev.sparrow.array;

import java.io.Serializable;

/**
 * What is known of an array without its data: dtype, shape, and whether the dtype is weak.
 *
 * <p>A weak dtype comes from a Java scalar and gives way in promotion: {@code x.mul(1.67)} keeps
 * the dtype of {@code x}. JAX calls this an aval.
 *
 * @param dtype element type
 * @param shape extents
 * @param weak whether the dtype gives way in promotion
 */
public record ArrayType(DType dtype, Shape shape, boolean weak) implements Serializable {
  /**
   * A strong type.
   *
   * @param dtype element type
   * @param dims extents
   * @return the type
   */
  public static ArrayType of(DType dtype, long... dims) {
    return new ArrayType(dtype, Shape.of(dims), false);
  }

  /**
   * A strong type.
   *
   * @param dtype element type
   * @param shape extents
   * @return the type
   */
  public static ArrayType of(DType dtype, Shape shape) {
    return new ArrayType(dtype, shape, false);
  }

  /**
   * This type with other extents.
   *
   * @param other the extents
   * @return the type
   */
  public ArrayType withShape(Shape other) {
    return new ArrayType(dtype, other, weak);
  }

  /**
   * This type, strong, with another dtype.
   *
   * @param other the dtype
   * @return the type
   */
  public ArrayType withDType(DType other) {
    return new ArrayType(other, shape, false);
  }

  /** {@return this type, not weak} */
  public ArrayType strong() {
    return weak ? new ArrayType(dtype, shape, false) : this;
  }

  /** {@return the number of axes} */
  public int rank() {
    return shape.rank();
  }

  /** {@return the type as it pastes into an error or a graph: {@code f32[3,4]}} */
  @Override
  public String toString() {
    return dtype.shortName() + "[" + shape.join() + "]";
  }
}

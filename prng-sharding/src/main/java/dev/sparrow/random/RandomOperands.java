package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;

/** What samplers accept: one key, the dtypes of this release, bounds that fit the shape. */
final class RandomOperands {
  private RandomOperands() {}

  static NDArray key(String operation, NDArray key) {
    if (key.dtype() != DType.KEY) {
      throw new DTypeException(
          operation + ": expected a key made by key(seed) or split(key, n), got " + key.type());
    }
    if (key.rank() != 0) {
      throw new ShapeException(
          operation
              + " accepts a single key, but was given a key array of shape "
              + key.shape()
              + "; use vmap");
    }
    return key;
  }

  static DType floating(String operation, DType dtype) {
    if (!dtype.isFloat()) {
      throw new DTypeException(
          operation + ": dtype must be a float dtype, got " + dtype + "; use float32 or float64");
    }
    return drawable(operation, dtype, "float32 or float64");
  }

  static DType integer(String operation, DType dtype) {
    if (!dtype.isInteger()) {
      throw new DTypeException(
          operation + ": dtype must be an integer dtype, got " + dtype + "; use int32 or int64");
    }
    return drawable(operation, dtype, "int32, uint32 or int64");
  }

  static DType word(String operation, DType dtype) {
    if (!dtype.isUnsigned()) {
      throw new DTypeException(
          operation + ": dtype must be an unsigned int dtype, got " + dtype + "; use uint32");
    }
    return drawable(operation, dtype, "uint32");
  }

  private static DType drawable(String operation, DType dtype, String instead) {
    if (!dtype.isSupported()) {
      throw new DTypeException(
          operation + ": " + dtype + " cannot be drawn in this release; use " + instead);
    }
    return dtype;
  }

  /** A bound in the dtype if it fits, else in int64 for the sampler to clip. */
  static NDArray integerBound(long value, DType dtype) {
    boolean fits =
        RandomIntegers.smallest(dtype) <= value && value <= RandomIntegers.largest(dtype);
    return Creation.scalar(value, fits ? dtype : DType.INT64);
  }

  static NDArray integerBound(String operation, NDArray bound, Shape shape) {
    NDArray whole = bound.dtype().isInteger() ? bound : Lax.convert(bound, DType.INT64);
    return fitted(operation, whole, shape);
  }

  static NDArray floatBound(String operation, NDArray bound, Shape shape, DType dtype) {
    return fitted(operation, Lax.convert(bound, dtype), shape);
  }

  /** Rank 0 as it is, anything else expanded to the shape of the draw, which it must not change. */
  private static NDArray fitted(String operation, NDArray bound, Shape shape) {
    if (bound.rank() == 0) {
      return bound;
    }
    if (bound.rank() > shape.rank() || !shape.broadcast(operation, bound.shape()).equals(shape)) {
      throw new ShapeException(
          operation
              + ": bounds of shape "
              + bound.shape()
              + " do not broadcast to the requested shape "
              + shape
              + "; ask for a shape they broadcast to");
    }
    return Lax.broadcastTo(bound, shape);
  }
}

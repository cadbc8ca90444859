package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import org.jspecify.annotations.Nullable;

/** What samplers accept: one key, dtypes of a kind, parameters that fit the shape. */
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
    return dtype;
  }

  static DType inexact(String operation, DType dtype) {
    if (!dtype.isInexact()) {
      throw new DTypeException(
          operation
              + ": dtype must be a float or complex dtype, got "
              + dtype
              + "; use float32 or complex64");
    }
    return dtype;
  }

  static DType integer(String operation, DType dtype) {
    if (!dtype.isInteger()) {
      throw new DTypeException(
          operation + ": dtype must be an integer dtype, got " + dtype + "; use int32 or int64");
    }
    return dtype;
  }

  static DType wideInteger(String operation, DType dtype) {
    if (integer(operation, dtype).bytes() < 4) {
      throw new DTypeException(
          operation + ": a slice has 32 or 64 bits an element, got " + dtype + "; convert int32");
    }
    return dtype;
  }

  static DType word(String operation, DType dtype) {
    if (!dtype.isUnsigned()) {
      throw new DTypeException(
          operation + ": dtype must be an unsigned int dtype, got " + dtype + "; use uint32");
    }
    return dtype;
  }

  /** The float dtype asked for, or the default one. */
  static DType floatOrDefault(String operation, @Nullable DType dtype) {
    return floating(operation, dtype == null ? Profile.current().defaultFloat() : dtype);
  }

  /** The integer dtype asked for, or the default one. */
  static DType integerOrDefault(String operation, @Nullable DType dtype) {
    return integer(operation, dtype == null ? Profile.current().defaultInt() : dtype);
  }

  /** The shape asked for, to which parameters must broadcast, or else the shape they have. */
  static Shape shape(String operation, @Nullable Shape shape, NDArray... parameters) {
    Shape common = Shape.scalar();
    for (NDArray parameter : parameters) {
      common = common.broadcast(operation, parameter.shape());
    }
    if (shape == null) {
      return common;
    }
    requireBroadcast(operation, common, shape);
    return shape;
  }

  /** Refuses parameters that would change the shape of the draw. */
  static void requireBroadcast(String operation, Shape parameters, Shape shape) {
    if (parameters.rank() > shape.rank() || !shape.broadcast(operation, parameters).equals(shape)) {
      throw new ShapeException(
          operation
              + ": parameters of shape "
              + parameters
              + " do not broadcast to the requested shape "
              + shape
              + "; ask for a shape they broadcast to");
    }
  }

  /** A bound in the dtype if it fits, else in int64 for the sampler to clip. */
  static NDArray integerBound(long value, DType dtype) {
    boolean fits =
        RandomIntegers.smallest(dtype) <= value
            && Long.compareUnsigned(Math.max(value, 0), RandomIntegers.largest(dtype)) <= 0;
    return Creation.scalar(value, fits ? dtype : DType.INT64);
  }

  static NDArray integerBound(String operation, NDArray bound, Shape shape) {
    DType whole = Profile.current().defaultInt();
    return fitted(operation, bound.dtype().isInteger() ? bound : Lax.convert(bound, whole), shape);
  }

  /** A parameter in the dtype of the draw, of rank 0 or of its shape. */
  static NDArray parameter(String operation, NDArray parameter, Shape shape, DType dtype) {
    return fitted(operation, Lax.convert(parameter, dtype), shape);
  }

  /** Rank 0 as it is, anything else expanded to the shape of the draw, which it must not change. */
  private static NDArray fitted(String operation, NDArray parameter, Shape shape) {
    if (parameter.rank() == 0) {
      return parameter;
    }
    return Lax.broadcastTo(parameter, shape(operation, shape, parameter));
  }
}

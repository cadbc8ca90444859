package dev.sparrow.ops;

import dev.sparrow.array.Complex;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;

/** New arrays: from Java values, constants, and ranges. */
public final class Creation {
  private Creation() {}

  /**
   * A rank-0 array of a Java integer, weak: it takes the dtype of what it meets.
   *
   * @param value the value
   * @return an array of the default int dtype, or int64 if the value needs it
   */
  public static NDArray weak(long value) {
    DType dtype = value == (int) value ? Profile.current().defaultInt() : DType.INT64;
    return ConcreteArray.scalar(Literal.of(value, dtype, true));
  }

  /**
   * A rank-0 array of a Java number, weak: it takes the dtype of what it meets.
   *
   * @param value the value
   * @return an array of the default float dtype
   */
  public static NDArray weak(double value) {
    Literal exact = Literal.of(value, DType.FLOAT64, true);
    return ConcreteArray.weak(exact, Profile.current().defaultFloat());
  }

  /**
   * A rank-0 array of a complex number, weak: it takes the width of what it meets.
   *
   * @param value the value
   * @return an array of the default complex dtype
   */
  public static NDArray weak(Complex value) {
    Literal exact = Literal.of(value.real(), value.imaginary(), DType.COMPLEX128, true);
    return ConcreteArray.weak(exact, Profile.current().defaultComplex());
  }

  /**
   * A rank-0 array.
   *
   * @param value the value, rounded or wrapped to the dtype
   * @param dtype element type
   * @return the array
   */
  public static NDArray scalar(double value, DType dtype) {
    return ConcreteArray.scalar(Literal.of(value, notKey("scalar", dtype), false));
  }

  /**
   * A rank-0 array.
   *
   * @param value the value, wrapped to the dtype
   * @param dtype element type
   * @return the array
   */
  public static NDArray scalar(long value, DType dtype) {
    return ConcreteArray.scalar(Literal.of(value, notKey("scalar", dtype), false));
  }

  /**
   * A float32 array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(float... values) {
    return HostValues.array(values);
  }

  /**
   * An array of one axis; Java doubles become the default float dtype, as Python floats do in JAX.
   *
   * @param values elements
   * @return a float32 array, or float64 under {@link Profile#WIDE64}
   */
  public static NDArray array(double... values) {
    return Lax.convert(HostValues.array(values), Profile.current().defaultFloat());
  }

  /**
   * An int32 array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(int... values) {
    return HostValues.array(values);
  }

  /**
   * An int16 array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(short... values) {
    return HostValues.array(values);
  }

  /**
   * An int8 array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(byte... values) {
    return HostValues.array(values);
  }

  /**
   * An int64 array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(long... values) {
    return HostValues.array(values);
  }

  /**
   * A bool array of one axis.
   *
   * @param values elements
   * @return the array
   */
  public static NDArray array(boolean... values) {
    return HostValues.array(values);
  }

  /**
   * An array of complex numbers, of one axis.
   *
   * @param values elements
   * @return a complex64 array, or complex128 under {@link Profile#WIDE64}
   */
  public static NDArray array(Complex... values) {
    return Lax.convert(HostValues.array(values), Profile.current().defaultComplex());
  }

  /**
   * A scalar of a Java integer, weak as a Python integer is in JAX: it takes the dtype of what it
   * meets.
   *
   * @param value the value
   * @return an array without axes, of the default int dtype, or int64 if the value needs it
   */
  public static NDArray array(long value) {
    return weak(value);
  }

  /**
   * A scalar of a Java integer, weak.
   *
   * @param value the value
   * @return an array without axes, of the default int dtype
   */
  public static NDArray array(int value) {
    return weak(value);
  }

  /**
   * A scalar of a Java number, weak as a Python float is in JAX: it takes the dtype of what it
   * meets.
   *
   * @param value the value
   * @return an array without axes, of the default float dtype
   */
  public static NDArray array(double value) {
    return weak(value);
  }

  /**
   * A scalar of a complex number, weak.
   *
   * @param value the value
   * @return an array without axes, of the default complex dtype
   */
  public static NDArray array(Complex value) {
    return weak(value);
  }

  /**
   * A float32 scalar.
   *
   * @param value the value
   * @return an array without axes
   */
  public static NDArray array(float value) {
    return scalar(value, DType.FLOAT32);
  }

  /**
   * A bool scalar.
   *
   * @param value the value
   * @return an array without axes
   */
  public static NDArray array(boolean value) {
    return scalar(value ? 1 : 0, DType.BOOL);
  }

  /**
   * An array of nested Java arrays, such as {@code new float[][] {{1, 2}, {3, 4}}}.
   *
   * @param nested arrays of primitives, arrays of them, and so on; an NDArray is returned as it is
   * @return an array with an axis for each level; doubles become the default float dtype, other
   *     primitives their own dtype
   * @throws ShapeException if the arrays of a level differ in length
   * @throws dev.sparrow.array.DTypeException if it is anything else
   */
  public static NDArray array(Object nested) {
    if (nested instanceof NDArray array) {
      return array;
    }
    NDArray exact = HostValues.array(nested);
    return exact.dtype() == DType.FLOAT64
        ? Lax.convert(exact, Profile.current().defaultFloat())
        : exact;
  }

  /**
   * Zeros, float32 by default.
   *
   * @param dims extents
   * @return the array
   */
  public static NDArray zeros(long... dims) {
    return zeros(Shape.of(dims), Profile.current().defaultFloat());
  }

  /**
   * Zeros.
   *
   * @param shape extents
   * @param dtype element type
   * @return the array
   */
  public static NDArray zeros(Shape shape, DType dtype) {
    return filled("zeros", shape, 0, dtype);
  }

  /**
   * Ones, float32 by default.
   *
   * @param dims extents
   * @return the array
   */
  public static NDArray ones(long... dims) {
    return ones(Shape.of(dims), Profile.current().defaultFloat());
  }

  /**
   * Ones.
   *
   * @param shape extents
   * @param dtype element type
   * @return the array
   */
  public static NDArray ones(Shape shape, DType dtype) {
    return filled("ones", shape, 1, dtype);
  }

  private static NDArray filled(String name, Shape shape, long value, DType dtype) {
    return Lax.broadcastTo(
        ConcreteArray.scalar(Literal.of(value, notKey(name, dtype), false)), shape);
  }

  /**
   * One value everywhere.
   *
   * @param shape extents
   * @param value the value, converted to the dtype
   * @param dtype element type
   * @return the array
   */
  public static NDArray full(Shape shape, double value, DType dtype) {
    return Lax.broadcastTo(scalar(value, dtype), shape);
  }

  /**
   * One value everywhere.
   *
   * @param shape extents
   * @param fillValue the value; broadcasts to the shape
   * @return an array of the value's dtype
   */
  @JaxName("full")
  public static NDArray full(Shape shape, NDArray fillValue) {
    return Lax.broadcastTo(fillValue, shape);
  }

  /**
   * One value everywhere.
   *
   * @param shape extents
   * @param fillValue the value; broadcasts to the shape
   * @param dtype element type
   * @return the array
   */
  @JaxName("full")
  public static NDArray full(Shape shape, NDArray fillValue, DType dtype) {
    return Lax.broadcastTo(
        Operands.convert("full", fillValue, notKey("full", dtype), false), shape);
  }

  /**
   * Zeros of another array's shape and dtype.
   *
   * @param a the other array
   * @return the zeros
   */
  public static NDArray zerosLike(NDArray a) {
    return zeros(a.shape(), a.dtype());
  }

  /**
   * Ones of another array's shape and dtype.
   *
   * @param a the other array
   * @return the ones
   */
  public static NDArray onesLike(NDArray a) {
    return ones(a.shape(), a.dtype());
  }

  /**
   * 0, 1, … stop-1.
   *
   * @param stop one past the last value
   * @return an array of the default int dtype
   */
  public static NDArray arange(long stop) {
    return arange(0, stop, 1);
  }

  /**
   * start, start+1, … stop-1.
   *
   * @param start first value
   * @param stop one past the last value
   * @return an array of the default int dtype
   */
  public static NDArray arange(long start, long stop) {
    return arange(start, stop, 1);
  }

  /**
   * Integers from start up to stop in steps.
   *
   * @param start first value
   * @param stop bound that is not reached
   * @param step distance, not 0
   * @return an array of the default int dtype
   */
  public static NDArray arange(long start, long stop, long step) {
    return arange(start, stop, step, Profile.current().defaultInt());
  }

  /**
   * Integers from start up to stop in steps, as a dtype.
   *
   * @param start first value
   * @param stop bound that is not reached
   * @param step distance, not 0
   * @param dtype element type
   * @return the array
   */
  public static NDArray arange(long start, long stop, long step, DType dtype) {
    if (step == 0) {
      throw new ShapeException("arange: step must not be 0");
    }
    notKey("arange", dtype);
    long span = step > 0 ? stop - start : start - stop;
    long count = Math.max(0, Math.ceilDiv(span, Math.abs(step)));
    DType counter = dtype == DType.BOOL ? DType.INT32 : dtype;
    NDArray values = Lax.iota(counter, Shape.of(count), 0);
    if (step != 1) {
      values = Lax.apply(Fn.MUL, values, scalar(step, counter));
    }
    if (start != 0) {
      values = Lax.apply(Fn.ADD, values, scalar(start, counter));
    }
    return Lax.convert(values, dtype);
  }

  /**
   * 0, 1, … up to stop, as floats.
   *
   * @param stop bound that is not reached
   * @return an array of the default float dtype
   */
  public static NDArray arange(double stop) {
    return arange(0, stop, 1);
  }

  /**
   * start, start+1, … up to stop, as floats.
   *
   * @param start first value
   * @param stop bound that is not reached
   * @return an array of the default float dtype
   */
  public static NDArray arange(double start, double stop) {
    return arange(start, stop, 1);
  }

  /**
   * Numbers from start up to stop in steps: start + i·step.
   *
   * @param start first value
   * @param stop bound that is not reached
   * @param step distance, not 0
   * @return an array of the default float dtype
   */
  public static NDArray arange(double start, double stop, double step) {
    if (step == 0) {
      throw new ShapeException("arange: step must not be 0");
    }
    DType dtype = Profile.current().defaultFloat();
    long count = Math.max(0, (long) Math.ceil((stop - start) / step));
    NDArray index = Lax.iota(dtype, Shape.of(count), 0);
    return Lax.apply(Fn.ADD, Lax.apply(Fn.MUL, index, scalar(step, dtype)), scalar(start, dtype));
  }

  /**
   * Evenly spaced numbers from start to stop, both included.
   *
   * @param start first value
   * @param stop last value
   * @param num how many
   * @return an array of the default float dtype
   */
  public static NDArray linspace(double start, double stop, long num) {
    return Spacing.linspace(weak(start), weak(stop), Spacing.Options.of(num));
  }

  /**
   * The identity matrix of the default float dtype.
   *
   * @param n rows and columns
   * @return an array of shape (n, n)
   */
  public static NDArray eye(long n) {
    return eye(n, n, 0, Profile.current().defaultFloat());
  }

  /**
   * Ones on a diagonal, zeros elsewhere.
   *
   * @param n rows
   * @param m columns
   * @param k which diagonal; positive is above the main one
   * @param dtype element type
   * @return an array of shape (n, m)
   */
  public static NDArray eye(long n, long m, long k, DType dtype) {
    Shape shape = Shape.of(n, m);
    NDArray row = Lax.iota(DType.INT64, shape, 0);
    NDArray column = Lax.iota(DType.INT64, shape, 1);
    NDArray shifted = Lax.apply(Fn.ADD, row, scalar(k, DType.INT64));
    return Lax.convert(Lax.apply(Fn.EQ, shifted, column), notKey("eye", dtype));
  }

  private static DType notKey(String operation, DType dtype) {
    if (dtype == DType.KEY) {
      throw new DTypeException(
          operation + ": numbers are no keys; make keys with dev.sparrow.random.Random.key");
    }
    return dtype;
  }
}

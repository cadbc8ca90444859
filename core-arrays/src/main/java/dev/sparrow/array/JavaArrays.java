package dev.sparrow.array;

import java.lang.reflect.Array;

/** Arrays of Java arrays, one level for each axis. */
final class JavaArrays {
  private JavaArrays() {}

  /**
   * An array of the innermost arrays' elements, one after another.
   *
   * @param nested a Java array of primitives, of arrays of them, and so on
   * @throws ShapeException if arrays of one level differ in length
   * @throws DTypeException if the innermost elements are no primitives
   */
  static NDArray read(Object nested) {
    Class<?> type = nested.getClass();
    int rank = 0;
    while (type.isArray()) {
      type = type.componentType();
      rank++;
    }
    if (rank == 0 || !type.isPrimitive() || type == char.class) {
      throw new DTypeException(
          "array: cannot make an array of %s; pass numbers, or Java arrays of primitives such as float[][]"
              .formatted(nested.getClass().getSimpleName()));
    }
    long[] dims = new long[rank];
    Object level = nested;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = level == null ? 0 : Array.getLength(level);
      level = dims[axis] == 0 || axis == rank - 1 ? null : Array.get(level, 0);
    }
    Shape shape = Shape.of(dims);
    Object flat = Array.newInstance(type, Math.toIntExact(shape.size()));
    copyIn(nested, shape, 0, flat, 0);
    return ofFlat(flat).reshape(dims);
  }

  /** Copies one level; returns the position after it. */
  private static int copyIn(Object level, Shape shape, int axis, Object flat, int position) {
    int length = level == null ? 0 : Array.getLength(level);
    if (length != shape.dim(axis)) {
      throw new ShapeException(
          "array: the arrays of one level must be equally long; at level %d one has %d elements and the first has %d"
              .formatted(axis, length, shape.dim(axis)));
    }
    if (axis == shape.rank() - 1) {
      System.arraycopy(level, 0, flat, position, length);
      return position + length;
    }
    int next = position;
    for (int i = 0; i < length; i++) {
      next = copyIn(Array.get(level, i), shape, axis + 1, flat, next);
    }
    return next;
  }

  private static NDArray ofFlat(Object flat) {
    return switch (flat) {
      case float[] values -> HostValues.array(values);
      case double[] values -> HostValues.array(values);
      case int[] values -> HostValues.array(values);
      case long[] values -> HostValues.array(values);
      case short[] values -> HostValues.array(values);
      case byte[] values -> HostValues.array(values);
      case boolean[] values -> HostValues.array(values);
      default -> throw new IllegalStateException(flat.getClass().toString());
    };
  }

  /** A Java array of as many levels as the array has axes, one at least. */
  static Object write(ConcreteArray x) {
    Object flat =
        switch (x.dtype()) {
          case BOOL -> x.toBooleanArray();
          case INT8, INT16, INT32, UINT8, UINT16 -> x.toIntArray();
          case INT64, UINT32, UINT64 -> x.toLongArray();
          case FLOAT16, BFLOAT16, FLOAT32 -> x.toFloatArray();
          case FLOAT64 -> x.toDoubleArray();
          case COMPLEX64, COMPLEX128, KEY -> throw HostValues.noJavaValue("toNestedArray()", x);
        };
    return x.rank() <= 1 ? flat : copyOut(flat, x.shape(), 0, new int[1]);
  }

  private static Object copyOut(Object flat, Shape shape, int axis, int[] position) {
    int length = Math.toIntExact(shape.dim(axis));
    if (axis == shape.rank() - 1) {
      Object row = Array.newInstance(flat.getClass().componentType(), length);
      System.arraycopy(flat, position[0], row, 0, length);
      position[0] += length;
      return row;
    }
    Class<?> inner = arrayType(flat.getClass().componentType(), shape.rank() - axis - 1);
    Object level = Array.newInstance(inner, length);
    for (int i = 0; i < length; i++) {
      Array.set(level, i, copyOut(flat, shape, axis + 1, position));
    }
    return level;
  }

  private static Class<?> arrayType(Class<?> element, int levels) {
    Class<?> type = element;
    for (int level = 0; level < levels; level++) {
      type = type.arrayType();
    }
    return type;
  }
}

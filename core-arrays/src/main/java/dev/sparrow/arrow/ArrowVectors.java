package dev.sparrow.arrow;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Logic;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Arrays from Arrow's vectors and vectors from arrays, on the same memory where the layouts agree.
 *
 * <p>A vector of numbers is an array of one axis. Lists of a fixed size add an axis, nested ones
 * one each, and the canonical extension type {@code arrow.fixed_shape_tensor} all that it declares.
 * Only bools are copied, since Arrow packs them, and arrays whose elements do not lie in row-major
 * order.
 *
 * <p>An array has no nulls: a vector with nulls is refused unless a value to put in their place is
 * given. {@link #validity} tells where they are.
 */
public final class ArrowVectors {
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private ArrowVectors() {}

  /**
   * A vector's values.
   *
   * @param vector numbers, bools, or lists of a fixed size of them; it may be closed afterwards,
   *     but neither it nor its other owners may write while the array is in use
   * @return an array whose first axis runs over the vector
   * @throws IllegalArgumentException if there are nulls, with the column and how many
   * @throws dev.sparrow.array.DTypeException if no dtype holds its values
   */
  public static NDArray array(FieldVector vector) {
    Column column = new Column(vector);
    if (column.nulls() > 0) {
      throw new IllegalArgumentException(
          "arrow: column '%s' has %d nulls among %d values; give a value to put in their place, or choose rows by validity(vector)"
              .formatted(vector.getName(), column.nulls(), vector.getValueCount()));
    }
    return column.values();
  }

  /**
   * A vector's values, with something in place of nulls.
   *
   * @param vector numbers, bools, or lists of a fixed size of them
   * @param fill what stands for a null; converted to the dtype, as {@code astype} converts
   * @return an array whose first axis runs over the vector; a copy if there are nulls
   */
  public static NDArray array(FieldVector vector, double fill) {
    Column column = new Column(vector);
    NDArray values = column.values();
    if (column.nulls() == 0) {
      return values;
    }
    NDArray instead = HostValues.array(new double[] {fill}).astype(values.dtype());
    return Logic.where(column.valid(), values, instead);
  }

  /**
   * Where a vector has values.
   *
   * @param vector any vector
   * @return bools of one axis, false where there is a null
   */
  public static NDArray validity(FieldVector vector) {
    byte[] flags = new byte[vector.getValueCount()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) (vector.isNull(i) ? 0 : 1);
    }
    return HostValues.fromBytes(DType.BOOL, Shape.of(flags.length), flags);
  }

  /**
   * Whether an array lies on a vector's memory, so that no value was copied.
   *
   * @param x the array; waits for it
   * @param vector the vector
   * @return whether the array's first element is in the vector's buffer of values
   */
  public static boolean sharesMemory(NDArray x, FieldVector vector) {
    FieldVector leaf = new Column(vector).leaf();
    long from = leaf.getDataBufferAddress();
    long bytes = leaf.getDataBuffer().capacity();
    return HostValues.read(
        "arrow", x, view -> view.address() >= from && view.address() < from + bytes);
  }

  /**
   * An array as a vector.
   *
   * @param name the column's name
   * @param x the array, of one axis or more; waits for it
   * @param allocator counts the vector's memory
   * @return a vector over the first axis: numbers, lists of a fixed size for two axes, tensors of a
   *     fixed shape for more. It keeps the memory, even if the array is closed, until it is closed
   * @throws ShapeException if the array is a scalar
   * @throws dev.sparrow.array.DTypeException if no Arrow type holds its values
   */
  public static FieldVector vector(String name, NDArray x, BufferAllocator allocator) {
    if (x.rank() == 0) {
      throw new ShapeException(
          "arrow: column '%s' needs at least one axis, got %s; reshape it to (1,)"
              .formatted(name, x.type()));
    }
    long rows = x.shape().dim(0);
    long[] inner = new long[x.rank() - 1];
    for (int axis = 0; axis < inner.length; axis++) {
      inner[axis] = x.shape().dim(axis + 1);
    }
    Field field = TensorField.of(name, x.dtype(), Shape.of(inner));
    FieldVector vector = field.createVector(allocator);
    try (ArrowBuf data = data(x, allocator);
        ArrowBuf empty = allocator.getEmpty()) {
      FieldVector leaf = vector;
      if (vector instanceof FixedSizeListVector list) {
        list.loadFieldBuffers(new ArrowFieldNode(rows, 0), List.of(empty));
        leaf = list.getDataVector();
      }
      leaf.loadFieldBuffers(new ArrowFieldNode(x.size(), 0), List.of(empty, data));
    } catch (RuntimeException | Error failed) {
      vector.close();
      throw failed;
    }
    return vector;
  }

  /** The elements in row-major order as Arrow stores them. */
  private static ArrowBuf data(NDArray x, BufferAllocator allocator) {
    return HostValues.read(
        "arrow",
        x,
        view -> {
          long bytes = x.size() * x.dtype().bytes();
          if (x.dtype() == DType.BOOL) {
            return packed(x, allocator);
          }
          if (view.isDense()) {
            return ForeignMemory.lend(view.buffer(), view.address(), bytes, allocator);
          }
          ArrowBuf copy = allocator.buffer(Math.max(bytes, 1));
          HostValues.copyTo(x, MEMORY.asSlice(copy.memoryAddress(), bytes));
          return copy.writerIndex(bytes);
        });
  }

  private static ArrowBuf packed(NDArray x, BufferAllocator allocator) {
    byte[] flags = x.toByteArray();
    long bytes = (flags.length + 7L) / 8;
    ArrowBuf bits = allocator.buffer(Math.max(bytes, 1));
    bits.setZero(0, bits.capacity());
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] != 0) {
        bits.setByte(i >> 3, bits.getByte(i >> 3) | 1 << (i & 7));
      }
    }
    return bits.writerIndex(bytes);
  }
}

package dev.sparrow.buffer;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * A strided window on a buffer: where each element of an array lies. A view does not own memory; it
 * keeps its buffer reachable.
 */
public final class View {
  private final ArrowBuffer buffer;
  private final DType dtype;
  private final Shape shape;
  private final long[] strides;
  private final long offset;

  /**
   * @param buffer memory
   * @param dtype element type
   * @param shape extents
   * @param strides distance between neighbours along each axis, in elements; may be 0 or negative
   * @param offset position of the first element, in elements
   */
  public View(ArrowBuffer buffer, DType dtype, Shape shape, long[] strides, long offset) {
    this(buffer, dtype, shape, offset, strides.clone());
  }

  /** Takes the strides over. */
  private View(ArrowBuffer buffer, DType dtype, Shape shape, long offset, long[] strides) {
    this.buffer = buffer;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /**
   * A dense row-major view of a whole buffer.
   *
   * @param buffer memory
   * @param dtype element type
   * @param shape extents
   * @return the view
   */
  public static View dense(ArrowBuffer buffer, DType dtype, Shape shape) {
    return new View(buffer, dtype, shape, 0, shape.rowMajorStrides());
  }

  /**
   * A new dense row-major array, not initialised.
   *
   * @param dtype element type
   * @param shape extents
   * @return a view of new memory
   */
  public static View allocate(DType dtype, Shape shape) {
    return dense(ArrowBuffer.allocate(shape.size() * dtype.bytes()), dtype, shape);
  }

  /** {@return the memory this view lies on} */
  public ArrowBuffer buffer() {
    return buffer;
  }

  /** {@return the element type} */
  public DType dtype() {
    return dtype;
  }

  /** {@return the extents} */
  public Shape shape() {
    return shape;
  }

  /**
   * Distance between neighbours along one axis.
   *
   * @param axis the axis, 0 to rank-1
   * @return the stride in elements
   */
  public long stride(int axis) {
    return strides[axis];
  }

  /** {@return the strides of all axes, in elements, in a new array} */
  public long[] strides() {
    return strides.clone();
  }

  /** {@return the position of the first element, in elements} */
  public long offset() {
    return offset;
  }

  /** {@return the address of the first element} */
  public long address() {
    return buffer.address() + offset * dtype.bytes();
  }

  /** {@return bytes from the first element to the end of the buffer's usable capacity} */
  public long bytesToEnd() {
    return buffer.capacity() - offset * dtype.bytes();
  }

  /** {@return whether the elements lie one after another in row-major order} */
  public boolean isDense() {
    long expected = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (shape.dim(axis) != 1) {
        if (strides[axis] != expected && shape.size() > 0) {
          return false;
        }
        expected *= shape.dim(axis);
      }
    }
    return true;
  }

  /**
   * The same memory under other extents and strides.
   *
   * @param otherShape extents
   * @param otherStrides strides in elements
   * @param otherOffset position of the first element
   * @return the view
   */
  public View with(Shape otherShape, long[] otherStrides, long otherOffset) {
    return new View(buffer, dtype, otherShape, otherStrides, otherOffset);
  }

  /**
   * The same elements, in row-major order, under another shape, if strides can express that.
   *
   * @param target the shape, same number of elements
   * @return the view, or null if the elements must be copied
   */
  public @Nullable View reshape(Shape target) {
    if (shape.size() != target.size()) {
      throw new ShapeException("reshape: " + shape + " and " + target + " differ in size");
    }
    if (target.size() == 0 || isDense()) {
      return with(target, target.rowMajorStrides(), offset);
    }
    long[] to = new long[target.rank()];
    int from = 0;
    int axis = 0;
    // Match runs of axes with equal products; inside a run the source must be evenly strided.
    while (axis < target.rank() || from < shape.rank()) {
      int firstFrom = from;
      int firstAxis = axis;
      long mine = from < shape.rank() ? shape.dim(from++) : 1;
      long theirs = axis < target.rank() ? target.dim(axis++) : 1;
      while (mine != theirs) {
        if (mine < theirs) {
          mine *= shape.dim(from++);
        } else {
          theirs *= target.dim(axis++);
        }
      }
      long step = 0;
      long expected = 0;
      for (int i = from - 1; i >= firstFrom; i--) {
        if (shape.dim(i) == 1) {
          continue;
        }
        if (expected != 0 && strides[i] != expected) {
          return null;
        }
        step = expected == 0 ? strides[i] : step;
        expected = strides[i] * shape.dim(i);
        if (strides[i] == 0) {
          // A repeated element stays repeated only if the whole run repeats it.
          for (int j = firstFrom; j < from; j++) {
            if (shape.dim(j) != 1 && strides[j] != 0) {
              return null;
            }
          }
          step = 0;
          break;
        }
      }
      long stride = step;
      for (int i = axis - 1; i >= firstAxis; i--) {
        to[i] = stride;
        stride *= target.dim(i);
      }
    }
    return with(target, to, offset);
  }

  /**
   * This memory read as another dtype of the same width.
   *
   * @param other the dtype
   * @return the view
   */
  public View withDType(DType other) {
    if (other.bytes() != dtype.bytes()) {
      throw new IllegalArgumentException(dtype + " and " + other + " differ in width");
    }
    return new View(buffer, other, shape, strides, offset);
  }
}

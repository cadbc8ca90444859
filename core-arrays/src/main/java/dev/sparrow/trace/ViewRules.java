package dev.sparrow.trace;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which primitives are windows on their operand's memory, and which window. */
public final class ViewRules {
  private ViewRules() {}

  /**
   * Whether a primitive may need no copy.
   *
   * @param prim the primitive
   * @return true if {@link #apply} can give a view for some layouts
   */
  public static boolean mayBeWindow(Primitive prim) {
    return switch (prim) {
      case Primitive.View _ -> true;
      case Primitive.Pointwise(Fn fn) -> fn == Fn.REAL || fn == Fn.IMAG;
      case Primitive.Elementwise _,
          Primitive.Counting _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _,
          Control _,
          Inlined _,
          CustomLinear _ ->
          false;
    };
  }

  /**
   * The result of a primitive as a window on its operand.
   *
   * @param prim the primitive, already type checked
   * @param in where the operand lies
   * @return the window, or null if the elements must be copied or computed
   */
  public static @Nullable View apply(Primitive prim, View in) {
    return switch (prim) {
      case Primitive.BroadcastInDim(Shape shape, List<Integer> dimensions) -> {
        long[] strides = new long[shape.rank()];
        for (int axis = 0; axis < dimensions.size(); axis++) {
          boolean expands = in.shape().dim(axis) == 1;
          strides[dimensions.get(axis)] = expands ? 0 : in.stride(axis);
        }
        yield in.with(shape, strides, in.offset());
      }
      case Primitive.Reshape(Shape shape) -> in.reshape(shape);
      case Primitive.Transpose(List<Integer> permutation) -> {
        long[] dims = new long[permutation.size()];
        long[] strides = new long[permutation.size()];
        for (int axis = 0; axis < dims.length; axis++) {
          dims[axis] = in.shape().dim(permutation.get(axis));
          strides[axis] = in.stride(permutation.get(axis));
        }
        yield in.with(Shape.of(dims), strides, in.offset());
      }
      case Primitive.Squeeze(List<Integer> dimensions) -> {
        Shape shape = in.shape().without(dimensions);
        long[] strides = new long[shape.rank()];
        int to = 0;
        for (int axis = 0; axis < in.shape().rank(); axis++) {
          if (!dimensions.contains(axis)) {
            strides[to++] = in.stride(axis);
          }
        }
        yield in.with(shape, strides, in.offset());
      }
      case Primitive.Rev(List<Integer> dimensions) -> {
        long[] strides = in.strides();
        long offset = in.offset();
        for (int axis : dimensions) {
          offset += Math.max(in.shape().dim(axis) - 1, 0) * strides[axis];
          strides[axis] = -strides[axis];
        }
        yield in.with(in.shape(), strides, offset);
      }
      case Primitive.Slice(List<Long> start, List<Long> limit, List<Long> step) -> {
        long[] dims = new long[start.size()];
        long[] strides = in.strides();
        long offset = in.offset();
        for (int axis = 0; axis < dims.length; axis++) {
          long by = step.get(axis);
          dims[axis] = (limit.get(axis) - start.get(axis) + by - 1) / by;
          offset += start.get(axis) * strides[axis];
          strides[axis] *= by;
        }
        Shape shape = Shape.of(dims);
        yield in.with(shape, strides, shape.size() == 0 ? in.offset() : offset);
      }
      case Primitive.RandomWrap() -> {
        // A pair of words next to each other is one 8-byte key.
        int last = in.shape().rank() - 1;
        if (in.stride(last) != 1 || in.offset() % 2 != 0) {
          yield null;
        }
        long[] strides = new long[last];
        for (int axis = 0; axis < last; axis++) {
          if (in.stride(axis) % 2 != 0) {
            yield null;
          }
          strides[axis] = in.stride(axis) / 2;
        }
        yield new View(
            in.buffer(), DType.KEY, in.shape().without(List.of(last)), strides, in.offset() / 2);
      }
      case Primitive.RandomUnwrap() -> {
        int rank = in.shape().rank();
        long[] strides = new long[rank + 1];
        for (int axis = 0; axis < rank; axis++) {
          strides[axis] = in.stride(axis) * 2;
        }
        strides[rank] = 1;
        yield new View(
            in.buffer(), DType.UINT32, in.shape().insert(rank, 2), strides, in.offset() * 2);
      }
      case Primitive.Pointwise(Fn fn) when fn == Fn.REAL || fn == Fn.IMAG -> {
        long[] strides = in.strides();
        for (int axis = 0; axis < strides.length; axis++) {
          strides[axis] *= 2;
        }
        long offset = 2 * in.offset() + (fn == Fn.IMAG ? 1 : 0);
        yield new View(in.buffer(), in.dtype().component(), in.shape(), strides, offset);
      }
      case Primitive.Elementwise _,
          Primitive.Counting _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _,
          Control _,
          Inlined _,
          CustomLinear _ ->
          null;
    };
  }
}

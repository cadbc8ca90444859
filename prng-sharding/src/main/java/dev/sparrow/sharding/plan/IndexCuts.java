package dev.sparrow.sharding.plan;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.Trace;
import java.util.List;

/** Counting in a shard as the whole array counts: from the shard's first global index. */
final class IndexCuts {
  private IndexCuts() {}

  /**
   * A shard's range of an iota.
   *
   * @param whole the iota
   * @param axis axis that is cut
   * @return the rule
   */
  static Cut iota(Primitive.Iota whole, int axis) {
    if (whole.dimension() != axis) {
      return new Cut.Along(
          List.of(),
          List.of(),
          (length, _, _) ->
              List.of(
                  Lax.iota(whole.dtype(), whole.shape().with(axis, length), whole.dimension())));
    }
    // Floats count exactly only as integers; they round once, at the end, as in the whole iota.
    DType counter = whole.dtype().isInteger() ? whole.dtype() : DType.INT64;
    return new Cut.Along(
        List.of(),
        List.of(Position.index(1, counter)),
        (length, _, positions) -> {
          NDArray local = Lax.iota(counter, whole.shape().with(axis, length), axis);
          NDArray global = Lax.apply(Fn.ADD, local, positions.getFirst());
          return List.of(Lax.convert(global, whole.dtype()));
        });
  }

  /**
   * A shard's range of the counters of a random stream.
   *
   * @param shape shape of the whole draw
   * @param axis axis that is cut
   * @param offset whether two operands give the index of the first element of the whole
   * @return the rule
   */
  static Cut counters(Shape shape, int axis, boolean offset) {
    long unit = shape.rowMajorStrides()[axis];
    boolean contiguous = CutRules.before(shape, axis) == 1;
    List<Integer> operandAxes = offset ? List.of(Cut.WHOLE, Cut.WHOLE) : List.of();
    if (contiguous && !offset) {
      return new Cut.Along(
          operandAxes,
          List.of(Position.highWord(unit), Position.lowWord(unit)),
          (length, _, words) -> count(shape.with(axis, length), words));
    }
    return new Cut.Along(
        operandAxes,
        List.of(Position.index(unit, DType.INT64)),
        (length, start, positions) -> {
          NDArray first = positions.getFirst();
          if (offset) {
            first = Lax.apply(Fn.ADD, first, joined(start.get(0), start.get(1)));
          }
          Shape local = shape.with(axis, length);
          return contiguous
              ? count(local, words(first))
              : words(Lax.apply(Fn.ADD, linear(shape, local), first));
        });
  }

  private static List<NDArray> count(Shape shape, List<NDArray> start) {
    return Trace.current().bind(new Primitive.Iota2x32(shape), start);
  }

  /** Index in the whole array of each element of a block at its origin. */
  private static NDArray linear(Shape whole, Shape block) {
    long[] strides = whole.rowMajorStrides();
    NDArray index = Lax.broadcastTo(Creation.scalar(0L, DType.INT64), block);
    for (int axis = 0; axis < block.rank(); axis++) {
      NDArray along =
          Lax.apply(
              Fn.MUL,
              Lax.iota(DType.INT64, block, axis),
              Creation.scalar(strides[axis], DType.INT64));
      index = Lax.apply(Fn.ADD, index, along);
    }
    return index;
  }

  private static NDArray joined(NDArray high, NDArray low) {
    NDArray shifted =
        Lax.apply(Fn.SHIFT_LEFT, Lax.convert(high, DType.INT64), Creation.scalar(32L, DType.INT64));
    return Lax.apply(Fn.OR, shifted, Lax.convert(low, DType.INT64));
  }

  private static List<NDArray> words(NDArray index) {
    NDArray high = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, index, Creation.scalar(32L, DType.INT64));
    return List.of(Lax.convert(high, DType.UINT32), Lax.convert(index, DType.UINT32));
  }
}

package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.Trace;
import java.util.List;

/**
 * A key's stream of words and the place in it where a draw begins.
 *
 * @param key one key
 * @param first index of the first element as two words, high first; none means 0
 * @param strides distance in the whole draw from one element to the next along each axis; none
 *     means that the elements follow each other
 */
record BitSource(NDArray key, List<NDArray> first, List<Long> strides) {
  static BitSource of(NDArray key) {
    return new BitSource(key, List.of(), List.of());
  }

  /** Child keys. */
  NDArray keys(Shape shape) {
    if (isPartitionable()) {
      Threefry.Words hash = hash(shape);
      return wrap(hash.high(), hash.low());
    }
    NDArray words = OriginalOrder.words(key, 2 * shape.size());
    NDArray pairs = Lax.reshape(words, Shape.of(shape.size(), 2));
    NDArray keys = Lax.bind(new Primitive.RandomWrap(), pairs);
    return Lax.reshape(keys, shape);
  }

  /** Words of an unsigned dtype. */
  NDArray bits(DType word, Shape shape) {
    if (!isPartitionable()) {
      return OriginalOrder.bits(key, word, shape);
    }
    Threefry.Words hash = hash(shape);
    return switch (word.bytes()) {
      case 8 -> hash.joined();
      case 4 -> Lax.apply(Fn.XOR, hash.high(), hash.low());
      default -> Lax.convert(Lax.apply(Fn.XOR, hash.high(), hash.low()), word);
    };
  }

  /** A draw from some place on is defined by the partitionable order alone. */
  private boolean isPartitionable() {
    return !first.isEmpty() || StreamOrder.current() == StreamOrder.PARTITIONABLE;
  }

  private Threefry.Words hash(Shape shape) {
    return Threefry.hash(Threefry.words(key), counters(shape));
  }

  /** The index of each element in the whole draw. */
  private Threefry.Words counters(Shape shape) {
    if (shape.rank() == 0) {
      return first.isEmpty()
          ? new Threefry.Words(Threefry.word(0), Threefry.word(0))
          : new Threefry.Words(first.getFirst(), first.getLast());
    }
    if (strides.isEmpty()) {
      List<NDArray> words = Trace.current().bind(new Primitive.Iota2x32(shape), first);
      return new Threefry.Words(words.get(0), words.get(1));
    }
    return strided(shape);
  }

  private Threefry.Words strided(Shape shape) {
    DType wide = DType.UINT64;
    NDArray index = new Threefry.Words(first.getFirst(), first.getLast()).joined();
    for (int axis = 0; axis < shape.rank(); axis++) {
      NDArray count = Lax.iota(wide, shape, axis);
      NDArray along = Lax.apply(Fn.MUL, count, Creation.scalar(strides.get(axis), wide));
      index = Lax.apply(Fn.ADD, along, index);
    }
    NDArray high = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, index, Creation.scalar(32L, wide));
    return new Threefry.Words(Lax.convert(high, DType.UINT32), Lax.convert(index, DType.UINT32));
  }

  private static NDArray wrap(NDArray high, NDArray low) {
    int last = high.rank();
    Shape column = high.shape().insert(last, 1);
    NDArray words =
        Lax.bind(
            new Primitive.Concatenate(last), Lax.reshape(high, column), Lax.reshape(low, column));
    return Lax.bind(new Primitive.RandomWrap(), words);
  }
}

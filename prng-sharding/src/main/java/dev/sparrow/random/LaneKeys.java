package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import dev.sparrow.random.Threefry.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A key for each element of an array, as words. Samplers that try again until they accept give each
 * element a key of its own, so that it does not matter how often its neighbours try.
 *
 * @param words the keys
 */
record LaneKeys(Words words) implements TrialKeys {
  /** Children of a key, one for each element, in row-major order. */
  static LaneKeys of(NDArray key, Shape shape) {
    return ofKeys(Lax.reshape(Random.split(key, shape.size()), shape));
  }

  /** The words of keys. */
  static LaneKeys ofKeys(NDArray keys) {
    NDArray pairs = Lax.bind(new Primitive.RandomUnwrap(), keys);
    return new LaneKeys(new Words(part(pairs, 0), part(pairs, 1)));
  }

  private static NDArray part(NDArray pairs, long which) {
    int last = pairs.rank() - 1;
    List<Long> from = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    List<Long> step = new ArrayList<>();
    for (int axis = 0; axis < last; axis++) {
      from.add(0L);
      to.add(pairs.shape().dim(axis));
      step.add(1L);
    }
    from.add(which);
    to.add(which + 1);
    step.add(1L);
    NDArray slice = Lax.bind(new Primitive.Slice(from, to, step), pairs);
    return Lax.bind(new Primitive.Squeeze(List.of(last)), slice);
  }

  /** What {@link Random#split(NDArray, long)} makes of each key. */
  @Override
  public List<LaneKeys> split(int count) {
    List<LaneKeys> children = new ArrayList<>();
    if (StreamOrder.current() == StreamOrder.PARTITIONABLE) {
      for (int child = 0; child < count; child++) {
        children.add(new LaneKeys(hash(0, child)));
      }
      return children;
    }
    // Counters 0 to 2·count-1 in two halves: all first words come before the second ones.
    List<NDArray> stream = new ArrayList<>();
    List<NDArray> rest = new ArrayList<>();
    for (int pair = 0; pair < count; pair++) {
      Words hash = hash(pair, count + pair);
      stream.add(hash.high());
      rest.add(hash.low());
    }
    stream.addAll(rest);
    for (int child = 0; child < count; child++) {
      children.add(new LaneKeys(new Words(stream.get(2 * child), stream.get(2 * child + 1))));
    }
    return children;
  }

  private Words hash(long high, long low) {
    return Threefry.hash(words, new Words(Threefry.word(high), Threefry.word(low)));
  }

  /** What {@link Random#bits} draws with shape () from each key. */
  private NDArray bits(DType word) {
    boolean partitionable = StreamOrder.current() == StreamOrder.PARTITIONABLE;
    if (word.bytes() == 8) {
      return hash(0, partitionable ? 0 : 1).joined();
    }
    Words hash = hash(0, 0);
    NDArray bits = partitionable ? Lax.apply(Fn.XOR, hash.high(), hash.low()) : hash.high();
    return word.bytes() == 4 ? bits : Lax.convert(bits, word);
  }

  /** What {@link Random#uniform} draws with shape () from each key. */
  NDArray uniform(DType dtype) {
    return StreamDraws.unitOf(bits(FloatFormat.of(dtype).drawn()), dtype);
  }

  @Override
  public NDArray uniform(Shape shape, DType dtype) {
    return uniform(dtype);
  }

  @Override
  public List<NDArray> arrays() {
    return List.of(words.high(), words.low());
  }

  @Override
  public LaneKeys with(List<NDArray> arrays) {
    return new LaneKeys(new Words(arrays.get(0), arrays.get(1)));
  }

  /** An element's key is its own, so what others do must not change it. */
  @Override
  public boolean drawsAgain() {
    return false;
  }

  /** What {@link Random#normal} draws with shape () from each key. */
  NDArray normal(DType dtype) {
    return StreamDraws.normalOf(uniform(dtype), dtype);
  }
}

package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Where a sampler that tries again until it accepts has its numbers from. */
sealed interface TrialKeys permits TrialKeys.Shared, LaneKeys {
  /** Children. */
  List<? extends TrialKeys> split(int count);

  /** Uniform floats of a shape. */
  NDArray uniform(Shape shape, DType dtype);

  /** The keys as what goes from step to step of a loop. */
  List<NDArray> arrays();

  /** Keys of the same kind from what went from step to step. */
  TrialKeys with(List<NDArray> arrays);

  /** Whether an element may be drawn again after it was accepted, while others still try. */
  boolean drawsAgain();

  /** One key for all elements, which try together: JAX's way. */
  record Shared(NDArray key) implements TrialKeys {
    @Override
    public List<Shared> split(int count) {
      NDArray keys = Random.split(key, count);
      return IntStream.range(0, count).mapToObj(i -> new Shared(keys.get(i))).toList();
    }

    @Override
    public NDArray uniform(Shape shape, DType dtype) {
      return Random.uniform(key, shape, dtype);
    }

    @Override
    public List<NDArray> arrays() {
      return List.of(key);
    }

    @Override
    public TrialKeys with(List<NDArray> arrays) {
      return new Shared(arrays.getFirst());
    }

    @Override
    public boolean drawsAgain() {
      return true;
    }
  }
}

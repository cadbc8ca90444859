package dev.sparrow.array;

import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.ops.Lax;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Positions that arrays list: one gather or scatter. Scalars beside whole or contiguous axes are
 * one dynamic slice instead, where the rule for positions outside is the same.
 *
 * @param shape shape of the indexed array
 * @param merged its shape with the axes of each mask merged
 * @param vectors makes the index vectors, along the last axis
 * @param windows number of index vectors
 * @param dimensions how axes correspond
 * @param sizes extents of a window of the merged array
 * @param reversed axes of what is gathered that run backwards
 * @param places what becomes of the axes of what is gathered
 * @param starts a scalar for each axis if this is one contiguous window, else null
 * @param options how positions are understood
 */
record GatherPlan(
    Shape shape,
    Shape merged,
    Supplier<NDArray> vectors,
    long windows,
    GatherDimensions dimensions,
    List<Long> sizes,
    List<Integer> reversed,
    Places places,
    @Nullable List<NDArray> starts,
    IndexOptions options)
    implements IndexPlan {

  static GatherPlan of(Shape shape, IndexList list, IndexOptions options) {
    return new GatherPlanner(list, options).plan(shape);
  }

  @Override
  public Shape result() {
    return places.result();
  }

  @Override
  public NDArray read(NDArray x) {
    NDArray operand = Lax.reshape(x, merged);
    Indexing.Bounds bounds = options.reading();
    NDArray read;
    if (places.window().size() == 0) {
      // Nothing is read, of an operand that may have nothing.
      read = Lax.reshape(nothing(operand), places.window());
    } else if (starts != null && bounds != Indexing.Bounds.FILL_OR_DROP) {
      read = dynamicSlice(operand, starts);
    } else {
      Literal fill =
          options.fill() == null || bounds != Indexing.Bounds.FILL_OR_DROP
              ? null
              : Literal.of(options.fill(), x.dtype(), false);
      read = Lax.bind(new Indexing.Gather(dimensions, sizes, bounds, fill), operand, vectors.get());
    }
    return places.shown(backwards(read));
  }

  private static NDArray nothing(NDArray operand) {
    List<Long> zeros = Collections.nCopies(operand.rank(), 0L);
    List<Long> ones = Collections.nCopies(operand.rank(), 1L);
    return Lax.bind(new Primitive.Slice(zeros, zeros, ones), operand);
  }

  private NDArray dynamicSlice(NDArray operand, List<NDArray> from) {
    NDArray[] in = new NDArray[from.size() + 1];
    in[0] = operand;
    for (int axis = 0; axis < from.size(); axis++) {
      in[axis + 1] = from.get(axis);
    }
    NDArray window = Lax.bind(new Indexing.DynamicSlice(sizes), in);
    // What a gather drops, this has left.
    return dimensions.collapsedSliceDims().isEmpty()
        ? window
        : Lax.bind(new Primitive.Squeeze(dimensions.collapsedSliceDims()), window);
  }

  private NDArray backwards(NDArray x) {
    return reversed.isEmpty() ? x : Lax.bind(new Primitive.Rev(reversed), x);
  }

  @Override
  public NDArray update(Primitive.UpdateMode mode, NDArray x, NDArray update) {
    if (places.window().size() == 0) {
      return x;
    }
    Indexing.Scatter scatter =
        new Indexing.Scatter(mode, ScatterDimensions.of(dimensions), options.writing());
    NDArray window = backwards(places.hidden(update));
    return Lax.reshape(Lax.bind(scatter, Lax.reshape(x, merged), vectors.get(), window), shape);
  }
}

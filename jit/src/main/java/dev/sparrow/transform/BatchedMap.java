package dev.sparrow.transform;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Shaping;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map over the leading axis that is between {@link ControlFlow#map}, which takes one element at a
 * time, and {@link Vmap}, which takes all at once and needs room for all their intermediate values:
 * it takes batches of a fixed number of elements, one batch after another.
 */
public final class BatchedMap {
  private BatchedMap() {}

  /**
   * Applies a function to each element along the leading axis, a batch at a time; what remains
   * after the whole batches is a smaller one. The results do not depend on the size of a batch.
   *
   * @param <X> structure of what is mapped over
   * @param <Y> structure of the results
   * @param f the function
   * @param xs arrays with leading axes of one length
   * @param batchSize how many elements make a batch, at least 1
   * @return the results stacked along a new leading axis
   * @throws ShapeException if the leading axes differ, or one is missing
   */
  public static <X, Y extends @Nullable Object> Y map(Function<X, Y> f, X xs, long batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("map: batchSize must be at least 1, got " + batchSize);
    }
    Flattened<X> flat = Tree.flatten("map", "xs", xs);
    long length = length(flat);
    Function<X, Y> batch = Vmap.vmap(f);
    long inBatches = length - length % batchSize;
    if (length == 0) {
      return ControlFlow.map(f, xs);
    }
    if (inBatches == 0) {
      return batch.apply(xs);
    }
    X whole = part(flat, 0, inBatches, batchSize);
    Flattened<Y> stacked = Tree.flatten("map", "result", ControlFlow.map(batch, whole));
    List<NDArray> results = new ArrayList<>();
    for (NDArray leaf : stacked.leaves()) {
      long[] dims = leaf.shape().without(List.of(0)).dims();
      dims[0] = inBatches;
      results.add(leaf.reshape(dims));
    }
    if (inBatches < length) {
      List<NDArray> rest = Tree.leaves(batch.apply(part(flat, inBatches, length, 0)));
      for (int i = 0; i < results.size(); i++) {
        results.set(i, Shaping.concatenate(List.of(results.get(i), rest.get(i)), 0));
      }
    }
    return stacked.structure().unflatten(results);
  }

  /** Elements from one to another; in batches of a size, or as they are where it is 0. */
  private static <X> X part(Flattened<X> xs, long from, long to, long batchSize) {
    List<NDArray> parts = new ArrayList<>();
    for (NDArray leaf : xs.leaves()) {
      NDArray part = leaf.get(Index.slice(from, to), Index.ellipsis());
      if (batchSize != 0) {
        long[] dims = part.shape().dims();
        long[] batched = new long[dims.length + 1];
        batched[0] = dims[0] / batchSize;
        batched[1] = batchSize;
        System.arraycopy(dims, 1, batched, 2, dims.length - 1);
        part = part.reshape(batched);
      }
      parts.add(part);
    }
    return xs.structure().unflatten(parts);
  }

  private static long length(Flattened<?> xs) {
    long length = -1;
    for (int i = 0; i < xs.leaves().size(); i++) {
      NDArray leaf = xs.leaves().get(i);
      String place = xs.structure().paths().get(i).from("xs");
      if (leaf.rank() == 0) {
        throw new ShapeException(
            "map: "
                + place
                + " has type "
                + leaf.type()
                + " and no leading axis to map over; capture it instead");
      }
      long size = leaf.shape().dim(0);
      if (length >= 0 && size != length) {
        throw new ShapeException(
            "map: leading axes differ in size: "
                + place
                + " has "
                + size
                + ", those before it "
                + length);
      }
      length = size;
    }
    if (length < 0) {
      throw new ShapeException("map: nothing to map over; pass at least one array");
    }
    return length;
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Running combinations by a tree of slices: pairs are combined, their running combinations are
 * found in the same way, and what lies between takes one more combination. The tree is that of
 * {@code jax.lax.associative_scan}; after G. Blelloch, "Prefix sums and their applications", 1990.
 */
final class AssociativeScan<T> {
  private final BinaryOperator<T> combine;
  private final Flattened<T> elements;
  private final int axis;

  private AssociativeScan(BinaryOperator<T> combine, Flattened<T> elements, int axis) {
    this.combine = combine;
    this.elements = elements;
    this.axis = axis;
  }

  static <T> T run(BinaryOperator<T> combine, T elements, List<AssociativeScanOption> options) {
    boolean reverse = false;
    int axis = 0;
    for (AssociativeScanOption option : options) {
      switch (option) {
        case AssociativeScanOption.Reverse _ -> reverse = true;
        case AssociativeScanOption.Axis(int wanted) -> axis = wanted;
      }
    }
    Flattened<T> flat = Tree.flatten("associative_scan", "elements", elements);
    if (flat.leaves().isEmpty()) {
      return elements;
    }
    int along = flat.leaves().getFirst().shape().axis("associative_scan", axis);
    long length = flat.leaves().getFirst().shape().dim(along);
    for (NDArray leaf : flat.leaves()) {
      if (leaf.rank() <= along || leaf.shape().dim(along) != length) {
        throw new ShapeException(
            "associative_scan: array inputs must have the same length along axis "
                + along
                + ", got "
                + String.join(
                    ", ", flat.leaves().stream().map(each -> each.type().toString()).toList()));
      }
    }
    AssociativeScan<T> scan = new AssociativeScan<>(combine, flat, along);
    Primitive flip = new Primitive.Rev(List.of(along));
    List<NDArray> leaves = flat.leaves();
    if (reverse) {
      leaves = leaves.stream().map(leaf -> Lax.bind(flip, leaf)).toList();
    }
    List<NDArray> running = scan.scan(leaves);
    if (reverse) {
      running = running.stream().map(leaf -> Lax.bind(flip, leaf)).toList();
    }
    return flat.structure().unflatten(running);
  }

  private List<NDArray> scan(List<NDArray> x) {
    long length = x.getFirst().shape().dim(axis);
    if (length < 2) {
      return x;
    }
    List<NDArray> pairs = combine(every(x, 0, length - 1, 2), every(x, 1, length, 2));
    List<NDArray> odd = scan(pairs);
    List<NDArray> before = length % 2 == 0 ? every(odd, 0, length / 2 - 1, 1) : odd;
    List<NDArray> even = combine(before, every(x, 2, length, 2));
    List<NDArray> all = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      all.add(interleaved(x.get(i), even.get(i), odd.get(i)));
    }
    return all;
  }

  private List<NDArray> combine(List<NDArray> left, List<NDArray> right) {
    Flattened<T> combined =
        Tree.flatten(
            "associative_scan",
            "combined",
            combine.apply(
                elements.structure().unflatten(left), elements.structure().unflatten(right)));
    Tree.checkSame("associative_scan", elements.structure(), combined.structure());
    return combined.leaves();
  }

  private List<NDArray> every(List<NDArray> x, long start, long limit, long step) {
    List<NDArray> taken = new ArrayList<>();
    for (NDArray each : x) {
      List<Long> starts = new ArrayList<>(Collections.nCopies(each.rank(), 0L));
      List<Long> limits = new ArrayList<>();
      for (int other = 0; other < each.rank(); other++) {
        limits.add(each.shape().dim(other));
      }
      List<Long> steps = new ArrayList<>(Collections.nCopies(each.rank(), 1L));
      starts.set(axis, start);
      limits.set(axis, Math.max(start, limit));
      steps.set(axis, step);
      taken.add(Lax.bind(new Primitive.Slice(starts, limits, steps), each));
    }
    return taken;
  }

  /** first[0], odd[0], even[0], odd[1], even[1], … */
  private NDArray interleaved(NDArray x, NDArray even, NDArray odd) {
    NDArray first = every(List.of(x), 0, 1, 1).getFirst();
    NDArray evens = Lax.bind(new Primitive.Concatenate(axis), convert(first, odd), even);
    long length = x.shape().dim(axis);
    List<Long> none = Collections.nCopies(x.rank(), 0L);
    List<Long> behind = new ArrayList<>(none);
    behind.set(axis, length % 2 == 0 ? 1L : 0L);
    List<Long> between = new ArrayList<>(none);
    between.set(axis, 1L);
    NDArray gaps = Operands.zero(evens);
    NDArray spread = Lax.bind(new Primitive.Pad(none, behind, between), evens, gaps);
    List<Long> start = new ArrayList<>(none);
    start.set(axis, 1L);
    List<Long> steps = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
    steps.set(axis, 2L);
    return Lax.bind(new Primitive.SliceUpdate(Primitive.UpdateMode.SET, start, steps), spread, odd);
  }

  private static NDArray convert(NDArray x, NDArray like) {
    DType dtype = like.dtype();
    return x.dtype() == dtype ? x : Lax.convert(x, dtype);
  }
}

package dev.sparrow.jit.fuse;

import dev.sparrow.array.Shape;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.fuse.ComplexFunctions.Parts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * A fold of complex numbers whose parts do not fold by themselves, spelt out in the order of {@link
 * ReductionTree}: lanes of a leaf one after another, lanes by halves, leaves by pairs. Places that
 * a leaf or its lanes leave open hold the identity.
 */
final class ComplexFold {
  private final PartEmitter emit;
  private final Monoid monoid;
  private final Parts z;
  private final Shape kept;
  private final long reduced;

  /**
   * @param emit where to emit
   * @param monoid what combines
   * @param z what is folded
   * @param axes axes to fold, ascending
   */
  ComplexFold(PartEmitter emit, Monoid monoid, Parts z, List<Integer> axes) {
    this.emit = emit;
    this.monoid = monoid;
    Shape shape = z.re().type().shape();
    this.kept = shape.without(axes);
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, shape.rank()).filter(axis -> !axes.contains(axis)).forEach(order::add);
    order.addAll(axes);
    this.reduced = axes.stream().mapToLong(shape::dim).reduce(1, (a, b) -> a * b);
    Parts turned = each(new Primitive.Transpose(order), z);
    this.z = each(new Primitive.Reshape(kept.insert(kept.rank(), reduced)), turned);
  }

  private Parts each(Primitive prim, Parts x) {
    return new Parts(emit.emit(prim, x.re()), emit.emit(prim, x.im()));
  }

  /** The fold, of the shape that is kept. */
  Parts fold(BinaryOperator<Parts> combine) {
    long leaves = Math.max(1, ReductionTree.leaves(reduced));
    long lanes = leaves > 1 ? ReductionTree.LANES : lanesOf(reduced);
    long rounds = leaves > 1 ? ReductionTree.LEAF / lanes : Math.max(1, ceil(reduced, lanes));
    Parts padded = padded(leaves * rounds * lanes);
    int rank = kept.rank();
    Shape grid = kept.insert(rank, leaves).insert(rank + 1, rounds).insert(rank + 2, lanes);
    Parts rows = each(new Primitive.Reshape(grid), padded);
    Shape row = kept.insert(rank, leaves).insert(rank + 1, lanes);
    Parts folded = each(new Primitive.Reshape(row), slice(rows, rank + 1, 0, 1, 1));
    for (long round = 1; round < rounds; round++) {
      Parts next = slice(rows, rank + 1, round, round + 1, 1);
      folded = combine.apply(folded, each(new Primitive.Reshape(row), next));
    }
    for (long half = lanes / 2; half > 0; half /= 2) {
      folded =
          combine.apply(
              slice(folded, rank + 1, 0, half, 1), slice(folded, rank + 1, half, 2 * half, 1));
    }
    folded = each(new Primitive.Reshape(kept.insert(rank, leaves)), folded);
    for (long nodes = leaves; nodes > 1; nodes = ceil(nodes, 2)) {
      long even = nodes / 2 * 2;
      Parts pairs = combine.apply(slice(folded, rank, 0, even, 2), slice(folded, rank, 1, even, 2));
      folded = even == nodes ? pairs : joined(pairs, slice(folded, rank, even, nodes, 1));
    }
    return each(new Primitive.Reshape(kept), folded);
  }

  private static long ceil(long x, long y) {
    return (x + y - 1) / y;
  }

  private static long lanesOf(long elements) {
    long lanes = 1;
    while (lanes < Math.min(elements, ReductionTree.LANES)) {
      lanes *= 2;
    }
    return lanes;
  }

  private Parts padded(long size) {
    if (size == reduced) {
      return z;
    }
    List<Long> none = Collections.nCopies(kept.rank() + 1, 0L);
    List<Long> high = new ArrayList<>(none);
    high.set(kept.rank(), size - reduced);
    Primitive pad = new Primitive.Pad(none, high, none);
    double end = monoid == Monoid.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    double re = monoid == Monoid.PROD ? 1 : end;
    double im = monoid == Monoid.PROD ? 0 : end;
    return new Parts(
        emit.emit(pad, z.re(), emit.number(re, z.re())),
        emit.emit(pad, z.im(), emit.number(im, z.im())));
  }

  private Parts slice(Parts x, int axis, long start, long limit, long stride) {
    Shape shape = x.re().type().shape();
    List<Long> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0L));
    List<Long> limits = new ArrayList<>();
    IntStream.range(0, shape.rank()).forEach(other -> limits.add(shape.dim(other)));
    List<Long> strides = new ArrayList<>(Collections.nCopies(shape.rank(), 1L));
    starts.set(axis, start);
    limits.set(axis, limit);
    strides.set(axis, stride);
    return each(new Primitive.Slice(starts, limits, strides), x);
  }

  private Parts joined(Parts left, Parts right) {
    Primitive join = new Primitive.Concatenate(kept.rank());
    return new Parts(
        emit.emit(join, left.re(), right.re()), emit.emit(join, left.im(), right.im()));
  }
}

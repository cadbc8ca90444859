package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.graph.Var;
import dev.sparrow.ops.Lax;
import dev.sparrow.sharding.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A reduction over the sharded axis: each shard folds its elements to nodes of the {@link
 * ReductionTree}, a {@link Combiner} folds the nodes of all shards.
 *
 * @param step the step whose local graphs make the nodes
 * @param monoid how elements combine
 * @param operand what is reduced
 * @param axes axes that are folded, ascending
 * @param shardedAxis the one of them that is cut
 * @param result the reduced value
 */
public record Reduction(
    int step, Monoid monoid, Atom operand, List<Integer> axes, int shardedAxis, Var result)
    implements Serializable {
  /** Copies the list. */
  public Reduction {
    axes = List.copyOf(axes);
  }

  /** Why a reduction cannot be cut along an axis, or null if it can. */
  static @Nullable String refusal(ArrayType operand, List<Integer> axes, int shardedAxis) {
    for (int axis : axes) {
      if (axis < shardedAxis && operand.shape().dim(axis) != 1) {
        return "folds axis " + axis + " outside the sharded one, which would interleave shards";
      }
    }
    return null;
  }

  /** {@return type of the combined value} */
  public ArrayType type() {
    return result.type();
  }

  /** {@return elements that one position along the sharded axis contributes to each result} */
  public long unit() {
    long unit = 1;
    for (int axis : axes) {
      unit *= axis == shardedAxis ? 1 : operand.type().shape().dim(axis);
    }
    return unit;
  }

  /** {@return the axis of a shard's partial result along which its nodes lie} */
  public int nodeAxis() {
    return isConsecutive() ? axes.getFirst() : operand.type().rank() - axes.size();
  }

  /**
   * The nodes that a shard contributes, in order.
   *
   * @param shard the shard
   * @return its nodes
   */
  public List<ReductionTree.Node> nodes(Shard shard) {
    long first = firstLeaf(shard);
    return ReductionTree.cover(first, first + ReductionTree.leaves(shard.length() * unit()));
  }

  /** Shards begin at multiples of LEAF positions, hence of LEAF elements. */
  private long firstLeaf(Shard shard) {
    return ReductionTree.leaves(shard.start() * unit());
  }

  private boolean isConsecutive() {
    return axes.getLast() - axes.getFirst() == axes.size() - 1;
  }

  /** Binds a shard's part: its range of the operand, reduced to nodes. */
  NDArray partial(NDArray range, Shard shard) {
    NDArray rows = isConsecutive() ? range : reducedAxesLast(range);
    int nodeAxis = nodeAxis();
    long[] dims = rows.shape().dims();
    List<Long> merged = new ArrayList<>();
    long folded = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (axis < nodeAxis || axis >= nodeAxis + axes.size()) {
        merged.add(dims[axis]);
      } else {
        folded *= dims[axis];
        if (axis == nodeAxis + axes.size() - 1) {
          merged.add(folded);
        }
      }
    }
    Shape shape = Shape.of(merged.stream().mapToLong(Long::longValue).toArray());
    return Lax.bind(
        new Primitive.ReducePartial(monoid, nodeAxis, firstLeaf(shard)), Lax.reshape(rows, shape));
  }

  private NDArray reducedAxesLast(NDArray range) {
    List<Integer> order =
        new ArrayList<>(
            IntStream.range(0, range.rank()).filter(axis -> !axes.contains(axis)).boxed().toList());
    order.addAll(axes);
    return Lax.bind(new Primitive.Transpose(order), range);
  }
}

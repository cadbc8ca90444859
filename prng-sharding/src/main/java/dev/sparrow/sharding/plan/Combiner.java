package dev.sparrow.sharding.plan;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.ops.Lax;
import dev.sparrow.sharding.Shard;
import dev.sparrow.sharding.ShardingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Folds the partial results of shards, taken in shard order, by the {@link ReductionTree}: the
 * value has the bits of the unsharded reduction. Holds at most one node a level at any time.
 */
public final class Combiner {
  private final Reduction reduction;
  private final Deque<Partial> pending = new ArrayDeque<>();
  private long position;

  /**
   * Starts a fold.
   *
   * @param reduction what is folded
   */
  public Combiner(Reduction reduction) {
    this.reduction = reduction;
  }

  private record Partial(ReductionTree.Node node, NDArray value) {}

  /**
   * Takes the partial result of the next shard.
   *
   * @param shard the shard; must begin where the one before ended
   * @param partial its nodes along {@link Reduction#nodeAxis}
   * @throws ShardingException if the shard is not the next one, or has other nodes than its range
   *     takes
   */
  public void add(Shard shard, NDArray partial) {
    if (shard.length() > 0 && shard.start() != position) {
      throw new ShardingException(
          "combine: shard "
              + shard.index()
              + " begins at "
              + shard.start()
              + " and the next position is "
              + position
              + "; add partial results in shard order, each once");
    }
    List<ReductionTree.Node> nodes = reduction.nodes(shard);
    int axis = reduction.nodeAxis();
    if (partial.shape().dim(axis) != nodes.size()) {
      throw new ShardingException(
          "combine: shard "
              + shard.index()
              + " has "
              + nodes.size()
              + " nodes and brought "
              + partial.type());
    }
    for (int i = 0; i < nodes.size(); i++) {
      push(new Partial(nodes.get(i), node(partial, axis, i)));
    }
    position += shard.length();
  }

  private static NDArray node(NDArray partial, int axis, long position) {
    int rank = partial.rank();
    List<Long> start = new ArrayList<>(Collections.nCopies(rank, 0L));
    List<Long> limit = new ArrayList<>();
    for (long dim : partial.shape().dims()) {
      limit.add(dim);
    }
    start.set(axis, position);
    limit.set(axis, position + 1);
    NDArray row =
        Lax.bind(new Primitive.Slice(start, limit, Collections.nCopies(rank, 1L)), partial);
    return Lax.bind(new Primitive.Squeeze(List.of(axis)), row);
  }

  private void push(Partial next) {
    Partial right = next;
    while (!pending.isEmpty() && pending.peek().node.level() == right.node.level()) {
      right = join(pending.pop(), right);
    }
    pending.push(right);
  }

  private Partial join(Partial left, Partial right) {
    ReductionTree.Node parent =
        new ReductionTree.Node(left.node.level() + 1, left.node.index() / 2);
    return new Partial(parent, Lax.apply(reduction.monoid().combine(), left.value, right.value));
  }

  /**
   * Ends the fold.
   *
   * @return the reduced value; the identity everywhere if there were no elements
   */
  public NDArray finish() {
    if (pending.isEmpty()) {
      long identity = reduction.monoid().identity(reduction.type().dtype());
      Literal literal =
          new Literal(identity, reduction.type().withShape(dev.sparrow.array.Shape.scalar()));
      return Lax.broadcastTo(ConcreteArray.scalar(literal), reduction.type().shape());
    }
    // What is left are the nodes of a ragged right edge: each is the left sibling of all to its
    // right.
    Partial right = pending.pop();
    while (!pending.isEmpty()) {
      right = join(pending.pop(), right);
    }
    return right.value;
  }
}

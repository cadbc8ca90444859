package dev.sparrow.sharding.plan;

import dev.sparrow.buffer.ByteSize;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.sharding.Shard;
import dev.sparrow.sharding.ShardingException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a program runs shard by shard. For each step, every shard runs {@link #local}; a {@link
 * Combiner} for each reduction of the step takes the shards' partial results in shard order; then
 * {@link #last} runs once. Results have the bits of the unsharded program, for any number of
 * shards.
 *
 * <p>A plan is a small value and holds nothing for a shard: it travels to the machines, and each
 * makes the graph of its shard. Sharded values that a later step needs again are computed again.
 */
public final class ShardPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Graph program;
  private final ArrayList<Placement> inputs;
  private final long extent;
  private final Placements placements;
  private final int steps;

  private ShardPlan(Graph program, List<Placement> inputs, long extent, Placements placements) {
    this.program = program;
    this.inputs = new ArrayList<>(inputs);
    this.extent = extent;
    this.placements = placements;
    int last = -1;
    for (Reduction reduction : placements.reductions()) {
      last = Math.max(last, reduction.step());
    }
    for (Atom result : program.results()) {
      if (placements.resultPlacement(result) instanceof Placement.Sharded) {
        last = Math.max(last, placements.step(result));
      }
    }
    this.steps = last + 1;
  }

  static ShardPlan of(Graph program, List<Placement> inputs, long extent) {
    ShardPlan plan = new ShardPlan(program, inputs, extent, Placements.of(program, inputs, extent));
    Shard first = Shard.of(extent, 1, 0);
    for (int step = 0; step < plan.steps; step++) {
      plan.local(step, first);
    }
    return plan;
  }

  /** {@return length of the sharded axes} */
  public long extent() {
    return extent;
  }

  /** {@return placement of each input of the program, captures first} */
  public List<Placement> inputs() {
    return List.copyOf(inputs);
  }

  /** {@return number of passes over the shards; 0 if nothing is sharded} */
  public int steps() {
    return steps;
  }

  /** {@return all reductions over the sharded axis, in the order combined values are passed in} */
  public List<Reduction> reductions() {
    return List.copyOf(placements.reductions());
  }

  /**
   * Reductions whose partial results a step makes.
   *
   * @param step a step
   * @return indices among {@link #reductions}, in the order of the local graph's first outputs
   */
  public List<Integer> reductions(int step) {
    List<Reduction> all = placements.reductions();
    return IntStream.range(0, all.size()).filter(i -> all.get(i).step() == step).boxed().toList();
  }

  /** {@return where to find each result of the program} */
  public List<PlannedResult> results() {
    int[] outputs = new int[steps];
    for (int step = 0; step < steps; step++) {
      outputs[step] = reductions(step).size();
    }
    int finished = 0;
    List<PlannedResult> results = new ArrayList<>();
    for (Atom result : program.results()) {
      switch (placements.resultPlacement(result)) {
        case Placement.Sharded(int axis) -> {
          int step = placements.step(result);
          results.add(new PlannedResult.InShards(step, outputs[step]++, axis));
        }
        case Placement.Replicated() -> results.add(new PlannedResult.Finished(finished++));
      }
    }
    return results;
  }

  /**
   * What one shard runs in a step. Shards of one length have equal graphs but for the leaf at which
   * their reductions begin.
   *
   * @param step the step
   * @param shard the shard
   * @return a graph whose results are the partial results of {@link #reductions(int)}, then the
   *     shard's ranges of the sharded results of that step
   */
  public PlannedGraph local(int step, Shard shard) {
    List<Reduction> reductions =
        reductions(step).stream().map(placements.reductions()::get).toList();
    List<RangeTracer.Range> wanted = new ArrayList<>();
    for (Reduction reduction : reductions) {
      wanted.add(new RangeTracer.Range(reduction.operand(), reduction.shardedAxis()));
    }
    for (Atom result : program.results()) {
      if (placements.resultPlacement(result) instanceof Placement.Sharded(int axis)
          && placements.step(result) == step) {
        wanted.add(new RangeTracer.Range(result, axis));
      }
    }
    return RangeTracer.trace(
        program,
        placements,
        shard,
        wanted,
        ranges -> {
          List<dev.sparrow.array.NDArray> results = new ArrayList<>(ranges);
          for (int i = 0; i < reductions.size(); i++) {
            results.set(i, reductions.get(i).partial(ranges.get(i), shard));
          }
          return results;
        });
  }

  /** {@return the graph over combined values and replicated inputs that makes the other results} */
  public PlannedGraph last() {
    List<RangeTracer.Range> wanted = new ArrayList<>();
    for (Atom result : program.results()) {
      if (placements.resultPlacement(result) instanceof Placement.Replicated) {
        wanted.add(new RangeTracer.Range(result, Cut.WHOLE));
      }
    }
    return RangeTracer.trace(program, placements, new Shard(0, 0, 0), wanted, ranges -> ranges);
  }

  /**
   * The most bytes a task holds: those of the first shard, which is the longest.
   *
   * @param step the step
   * @param pieces number of shards
   * @return its bytes
   */
  public TaskBytes bytes(int step, int pieces) {
    return TaskBytes.of(local(step, Shard.of(extent, pieces, 0)).graph());
  }

  /**
   * Refuses a plan whose tasks would hold too much.
   *
   * @param limit most bytes a task may hold
   * @param pieces number of shards
   * @return this plan
   * @throws ShardingException if a task needs more; the message says how much, and how many shards
   *     would do
   */
  public ShardPlan within(long limit, int pieces) {
    for (int step = 0; step < steps; step++) {
      TaskBytes needed = bytes(step, pieces);
      if (needed.total() > limit) {
        throw new ShardingException(
            "plan: a task of step "
                + step
                + " with "
                + pieces
                + " shards of "
                + extent
                + " holds "
                + needed
                + ", limit "
                + ByteSize.text(limit)
                + remedy(step, limit, pieces));
      }
    }
    return this;
  }

  private String remedy(int step, long limit, int pieces) {
    long most = Math.min(ReductionTree.leaves(extent), Integer.MAX_VALUE);
    if (most <= pieces || bytes(step, (int) most).total() > limit) {
      return "; no number of shards fits, raise the limit or draw fewer replicas at once";
    }
    int below = pieces;
    int enough = (int) most;
    while (enough - below > 1) {
      int middle = below + (enough - below) / 2;
      if (bytes(step, middle).total() > limit) {
        below = middle;
      } else {
        enough = middle;
      }
    }
    return "; use at least " + enough + " shards";
  }

  /** {@return the steps as text: what shards run, what is combined, what comes last} */
  public String explain() {
    StringBuilder text = new StringBuilder();
    Shard whole = Shard.of(extent, 1, 0);
    for (int step = 0; step < steps; step++) {
      text.append("step ").append(step).append(", each shard (here one of ").append(extent);
      text.append(" positions):\n").append(local(step, whole).graph()).append('\n');
      for (int reduction : reductions(step)) {
        Reduction combined = placements.reductions().get(reduction);
        text.append("combine in shard order: ").append(combined.monoid().jaxName());
        text.append(" to ").append(combined.type()).append('\n');
      }
    }
    return text.append("last:\n").append(last().graph()).toString();
  }
}

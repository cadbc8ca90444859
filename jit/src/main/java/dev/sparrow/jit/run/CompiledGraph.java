package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.spi.Executable;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A compiled graph. Bound to the strides of its inputs when they are first met, and to few others
 * after that; a run with known strides only fills in addresses.
 */
final class CompiledGraph implements Executable {
  /** Bindings kept; inputs come in few layouts. */
  private static final int BINDINGS = 16;

  /** Work from which threads are worth their scratch. */
  private static final long PARALLEL_COST = 1 << 18;

  /**
   * Work from which runs are timed: well below what the queue of operations takes to be short
   * unseen, so that whatever it would queue has a time. Below, reading the clock would be felt.
   */
  private static final long TIMED_COST = 1 << 14;

  /** A slower run counts by this part. */
  private static final long SMOOTHING = 8;

  private final Plan plan;
  private final KernelCache kernels;
  private final long cost;
  private final CopyOnWriteArrayList<BoundPlan> bindings = new CopyOnWriteArrayList<>();

  /** What a run takes; 0 before the first. Threads may overwrite each other's. */
  private volatile long nanos;

  CompiledGraph(Plan plan, KernelCache kernels) {
    this.plan = plan;
    this.kernels = kernels;
    this.cost = Costs.of(plan);
  }

  @Override
  public long cost() {
    return cost;
  }

  @Override
  public List<View> run(List<View> inputs) {
    return run(inputs, Set.of());
  }

  @Override
  public List<View> run(List<View> inputs, Set<Integer> donated) {
    boolean parallel = cost >= PARALLEL_COST;
    if (cost < TIMED_COST) {
      return binding(inputs).run(inputs, donated, parallel);
    }
    long begin = System.nanoTime();
    List<View> results = binding(inputs).run(inputs, donated, parallel);
    noteTime(System.nanoTime() - begin);
    return results;
  }

  /**
   * A faster run counts at once: the slower ones before met kernels that were not warm yet. A much
   * slower one counts as one that took twice as long: it waited for a processor.
   */
  private void noteTime(long latest) {
    long before = nanos;
    nanos =
        before == 0 || latest < before
            ? latest
            : before + Math.min(latest - before, before) / SMOOTHING;
  }

  @Override
  public OptionalLong nanos() {
    long known = nanos;
    return known == 0 ? OptionalLong.empty() : OptionalLong.of(known);
  }

  private BoundPlan binding(List<View> inputs) {
    for (BoundPlan binding : bindings) {
      if (binding.fits(inputs)) {
        return binding;
      }
    }
    BoundPlan binding = PlanBinder.bind(plan, inputs, kernels);
    if (bindings.size() >= BINDINGS) {
      bindings.removeLast();
    }
    bindings.addFirst(binding);
    return binding;
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Graph;
import dev.sparrow.jit.fuse.Fusion;
import dev.sparrow.jit.fuse.Pipeline;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.spi.Backend;
import dev.sparrow.spi.Executable;
import java.util.List;

/** The backend: rewrites, fuses and compiles graphs to kernels. */
public final class JitBackend implements Backend {
  private final KernelCache kernels;

  /** The backend that {@link java.util.ServiceLoader} makes; all of them share one kernel cache. */
  public JitBackend() {
    this(KernelCache.shared());
  }

  JitBackend(KernelCache kernels) {
    this.kernels = kernels;
  }

  @Override
  public Executable compile(Graph graph) {
    return new CompiledGraph(Fusion.plan(Pipeline.run(graph)), kernels);
  }

  /**
   * What a graph becomes.
   *
   * @param graph a graph
   * @return text: a paragraph for each step, then totals
   */
  public String explain(Graph graph) {
    Plan plan = Fusion.plan(Pipeline.run(graph));
    return Explanation.of(plan, kernels, OperationCount.of(graph), List.of());
  }

  /**
   * What a graph becomes, and how long each of its steps takes: the shortest time of some runs.
   *
   * @param graph a graph
   * @param inputs its inputs, captures first
   * @return what {@link #explain} says, with times
   */
  public String profile(Graph graph, List<View> inputs) {
    Plan plan = Fusion.plan(Pipeline.run(graph));
    BoundPlan bound = PlanBinder.bind(plan, inputs, kernels);
    List<Long> nanos = StepTimes.of(bound, inputs, plan.steps().size());
    return Explanation.of(plan, kernels, OperationCount.of(graph), nanos);
  }

  /**
   * The memory that a graph moves and takes.
   *
   * @param graph a graph
   * @return bytes, for dense inputs
   */
  public MemoryUse memory(Graph graph) {
    return MemoryUse.of(Fusion.plan(Pipeline.run(graph)), kernels);
  }
}

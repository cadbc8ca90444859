package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Binds a plan to the strides of its inputs: gives every array a slot, temporaries a place in one
 * arena, and every step its loops.
 *
 * <p>An input whose strides some view cannot be expressed on is copied to a dense temporary first.
 */
final class PlanBinder {
  /**
   * Work from which a region is spread over threads, in simple operations: some 50 microseconds.
   */
  private static final long PARALLEL_COST = 1 << 19;

  private final Plan plan;
  private final KernelCache kernels;
  private final Placements placements = new Placements();
  private final ArenaPlan arena = new ArenaPlan();
  private final Map<Integer, Long> temporaries = new HashMap<>();

  /** Slots of temporaries that are yet to get memory. */
  private final Map<Var, Integer> unplaced = new HashMap<>();

  private final List<BoundPlan.Output> outputs = new ArrayList<>();
  private final List<BoundPlan.Result> results = new ArrayList<>();
  private final List<BoundStep> bound = new ArrayList<>();
  private final List<BoundStep> moves = new ArrayList<>();

  /** For each bound step the number of the plan's step it belongs to, or -1. */
  private final List<Integer> owners = new ArrayList<>();

  private final Map<Var, Integer> outputNumbers = new HashMap<>();
  private final Map<Step, String> descriptions = new IdentityHashMap<>();
  private final InPlaceUpdates updates;
  private final Set<Var> parameters;
  private int slots;

  private PlanBinder(Plan plan, KernelCache kernels) {
    this.plan = plan;
    this.kernels = kernels;
    this.updates = InPlaceUpdates.of(plan);
    this.parameters = Set.copyOf(plan.inputs());
  }

  /**
   * Binds a plan.
   *
   * @param plan the plan
   * @param inputs views whose strides are those of every later run
   * @param kernels where kernels come from
   * @return the runnable plan
   */
  static BoundPlan bind(Plan plan, List<View> inputs, KernelCache kernels) {
    return new PlanBinder(plan, kernels).bind(inputs);
  }

  /**
   * Binds a plan whose inputs are dense.
   *
   * @param plan the plan
   * @param kernels where kernels come from
   * @return the runnable plan
   */
  static BoundPlan bindDense(Plan plan, KernelCache kernels) {
    return new PlanBinder(plan, kernels).bind(dense(plan));
  }

  private static List<View> dense(Plan plan) {
    return plan.inputs().stream()
        .map(input -> Access.denseLayout(input.type().dtype(), input.type().shape()))
        .toList();
  }

  /**
   * What runs for each region and loop of a plan whose inputs are dense.
   *
   * @param plan the plan
   * @param kernels where kernels come from
   * @return descriptions, by step
   */
  static Map<Step, String> describe(Plan plan, KernelCache kernels) {
    PlanBinder binder = new PlanBinder(plan, kernels);
    binder.bind(dense(plan));
    return binder.descriptions;
  }

  /**
   * Binds a plan that runs inside a step of another one, with results where the step says.
   *
   * @param plan the plan
   * @param inputs layouts of the inputs in every run
   * @param roomy for each result, whether kernels may write past its end as far as {@link
   *     Feed#rounded} says
   * @param kernels where kernels come from
   * @return the steps; slots of the inputs come first, those of the results next
   */
  static BoundBody bindBody(
      Plan plan, List<View> inputs, List<Boolean> roomy, KernelCache kernels) {
    PlanBinder binder = new PlanBinder(plan, kernels);
    binder.slots = inputs.size() + roomy.size();
    binder.placeInputs(inputs);
    binder.placeResultsOutside(inputs.size(), roomy);
    binder.placeWritten();
    binder.bindSteps(false);
    binder.moveResults(inputs.size());
    return binder.body();
  }

  private BoundPlan bind(List<View> inputs) {
    slots = inputs.size();
    placeInputs(inputs);
    placeResults(inputs);
    placeWritten();
    bindSteps(true);
    // Copies of inputs into results come last; nothing reads them.
    moves.forEach(bound::add);
    owners.addAll(Collections.nCopies(bound.size() - owners.size(), -1));
    return new BoundPlan(inputs, outputs, results, body(), owners);
  }

  private BoundBody body() {
    return new BoundBody(slots, temporaries, arena.bytes(), bound);
  }

  /**
   * Binds all steps and gives temporaries their memory.
   *
   * @param grouped whether steps may run together over rows: not those inside loops, whose results
   *     may lie where their inputs do
   */
  private void bindSteps(boolean grouped) {
    owners.addAll(Collections.nCopies(bound.size(), -1));
    List<List<BoundStep>> alone = plan.steps().stream().map(this::bindStep).toList();
    RowGroups groups = new RowGroups(plan, updates);
    int number = 0;
    while (number < alone.size()) {
      int first = number;
      Optional<RowGroups.Group> group = grouped ? groups.from(number, alone) : Optional.empty();
      if (group.isPresent()) {
        bound.add(bindGroup(groups, group.get()));
        number = group.get().end();
      } else {
        bound.addAll(alone.get(number));
        number++;
      }
      owners.addAll(Collections.nCopies(bound.size() - owners.size(), first));
      placeTemporaries(first, number, group.map(RowGroups.Group::passed).orElse(List.of()));
    }
  }

  private RowGroup bindGroup(RowGroups groups, RowGroups.Group group) {
    List<Step> steps = plan.steps().subList(group.first(), group.end());
    boolean parallel = steps.stream().mapToLong(Costs::of).sum() >= PARALLEL_COST;
    RowGroup loop = groups.bind(group, placements, parallel);
    String together =
        "runs together with steps %d to %d, %d of %d rows at a time, timed as one"
            .formatted(group.first() + 1, group.end(), loop.rowsAtOnce(), loop.rows());
    steps.forEach(step -> descriptions.merge(step, together, (own, more) -> own + "; " + more));
    return loop;
  }

  private List<BoundStep> bindStep(Step step) {
    return switch (step) {
      case Region region -> {
        boolean parallel = Costs.of(region) >= PARALLEL_COST;
        BoundStep loops = new RegionBinder(region, placements, kernels, parallel).bind();
        descriptions.put(region, loops.describe());
        yield List.of(loops);
      }
      case Step.Assembly assembly -> AssemblyBinder.bind(assembly, placements);
      case Step.Routine routine -> RoutineBinder.bind(routine, placements, kernels);
      case Step.Flow flow -> {
        boolean parallel = Costs.of(flow) >= PARALLEL_COST;
        BoundStep loop = FlowBinder.bind(flow, placements, kernels, parallel);
        descriptions.put(flow, loop.describe());
        yield List.of(loop);
      }
    };
  }

  private void placeInputs(List<View> inputs) {
    Set<Var> unsuited = new HashSet<>();
    Map<Var, View> layouts = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      layouts.put(plan.inputs().get(i), atZero(inputs.get(i)));
    }
    Stream.concat(plan.steps().stream().flatMap(PlanBinder::reads), plan.results().stream())
        .forEach(access -> {
          if (access.source() instanceof Source.Memory(Var variable)
              && layouts.containsKey(variable)
              && access.on(layouts.get(variable)) == null) {
            unsuited.add(variable);
          }
        });
    for (int i = 0; i < inputs.size(); i++) {
      Var input = plan.inputs().get(i);
      View layout = layouts.get(input);
      if (unsuited.contains(input)) {
        DType dtype = input.type().dtype();
        Shape shape = input.type().shape();
        int slot = slots++;
        temporaries.put(slot, arena.place(bytes(dtype, shape), -1, Integer.MAX_VALUE));
        placements.put(input, Placement.dense(slot, dtype, shape));
        bound.add(move(new Placement(i, layout), slot, shape, dtype));
      } else {
        placements.put(input, new Placement(i, layout));
      }
    }
  }

  private void placeResults(List<View> inputs) {
    for (Access result : plan.results()) {
      Var variable = ((Source.Memory) result.source()).variable();
      int input = plan.inputs().indexOf(variable);
      if (input < 0) {
        results.add(new BoundPlan.Result.Output(outputOf(variable), result.type()));
        continue;
      }
      View window = result.on(inputs.get(input));
      if (window != null && window.isDense()) {
        results.add(new BoundPlan.Result.Window(input, result));
        continue;
      }
      int slot = slots++;
      outputs.add(
          new BoundPlan.Output(
              slot, bytes(result.type().dtype(), result.type().shape()), List.of()));
      results.add(new BoundPlan.Result.Output(outputs.size() - 1, result.type()));
      moves.add(move(placements.of(result), slot, result.type().shape(), result.type().dtype()));
    }
  }

  /** Steps write results where they are wanted, if one step may and no other result is the same. */
  private void placeResultsOutside(int firstSlot, List<Boolean> roomy) {
    for (int i = 0; i < roomy.size(); i++) {
      Var variable = ((Source.Memory) plan.results().get(i).source()).variable();
      boolean written = !plan.inputs().contains(variable);
      if (written && roomy.get(i) && outputNumbers.putIfAbsent(variable, i) == null) {
        place(variable, firstSlot + i);
      }
    }
  }

  /** Copies those results that no step wrote where they are wanted. */
  private void moveResults(int firstSlot) {
    for (int i = 0; i < plan.results().size(); i++) {
      Access result = plan.results().get(i);
      Var variable = ((Source.Memory) result.source()).variable();
      if (!Objects.equals(outputNumbers.get(variable), i)) {
        ArrayType type = result.type();
        bound.add(move(placements.of(result), firstSlot + i, type.shape(), type.dtype()));
      }
    }
  }

  private static Placement denseIn(int slot, Var variable) {
    return Placement.dense(slot, variable.type().dtype(), variable.type().shape());
  }

  /** Gives an array a slot, and what it is an update of the same one. */
  private void place(Var variable, int slot) {
    for (Var at = variable; at != null && !parameters.contains(at); at = updates.older(at)) {
      placements.put(at, denseIn(slot, at));
    }
  }

  /** Numbers of the inputs whose memory a result may have if they are given up. */
  private List<Integer> heritage(Var result) {
    return updates.overwritable(result).stream()
        .filter(parameters::contains)
        .map(input -> plan.inputs().indexOf(input))
        .toList();
  }

  /** Number of the output an array is; arrays become outputs when they are first asked for. */
  private int outputOf(Var variable) {
    return outputNumbers.computeIfAbsent(
        variable,
        first -> {
          int slot = slots++;
          place(first, slot);
          outputs.add(
              new BoundPlan.Output(
                  slot, bytes(first.type().dtype(), first.type().shape()), heritage(first)));
          return outputs.size() - 1;
        });
  }

  /** Gives slots to what is neither input nor result. */
  private void placeWritten() {
    for (Step step : plan.steps()) {
      for (Var written : step.written()) {
        if (!placements.contains(written)) {
          int slot = slots++;
          place(updates.newest(written), slot);
          unplaced.put(written, slot);
        }
      }
    }
  }

  /**
   * Gives memory to the temporaries that steps write.
   *
   * @param first the first step
   * @param end the step behind the last one; these steps run at the same time
   * @param passed temporaries that have memory elsewhere
   */
  private void placeTemporaries(int first, int end, List<Var> passed) {
    for (Step step : plan.steps().subList(first, end)) {
      for (Var written : step.written()) {
        Integer slot = unplaced.get(written);
        if (slot != null && !passed.contains(written)) {
          long bytes = bytes(written.type().dtype(), written.type().shape());
          temporaries.put(slot, arena.place(bytes, first, updates.lastUse(written)));
        }
      }
    }
  }

  private static BoundStep move(Placement from, int slot, Shape shape, DType dtype) {
    if (shape.size() == 0) {
      return addresses -> {};
    }
    View layout = from.layout();
    return StridedMove.of(
        new StridedMove.Window(from.slot(), layout.offset(), layout.strides()),
        new StridedMove.Window(slot, 0, shape.rowMajorStrides()),
        shape.dims(),
        dtype.bytes());
  }

  private static View atZero(View view) {
    return Access.denseLayout(view.dtype(), view.shape()).with(view.shape(), view.strides(), 0);
  }

  /** Bytes of a dense array with the slack kernels need behind it. */
  private static long bytes(DType dtype, Shape shape) {
    return Feed.rounded(shape.size()) * dtype.bytes();
  }

  static Stream<Access> reads(Step step) {
    return switch (step) {
      case Region region -> region.inputs().values().stream();
      case Step.Assembly assembly -> assembly.pieces().stream().map(Step.Piece::from);
      case Step.Routine routine -> routine.from().stream();
      case Step.Flow flow -> flow.from().stream();
    };
  }

  /** The arrays that an operand is read from. */
  static List<Var> memory(Access access) {
    return switch (access.source()) {
      case Source.Memory(Var variable) -> List.of(variable);
      case Source.Counter counter ->
          counter.first().stream().flatMap(word -> memory(word).stream()).toList();
      case Source.Constant _ -> List.of();
    };
  }
}

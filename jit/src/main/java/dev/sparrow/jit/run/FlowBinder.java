package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Makes loops and branches runnable: binds the plans inside to the layouts their inputs have in
 * every step, so that a step only moves addresses on.
 */
final class FlowBinder {
  private final Step.Flow flow;
  private final Placements placements;
  private final KernelCache kernels;
  private final boolean parallel;
  private final ScratchPlan arena = new ScratchPlan();

  private FlowBinder(Step.Flow flow, Placements placements, KernelCache kernels, boolean parallel) {
    this.flow = flow;
    this.placements = placements;
    this.kernels = kernels;
    this.parallel = parallel;
  }

  static BoundStep bind(
      Step.Flow flow, Placements placements, KernelCache kernels, boolean parallel) {
    FlowBinder binder = new FlowBinder(flow, placements, kernels, parallel);
    return switch (flow.control()) {
      case Control.Cond _ -> binder.cond();
      case Control.While loop -> binder.whileLoop(loop);
      case Control.Scan scan -> binder.scan(scan);
    };
  }

  private BoundStep cond() {
    List<FlowOperand> operands = operands(flow.from().subList(1, flow.from().size()));
    List<BoundBody> branches =
        flow.inner().stream()
            .map(branch ->
                body(branch, layouts(operands), Collections.nCopies(targets().length, true)))
            .toList();
    return new CondStep(
        placements.scalar(flow.from().getFirst()), operands, targets(), branches, arena.bytes());
  }

  private BoundStep whileLoop(Control.While loop) {
    List<FlowOperand> all = operands(flow.from());
    BoundStep recurrence =
        RecurrenceBinder.whileLoop(flow, loop, all, placements, kernels, parallel, arena.bytes());
    if (recurrence != null) {
      return recurrence;
    }
    List<FlowOperand> tested = all.subList(0, loop.conditionConstants());
    List<FlowOperand> constants =
        LoopConstants.laidOut(
            all.subList(loop.conditionConstants(), loop.constants()), flow.inner().get(1), arena);
    List<CarryBuffer> carries =
        carries(
            all.subList(loop.constants(), all.size()), flow.inner().get(1), loop.bodyConstants());
    List<View> carried = carries.stream().map(CarryBuffer::layout).toList();
    BoundBody condition =
        body(flow.inner().get(0), joined(layouts(tested), carried), List.of(true));
    BoundBody body =
        body(
            flow.inner().get(1),
            joined(layouts(constants), carried),
            Collections.nCopies(carries.size(), true));
    long answer = arena.place(1, 1);
    return new WhileLoop(condition, body, tested, constants, carries, answer, arena.bytes());
  }

  private BoundStep scan(Control.Scan scan) {
    List<FlowOperand> all = operands(flow.from());
    BoundStep recurrence =
        RecurrenceBinder.scan(flow, scan, all, placements, kernels, parallel, arena.bytes());
    if (recurrence != null) {
      return recurrence;
    }
    int firstX = scan.constants() + scan.carries();
    List<FlowOperand> constants =
        LoopConstants.laidOut(all.subList(0, scan.constants()), flow.inner().getFirst(), arena);
    List<CarryBuffer> carries =
        carries(all.subList(scan.constants(), firstX), flow.inner().getFirst(), scan.constants());
    List<ScanLoop.Stacked> xs = new ArrayList<>();
    List<View> rows = new ArrayList<>();
    for (FlowOperand x : all.subList(firstX, all.size())) {
      View row = row(x.layout());
      rows.add(row);
      xs.add(new ScanLoop.Stacked(x, x.layout().stride(0) * x.layout().dtype().bytes()));
    }
    List<ScanLoop.Target> ys = new ArrayList<>();
    List<Boolean> roomy = new ArrayList<>(Collections.nCopies(carries.size(), true));
    for (Var y : flow.targets().subList(carries.size(), flow.targets().size())) {
      ArrayType type = y.type();
      long elements = type.shape().without(List.of(0)).size();
      ys.add(new ScanLoop.Target(placements.of(y).slot(), elements * type.dtype().bytes()));
      roomy.add(elements % Kernel.ROUND == 0);
    }
    List<View> inputs =
        joined(
            joined(layouts(constants), carries.stream().map(CarryBuffer::layout).toList()), rows);
    BoundBody body = body(flow.inner().getFirst(), inputs, roomy);
    return new ScanLoop(
        body, scan.length(), scan.reverse(), constants, carries, xs, ys, arena.bytes());
  }

  private BoundBody body(Plan plan, List<View> inputs, List<Boolean> roomy) {
    return PlanBinder.bindBody(plan, inputs, roomy, kernels);
  }

  private int[] targets() {
    return flow.targets().stream().mapToInt(target -> placements.of(target).slot()).toArray();
  }

  private List<FlowOperand> operands(List<Access> accesses) {
    return accesses.stream().map(this::operand).toList();
  }

  private FlowOperand operand(Access access) {
    if (access.source() instanceof Source.Constant(Literal literal)) {
      int bytes = literal.type().dtype().bytes();
      View cell = Access.denseLayout(literal.type().dtype(), Shape.scalar());
      View layout = Objects.requireNonNull(access.on(cell), access::toString);
      return new FlowOperand.Cell(literal, arena.place(1, bytes), layout);
    }
    Placement placement = placements.of(access);
    return new FlowOperand.Stored(placement.slot(), placement.layout());
  }

  /**
   * The carries of a loop.
   *
   * @param initials initial values
   * @param body what a step does
   * @param first number of the body's input that is the first carry
   */
  private List<CarryBuffer> carries(List<FlowOperand> initials, Plan body, int first) {
    InPlaceUpdates updates = InPlaceUpdates.of(body);
    List<CarryBuffer> carries = new ArrayList<>();
    List<Var> targets = flow.targets();
    for (FlowOperand initial : initials) {
      int number = carries.size();
      ArrayType type = targets.get(number).type();
      boolean inPlace =
          body.results().get(number).source() instanceof Source.Memory(Var result)
              && updates.older(result) != null
              && updates.oldest(result).equals(body.inputs().get(first + number));
      long other = inPlace ? 0 : arena.place(type.shape().size(), type.dtype().bytes());
      carries.add(
          new CarryBuffer(
              initial,
              placements.of(targets.get(carries.size())).slot(),
              other,
              inPlace,
              Access.denseLayout(type.dtype(), type.shape())));
    }
    return carries;
  }

  private static List<View> layouts(List<FlowOperand> operands) {
    return operands.stream().map(FlowOperand::layout).toList();
  }

  /** One element along the leading axis. */
  static View row(View stacked) {
    Shape shape = stacked.shape().without(List.of(0));
    long[] strides = stacked.strides();
    return stacked.with(shape, Arrays.copyOfRange(strides, 1, strides.length), stacked.offset());
  }

  private static List<View> joined(List<View> first, List<View> second) {
    List<View> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}

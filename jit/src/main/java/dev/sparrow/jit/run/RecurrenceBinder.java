package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.RecurrenceBody;
import dev.sparrow.jit.codegen.RecurrenceBody.Output;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.Lowering;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes loops runnable whose steps are elementwise: each element goes through all steps by itself,
 * so the loop over elements can be the outer one and carries stay in registers.
 */
final class RecurrenceBinder {
  private final Step.Flow flow;
  private final List<FlowOperand> operands;
  private final Placements placements;
  private final KernelCache kernels;
  private final boolean parallel;
  private final long ownBytes;
  private final long elements;
  private final RecurrenceSteps steps;
  private final RecurrenceLoop.Layout layout;

  private RecurrenceBinder(
      Step.Flow flow,
      List<FlowOperand> operands,
      Placements placements,
      KernelCache kernels,
      boolean parallel,
      long ownBytes,
      long elements) {
    this.flow = flow;
    this.operands = operands;
    this.placements = placements;
    this.kernels = kernels;
    this.parallel = parallel;
    this.ownBytes = ownBytes;
    this.elements = elements;
    this.steps = new RecurrenceSteps(elements);
    this.layout = new RecurrenceLoop.Layout(elements);
  }

  /**
   * Binds a scan.
   *
   * @param flow the loop
   * @param scan what it is
   * @param operands where its operands lie
   * @param placements where arrays lie
   * @param kernels where kernels come from
   * @param parallel whether the work is worth more than one thread
   * @param ownBytes memory that the operands have places in
   * @return the runnable loop; null if its steps are not elementwise
   */
  static @Nullable BoundStep scan(
      Step.Flow flow,
      Control.Scan scan,
      List<FlowOperand> operands,
      Placements placements,
      KernelCache kernels,
      boolean parallel,
      long ownBytes) {
    List<Var> targets = flow.targets();
    Stream<Shape> carried =
        targets.subList(0, scan.carries()).stream().map(RecurrenceBinder::shape);
    Stream<Shape> kept =
        targets.subList(scan.carries(), targets.size()).stream().map(y -> row(y.type()));
    long elements = most(Stream.concat(carried, kept));
    return elements < 1 || scan.length() == 0 || !areLanes(flow)
        ? null
        : new RecurrenceBinder(flow, operands, placements, kernels, parallel, ownBytes, elements)
            .scan(scan);
  }

  /** Binds a while loop, likewise. */
  static @Nullable BoundStep whileLoop(
      Step.Flow flow,
      Control.While loop,
      List<FlowOperand> operands,
      Placements placements,
      KernelCache kernels,
      boolean parallel,
      long ownBytes) {
    long elements = most(flow.targets().stream().map(RecurrenceBinder::shape));
    return elements < 1 || !areLanes(flow)
        ? null
        : new RecurrenceBinder(flow, operands, placements, kernels, parallel, ownBytes, elements)
            .whileLoop(loop);
  }

  /** Whether an element of each result is held in one lane; complex ones need two. */
  private static boolean areLanes(Step.Flow flow) {
    return flow.targets().stream().noneMatch(target -> target.type().dtype().isComplex());
  }

  /** Elements of the largest array, 0 if one of them has none. */
  private static long most(Stream<Shape> shapes) {
    List<Long> sizes = shapes.map(Shape::size).sorted().toList();
    return sizes.isEmpty() || sizes.getFirst() == 0 ? 0 : sizes.getLast();
  }

  private static Shape shape(Var target) {
    return target.type().shape();
  }

  private static Shape row(ArrayType stacked) {
    return stacked.shape().without(List.of(0));
  }

  private @Nullable BoundStep scan(Control.Scan scan) {
    int firstX = scan.constants() + scan.carries();
    List<RecurrenceSteps.Value> carried = carried(scan.carries());
    List<RecurrenceSteps.Value> given = new ArrayList<>(fixed(0, scan.constants()));
    given.addAll(carried);
    for (int i = firstX; i < operands.size(); i++) {
      View stacked = operands.get(i).layout();
      given.add(new RecurrenceSteps.Value.InMemory(i, FlowBinder.row(stacked), Role.MOVING));
    }
    List<KernelExpr> results = steps.results(flow.inner().getFirst(), given);
    if (results == null) {
      return null;
    }
    List<Output> kept = new ArrayList<>();
    List<RecurrenceLoop.Kept> places = new ArrayList<>();
    for (int i = scan.carries(); i < results.size(); i++) {
      Var target = flow.targets().get(i);
      DType dtype = target.type().dtype();
      long size = row(target.type()).size();
      kept.add(output(results.get(i), dtype, size));
      places.add(
          new RecurrenceLoop.Kept(
              placements.of(target).slot(),
              size * dtype.bytes(),
              dtype.bytes(),
              size == 1,
              layout.stage(dtype.bytes())));
    }
    RecurrenceBody body =
        RecurrenceBody.of(steps.inputs(), next(results.subList(0, scan.carries())), kept);
    return loop(
        body, new RecurrenceLoop.Steps(scan.length(), scan.reverse()), scan.constants(), places);
  }

  private @Nullable BoundStep whileLoop(Control.While loop) {
    List<RecurrenceSteps.Value> carried = carried(loop.carries());
    List<RecurrenceSteps.Value> tested = new ArrayList<>(fixed(0, loop.conditionConstants()));
    tested.addAll(carried);
    List<RecurrenceSteps.Value> given =
        new ArrayList<>(fixed(loop.conditionConstants(), loop.constants()));
    given.addAll(carried);
    List<KernelExpr> together = steps.results(flow.inner().get(0), tested);
    KernelExpr condition =
        together != null ? together.getFirst() : steps.disjunct(flow.inner().get(0), tested);
    List<KernelExpr> results = steps.results(flow.inner().get(1), given);
    if (condition == null || results == null) {
      return null;
    }
    RecurrenceBody body = RecurrenceBody.until(steps.inputs(), next(results), condition);
    if (together == null && !body.standsStillWhenDone()) {
      return null;
    }
    return loop(body, new RecurrenceLoop.Steps(-1, false), loop.constants(), List.of());
  }

  private @Nullable BoundStep loop(
      RecurrenceBody body,
      RecurrenceLoop.Steps counted,
      int firstCarry,
      List<RecurrenceLoop.Kept> kept) {
    if (!body.fits()) {
      return null;
    }
    List<RecurrenceLoop.Carry> carries = new ArrayList<>();
    for (int i = 0; i < body.carries(); i++) {
      FlowOperand initial = operands.get(firstCarry + i);
      boolean shared = body.inputs().get(i).role() == Role.SHARED_CARRY;
      carries.add(
          new RecurrenceLoop.Carry(
              initial,
              placements.of(flow.targets().get(i)).slot(),
              shared,
              layout.block(initial.layout())));
    }
    List<RecurrenceLoop.Input> inputs = new ArrayList<>();
    for (RecurrenceInput source : steps.sources()) {
      FlowOperand operand = operands.get(source.operand());
      View whole = operand.layout();
      boolean moves = source.role() == Role.MOVING;
      View view = source.view();
      inputs.add(
          new RecurrenceLoop.Input(
              operand,
              source,
              moves ? whole.stride(0) * whole.dtype().bytes() : 0,
              Walk.of(view.shape().dims(), view.strides()),
              source.shared() ? 0 : layout.stage(view.dtype().bytes())));
    }
    return new RecurrenceLoop(
        kernels.get(body, elements),
        body,
        counted,
        elements,
        carries,
        inputs,
        kept,
        layout.scratch(),
        ownBytes,
        parallel);
  }

  private List<RecurrenceSteps.Value> carried(int count) {
    List<RecurrenceSteps.Value> carried = new ArrayList<>();
    for (Var target : flow.targets().subList(0, count)) {
      ArrayType type = target.type();
      KernelExpr leaf = steps.carry(type.dtype(), type.shape());
      carried.add(new RecurrenceSteps.Value.Computed(leaf, type.dtype(), type.shape()));
    }
    return carried;
  }

  private List<RecurrenceSteps.Value> fixed(int begin, int end) {
    List<RecurrenceSteps.Value> fixed = new ArrayList<>();
    for (int i = begin; i < end; i++) {
      fixed.add(
          switch (operands.get(i)) {
            case FlowOperand.Cell(var literal, long _, View _) ->
                new RecurrenceSteps.Value.Computed(
                    RegionBody.constant(literal), literal.type().dtype(), Shape.scalar());
            case FlowOperand.Stored _, FlowOperand.Copied _ ->
                new RecurrenceSteps.Value.InMemory(i, operands.get(i).layout(), Role.FIXED);
          });
    }
    return fixed;
  }

  private List<Output> next(List<KernelExpr> values) {
    List<Output> next = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ArrayType type = flow.targets().get(i).type();
      next.add(output(values.get(i), type.dtype(), type.shape().size()));
    }
    return next;
  }

  private Output output(KernelExpr value, DType dtype, long size) {
    return new Output(Lowering.pack(value, dtype), Lowering.storage(dtype), size == 1);
  }
}

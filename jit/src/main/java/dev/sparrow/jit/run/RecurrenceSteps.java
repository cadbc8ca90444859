package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.RecurrenceBody;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.Lowering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plan of a loop's body as the step of a recurrence, if each element of its results
 * depends on the elements at the same place alone. Places are row-major positions; arrays of one
 * element are the same for all places.
 */
final class RecurrenceSteps {
  private final long lanes;
  private final List<RecurrenceBody.Input> inputs = new ArrayList<>();
  private final List<RecurrenceInput> sources = new ArrayList<>();
  private final Map<Key, KernelExpr> leaves = new HashMap<>();

  /** An operand and where it lies in it. */
  private record Key(int operand, DType dtype, Layout layout) {}

  /**
   * @param lanes number of places
   */
  RecurrenceSteps(long lanes) {
    this.lanes = lanes;
  }

  /** Inputs of the step so far. */
  List<RecurrenceBody.Input> inputs() {
    return inputs;
  }

  /** Where the inputs that are not carried come from, in order. */
  List<RecurrenceInput> sources() {
    return sources;
  }

  /** Adds a carry; all of them come before any other input. */
  KernelExpr carry(DType dtype, Shape shape) {
    Role role = shape.size() == 1 && lanes > 1 ? Role.SHARED_CARRY : Role.CARRY;
    var storage = Lowering.storage(dtype);
    inputs.add(new RecurrenceBody.Input(role, storage));
    return Lowering.unpack(new KernelExpr.Carry(inputs.size() - 1, storage.lane()), dtype);
  }

  /** What a variable of a plan is in a step. */
  sealed interface Value {
    /**
     * A value with one element for each place, or one for all.
     *
     * @param expr the value
     * @param dtype its dtype
     * @param shape its shape
     */
    record Computed(KernelExpr expr, DType dtype, Shape shape) implements Value {}

    /**
     * A value in memory.
     *
     * @param operand number of the loop's operand
     * @param layout how it, or its element in a step, lies there
     * @param role whether it moves from step to step
     */
    record InMemory(int operand, View layout, Role role) implements Value {}
  }

  /**
   * The values a plan computes.
   *
   * @param plan a plan
   * @param given what its inputs are, in order
   * @return its results, in order; null if a place depends on another one
   */
  @Nullable List<KernelExpr> results(Plan plan, List<Value> given) {
    Map<Var, Value> values = given(plan, given);
    for (Step step : plan.steps()) {
      if (!(step instanceof Region region)
          || !region.folds().isEmpty()
          || add(region, values) == null) {
        return null;
      }
    }
    List<KernelExpr> results = new ArrayList<>();
    for (Access result : plan.results()) {
      KernelExpr value = read(result, result.type().shape(), values);
      if (value == null) {
        return null;
      }
      results.add(value);
    }
    return results;
  }

  /**
   * The condition whose disjunction over all places a plan computes.
   *
   * @param plan a plan whose only result is a bool scalar
   * @param given what its inputs are, in order
   * @return the condition; null if the result is no such disjunction
   */
  @Nullable KernelExpr disjunct(Plan plan, List<Value> given) {
    if (!plan.steps().stream().allMatch(Region.class::isInstance)) {
      return null;
    }
    Map<Var, Value> values = given(plan, given);
    Access result = plan.results().getFirst();
    for (Step step : plan.steps()) {
      if (!(step instanceof Region region)) {
        return null;
      }
      Map<Var, KernelExpr> computed = add(region, values);
      if (computed == null) {
        return null;
      }
      for (Region.Fold fold : region.folds()) {
        boolean any =
            fold.monoid() == Monoid.OR
                && fold.part() == null
                && region.reduced().size() == region.space().rank()
                && result.source().equals(new Source.Memory(fold.target()));
        return any ? computed.get(fold.value()) : null;
      }
    }
    return null;
  }

  private static Map<Var, Value> given(Plan plan, List<Value> given) {
    Map<Var, Value> values = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      values.put(plan.inputs().get(i), given.get(i));
    }
    return values;
  }

  /** The values of a region; null if one of them depends on another place. */
  private @Nullable Map<Var, KernelExpr> add(Region region, Map<Var, Value> values) {
    long size = region.space().size();
    if (size != 1 && size != lanes) {
      return null;
    }
    Map<Var, KernelExpr> leaf = new HashMap<>();
    for (Map.Entry<Var, Access> input : region.inputs().entrySet()) {
      KernelExpr value = read(input.getValue(), region.space(), values);
      if (value == null) {
        return null;
      }
      leaf.put(input.getKey(), value);
    }
    Map<Var, KernelExpr> computed = RegionBody.values(region, leaf);
    for (Region.Store store : region.stores()) {
      KernelExpr value = computed.get(store.value());
      ArrayType type = store.target().type();
      values.put(store.target(), new Value.Computed(value, type.dtype(), type.shape()));
    }
    return computed;
  }

  /** An operand at its place in a space, or null if it lies otherwise. */
  private @Nullable KernelExpr read(Access access, Shape space, Map<Var, Value> values) {
    return switch (access.source()) {
      case Source.Constant(Literal literal) -> RegionBody.constant(literal);
      case Source.Memory(Var variable) ->
          switch (values.get(variable)) {
            case Value.Computed computed ->
                staysInPlace(access, computed, space) ? computed.expr : null;
            case Value.InMemory(int operand, View layout, Role role) ->
                inMemory(access, operand, layout, role);
          };
      case Source.Counter counter -> count(access, counter, space);
    };
  }

  /** Whether a view gives each place of a space the element that has it already. */
  private boolean staysInPlace(Access access, Value.Computed value, Shape space) {
    Shape shape = value.shape;
    if (access.type().dtype() != value.dtype) {
      return false;
    }
    if (shape.size() == 1) {
      return true;
    }
    View view = access.on(Access.denseLayout(access.type().dtype(), shape));
    return view != null
        && view.isDense()
        && view.offset() == 0
        && view.shape().size() == lanes
        && space.size() == lanes;
  }

  private @Nullable KernelExpr inMemory(Access access, int operand, View layout, Role role) {
    View view = access.on(layout);
    if (view == null) {
      return null;
    }
    DType dtype = access.type().dtype();
    boolean shared = Walk.of(view.shape().dims(), view.strides()).isUniform();
    if (!shared && view.shape().size() != lanes) {
      return null;
    }
    KernelExpr leaf =
        leaves.computeIfAbsent(
            new Key(operand, dtype, Layout.of(view, view.shape().rank())),
            _ -> {
              var storage = Lowering.storage(dtype);
              inputs.add(new RecurrenceBody.Input(role, storage));
              sources.add(new RecurrenceInput(operand, view, role, shared));
              int input = inputs.size() - 1;
              return shared
                  ? new KernelExpr.Scalar(input, storage.lane())
                  : new KernelExpr.Load(input, storage);
            });
    return Lowering.unpack(leaf, dtype);
  }

  /** A count that starts at zero and goes with the places, or stays the same. */
  private @Nullable KernelExpr count(Access access, Source.Counter counter, Shape space) {
    View view = access.on(Access.denseLayout(access.type().dtype(), counter.shape()));
    if (view == null || !counter.first().isEmpty()) {
      return null;
    }
    if (Walk.of(view.shape().dims(), view.strides()).isUniform()) {
      return RegionBody.part(counter.part(), LaneOps.i64(view.offset()));
    }
    boolean inPlace = view.isDense() && view.offset() == 0 && space.size() == lanes;
    return inPlace ? RegionBody.indexPart(counter.part(), lanes) : null;
  }
}

package dev.sparrow.transform;

import static dev.sparrow.transform.ControlDerivatives.either;
import static dev.sparrow.transform.ControlDerivatives.joined;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Control.Cond}: the same branch of differentiated branches. Where they need
 * different residuals, the branch that runs fills its own and leaves zeros for the others'.
 */
final class CondDerivatives {
  private CondDerivatives() {}

  /** Differentiates every branch so that all move the same values. */
  private static <D> List<D> agreeing(
      Control.Cond cond,
      BiFunction<Graph, List<Boolean>, D> derive,
      Function<D, List<Boolean>> moved) {
    List<Boolean> wanted = List.of();
    for (Graph branch : cond.branches()) {
      List<Boolean> own = moved.apply(derive.apply(branch, List.of()));
      wanted = wanted.isEmpty() ? own : either(wanted, own);
    }
    List<D> derived = new ArrayList<>();
    for (Graph branch : cond.branches()) {
      derived.add(derive.apply(branch, wanted));
    }
    return derived;
  }

  static Dual jvp(Control.Cond cond, List<NDArray> in, List<@Nullable NDArray> tangents) {
    List<Boolean> moving = Duals.isNonZero(tangents.subList(1, tangents.size()));
    List<GraphJvp> derived =
        agreeing(
            cond,
            (branch, wanted) -> GraphJvp.of("cond branch", branch, moving, wanted),
            GraphJvp::moved);
    Control.Cond dual =
        new Control.Cond(derived.stream().map(branch -> branch.graph().closed()).toList());
    return derived.getFirst().split(Trace.current().bind(dual, Duals.both(in, tangents)));
  }

  static Dual linearize(Control.Cond cond, List<NDArray> in, List<@Nullable NDArray> tangents) {
    List<Boolean> moving = Duals.isNonZero(tangents.subList(1, tangents.size()));
    List<GraphLinearization> split =
        agreeing(
            cond,
            (branch, wanted) -> GraphLinearization.of("cond branch", branch, moving, wanted),
            GraphLinearization::moved);
    int shared = in.size() - 1 + split.getFirst().moved().size();
    List<ArrayType> slots = new ArrayList<>();
    List<List<Integer>> slotsOfBranches = new ArrayList<>();
    for (GraphLinearization branch : split) {
      slotsOfBranches.add(slots(branch, slots));
    }
    List<Graph> primals = new ArrayList<>();
    for (int i = 0; i < split.size(); i++) {
      primals.add(filling(split.get(i), slotsOfBranches.get(i), slots));
    }
    List<NDArray> results = Trace.current().bind(new Control.Cond(primals), in);

    // Every branch may use all operands and results as residuals, and the slots.
    List<NDArray> known = joined(in.subList(1, in.size()), results);
    List<NDArray> given = Duals.nonZero(tangents);
    List<ArrayType> types = new ArrayList<>();
    known.forEach(value -> types.add(value.type()));
    given.forEach(tangent -> types.add(tangent.type()));
    List<Graph> linears = new ArrayList<>();
    for (int i = 0; i < split.size(); i++) {
      List<Integer> places = new ArrayList<>();
      for (int place : split.get(i).residuals()) {
        places.add(place < shared ? place : shared + slotsOfBranches.get(i).get(place - shared));
      }
      for (int j = 0; j < given.size(); j++) {
        places.add(known.size() + j);
      }
      linears.add(split.get(i).linear().withInputs(types, places));
    }
    List<Boolean> moved = split.getFirst().moved();
    List<NDArray> ofResults =
        linears.getFirst().results().isEmpty()
            ? List.of()
            : Trace.current()
                .bind(new Control.Cond(linears), joined(in.subList(0, 1), known, given));
    return new Dual(results.subList(0, moved.size()), Duals.spread(ofResults, moved));
  }

  /** Finds a slot of the right type for each further result of a branch; adds slots if need be. */
  private static List<Integer> slots(GraphLinearization branch, List<ArrayType> slots) {
    List<Integer> own = new ArrayList<>();
    List<ArrayType> results = branch.primal().resultTypes();
    for (ArrayType type : results.subList(branch.moved().size(), results.size())) {
      int slot = 0;
      while (slot < slots.size()
          && (own.contains(slot) || !slots.get(slot).equals(type.strong()))) {
        slot++;
      }
      if (slot == slots.size()) {
        slots.add(type.strong());
      }
      own.add(slot);
    }
    return own;
  }

  /** A branch that returns its results, then all slots. */
  private static Graph filling(
      GraphLinearization branch, List<Integer> own, List<ArrayType> slots) {
    int results = branch.moved().size();
    return GraphTrace.trace(
            "cond branch",
            branch.primal().inputs().stream().map(Var::type).toList(),
            given -> {
              List<NDArray> all = Interpreter.run(branch.primal(), given);
              List<NDArray> filled = new ArrayList<>(all.subList(0, results));
              for (int slot = 0; slot < slots.size(); slot++) {
                int from = own.indexOf(slot);
                filled.add(from < 0 ? Terms.zeros(slots.get(slot)) : all.get(results + from));
              }
              return filled;
            })
        .graph()
        .closed();
  }

  static List<@Nullable NDArray> transpose(
      Control.Cond cond, List<@Nullable NDArray> in, List<@Nullable NDArray> cotangents) {
    NDArray index = in.getFirst();
    if (index == null) {
      throw TransposeRules.notLinear(cond);
    }
    List<@Nullable NDArray> operands = in.subList(1, in.size());
    List<Boolean> known = Duals.isNonZero(operands);
    List<Boolean> given = Duals.isNonZero(cotangents);
    List<GraphTransposition> back =
        agreeing(
            cond,
            (branch, wanted) -> GraphTransposition.of("cond branch", branch, known, given, wanted),
            GraphTransposition::moved);
    Control.Cond transposed =
        new Control.Cond(back.stream().map(branch -> branch.graph().closed()).toList());
    List<NDArray> results =
        back.getFirst().graph().results().isEmpty()
            ? List.of()
            : Trace.current()
                .bind(
                    transposed,
                    joined(List.of(index), Duals.both(Duals.nonZero(operands), cotangents)));
    List<@Nullable NDArray> all = new ArrayList<>(Collections.singletonList(null));
    all.addAll(Duals.spread(results, back.getFirst().moved()));
    return all;
  }
}

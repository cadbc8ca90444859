package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.Provenance;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a linear program backwards, under the current trace: from cotangents of its results to
 * cotangents of its linear inputs. Equations that no linear input reaches run forwards first.
 */
final class Transposition {
  private final Map<Var, NDArray> known = new HashMap<>();
  private final Map<Var, NDArray> cotangents = new HashMap<>();

  private Transposition() {}

  /**
   * Transposes.
   *
   * @param graph a program that is linear in some inputs
   * @param inputs its other inputs; null for the linear ones
   * @param cotangents one for each result; null for zero
   * @return one for each linear input, null for zero and in the place of other inputs
   */
  static List<@Nullable NDArray> run(
      Graph graph, List<@Nullable NDArray> inputs, List<@Nullable NDArray> cotangents) {
    Transposition state = new Transposition();
    List<Var> formal = graph.inputs();
    for (int i = 0; i < formal.size(); i++) {
      NDArray input = inputs.get(i);
      if (input != null) {
        state.known.put(formal.get(i), input);
      }
    }
    List<Equation> linear = new ArrayList<>();
    for (Equation equation : graph.equations()) {
      if (!state.runForwards(equation)) {
        linear.add(equation);
      }
    }
    state.accumulate(graph.results(), cotangents);
    linear.reversed().forEach(state::runBackwards);
    List<@Nullable NDArray> results = new ArrayList<>();
    for (Var input : formal) {
      results.add(state.known.containsKey(input) ? null : state.cotangents.get(input));
    }
    return results;
  }

  private boolean runForwards(Equation equation) {
    List<@Nullable NDArray> operands = values(equation.in());
    List<NDArray> in = Duals.nonZero(operands);
    if (in.size() < operands.size()) {
      return false;
    }
    List<NDArray> results =
        Provenance.of(equation, () -> Trace.current().bind(equation.prim(), in));
    for (int i = 0; i < results.size(); i++) {
      known.put(equation.out().get(i), results.get(i));
    }
    return true;
  }

  private void runBackwards(Equation equation) {
    List<@Nullable NDArray> out = new ArrayList<>();
    for (Var result : equation.out()) {
      out.add(cotangents.remove(result));
    }
    if (out.stream().allMatch(cotangent -> cotangent == null)) {
      return;
    }
    List<ArrayType> types = equation.in().stream().map(Atom::type).toList();
    List<@Nullable NDArray> operands = values(equation.in());
    accumulate(
        equation.in(),
        Provenance.of(equation, () -> TransposeRules.apply(equation.prim(), operands, types, out)));
  }

  private void accumulate(List<? extends Atom> atoms, List<@Nullable NDArray> added) {
    for (int i = 0; i < atoms.size(); i++) {
      NDArray cotangent = added.get(i);
      if (cotangent != null
          && atoms.get(i) instanceof Var variable
          && !known.containsKey(variable)) {
        cotangents.merge(variable, cotangent, (x, y) -> Terms.apply(Fn.ADD_ANY, x, y));
      }
    }
  }

  /** Values of atoms; null for what depends on a linear input. */
  private List<@Nullable NDArray> values(List<Atom> atoms) {
    @Nullable NDArray[] values = new NDArray[atoms.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (atoms.get(i)) {
            case Var variable -> known.get(variable);
            case Literal literal -> ConcreteArray.scalar(literal);
          };
    }
    return Arrays.asList(values);
  }
}

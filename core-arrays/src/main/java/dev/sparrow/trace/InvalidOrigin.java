package dev.sparrow.trace;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.debug.FloatingPointException;
import dev.sparrow.debug.Invalid;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.SourceLine;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.WithoutEffects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the operation that made an invalid value. A program is run again, operation by operation
 * and without its effects; from a result that has the value the search goes back to the operands
 * that had it, to the first operation that made it of operands without; and on into that one if it
 * is a program, a branch, or a loop, of which the first step that returns the value counts.
 */
final class InvalidOrigin {
  private final Invalid value;

  /** In which step or branch, outermost first. */
  private final StringBuilder place = new StringBuilder();

  private InvalidOrigin(Invalid value) {
    this.value = value;
  }

  /**
   * What to throw.
   *
   * @param value what a result has
   * @param prim the operation
   * @param in its operands
   * @param results its results
   */
  static FloatingPointException of(
      Invalid value, Primitive prim, List<NDArray> in, List<NDArray> results) {
    int had = prim instanceof Inlined ? -1 : InvalidValues.areIn(value, in).indexOf(true);
    InvalidOrigin origin = new InvalidOrigin(value);
    List<Boolean> wanted = InvalidValues.areIn(value, results);
    return had < 0
        ? origin.within(prim, in, wanted, Provenance.here())
        : origin.at(prim, types(in), Provenance.here(), had);
  }

  /** The origin of a value that an operation makes. */
  private FloatingPointException within(
      Primitive prim, List<NDArray> in, List<Boolean> wanted, SourceLine line) {
    return switch (prim) {
      case Inlined inlined -> within(inlined.graph(), in, wanted, line);
      case Control.Cond(List<Graph> branches) -> {
        int branch = Math.clamp(in.getFirst().toLong(), 0, branches.size() - 1);
        place.append(" in branch ").append(branch).append(" of cond");
        yield within(branches.get(branch), in.subList(1, in.size()), wanted, line);
      }
      case Control.While loop -> withinWhile(loop, in, line);
      case Control.Scan scan -> withinScan(scan, in, line);
      case Primitive other -> at(other, types(in), line, -1);
    };
  }

  private FloatingPointException withinWhile(
      Control.While loop, List<NDArray> in, SourceLine line) {
    List<NDArray> tested = in.subList(0, loop.conditionConstants());
    List<NDArray> constants = in.subList(loop.conditionConstants(), loop.constants());
    List<NDArray> carry = in.subList(loop.constants(), in.size());
    for (long step = 0;
        call(loop.condition(), joined(tested, carry)).getFirst().toBoolean();
        step++) {
      List<NDArray> given = joined(constants, carry);
      carry = call(loop.body(), given);
      List<Boolean> found = InvalidValues.areIn(value, carry);
      if (found.contains(true)) {
        place.append(" in step ").append(step).append(" of while");
        return within(loop.body(), given, found, line);
      }
    }
    return at(loop, types(in), line, -1);
  }

  private FloatingPointException withinScan(Control.Scan scan, List<NDArray> in, SourceLine line) {
    int rows = scan.constants() + scan.carries();
    List<NDArray> constants = in.subList(0, scan.constants());
    List<NDArray> carry = in.subList(scan.constants(), rows);
    for (long step = 0; step < scan.length(); step++) {
      long row = scan.reverse() ? scan.length() - 1 - step : step;
      List<NDArray> given = joined(constants, carry);
      in.subList(rows, in.size()).forEach(x -> given.add(x.get(Index.at(row))));
      List<NDArray> results = call(scan.body(), given);
      List<Boolean> found = InvalidValues.areIn(value, results);
      if (found.contains(true)) {
        place.append(" in step ").append(step).append(" of scan");
        return within(scan.body(), given, found, line);
      }
      carry = results.subList(0, scan.carries());
    }
    return at(scan, types(in), line, -1);
  }

  private FloatingPointException within(
      Graph graph, List<NDArray> inputs, List<Boolean> wanted, SourceLine line) {
    Set<Var> invalid = new HashSet<>();
    List<Equation> steps = graph.equations();
    run(graph, inputs, steps.size(), invalid);
    Map<Atom, Integer> makers = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Var out : steps.get(i).out()) {
        makers.put(out, i);
      }
    }
    Atom at = graph.results().get(wanted.indexOf(true));
    Equation reader = null;
    int operand = -1;
    for (Integer number = makers.get(at); number != null; number = makers.get(at)) {
      Equation maker = steps.get(number);
      reader = maker;
      operand = 0;
      while (operand < maker.in().size() && !isInvalid(maker.in().get(operand), invalid)) {
        operand++;
      }
      if (operand == maker.in().size()) {
        List<NDArray> in = run(graph, inputs, number, new HashSet<>());
        List<Boolean> made = maker.out().stream().map(invalid::contains).toList();
        return within(maker.prim(), in, made, maker.source());
      }
      at = maker.in().get(operand);
    }
    return reader == null
        ? new FloatingPointException(
            "return: invalid value (" + value + ") in an argument that is returned" + line.atLine())
        : at(
            reader.prim(),
            reader.in().stream().map(in -> in.type().toString()).collect(Collectors.joining(", ")),
            reader.source(),
            operand);
  }

  private boolean isInvalid(Atom atom, Set<Var> invalid) {
    return switch (atom) {
      case Var variable -> invalid.contains(variable);
      case Literal literal -> InvalidValues.isIn(value, ConcreteArray.scalar(literal));
    };
  }

  /**
   * Runs a program operation by operation. Values are dropped after their last use.
   *
   * @param until number of the operation at which to stop
   * @param invalid where to put the variables that have the value
   * @return operands of that operation
   */
  private List<NDArray> run(Graph graph, List<NDArray> inputs, int until, Set<Var> invalid) {
    Map<Atom, Integer> lastReaders = new HashMap<>();
    for (int i = 0; i < graph.equations().size(); i++) {
      for (Atom in : graph.equations().get(i).in()) {
        lastReaders.put(in, i);
      }
    }
    Map<Atom, NDArray> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      put(graph.inputs().get(i), inputs.get(i), values, invalid);
    }
    for (int i = 0; i < graph.equations().size(); i++) {
      Equation step = graph.equations().get(i);
      if (step.prim() instanceof Effect) {
        continue;
      }
      List<NDArray> operands = new ArrayList<>();
      for (Atom in : step.in()) {
        operands.add(
            switch (in) {
              case Var variable -> values.get(variable);
              case Literal literal -> ConcreteArray.scalar(literal);
            });
      }
      if (i == until) {
        return operands;
      }
      List<NDArray> results = EagerTrace.instance().bind(WithoutEffects.of(step.prim()), operands);
      for (int out = 0; out < results.size(); out++) {
        put(step.out().get(out), results.get(out), values, invalid);
      }
      for (Atom in : step.in()) {
        if (lastReaders.getOrDefault(in, i) == i) {
          values.remove(in);
        }
      }
    }
    return List.of();
  }

  private void put(Var variable, NDArray array, Map<Atom, NDArray> values, Set<Var> invalid) {
    values.put(variable, array);
    if (InvalidValues.isIn(value, array)) {
      invalid.add(variable);
    }
  }

  private static List<NDArray> call(Graph graph, List<NDArray> in) {
    return EagerTrace.instance().bind(new Primitive.Call("step", WithoutEffects.of(graph)), in);
  }

  private static List<NDArray> joined(List<NDArray> first, List<NDArray> second) {
    List<NDArray> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static String types(List<NDArray> in) {
    return in.stream().map(x -> x.type().toString()).collect(Collectors.joining(", "));
  }

  private FloatingPointException at(Primitive prim, String types, SourceLine line, int had) {
    String operands = types.isEmpty() ? "" : " for operands " + types;
    return new FloatingPointException(
        prim.jaxName()
            + ": invalid value ("
            + value
            + ") encountered in the result"
            + operands
            + line.atLine()
            + place
            + (had < 0 ? "" : "; operand " + had + " has it already"));
  }
}

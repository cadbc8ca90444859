package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.Provenance;
import dev.sparrow.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records what happens to tangents. An operation that touches none is done by the trace outside; an
 * operation on tangents becomes an equation, and the values it needs become residuals.
 */
final class LinearTrace extends Trace {
  private final List<Var> params = new ArrayList<>();
  private final List<Equation> equations = new ArrayList<>();
  private final Map<NDArray, Var> captures = new IdentityHashMap<>();
  private final List<NDArray> captured = new ArrayList<>();
  private int nextId;

  /**
   * A recorded linear program.
   *
   * @param graph from tangents, its parameters, to tangents; its captures are residuals
   * @param residuals the values its captures stand for
   */
  record Recorded(Graph graph, List<NDArray> residuals) {
    Recorded {
      residuals = List.copyOf(residuals);
    }
  }

  /** A tangent whose value is not known yet. */
  private static final class LinearTracer extends Tracer {
    private final Var variable;

    LinearTracer(LinearTrace trace, Var variable) {
      super(trace, variable.type());
      this.variable = variable;
    }

    @Override
    public String origin() {
      return "a function being differentiated";
    }
  }

  /** A new tangent that the program takes. */
  NDArray parameter(ArrayType type) {
    Var param = fresh(type);
    params.add(param);
    return new LinearTracer(this, param);
  }

  /** A tangent that is zero, as a value of the program. */
  NDArray zeros(ArrayType type) {
    Var variable = fresh(type);
    equations.add(
        new Equation(
            new Primitive.BroadcastInDim(type.shape(), List.of()),
            List.of(new Literal(0, ArrayType.of(type.dtype()))),
            List.of(variable)));
    return new LinearTracer(this, variable);
  }

  @Override
  public List<NDArray> bind(Primitive prim, List<NDArray> in) {
    if (in.stream().noneMatch(this::isOwn)) {
      return parent().run(() -> parent().bind(prim, in));
    }
    List<Atom> operands = in.stream().map(this::atom).toList();
    List<Var> out = new ArrayList<>();
    List<NDArray> results = new ArrayList<>();
    for (ArrayType type : TypeRules.resultTypes(prim, operands.stream().map(Atom::type).toList())) {
      Var variable = fresh(type);
      out.add(variable);
      results.add(new LinearTracer(this, variable));
    }
    equations.add(new Equation(prim, operands, out, Provenance.here()));
    return results;
  }

  /** The program that gives these tangents, without what they do not need. */
  Recorded finish(List<NDArray> results) {
    List<Atom> atoms = results.stream().map(this::atom).toList();
    Set<Atom> used = new HashSet<>(atoms);
    Deque<Equation> kept = new ArrayDeque<>();
    for (Equation equation : equations.reversed()) {
      if (equation.out().stream().anyMatch(used::contains)) {
        used.addAll(equation.in());
        kept.push(equation);
      }
    }
    List<NDArray> residuals =
        captured.stream().filter(array -> used.contains(captures.get(array))).toList();
    Graph graph =
        new Graph(residuals.stream().map(captures::get).toList(), params, List.copyOf(kept), atoms);
    return new Recorded(graph, residuals);
  }

  private boolean isOwn(NDArray value) {
    return value instanceof LinearTracer tracer && tracer.trace() == this;
  }

  private Atom atom(NDArray value) {
    if (value instanceof LinearTracer tracer && tracer.trace() == this) {
      return tracer.variable;
    }
    Literal literal = value instanceof ConcreteArray array ? array.literal() : null;
    if (literal != null) {
      return literal;
    }
    return captures.computeIfAbsent(
        value,
        first -> {
          captured.add(first);
          return fresh(first.type());
        });
  }

  private Var fresh(ArrayType type) {
    return new Var(nextId++, type);
  }
}

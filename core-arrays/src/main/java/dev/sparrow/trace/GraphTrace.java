package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.SourceLine;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.graph.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Records operations as a {@link Graph}. Scalars made from Java numbers become literals; any other
 * array met on the way becomes a hidden parameter, a capture.
 */
public final class GraphTrace extends Trace {
  private final TracedFunction function;
  private final List<Var> params = new ArrayList<>();
  private final List<Equation> equations = new ArrayList<>();
  private final Map<NDArray, Var> captures = new IdentityHashMap<>();
  private final List<NDArray> captured = new ArrayList<>();
  private int nextId;

  private GraphTrace(TracedFunction function) {
    this.function = function;
  }

  /**
   * A traced function.
   *
   * @param graph its program
   * @param captured the arrays its captures stand for, in the order of {@code graph.captures()}
   */
  public record Traced(Graph graph, List<NDArray> captured) {
    /** Copies the list. */
    public Traced {
      captured = List.copyOf(captured);
    }
  }

  /**
   * Traces a function.
   *
   * @param name what to call the function in errors
   * @param types parameter types
   * @param function the function; called once, with tracers
   * @return its program
   */
  public static Traced trace(
      String name, List<ArrayType> types, Function<List<NDArray>, List<NDArray>> function) {
    return trace(TracedFunction.named(name), types, function);
  }

  /**
   * Traces a function.
   *
   * @param description what to say of the function in errors
   * @param types parameter types
   * @param function the function; called once, with tracers
   * @return its program
   */
  public static Traced trace(
      TracedFunction description,
      List<ArrayType> types,
      Function<List<NDArray>, List<NDArray>> function) {
    GraphTrace trace = new GraphTrace(description);
    List<NDArray> arguments = new ArrayList<>();
    SourceLine source = UserCode.source();
    for (ArrayType type : types) {
      Var param = trace.fresh(type);
      trace.params.add(param);
      arguments.add(new JitTracer(trace, param, source));
    }
    List<NDArray> results = trace.run(() -> function.apply(List.copyOf(arguments)));
    return trace.finish(results);
  }

  @Override
  public List<NDArray> bind(Primitive prim, List<NDArray> in) {
    List<Atom> operands = in.stream().map(operand -> atom(prim.jaxName(), operand)).toList();
    List<Var> out = new ArrayList<>();
    for (ArrayType type : TypeRules.resultTypes(prim, operands.stream().map(Atom::type).toList())) {
      out.add(fresh(type));
    }
    SourceLine source = Provenance.here();
    equations.add(new Equation(prim, operands, out, source));
    List<NDArray> results = new ArrayList<>();
    out.forEach(result -> results.add(new JitTracer(this, result, source)));
    return results;
  }

  private Traced finish(List<NDArray> results) {
    List<Atom> atoms = results.stream().map(result -> atom("return", result)).toList();
    // Renumber in order of definition, so that equal programs are equal graphs.
    Map<Var, Var> renamed = new HashMap<>();
    captured.forEach(array -> rename(captures.get(array), renamed));
    params.forEach(param -> rename(param, renamed));
    List<Equation> canonical = new ArrayList<>();
    for (Equation equation : equations) {
      List<Atom> in = equation.in().stream().map(atom -> renamed(atom, renamed)).toList();
      equation.out().forEach(result -> rename(result, renamed));
      canonical.add(
          new Equation(
              equation.prim(),
              in,
              equation.out().stream().map(renamed::get).toList(),
              equation.source()));
    }
    Graph graph =
        new Graph(
            captured.stream().map(array -> renamed.get(captures.get(array))).toList(),
            params.stream().map(renamed::get).toList(),
            canonical,
            atoms.stream().map(atom -> renamed(atom, renamed)).toList());
    return new Traced(graph, captured);
  }

  private static void rename(Var variable, Map<Var, Var> renamed) {
    renamed.put(variable, new Var(renamed.size(), variable.type()));
  }

  private static Atom renamed(Atom atom, Map<Var, Var> renamed) {
    return switch (atom) {
      case Var variable -> renamed.get(variable);
      case Literal literal -> literal;
    };
  }

  private Atom atom(String operation, NDArray operand) {
    return switch (operand) {
      case JitTracer tracer when tracer.trace().equals(this) -> tracer.variable;
      case Tracer tracer -> {
        if (!isWithin(tracer.trace())) {
          throw escaped(operation, tracer);
        }
        yield capture(tracer);
      }
      case ConcreteArray array -> {
        Literal literal = array.literal();
        yield literal != null ? literal : capture(array);
      }
    };
  }

  private Var capture(NDArray array) {
    return captures.computeIfAbsent(
        array,
        first -> {
          captured.add(first);
          if (first instanceof ConcreteArray held) {
            held.leaveScope();
          }
          return fresh(first.type());
        });
  }

  static TracerEscapedException escaped(String operation, Tracer tracer) {
    return new TracerEscapedException(
        operation
            + UserCode.atLine()
            + ": encountered an unexpected tracer: a value of type "
            + tracer.type()
            + tracer.madeAt()
            + " while tracing "
            + tracer.origin()
            + " has escaped the scope of the transformation; return it from the function instead of"
            + " storing it");
  }

  /** Names of the arguments a variable was computed from, in order. */
  private List<String> argumentsBehind(Var variable) {
    Set<Var> needed = new HashSet<>(List.of(variable));
    for (Equation equation : equations.reversed()) {
      if (equation.out().stream().anyMatch(needed::contains)) {
        equation
            .in()
            .forEach(atom -> {
              if (atom instanceof Var operand) {
                needed.add(operand);
              }
            });
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < params.size(); i++) {
      if (needed.contains(params.get(i))) {
        names.add(function.argument(i));
      }
    }
    return names;
  }

  private Var fresh(ArrayType type) {
    return new Var(nextId++, type);
  }

  /** A variable of the graph under construction. */
  private static final class JitTracer extends Tracer {
    private final Var variable;
    private final SourceLine source;

    JitTracer(GraphTrace trace, Var variable, SourceLine source) {
      super(trace, variable.type());
      this.variable = variable;
      this.source = source;
    }

    private GraphTrace graphTrace() {
      return (GraphTrace) trace();
    }

    @Override
    public String origin() {
      return graphTrace().function.toString();
    }

    @Override
    public String reason() {
      List<String> arguments = graphTrace().argumentsBehind(variable);
      return "; this concrete value was not available because it depends on "
          + switch (arguments.size()) {
            case 0 -> "operations of the function, which are recorded and not computed";
            case 1 -> "the value of the argument " + arguments.getFirst();
            default -> "the values of the arguments " + String.join(", ", arguments);
          };
    }

    @Override
    public String madeAt() {
      return " made" + source.atLine();
    }
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.testing.OpCase;

/** Operation cases with float64 in place of float32, at any depth. */
final class Widening {
  private Widening() {}

  static OpCase widened(OpCase row) {
    return new OpCase(
        widened(row.prim()),
        row.types().stream().map(Widening::widened).toList(),
        row.domain(),
        row.ulps());
  }

  private static DType widened(DType dtype) {
    return dtype == DType.FLOAT32 ? DType.FLOAT64 : dtype;
  }

  private static ArrayType widened(ArrayType type) {
    return new ArrayType(widened(type.dtype()), type.shape(), type.weak());
  }

  private static Primitive widened(Primitive prim) {
    return switch (prim) {
      case Primitive.Convert(DType dtype, boolean weak) ->
          new Primitive.Convert(widened(dtype), weak);
      case Primitive.Call(String name, Graph graph) -> new Primitive.Call(name, widened(graph));
      case Inlined.Checkpoint(Graph graph) -> new Inlined.Checkpoint(widened(graph));
      case Inlined.CustomJvp(String name, Graph graph, Graph rule, int constants) ->
          new Inlined.CustomJvp(name, widened(graph), widened(rule), constants);
      case Inlined.CustomVjp(String name, Graph graph, Graph ahead, Graph back, int constants) ->
          new Inlined.CustomVjp(name, widened(graph), widened(ahead), widened(back), constants);
      case Control control ->
          control.withGraphs(control.graphs().stream().map(Widening::widened).toList());
      default -> prim;
    };
  }

  private static Graph widened(Graph graph) {
    return new Graph(
        graph.captures().stream().map(Widening::widened).toList(),
        graph.params().stream().map(Widening::widened).toList(),
        graph.equations().stream()
            .map(equation ->
                new Equation(
                    widened(equation.prim()),
                    equation.in().stream().map(Widening::widened).toList(),
                    equation.out().stream().map(Widening::widened).toList()))
            .toList(),
        graph.results().stream().map(Widening::widened).toList());
  }

  private static Var widened(Var variable) {
    return new Var(variable.id(), widened(variable.type()));
  }

  private static Atom widened(Atom atom) {
    return switch (atom) {
      case Var variable -> widened(variable);
      case Literal literal ->
          literal.convert(widened(literal.type().dtype()), literal.type().weak());
    };
  }
}

package dev.sparrow.graph;

import java.util.ArrayList;
import java.util.List;

/** The same programs without what they do beside computing results, at any depth. */
public final class WithoutEffects {
  private WithoutEffects() {}

  /**
   * A program without effects.
   *
   * @param graph a program
   * @return a program with the same inputs and results
   */
  public static Graph of(Graph graph) {
    if (!graph.hasEffects()) {
      return graph;
    }
    List<Equation> kept = new ArrayList<>();
    for (Equation equation : graph.equations()) {
      if (!(equation.prim() instanceof Effect)) {
        kept.add(equation.with(of(equation.prim())));
      }
    }
    return new Graph(graph.captures(), graph.params(), kept, graph.results());
  }

  /**
   * Control flow without effects.
   *
   * @param control control flow
   * @return the same, over programs without effects
   */
  public static Control of(Control control) {
    return control.withGraphs(control.graphs().stream().map(WithoutEffects::of).toList());
  }

  /**
   * A primitive whose programs have no effects.
   *
   * @param prim a primitive that is no effect itself
   * @return the primitive
   */
  public static Primitive of(Primitive prim) {
    return switch (prim) {
      case Control control -> of(control);
      case Primitive.Call(String name, Graph graph) -> new Primitive.Call(name, of(graph));
      case Inlined.Checkpoint(Graph graph) -> new Inlined.Checkpoint(of(graph));
      case Inlined.CustomJvp custom ->
          new Inlined.CustomJvp(
              custom.name(), of(custom.graph()), of(custom.rule()), custom.constants());
      case Inlined.CustomVjp custom ->
          new Inlined.CustomVjp(
              custom.name(),
              of(custom.graph()),
              of(custom.forward()),
              of(custom.backward()),
              custom.constants());
      case CustomLinear linear ->
          new CustomLinear(
              linear.name(), of(linear.backward()), linear.known(), linear.results());
      case Primitive.Elementwise _,
          Primitive.Counting _,
          Primitive.View _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _ ->
          prim;
    };
  }
}

package dev.sparrow.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The same programs without what they do beside computing results, at any depth. */
public final class WithoutEffects {
  private final Predicate<Effect> dropped;

  private WithoutEffects(Predicate<Effect> dropped) {
    this.dropped = dropped;
  }

  /**
   * A program without effects.
   *
   * @param graph a program
   * @return a program with the same inputs and results
   */
  public static Graph of(Graph graph) {
    return of(graph, _ -> true);
  }

  /**
   * A program without some effects.
   *
   * @param graph a program
   * @param dropped which effects it is to be without
   * @return a program with the same inputs and results
   */
  public static Graph of(Graph graph, Predicate<Effect> dropped) {
    return new WithoutEffects(dropped).strip(graph);
  }

  /**
   * Control flow without effects.
   *
   * @param control control flow
   * @return the same, over programs without effects
   */
  public static Control of(Control control) {
    return new WithoutEffects(_ -> true).strip(control);
  }

  /**
   * A primitive whose programs have no effects.
   *
   * @param prim a primitive that is no effect itself
   * @return the primitive
   */
  public static Primitive of(Primitive prim) {
    return new WithoutEffects(_ -> true).strip(prim);
  }

  private Graph strip(Graph graph) {
    if (!graph.hasEffects()) {
      return graph;
    }
    List<Equation> kept = new ArrayList<>();
    for (Equation equation : graph.equations()) {
      if (!(equation.prim() instanceof Effect effect && dropped.test(effect))) {
        kept.add(equation.with(strip(equation.prim())));
      }
    }
    return new Graph(graph.captures(), graph.params(), kept, graph.results());
  }

  private Control strip(Control control) {
    return control.withGraphs(control.graphs().stream().map(this::strip).toList());
  }

  private Primitive strip(Primitive prim) {
    return switch (prim) {
      case Control control -> strip(control);
      case Primitive.Call(String name, Graph graph) -> new Primitive.Call(name, strip(graph));
      case Inlined.Checkpoint(Graph graph) -> new Inlined.Checkpoint(strip(graph));
      case Inlined.CustomJvp custom ->
          new Inlined.CustomJvp(
              custom.name(), strip(custom.graph()), strip(custom.rule()), custom.constants());
      case Inlined.CustomVjp custom ->
          new Inlined.CustomVjp(
              custom.name(),
              strip(custom.graph()),
              strip(custom.forward()),
              strip(custom.backward()),
              custom.constants());
      case CustomLinear linear ->
          new CustomLinear(
              linear.name(), strip(linear.backward()), linear.known(), linear.results());
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

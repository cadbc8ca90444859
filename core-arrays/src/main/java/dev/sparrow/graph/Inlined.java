package dev.sparrow.graph;

import java.util.List;

/**
 * A program in the place of a primitive: operands are the program's inputs, captures first. Where
 * nothing needs to know more, the program's equations take the primitive's place; what tells the
 * records apart is how they are differentiated.
 */
public sealed interface Inlined extends Primitive
    permits Primitive.Call, Inlined.Checkpoint, Inlined.CustomJvp, Inlined.CustomVjp {
  /** {@return the program} */
  Graph graph();

  /** {@return what errors call it} */
  String name();

  @Override
  default List<Graph> graphs() {
    return List.of(graph());
  }

  /**
   * A program whose values reverse mode does not keep: it computes them again from the operands
   * when they are needed. JAX's {@code checkpoint}.
   *
   * @param graph the program
   */
  record Checkpoint(Graph graph) implements Inlined {
    @Override
    public String name() {
      return "checkpoint";
    }

    @Override
    public String jaxName() {
      return "remat2";
    }
  }

  /**
   * A program whose derivative is another program. Operands are constants, which have no
   * derivative, then arguments.
   *
   * @param name name of the function
   * @param graph (constants…, arguments…) → results
   * @param rule (constants…, arguments…, a tangent for each inexact argument…) → (results…, a
   *     tangent for each inexact result…)
   * @param constants number of operands without a derivative
   */
  record CustomJvp(String name, Graph graph, Graph rule, int constants) implements Inlined {
    @Override
    public List<Graph> graphs() {
      return List.of(graph, rule);
    }

    @Override
    public String jaxName() {
      return "custom_jvp_call";
    }
  }

  /**
   * A program whose reverse derivative is another program; it has no forward one. Operands are
   * constants, which have no derivative, then arguments.
   *
   * @param name name of the function
   * @param graph (constants…, arguments…) → results
   * @param forward (constants…, arguments…) → (results…, residuals…)
   * @param backward (constants…, residuals…, a cotangent for each inexact result…) → a cotangent
   *     for each inexact argument…
   * @param constants number of operands without a derivative
   */
  record CustomVjp(String name, Graph graph, Graph forward, Graph backward, int constants)
      implements Inlined {
    @Override
    public List<Graph> graphs() {
      return List.of(graph, forward, backward);
    }

    @Override
    public String jaxName() {
      return "custom_vjp_call";
    }
  }
}

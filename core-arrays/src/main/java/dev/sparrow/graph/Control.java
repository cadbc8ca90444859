package dev.sparrow.graph;

import java.util.List;

/**
 * Control flow: primitives that run graphs of their own. The graphs are closed: they have no
 * captures, and what they use of the surroundings is passed to them as leading operands, the
 * constants. Names, operand order and semantics are those of {@code jax.lax}; result types are in
 * {@link ControlTypes}.
 */
public sealed interface Control extends Primitive {
  /** {@return the graphs inside, in the order in which {@link #withGraphs} takes them} */
  @Override
  List<Graph> graphs();

  /**
   * The same control flow over other graphs.
   *
   * @param graphs graphs with the parameters and results of those they replace
   * @return the primitive
   */
  Control withGraphs(List<Graph> graphs);

  /**
   * (index, operands…) → the results of branch number {@code index} for these operands. The index
   * is an int32 scalar; one out of range takes the nearest branch. Exactly one branch runs.
   *
   * @param branches the branches, at least one, of equal parameter and result types; for a
   *     predicate, what is done where it is false comes first
   */
  record Cond(List<Graph> branches) implements Control {
    public Cond {
      branches = List.copyOf(branches);
    }

    @Override
    public String jaxName() {
      return "cond";
    }

    @Override
    public List<Graph> graphs() {
      return branches;
    }

    @Override
    public Cond withGraphs(List<Graph> graphs) {
      return new Cond(graphs);
    }
  }

  /**
   * (constants of the condition…, constants of the body…, carry…) → carry after the last step:
   * while the condition holds for the carry, the body replaces it.
   *
   * @param condition (its constants…, carry…) → bool scalar
   * @param conditionConstants number of operands that only the condition takes
   * @param body (its constants…, carry…) → carry
   * @param bodyConstants number of operands that only the body takes
   */
  record While(Graph condition, int conditionConstants, Graph body, int bodyConstants)
      implements Control {
    @Override
    public String jaxName() {
      return "while";
    }

    @Override
    public List<Graph> graphs() {
      return List.of(condition, body);
    }

    @Override
    public While withGraphs(List<Graph> graphs) {
      return new While(graphs.get(0), conditionConstants, graphs.get(1), bodyConstants);
    }

    /** {@return number of operands before the carry} */
    public int constants() {
      return conditionConstants + bodyConstants;
    }

    /** {@return number of arrays that go from step to step} */
    public int carries() {
      return body.inputs().size() - bodyConstants;
    }
  }

  /**
   * (constants…, carry…, xs…) → (carry after the last step…, ys…): the body runs once for each
   * index of the leading axis of the xs, and what it returns beside the carry is stacked along the
   * leading axis of the ys.
   *
   * @param body (constants…, carry…, one element of each of the xs…) → (carry…, one element of each
   *     of the ys…)
   * @param length number of steps, the extent of every leading axis
   * @param reverse whether the last index comes first; each element of the ys stands where the
   *     element of the xs stood
   * @param constants number of operands that are the same for every step
   * @param carries number of arrays that go from step to step
   * @param unroll how many steps the caller suggests to compute at a time; results do not depend on
   *     it
   */
  record Scan(Graph body, long length, boolean reverse, int constants, int carries, int unroll)
      implements Control {
    @Override
    public String jaxName() {
      return "scan";
    }

    @Override
    public List<Graph> graphs() {
      return List.of(body);
    }

    @Override
    public Scan withGraphs(List<Graph> graphs) {
      return new Scan(graphs.getFirst(), length, reverse, constants, carries, unroll);
    }
  }
}

package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a graph: results = primitive(operands). The line it was written in belongs to it as a
 * remark does, and does not tell equations apart.
 *
 * @param prim what is applied
 * @param in operands
 * @param out results; their types are what {@link TypeRules} says
 * @param source the user's line that it comes from
 */
public record Equation(Primitive prim, List<Atom> in, List<Var> out, SourceLine source)
    implements Serializable {
  /** Copies the lists. */
  public Equation {
    in = List.copyOf(in);
    out = List.copyOf(out);
  }

  /**
   * A step that comes from no line.
   *
   * @param prim what is applied
   * @param in operands
   * @param out results
   */
  public Equation(Primitive prim, List<Atom> in, List<Var> out) {
    this(prim, in, out, SourceLine.UNKNOWN);
  }

  /**
   * The same step with another primitive of the same types.
   *
   * @param other the primitive
   * @return the step
   */
  public Equation with(Primitive other) {
    return new Equation(other, in, out, source);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Equation step
        && prim.equals(step.prim)
        && in.equals(step.in)
        && out.equals(step.out);
  }

  @Override
  public int hashCode() {
    return Objects.hash(prim, in, out);
  }
}

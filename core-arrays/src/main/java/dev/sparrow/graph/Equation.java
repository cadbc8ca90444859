package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;

/**
 * One step of a graph: results = primitive(operands).
 *
 * @param prim what is applied
 * @param in operands
 * @param out results; their types are what {@link TypeRules} says
 */
public record Equation(Primitive prim, List<Atom> in, List<Var> out) implements Serializable {
  /** Copies the lists. */
  public Equation {
    in = List.copyOf(in);
    out = List.copyOf(out);
  }
}

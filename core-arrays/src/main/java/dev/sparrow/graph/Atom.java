package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;

/** An operand of an equation: a variable or a literal. */
public sealed interface Atom permits Var, Literal {
  /** {@return dtype and shape} */
  ArrayType type();
}

package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import java.io.Serializable;

/**
 * A variable of a graph. Ids count from 0 in order of definition, so equal programs are equal
 * values.
 *
 * @param id number within its graph
 * @param type dtype and shape
 */
public record Var(int id, ArrayType type) implements Atom, Serializable {}

package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Graph;
import java.util.function.UnaryOperator;

/**
 * A rewriting of a graph that keeps its meaning.
 *
 * @param name what it does, in words
 * @param rewrite the rewriting
 */
record Pass(String name, UnaryOperator<Graph> rewrite) {}

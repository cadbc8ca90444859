package dev.sparrow.spi;

import dev.sparrow.graph.Graph;

/** Compiles closed graphs. Eager operations and jitted functions come through here alike. */
public interface Backend {
  /**
   * Prepares a graph for execution. Safe to call from any thread; cheap for a graph whose kernels
   * exist already.
   *
   * @param graph a checked graph
   * @return the executable
   */
  Executable compile(Graph graph);
}

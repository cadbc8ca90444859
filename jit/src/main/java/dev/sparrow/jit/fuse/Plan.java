package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Var;
import java.util.List;

/**
 * A graph cut into steps.
 *
 * @param inputs the graph's inputs, captures first
 * @param steps steps in an order in which every array is written before it is read
 * @param results the graph's results: dense windows on stored arrays, or any windows on inputs
 */
public record Plan(List<Var> inputs, List<Step> steps, List<Access> results) {
  /** Copies the lists. */
  public Plan {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    results = List.copyOf(results);
  }
}

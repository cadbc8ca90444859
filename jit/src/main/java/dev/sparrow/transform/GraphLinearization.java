package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * A program split in two: one that computes its results and what the derivative needs, and one that
 * is linear in the tangents.
 *
 * @param primal from the inputs to the results, followed by residuals that are neither inputs nor
 *     results
 * @param linear from tangents, its parameters, to tangents of the results that move; its captures
 *     are residuals
 * @param residuals where each capture of {@code linear} comes from: its place among inputs, then
 *     results, then further results of {@code primal}
 * @param moved which results have a tangent
 */
record GraphLinearization(
    Graph primal, Graph linear, List<Integer> residuals, List<Boolean> moved) {

  /**
   * Splits a program.
   *
   * @param name its name in errors
   * @param graph the program
   * @param moving which inputs have a tangent
   * @param wanted which results must have a tangent, even if it is zero; none if empty
   */
  static GraphLinearization of(
      String name, Graph graph, List<Boolean> moving, List<Boolean> wanted) {
    List<Linearization> split = new ArrayList<>();
    List<Integer> residuals = new ArrayList<>();
    Graph primal =
        GraphTrace.trace(
                name,
                graph.inputs().stream().map(Var::type).toList(),
                in -> {
                  Linearization at =
                      Linearization.of(given -> Interpreter.run(graph, given), in, moving, wanted);
                  split.add(at);
                  List<NDArray> known = new ArrayList<>(in);
                  known.addAll(at.results());
                  for (NDArray residual : at.residuals()) {
                    residuals.add(placeOf(residual, known));
                  }
                  return known.subList(in.size(), known.size());
                })
            .graph();
    Linearization at = split.getFirst();
    return new GraphLinearization(primal, at.linear(), List.copyOf(residuals), at.moved());
  }

  /** The place of a value in a list, at whose end it is put if it is not there. */
  private static int placeOf(NDArray value, List<NDArray> known) {
    int place = known.indexOf(value);
    if (place >= 0) {
      return place;
    }
    known.add(value);
    return known.size() - 1;
  }

  /**
   * The residuals of a run.
   *
   * @param inputs what {@code primal} was given
   * @param results what it returned
   */
  List<NDArray> residuals(List<NDArray> inputs, List<NDArray> results) {
    List<NDArray> known = new ArrayList<>(inputs);
    known.addAll(results);
    return residuals.stream().map(known::get).toList();
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Programs inside programs that return what has failed in them: (state, operands…) → (results…,
 * state). Functions with derivatives of their own keep them; the state is one of their constants.
 */
final class CheckedInlined {
  private final CheckSites sites;
  private final CheckedState state;

  CheckedInlined(CheckSites sites, CheckedState state) {
    this.sites = sites;
    this.state = state;
  }

  List<NDArray> run(Inlined inlined, List<NDArray> in) {
    int results = inlined.graph().results().size();
    Primitive checked =
        switch (inlined) {
          case Primitive.Call(String name, Graph graph) ->
              new Primitive.Call(name, checked(graph, results));
          case Inlined.Checkpoint(Graph graph) -> new Inlined.Checkpoint(checked(graph, results));
          case Inlined.CustomJvp custom ->
              new Inlined.CustomJvp(
                  custom.name(),
                  checked(custom.graph(), results),
                  checked(custom.rule(), results),
                  custom.constants() + 2);
          case Inlined.CustomVjp custom ->
              new Inlined.CustomVjp(
                  custom.name(),
                  checked(custom.graph(), results),
                  checked(custom.forward(), results),
                  behindState(custom.backward()),
                  custom.constants() + 2);
        };
    List<NDArray> operands = new ArrayList<>(state.values());
    operands.addAll(in);
    List<NDArray> all = Trace.current().bind(checked, operands);
    state.goOn(all.subList(results, results + 2));
    return all.subList(0, results);
  }

  /**
   * A program that returns the state behind its first results: those of the function, before
   * tangents or residuals.
   */
  private Graph checked(Graph graph, int results) {
    List<ArrayType> types = new ArrayList<>(CheckedState.types(sites));
    graph.inputs().forEach(input -> types.add(input.type()));
    return GraphTrace.trace(
            "a checked function",
            types,
            given -> {
              CheckedRun.Checked run =
                  CheckedRun.run(sites, graph, given.subList(2, given.size()), given.subList(0, 2));
              List<NDArray> all = new ArrayList<>(run.results().subList(0, results));
              all.addAll(run.state());
              all.addAll(run.results().subList(results, run.results().size()));
              return all;
            })
        .graph()
        .closed();
  }

  /** The same program, which does not look at the state before its inputs. */
  private Graph behindState(Graph graph) {
    List<ArrayType> types = new ArrayList<>(CheckedState.types(sites));
    graph.inputs().stream().map(Var::type).forEach(types::add);
    return graph.withInputs(types, IntStream.range(2, types.size()).boxed().toList());
  }
}

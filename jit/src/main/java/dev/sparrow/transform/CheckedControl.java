package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.WithoutEffects;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Loops and branches that carry along what has failed in them. */
final class CheckedControl {
  private final CheckSites sites;
  private final CheckedState state;

  CheckedControl(CheckSites sites, CheckedState state) {
    this.sites = sites;
    this.state = state;
  }

  List<NDArray> run(Control control, List<NDArray> in) {
    return switch (control) {
      case Control.Cond cond -> cond(cond, in);
      case Control.While loop -> whileLoop(loop, in);
      case Control.Scan scan -> scan(scan, in);
    };
  }

  /** (operands…, state) → (results…, state). */
  private List<NDArray> cond(Control.Cond cond, List<NDArray> in) {
    List<Graph> branches = new ArrayList<>();
    for (Graph branch : cond.branches()) {
      int inputs = branch.inputs().size();
      branches.add(
          trace(
              joined(types(branch), CheckedState.types(sites)),
              given -> {
                CheckedRun.Checked run =
                    CheckedRun.run(
                        sites, branch, given.subList(0, inputs), given.subList(inputs, inputs + 2));
                return joined(run.results(), run.state());
              }));
    }
    return split(
        Trace.current().bind(new Control.Cond(branches), joined(in, state.values())),
        cond.branches().getFirst().results().size());
  }

  /** (constants…, carry…, state, xs…) → (carry…, state, ys…). */
  private List<NDArray> scan(Control.Scan scan, List<NDArray> in) {
    int rows = scan.constants() + scan.carries();
    List<ArrayType> types = types(scan.body());
    Graph body =
        trace(
            joined(
                types.subList(0, rows),
                CheckedState.types(sites),
                types.subList(rows, types.size())),
            given -> {
              CheckedRun.Checked run =
                  CheckedRun.run(
                      sites,
                      scan.body(),
                      joined(given.subList(0, rows), given.subList(rows + 2, given.size())),
                      given.subList(rows, rows + 2));
              List<NDArray> results = run.results();
              return joined(
                  results.subList(0, scan.carries()),
                  run.state(),
                  results.subList(scan.carries(), results.size()));
            });
    Control.Scan checked =
        new Control.Scan(
            body,
            scan.length(),
            scan.reverse(),
            scan.constants(),
            scan.carries() + 2,
            scan.unroll());
    List<NDArray> results =
        Trace.current()
            .bind(
                checked, joined(in.subList(0, rows), state.values(), in.subList(rows, in.size())));
    state.goOn(results.subList(scan.carries(), scan.carries() + 2));
    return joined(
        results.subList(0, scan.carries()), results.subList(scan.carries() + 2, results.size()));
  }

  /**
   * The carry takes the state along. The condition cannot return one, so where it may fail it is
   * asked once more for that alone: before the loop, and after each step.
   */
  private List<NDArray> whileLoop(Control.While loop, List<NDArray> in) {
    List<NDArray> tested = in.subList(0, loop.conditionConstants());
    List<NDArray> constants = in.subList(loop.conditionConstants(), loop.constants());
    List<NDArray> carry = in.subList(loop.constants(), in.size());
    boolean asked = sites.concern(loop.condition());
    Graph onlyChecks =
        WithoutEffects.of(loop.condition(), effect -> !(effect instanceof Effect.Check));
    if (asked) {
      state.goOn(CheckedRun.run(sites, onlyChecks, joined(tested, carry), state.values()).state());
    }
    List<NDArray> fixed = asked ? joined(tested, constants) : constants;
    List<ArrayType> carried = joined(arrayTypes(carry), CheckedState.types(sites));
    int first = fixed.size();
    int last = first + carry.size();
    Graph body =
        trace(
            joined(arrayTypes(fixed), carried),
            given -> {
              List<NDArray> own = given.subList(first - constants.size(), last);
              CheckedRun.Checked run =
                  CheckedRun.run(sites, loop.body(), own, given.subList(last, last + 2));
              List<NDArray> after = run.state();
              if (asked) {
                List<NDArray> next = joined(given.subList(0, tested.size()), run.results());
                after = CheckedRun.run(sites, onlyChecks, next, after).state();
              }
              return joined(run.results(), after);
            });
    Graph plain = WithoutEffects.of(loop.condition(), Effect.Check.class::isInstance);
    Graph condition =
        plain.withInputs(
            joined(arrayTypes(tested), carried),
            ControlDerivatives.range(0, plain.inputs().size()));
    Control.While checked = new Control.While(condition, tested.size(), body, fixed.size());
    return split(
        Trace.current().bind(checked, joined(tested, fixed, carry, state.values())), carry.size());
  }

  private List<NDArray> split(List<NDArray> all, int results) {
    state.goOn(all.subList(results, results + 2));
    return all.subList(0, results);
  }

  private static Graph trace(List<ArrayType> types, UnaryOperator<List<NDArray>> body) {
    return GraphTrace.trace("a checked body", types, body).graph().closed();
  }

  private static List<ArrayType> types(Graph graph) {
    return graph.inputs().stream().map(Var::type).toList();
  }

  private static List<ArrayType> arrayTypes(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::type).toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // read only, by a method that promises the same
  private static <T> List<T> joined(List<T>... parts) {
    return Collections.unmodifiableList(ControlDerivatives.joined(parts));
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Functions that bring their own derivative, as {@code jax.custom_jvp}: for a formula that is more
 * accurate or cheaper than what differentiation would find, or a convention at a kink. Since the
 * rule is linear in the tangents, it serves reverse mode too.
 *
 * <pre>{@code
 * UnaryOperator<NDArray> relu =
 *     customJvp(
 *         x -> maximum(x, 0),
 *         (x, t) -> new Jvp.Result<>(maximum(x, 0), where(x.gt(0), t, t.mul(0))));
 * }</pre>
 *
 * <p>{@code vmap} and {@code jit} keep the rule. Values that the functions capture have no
 * derivative; what is meant to have one is passed as an argument. Functions are traced once for
 * each combination of argument types.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class CustomJvp {
  private CustomJvp() {}

  /**
   * A function of one array with a rule of its own.
   *
   * @param f the function
   * @param rule from an argument and its tangent to the value and its tangent, linear in the
   *     tangent
   * @return the function
   */
  public static UnaryOperator<NDArray> customJvp(
      UnaryOperator<NDArray> f, BiFunction<NDArray, NDArray, Jvp.Result<NDArray>> rule) {
    Function<NDArray, NDArray> function = of("custom_jvp", (Function<NDArray, NDArray>) f, rule);
    return function::apply;
  }

  /**
   * A function of a structure of arrays with a rule of its own.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param f the function
   * @param rule from arguments and their tangents to values and their tangents, linear in the
   *     tangents; tangents of integers and bools are zeros
   * @return the function
   */
  public static <P, R> Function<P, R> customJvp(
      Function<P, R> f, BiFunction<P, P, Jvp.Result<R>> rule) {
    return of("custom_jvp", f, rule);
  }

  private record Traced<R>(Inlined.CustomJvp prim, List<NDArray> constants, TreeDef<R> result) {}

  private static <P, R> Function<P, R> of(
      String name, Function<P, R> f, BiFunction<P, P, Jvp.Result<R>> rule) {
    RuleCache<P, Traced<R>> traced = new RuleCache<>(Traced::constants);
    return argument -> {
      Flattened<P> flat = Tree.flatten(name, "args", argument);
      Traced<R> program =
          traced.get(flat, () -> trace(name, f, rule, flat.structure(), types(flat.leaves())));
      List<NDArray> operands = new ArrayList<>(program.constants);
      operands.addAll(flat.leaves());
      return program.result.unflatten(Trace.current().bind(program.prim, operands));
    };
  }

  static List<ArrayType> types(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::type).toList();
  }

  private static <P, R> Traced<R> trace(
      String name,
      Function<P, R> f,
      BiFunction<P, P, Jvp.Result<R>> rule,
      TreeDef<P> arguments,
      List<ArrayType> types) {
    SeparateTrace<R> function =
        SeparateTrace.of(name, types, leaves -> f.apply(arguments.unflatten(leaves)));
    List<Boolean> moving = types.stream().map(type -> type.dtype().isInexact()).toList();
    List<ArrayType> ruleTypes = new ArrayList<>(types);
    Duals.where(types, moving).forEach(type -> ruleTypes.add(type.strong()));
    List<ArrayType> results = function.graph().resultTypes();
    SeparateTrace<List<NDArray>> derivative =
        SeparateTrace.of(
            name + " rule",
            ruleTypes,
            leaves -> {
              List<NDArray> primals = leaves.subList(0, types.size());
              List<NDArray> tangents =
                  Duals.orZeros(
                      Duals.spread(leaves.subList(types.size(), leaves.size()), moving), primals);
              Jvp.Result<R> result =
                  rule.apply(arguments.unflatten(primals), arguments.unflatten(tangents));
              return checked(name, function.structure(), results, result);
            });
    List<NDArray> constants = new ArrayList<>(function.constants());
    constants.addAll(derivative.constants());
    int own = function.constants().size();
    int others = derivative.constants().size();
    Graph graph = function.withConstants(constants, 0);
    Graph ruleGraph = derivative.withConstants(constants, own);
    return new Traced<>(
        new Inlined.CustomJvp(name, graph, ruleGraph, own + others),
        constants,
        function.structure());
  }

  /** The rule's values, then the tangents of those that are floats. */
  private static <R> List<NDArray> checked(
      String name, TreeDef<R> structure, List<ArrayType> types, Jvp.Result<R> result) {
    Flattened<R> value = Tree.flatten(name, "value", result.value());
    Flattened<R> tangent = Tree.flatten(name, "tangent", result.tangent());
    Tree.checkSame(name + " rule", structure, value.structure());
    Tree.checkSame(name + " rule", structure, tangent.structure());
    List<NDArray> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(SeparateTrace.fit(name + " rule: value", types.get(i), value.leaves().get(i)));
    }
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).dtype().isInexact()) {
        all.add(SeparateTrace.fit(name + " rule: tangent", types.get(i), tangent.leaves().get(i)));
      }
    }
    return all;
  }
}

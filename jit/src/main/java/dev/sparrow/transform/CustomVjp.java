package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
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
import org.jspecify.annotations.Nullable;

/**
 * Functions that bring their own reverse derivative, as {@code jax.custom_vjp}: for a gradient that
 * is clipped, found by other means than going backwards step by step, or kept in less memory.
 * Forward mode refuses them.
 *
 * <pre>{@code
 * UnaryOperator<NDArray> clipped =
 *     customVjp(
 *         x -> x,
 *         x -> new CustomVjp.Kept<>(x, List.of()),
 *         (kept, ct) -> clip(ct, -1, 1));
 * }</pre>
 *
 * <p>{@code vmap} and {@code jit} keep the rules. Values that the functions capture have no
 * derivative; what is meant to have one is passed as an argument. Functions are traced once for
 * each combination of argument types.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class CustomVjp {
  private CustomVjp() {}

  /**
   * What the way forward returns.
   *
   * @param <R> what the function returns
   * @param <S> any structure of arrays
   * @param value the function's value
   * @param residuals what the way back needs
   */
  public record Kept<R extends @Nullable Object, S extends @Nullable Object>(
      R value, S residuals) {}

  /**
   * A function of one array with rules of its own.
   *
   * @param <S> what is kept for the way back, any structure of arrays
   * @param f the function
   * @param forward its value, and what the way back needs
   * @param backward from that and a cotangent of the value to one of the argument
   * @return the function
   */
  public static <S extends @Nullable Object> UnaryOperator<NDArray> customVjp(
      UnaryOperator<NDArray> f,
      Function<NDArray, Kept<NDArray, S>> forward,
      BiFunction<S, NDArray, NDArray> backward) {
    Function<NDArray, NDArray> function =
        of("custom_vjp", (Function<NDArray, NDArray>) f, forward, backward);
    return function::apply;
  }

  /**
   * A function of a structure of arrays with rules of its own.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param <S> what is kept for the way back, any structure of arrays
   * @param f the function
   * @param forward its value, and what the way back needs
   * @param backward from that and cotangents of the value to cotangents of the argument, in the
   *     argument's structure; what it returns for integers and bools is ignored
   * @return the function
   */
  public static <P, R, S extends @Nullable Object> Function<P, R> customVjp(
      Function<P, R> f, Function<P, Kept<R, S>> forward, BiFunction<S, R, P> backward) {
    return of("custom_vjp", f, forward, backward);
  }

  private record Traced<R>(Inlined.CustomVjp prim, List<NDArray> constants, TreeDef<R> result) {}

  private static <P, R, S extends @Nullable Object> Function<P, R> of(
      String name,
      Function<P, R> f,
      Function<P, Kept<R, S>> forward,
      BiFunction<S, R, P> backward) {
    RuleCache<P, Traced<R>> traced = new RuleCache<>(Traced::constants);
    return argument -> {
      Flattened<P> flat = Tree.flatten(name, "args", argument);
      Traced<R> program = traced.get(flat, () -> trace(name, f, forward, backward, flat));
      List<NDArray> operands = new ArrayList<>(program.constants);
      operands.addAll(flat.leaves());
      return program.result.unflatten(Trace.current().bind(program.prim, operands));
    };
  }

  private static <P, R, S extends @Nullable Object> Traced<R> trace(
      String name,
      Function<P, R> f,
      Function<P, Kept<R, S>> forward,
      BiFunction<S, R, P> backward,
      Flattened<P> example) {
    TreeDef<P> arguments = example.structure();
    List<ArrayType> types = CustomJvp.types(example.leaves());
    SeparateTrace<R> function =
        SeparateTrace.of(name, types, leaves -> f.apply(arguments.unflatten(leaves)));
    List<ArrayType> results = function.graph().resultTypes();
    List<TreeDef<S>> residuals = new ArrayList<>();
    SeparateTrace<List<NDArray>> ahead =
        SeparateTrace.of(
            name + " forward",
            types,
            leaves -> {
              Kept<R, S> kept = forward.apply(arguments.unflatten(leaves));
              Flattened<R> value = Tree.flatten(name, "value", kept.value);
              Flattened<S> saved = Tree.flatten(name, "residuals", kept.residuals);
              residuals.add(saved.structure());
              Tree.checkSame(name + " forward", function.structure(), value.structure());
              List<NDArray> all = new ArrayList<>();
              for (int i = 0; i < results.size(); i++) {
                all.add(
                    SeparateTrace.fit(
                        name + " forward: value", results.get(i), value.leaves().get(i)));
              }
              all.addAll(saved.leaves());
              return all;
            });
    List<ArrayType> kept =
        ahead.graph().resultTypes().subList(results.size(), ahead.graph().results().size());
    List<Boolean> moved = results.stream().map(type -> type.dtype().isInexact()).toList();
    List<ArrayType> backTypes = new ArrayList<>(kept);
    Duals.where(results, moved).forEach(type -> backTypes.add(type.strong()));
    SeparateTrace<List<NDArray>> back =
        SeparateTrace.of(
            name + " backward",
            backTypes,
            leaves -> {
              S saved = residuals.getFirst().unflatten(leaves.subList(0, kept.size()));
              List<@Nullable NDArray> given =
                  Duals.spread(leaves.subList(kept.size(), leaves.size()), moved);
              List<NDArray> cotangents = new ArrayList<>();
              for (int i = 0; i < results.size(); i++) {
                cotangents.add(Terms.orZeros(given.get(i), results.get(i)));
              }
              P result = backward.apply(saved, function.structure().unflatten(cotangents));
              return checked(name, arguments, types, result);
            });
    List<NDArray> constants = new ArrayList<>(function.constants());
    constants.addAll(ahead.constants());
    constants.addAll(back.constants());
    int own = function.constants().size();
    return new Traced<>(
        new Inlined.CustomVjp(
            name,
            function.withConstants(constants, 0),
            ahead.withConstants(constants, own),
            back.withConstants(constants, own + ahead.constants().size()),
            constants.size()),
        constants,
        function.structure());
  }

  private static <P> List<NDArray> checked(
      String name, TreeDef<P> arguments, List<ArrayType> types, P result) {
    Flattened<P> cotangents = Tree.flatten(name, "cotangents", result);
    Tree.checkSame(name + " backward", arguments, cotangents.structure());
    List<NDArray> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).dtype().isInexact()) {
        all.add(
            SeparateTrace.fit(
                name + " backward: cotangent", types.get(i), cotangents.leaves().get(i)));
      }
    }
    return all;
  }
}

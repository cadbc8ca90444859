package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.debug.CheckFailedException;
import dev.sparrow.debug.ValueLine;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import dev.sparrow.trace.TracedFunction;
import dev.sparrow.trace.UserCode;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions that say what went wrong in them, as {@code jax.experimental.checkify}. A compiled
 * function cannot throw where a value is bad, since its values exist only while it runs; a checked
 * one computes beside its result what failed first, and its caller asks.
 *
 * <pre>{@code
 * var step = jit(Checked.checkify((NDArray x) -> {
 *   Checked.check(x.gt(0).all(), "x must be positive, got {}", x);
 *   return log(x);
 * }, ErrorCheck.USER, ErrorCheck.NAN));
 * var outcome = step.apply(x);
 * outcome.error().throwIfAny();
 * }</pre>
 *
 * <p>Results have the bits of the function that is not checked. It composes with all
 * transformations, in either order: a checked function may be compiled, mapped (then every element
 * has its own error) and differentiated, and what is checked may be compiled, mapped (then the
 * first element that fails counts) or a gradient. Of several failures the first in the order of the
 * program counts; in a loop that of the first step, in a branch only those of the branch taken.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class Checked {
  private static final String NAME = "checkify";

  private Checked() {}

  /**
   * What a checked function returns.
   *
   * @param <R> what the function itself returns
   * @param error what failed first, if anything
   * @param result what the function returned; it may be meaningless if something failed
   */
  public record Outcome<R extends @Nullable Object>(CheckError error, R result) {}

  /**
   * Checks a function of one array.
   *
   * @param f the function
   * @param checks what to look for; {@link ErrorCheck#USER} if nothing is said
   * @return the checked function
   */
  public static Function<NDArray, Outcome<NDArray>> checkify(
      UnaryOperator<NDArray> f, ErrorCheck... checks) {
    Set<ErrorCheck> wanted = ErrorCheck.set(checks);
    return x -> call(wanted, (List<NDArray> in) -> f.apply(in.get(0)), List.of(x));
  }

  /**
   * Checks a function of two arrays.
   *
   * @param f the function
   * @param checks what to look for; {@link ErrorCheck#USER} if nothing is said
   * @return the checked function
   */
  public static BiFunction<NDArray, NDArray, Outcome<NDArray>> checkify(
      BinaryOperator<NDArray> f, ErrorCheck... checks) {
    Set<ErrorCheck> wanted = ErrorCheck.set(checks);
    return (x, y) ->
        call(wanted, (List<NDArray> in) -> f.apply(in.get(0), in.get(1)), List.of(x, y));
  }

  /**
   * Checks a function of a structure of arrays: records, lists, maps ({@link Tree}).
   *
   * @param <A> type of the argument
   * @param <R> type of the result
   * @param f the function
   * @param checks what to look for; {@link ErrorCheck#USER} if nothing is said
   * @return the checked function
   */
  public static <A extends @Nullable Object, R extends @Nullable Object>
      Function<A, Outcome<R>> checkify(Function<A, R> f, ErrorCheck... checks) {
    Set<ErrorCheck> wanted = ErrorCheck.set(checks);
    return a -> call(wanted, f, a);
  }

  /**
   * Checks a function of two structures of arrays.
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @param f the function
   * @param checks what to look for; {@link ErrorCheck#USER} if nothing is said
   * @return the checked function
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, Outcome<R>> checkify(BiFunction<A, B, R> f, ErrorCheck... checks) {
    Set<ErrorCheck> wanted = ErrorCheck.set(checks);
    return (a, b) ->
        call(wanted, (Pair<A, B> in) -> f.apply(in.first, in.second), new Pair<>(a, b));
  }

  /** Two arguments as one. */
  record Pair<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) {}

  /**
   * Asks for a condition to hold. In a function under {@link #checkify} a failure becomes its
   * error; in a function that is not compiled it throws at once. A compiled function with a check
   * that is not under {@code checkify}, inside or outside, is refused.
   *
   * @param predicate a bool scalar
   * @param message what to say if it does not hold, with {@code {}} for each argument, as {@link
   *     dev.sparrow.debug.Debug#print} writes them
   * @param arguments arrays, whose values are those of the run, and anything else
   * @throws CheckFailedException if the predicate is known and does not hold
   * @throws ShapeException if the predicate is no bool scalar
   * @throws IllegalArgumentException if the message is malformed, or does not fit the arguments
   */
  public static void check(NDArray predicate, String message, @Nullable Object... arguments) {
    ValueLine line = ValueLine.of("check", message, Arrays.asList(arguments));
    List<NDArray> operands = new ArrayList<>(List.of(predicate));
    operands.addAll(line.operands());
    Primitive check = new Effect.Check(line.format(), List.of());
    // A predicate that is none is the caller's mistake, whatever becomes of the check.
    TypeRules.resultTypes(check, operands.stream().map(NDArray::type).toList());
    Trace.current().bind(check, operands);
  }

  private static <A extends @Nullable Object, R extends @Nullable Object> Outcome<R> call(
      Set<ErrorCheck> wanted, Function<A, R> f, A argument) {
    Flattened<A> flat = Tree.flatten(NAME, "args", argument);
    List<TreeDef<R>> returned = new ArrayList<>();
    List<String> names = flat.structure().paths().stream().map(path -> path.from("args")).toList();
    GraphTrace.Traced traced =
        GraphTrace.trace(
            new TracedFunction("f", UserCode.line().orElse(""), NAME, names),
            types(flat.leaves()),
            leaves -> {
              Flattened<R> result =
                  Tree.flatten(NAME, "result", f.apply(flat.structure().unflatten(leaves)));
              returned.add(result.structure());
              return result.leaves();
            });
    Graph graph = traced.graph();
    List<NDArray> operands = new ArrayList<>(traced.captured());
    operands.addAll(flat.leaves());
    CheckSites sites = new CheckSites(wanted, graph);
    GraphTrace.Traced checked =
        GraphTrace.trace(
            NAME,
            types(operands),
            in -> {
              CheckedRun.Checked run = CheckedRun.run(sites, graph, in, CheckedState.clean(sites));
              List<NDArray> all = new ArrayList<>(run.state());
              all.addAll(run.results());
              return all;
            });
    List<NDArray> inputs = new ArrayList<>(checked.captured());
    inputs.addAll(operands);
    List<NDArray> all = Trace.current().bind(new Primitive.Call(NAME, checked.graph()), inputs);
    CheckError error = new CheckError(all.get(0), all.get(1), sites.sites());
    return new Outcome<>(error, returned.getFirst().unflatten(all.subList(2, all.size())));
  }

  private static List<ArrayType> types(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::type).toList();
  }
}

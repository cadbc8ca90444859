package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import dev.sparrow.transform.Checkpoint;
import dev.sparrow.transform.Grad;
import dev.sparrow.transform.Jacobian;
import dev.sparrow.transform.Jvp;
import dev.sparrow.transform.Vjp;
import dev.sparrow.transform.Vmap;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transformations that a case applies to its function, from first to last. */
final class Transforms {
  private Transforms() {}

  /**
   * How many of a case's arguments the function takes: {@code jvp} adds a tangent for each, {@code
   * vjp} a cotangent.
   */
  static int arity(List<Json> transforms, int arguments) {
    int arity = arguments;
    for (Json transform : transforms.reversed()) {
      arity =
          switch (name(transform)) {
            case "jvp" -> arity / 2;
            case "vjp" -> arity - 1;
            default -> arity;
          };
    }
    return arity;
  }

  /**
   * Transforms a function.
   *
   * @param function from arrays to an array or a nested list of arrays
   * @param transforms what the case lists
   * @return the transformed function
   * @throws UnboundException if a transformation is not known
   */
  static Function<List<NDArray>, Object> apply(
      Function<List<NDArray>, Object> function, List<Json> transforms) throws UnboundException {
    Function<List<NDArray>, Object> transformed = function;
    for (Json transform : transforms) {
      transformed = apply(transformed, transform.object());
    }
    return transformed;
  }

  private static Function<List<NDArray>, Object> apply(
      Function<List<NDArray>, Object> f, Json.Obj transform) throws UnboundException {
    Json argnums = transform.get("argnums");
    int[] chosen = argnums == null ? new int[] {0} : ints(argnums);
    boolean listed = argnums != null && ArgumentReader.isList(argnums);
    return switch (name(transform)) {
      case "grad" -> in -> chosen(gradient(f, chosen, in).gradient(), listed);
      case "value_and_grad" ->
          in -> {
            Grad.ValueAndGrad<List<NDArray>> both = gradient(f, chosen, in);
            return List.of(both.value(), chosen(both.gradient(), listed));
          };
      case "gradsum" -> in -> chosen(gradient(x -> sum(f.apply(x)), chosen, in).gradient(), listed);
      case "jvp" ->
          in -> {
            int half = in.size() / 2;
            Jvp.Result<Object> result = Jvp.jvp(f, in.subList(0, half), in.subList(half, 2 * half));
            return List.of(result.value(), result.tangent());
          };
      case "vjp" ->
          in -> {
            List<NDArray> primals = in.subList(0, in.size() - 1);
            return Vjp.vjp(f, primals).pullback().apply(in.getLast());
          };
      case "jacfwd" -> in -> rows(Jacobian.jacfwdList(leaves(f), chosen).apply(in), listed);
      case "jacrev" -> in -> rows(Jacobian.jacrevList(leaves(f), chosen).apply(in), listed);
      case "hessian" ->
          in -> {
            Function<List<NDArray>, List<NDArray>> first =
                values -> Jacobian.jacrevList(leaves(f), chosen).apply(values).getFirst();
            return rows(Jacobian.jacfwdList(first, chosen).apply(in), listed);
          };
      case "checkpoint" -> in -> Checkpoint.checkpoint(f).apply(in);
      case "jit" -> {
        Function<List<NDArray>, Object> compiled = Jit.<List<NDArray>, Object>jit(f);
        yield compiled;
      }
      case "vmap" -> vmap(f, transform);
      default -> throw new UnboundException("transformation " + name(transform));
    };
  }

  private static Function<List<NDArray>, Object> vmap(
      Function<List<NDArray>, Object> f, Json.Obj transform) {
    Json inAxes = transform.get("in_axes");
    Json outAxes = transform.get("out_axes");
    return in ->
        Vmap.<List<NDArray>, Object>vmap(
                f,
                Vmap.inAxes(inAxes == null ? Integer.valueOf(0) : axes(inAxes)),
                Vmap.outAxes(outAxes == null ? Integer.valueOf(0) : axes(outAxes)))
            .apply(in);
  }

  private static @Nullable Object axes(Json json) {
    return switch (json) {
      case Json.Num number -> (int) number.integer();
      case Json.Arr(List<Json> items) -> {
        @Nullable Object[] axes = new Object[items.size()];
        for (int i = 0; i < axes.length; i++) {
          axes[i] = axes(items.get(i));
        }
        yield Arrays.asList(axes);
      }
      case Json.Obj _, Json.Str _, Json.Bool _, Json.Null _ -> null;
    };
  }

  private static Grad.ValueAndGrad<List<NDArray>> gradient(
      Function<List<NDArray>, Object> f, int[] argnums, List<NDArray> in) {
    return Grad.valueAndGradList(x -> (NDArray) f.apply(x), argnums).apply(in);
  }

  private static Object chosen(List<NDArray> values, boolean listed) {
    return listed ? values : values.getFirst();
  }

  /** One result is not listed, nor is one argument unless the case lists it. */
  private static Object rows(List<List<NDArray>> rows, boolean listed) {
    List<Object> results = new ArrayList<>();
    rows.forEach(row -> results.add(chosen(row, listed)));
    return results.size() == 1 ? results.getFirst() : results;
  }

  private static Function<List<NDArray>, List<NDArray>> leaves(Function<List<NDArray>, Object> f) {
    return in -> Tree.leaves(f.apply(in));
  }

  private static Object sum(Object result) {
    NDArray total = null;
    for (NDArray leaf : Tree.leaves(result)) {
      NDArray sum = leaf.sum();
      total = total == null ? sum : total.add(sum);
    }
    return Objects.requireNonNull(total, "no results");
  }

  private static int[] ints(Json json) {
    return json instanceof Json.Num number
        ? new int[] {(int) number.integer()}
        : json.list().stream().mapToInt(item -> (int) item.integer()).toArray();
  }

  private static String name(Json transform) {
    return transform.object().require("t").string();
  }
}

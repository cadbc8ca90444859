package dev.sparrow.transform;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Whole derivatives: how each element of a result changes with each element of an argument. The
 * shape of a Jacobian is the result's shape followed by the argument's; its dtype the result's
 * forward, the argument's backward.
 */
public final class Jacobian {
  private Jacobian() {}

  /**
   * The Jacobian by forward mode, as {@code jax.jacfwd}: one pass for all elements of the argument
   * at once. Best where the result has more elements than the argument.
   *
   * @param f the function
   * @return from an argument to the Jacobian there
   */
  public static UnaryOperator<NDArray> jacfwd(UnaryOperator<NDArray> f) {
    Function<List<NDArray>, List<List<NDArray>>> all =
        jacfwdList(in -> List.of(f.apply(in.getFirst())));
    return x -> all.apply(List.of(x)).getFirst().getFirst();
  }

  /**
   * The Jacobian by reverse mode, as {@code jax.jacrev}: one pass back for all elements of the
   * result at once. Best where the argument has more elements than the result.
   *
   * @param f the function
   * @return from an argument to the Jacobian there
   */
  public static UnaryOperator<NDArray> jacrev(UnaryOperator<NDArray> f) {
    Function<List<NDArray>, List<List<NDArray>>> all =
        jacrevList(in -> List.of(f.apply(in.getFirst())));
    return x -> all.apply(List.of(x)).getFirst().getFirst();
  }

  /**
   * The matrix of second derivatives, as {@code jax.hessian}: forward over reverse.
   *
   * @param f the function, usually with a scalar result
   * @return from an argument to the Hessian there, of the result's shape followed by the argument's
   *     twice
   */
  public static UnaryOperator<NDArray> hessian(UnaryOperator<NDArray> f) {
    return jacfwd(jacrev(f));
  }

  /**
   * Jacobians of a function of any number of arguments and results by forward mode.
   *
   * @param f the function
   * @param argnums which arguments, negative from the end; none for the first
   * @return from arguments to a list for each result with the Jacobian for each of {@code argnums}
   */
  public static Function<List<NDArray>, List<List<NDArray>>> jacfwdList(
      Function<List<NDArray>, List<NDArray>> f, int... argnums) {
    List<Integer> chosen = chosen(argnums);
    return arguments -> {
      List<Integer> places = places("jacfwd", arguments, chosen);
      List<List<NDArray>> columns = new ArrayList<>();
      for (int place : places) {
        NDArray x = arguments.get(place);
        Linearize.Result<List<NDArray>, NDArray> at =
            Linearize.linearize((NDArray value) -> f.apply(with(arguments, place, value)), x);
        columns.add(columns(at, x));
      }
      return transposed(columns);
    };
  }

  /**
   * Jacobians of a function of any number of arguments and results by reverse mode.
   *
   * @param f the function
   * @param argnums which arguments, negative from the end; none for the first
   * @return from arguments to a list for each result with the Jacobian for each of {@code argnums}
   */
  public static Function<List<NDArray>, List<List<NDArray>>> jacrevList(
      Function<List<NDArray>, List<NDArray>> f, int... argnums) {
    List<Integer> chosen = chosen(argnums);
    return arguments -> {
      List<Integer> places = places("jacrev", arguments, chosen);
      List<NDArray> points = places.stream().map(arguments::get).toList();
      Vjp.Result<List<NDArray>, List<NDArray>> at =
          Vjp.vjp(
              (List<NDArray> values) -> {
                List<NDArray> all = new ArrayList<>(arguments);
                for (int i = 0; i < values.size(); i++) {
                  all.set(places.get(i), values.get(i));
                }
                return f.apply(all);
              },
              points);
      List<List<NDArray>> rows = new ArrayList<>();
      for (int result = 0; result < at.value().size(); result++) {
        rows.add(rows(at, result, points));
      }
      return rows;
    };
  }

  private static List<NDArray> rows(
      Vjp.Result<List<NDArray>, List<NDArray>> at, int result, List<NDArray> points) {
    NDArray y = at.value().get(result);
    if (!y.dtype().isInexact()) {
      throw new NotDifferentiableException(
          "jacrev: requires real- or complex-valued outputs, but got "
              + y.type()
              + "; convert the output to a float");
    }
    Function<List<NDArray>, List<NDArray>> pull =
        in -> {
          List<NDArray> cotangents = new ArrayList<>();
          at.value().forEach(value -> cotangents.add(Terms.zeros(value.type().strong())));
          cotangents.set(result, in.getFirst());
          return at.pullback().apply(cotangents);
        };
    List<NDArray> rows =
        Vmap.vmapList(pull, List.of(0), Collections.nCopies(points.size(), 0))
            .apply(List.of(basis(y)));
    List<NDArray> shaped = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      shaped.add(Lax.reshape(rows.get(i), joined(y.shape(), points.get(i).shape())));
    }
    return shaped;
  }

  /** Tangents of all results for each basis vector, behind the results' own axes. */
  private static List<NDArray> columns(Linearize.Result<List<NDArray>, NDArray> at, NDArray x) {
    List<NDArray> columns =
        Vmap.vmapList(
                in -> at.pushforward().apply(in.getFirst()),
                List.of(0),
                Collections.nCopies(at.value().size(), -1))
            .apply(List.of(basis(x)));
    List<NDArray> shaped = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      shaped.add(Lax.reshape(columns.get(i), joined(at.value().get(i).shape(), x.shape())));
    }
    return shaped;
  }

  private static List<List<NDArray>> transposed(List<List<NDArray>> columns) {
    List<List<NDArray>> rows = new ArrayList<>();
    for (int result = 0; result < columns.getFirst().size(); result++) {
      List<NDArray> row = new ArrayList<>();
      for (List<NDArray> column : columns) {
        row.add(column.get(result));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<NDArray> with(List<NDArray> arguments, int place, NDArray value) {
    List<NDArray> all = new ArrayList<>(arguments);
    all.set(place, value);
    return all;
  }

  /** Unit vectors of an argument's elements, one after another along a new first axis. */
  private static NDArray basis(NDArray x) {
    long size = x.size();
    Shape square = Shape.of(size, size);
    NDArray row = Lax.iota(DType.INT64, square, 0);
    NDArray column = Lax.iota(DType.INT64, square, 1);
    NDArray unit = Lax.convert(Lax.apply(Fn.EQ, row, column), x.dtype());
    return Lax.reshape(unit, x.shape().insert(0, size));
  }

  private static Shape joined(Shape first, Shape second) {
    return Shape.of(
        LongStream.concat(Arrays.stream(first.dims()), Arrays.stream(second.dims())).toArray());
  }

  private static List<Integer> chosen(int[] argnums) {
    return argnums.length == 0 ? List.of(0) : Arrays.stream(argnums).boxed().toList();
  }

  private static List<Integer> places(
      String operation, List<NDArray> arguments, List<Integer> argnums) {
    Arguments.chosen(operation, arguments, argnums);
    return argnums.stream().map(place -> place < 0 ? place + arguments.size() : place).toList();
  }
}

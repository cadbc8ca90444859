package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Function3;
import dev.sparrow.jit.Function4;
import dev.sparrow.jit.TernaryOperator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maps a function over an axis of its arguments, as {@code jax.vmap}: the function is written for
 * one element and runs once for all of them, each operation on a batch.
 *
 * <p>{@code vmap(f)} of a batch equals f of each element, stacked, bit for bit; random draws from a
 * batch of keys included. Arguments and results may be structures of arrays ({@link
 * dev.sparrow.tree.Tree}). Without options axis 0 of every array is mapped, and is axis 0 of every
 * result. The mapped function throws ShapeException where axes and arrays do not fit.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class Vmap {
  private Vmap() {}

  /**
   * Maps a function of one array over its axis 0. Also for references to methods with a variable
   * number of parameters, as {@code vmap(Random::normal)}, which no longer signature would fit
   * alone.
   *
   * @param f the function
   * @return the mapped function
   */
  public static UnaryOperator<NDArray> vmap(UnaryOperator<NDArray> f) {
    return vmap(f, new VmapOption[0]);
  }

  /**
   * Maps a function of one array.
   *
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static UnaryOperator<NDArray> vmap(UnaryOperator<NDArray> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return x -> Mapping.call(all, in -> f.apply(array(in, 0)), List.of(x));
  }

  /**
   * Maps a function of two arrays.
   *
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static BinaryOperator<NDArray> vmap(BinaryOperator<NDArray> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return (x, y) -> Mapping.call(all, in -> f.apply(array(in, 0), array(in, 1)), List.of(x, y));
  }

  /**
   * Maps a function of three arrays.
   *
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static TernaryOperator<NDArray> vmap(TernaryOperator<NDArray> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return (x, y, z) ->
        Mapping.call(
            all, in -> f.apply(array(in, 0), array(in, 1), array(in, 2)), List.of(x, y, z));
  }

  /**
   * Maps a function of one argument whose arguments and result are structures of arrays.
   *
   * @param <A> type of the first argument
   * @param <R> type of the result
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> vmap(
      Function<A, R> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return a -> Mapping.call(all, in -> f.apply(Vmap.<A>argument(in, 0)), Arrays.asList(a));
  }

  /**
   * Maps a function of two arguments whose arguments and result are structures of arrays.
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, R> vmap(BiFunction<A, B, R> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return (a, b) ->
        Mapping.call(
            all,
            in -> f.apply(Vmap.<A>argument(in, 0), Vmap.<B>argument(in, 1)),
            Arrays.asList(a, b));
  }

  /**
   * Maps a function of three arguments whose arguments and result are structures of arrays.
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <R> type of the result
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Function3<A, B, C, R> vmap(Function3<A, B, C, R> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return (a, b, c) ->
        Mapping.call(
            all,
            in ->
                f.apply(Vmap.<A>argument(in, 0), Vmap.<B>argument(in, 1), Vmap.<C>argument(in, 2)),
            Arrays.asList(a, b, c));
  }

  /**
   * Maps a function of four arguments whose arguments and result are structures of arrays.
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @param <R> type of the result
   * @param f the function
   * @param options which axes, how many elements, a name for collectives
   * @return the mapped function
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Function4<A, B, C, D, R> vmap(Function4<A, B, C, D, R> f, VmapOption... options) {
    VmapOptions all = VmapOptions.of(List.of(options));
    return (a, b, c, d) ->
        Mapping.call(
            all,
            in ->
                f.apply(
                    Vmap.<A>argument(in, 0),
                    Vmap.<B>argument(in, 1),
                    Vmap.<C>argument(in, 2),
                    Vmap.<D>argument(in, 3)),
            Arrays.asList(a, b, c, d));
  }

  /**
   * Maps a function of two arguments; the result's axis 0 is the mapped one.
   *
   * @param f the function
   * @param inAxis0 mapped axis of the first argument, negative from the end; null if it is the same
   *     for all
   * @param inAxis1 mapped axis of the second argument, likewise
   * @return the mapped function
   */
  public static BinaryOperator<NDArray> vmap(
      BinaryOperator<NDArray> f, @Nullable Integer inAxis0, @Nullable Integer inAxis1) {
    return vmap(f, inAxes(inAxis0, inAxis1));
  }

  /**
   * Maps a function of any number of arguments and results.
   *
   * @param f the function
   * @param inAxes mapped axis of each argument, negative from the end; null if it is the same for
   *     all
   * @param outAxes where the mapped axis goes in each result; null for a result that does not
   *     depend on a mapped argument
   * @return the mapped function
   */
  public static Function<List<NDArray>, List<NDArray>> vmapList(
      Function<List<NDArray>, List<NDArray>> f,
      List<@Nullable Integer> inAxes,
      List<@Nullable Integer> outAxes) {
    VmapOptions all = VmapOptions.of(List.of(inAxes(inAxes.toArray()), outAxes(outAxes)));
    return arguments ->
        Mapping.call(
            all,
            in -> f.apply(in.stream().map(x -> (NDArray) Objects.requireNonNull(x)).toList()),
            arguments);
  }

  /**
   * Which axes of the arguments are mapped: for each argument an Integer (negative from the end),
   * or null if the argument is the same for all elements and may then be any value, or axes in the
   * form of the argument: a List for a list, a Map for a map or, by component names, for a record.
   *
   * <pre>{@code
   * vmap(Model::loss, inAxes(null, 0));
   * vmap(Model::loss, inAxes(Map.of("w", 0, "b", 1), 0));
   * }</pre>
   *
   * @param axes one entry for each argument
   * @return the option
   */
  public static VmapOption inAxes(@Nullable Object @Nullable ... axes) {
    return new VmapOption.InAxes(
        axes == null ? Collections.singletonList(null) : Arrays.asList(axes));
  }

  /**
   * The axis that is mapped in all arguments.
   *
   * @param axis the axis, negative from the end
   * @return the option
   */
  public static VmapOption inAxes(int axis) {
    return new VmapOption.InAxes(axis);
  }

  /**
   * Where the mapped axis goes in the results: an Integer (negative from the end) for every array,
   * or axes in the form of the result; null for arrays that do not depend on a mapped argument.
   *
   * @param axes an Integer, null, or a List or Map of them
   * @return the option
   */
  public static VmapOption outAxes(@Nullable Object axes) {
    return new VmapOption.OutAxes(axes);
  }

  /**
   * How many elements there are; needed where no argument is mapped.
   *
   * @param size the size
   * @return the option
   */
  public static VmapOption axisSize(long size) {
    return new VmapOption.AxisSize(size);
  }

  /**
   * Names the mapped axis, so that {@link Collectives} can work across its elements.
   *
   * @param name the name
   * @return the option
   */
  public static VmapOption axisName(String name) {
    return new VmapOption.AxisName(name);
  }

  private static NDArray array(List<@Nullable Object> arguments, int position) {
    return (NDArray) Objects.requireNonNull(arguments.get(position));
  }

  // The argument has the form of one that was passed with this type.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <A extends @Nullable Object> A argument(
      List<@Nullable Object> arguments, int position) {
    return (A) arguments.get(position);
  }
}

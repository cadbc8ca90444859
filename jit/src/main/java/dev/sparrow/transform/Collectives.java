package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Operations across the elements of a mapped axis, inside a function that {@code vmap} maps with
 * {@link Vmap#axisName}. Each takes an array or a structure of arrays ({@link Tree}) and works on
 * every array in it. An axis that is not mapped around the call is refused with JAX's words:
 * unbound axis name.
 *
 * <p>Sums follow the order of {@link dev.sparrow.graph.ReductionTree} over the axis, so they have
 * the same bytes for any number of threads.
 */
public final class Collectives {
  private Collectives() {}

  /**
   * The sum over all elements, the same for each.
   *
   * @param <T> type of the structure
   * @param x arrays, any number dtype
   * @param axisName the mapped axis
   * @return the sums; shapes of x
   */
  public static <T extends @Nullable Object> T psum(T x, String axisName) {
    return reduce(Monoid.SUM, x, axisName);
  }

  /**
   * The mean over all elements, the same for each; integers become floats.
   *
   * @param <T> type of the structure
   * @param x arrays, any number dtype
   * @param axisName the mapped axis
   * @return the means; shapes of x
   */
  public static <T extends @Nullable Object> T pmean(T x, String axisName) {
    long size = axisSize(axisName);
    return Tree.map(sum -> sum.div(size), psum(x, axisName));
  }

  /**
   * The maximum over all elements, the same for each; NaN if there is one.
   *
   * @param <T> type of the structure
   * @param x arrays, any real dtype
   * @param axisName the mapped axis
   * @return the maxima; shapes of x
   */
  public static <T extends @Nullable Object> T pmax(T x, String axisName) {
    return reduce(Monoid.MAX, x, axisName);
  }

  /**
   * The minimum over all elements, the same for each; NaN if there is one.
   *
   * @param <T> type of the structure
   * @param x arrays, any real dtype
   * @param axisName the mapped axis
   * @return the minima; shapes of x
   */
  public static <T extends @Nullable Object> T pmin(T x, String axisName) {
    return reduce(Monoid.MIN, x, axisName);
  }

  private static <T extends @Nullable Object> T reduce(Monoid monoid, T x, String axisName) {
    axisSize(axisName);
    return each(x, array -> bind(new Collective.AllReduce(monoid, axisName), array));
  }

  /**
   * The number of each element along the axis.
   *
   * @param axisName the mapped axis
   * @return int32 of rank 0
   */
  public static NDArray axisIndex(String axisName) {
    axisSize(axisName);
    return bind(new Collective.AxisIndex(axisName));
  }

  /**
   * The number of elements along the axis.
   *
   * @param axisName the mapped axis
   * @return its size
   * @throws IllegalArgumentException if no such axis is mapped around the call
   */
  public static long axisSize(String axisName) {
    Long size = Trace.current().axisSizes().get(axisName);
    if (size == null) {
      throw new IllegalArgumentException(
          "collective: unbound axis name: "
              + axisName
              + "; call it inside a function mapped by vmap(f, axisName(\""
              + axisName
              + "\")); mapped here: "
              + Trace.current().axisSizes().keySet());
    }
    return size;
  }

  /**
   * All elements' arrays stacked along a new axis, the same for each.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @param axis where the new axis goes; negative from the end
   * @return the stacks; one axis more than x
   */
  public static <T extends @Nullable Object> T allGather(T x, String axisName, int axis) {
    long size = axisSize(axisName);
    return each(
        x,
        array -> {
          int dimension = axis < 0 ? axis + array.rank() + 1 : axis;
          return bind(new Collective.AllGather(axisName, size, dimension), array);
        });
  }

  /**
   * All elements' arrays stacked along a new axis 0, the same for each.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @return the stacks; one axis more than x
   */
  public static <T extends @Nullable Object> T allGather(T x, String axisName) {
    return allGather(x, axisName, 0);
  }

  /**
   * All elements' arrays joined along an axis that they have, the same for each: JAX's all_gather
   * with tiled=True.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @param axis the axis; negative from the end
   * @return the joined arrays; that axis is as many times longer as there are elements
   */
  public static <T extends @Nullable Object> T allGatherTiled(T x, String axisName, int axis) {
    return each(
        x,
        array -> {
          int joined = array.shape().axis("all_gather", axis);
          NDArray stacked = allGather(array, axisName, joined);
          long extent = array.shape().dim(joined) * axisSize(axisName);
          return Lax.reshape(stacked, array.shape().with(joined, extent));
        });
  }

  /**
   * Each element's arrays sent to another.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @param pairs (source, destination); no source or destination twice
   * @return what was received, zeros where nothing was; shapes of x
   */
  public static <T extends @Nullable Object> T ppermute(T x, String axisName, List<long[]> pairs) {
    long size = axisSize(axisName);
    List<Collective.Route> routes = new ArrayList<>();
    Set<Long> sources = new HashSet<>();
    Set<Long> destinations = new HashSet<>();
    for (long[] pair : pairs) {
      boolean inRange =
          pair.length == 2 && pair[0] >= 0 && pair[0] < size && pair[1] >= 0 && pair[1] < size;
      if (!inRange || !sources.add(pair[0]) || !destinations.add(pair[1])) {
        throw new IllegalArgumentException(
            "ppermute: sources and destinations must be unique and lie between 0 and "
                + (size - 1)
                + ", got "
                + pairs.stream().map(Arrays::toString).toList());
      }
      routes.add(new Collective.Route(pair[0], pair[1]));
    }
    return each(x, array -> bind(new Collective.Permute(axisName, routes), array));
  }

  /**
   * The sum over all elements, of which element i keeps index i of an axis.
   *
   * @param <T> type of the structure
   * @param x arrays, any number dtype
   * @param axisName the mapped axis
   * @param axis the axis that is shared out, as long as the mapped one; negative from the end
   * @return the shares; one axis less than x
   */
  public static <T extends @Nullable Object> T psumScatter(T x, String axisName, int axis) {
    long size = axisSize(axisName);
    return each(
        x,
        array ->
            bind(
                new Collective.ReduceScatter(
                    axisName, size, array.shape().axis("psum_scatter", axis)),
                array));
  }

  /**
   * The sum over all elements, of which element i keeps the i-th of equal parts of an axis: JAX's
   * psum_scatter with tiled=True.
   *
   * @param <T> type of the structure
   * @param x arrays, any number dtype
   * @param axisName the mapped axis
   * @param axis the axis that is shared out, a multiple of the mapped one; negative from the end
   * @return the shares; that axis is as many times shorter as there are elements
   */
  public static <T extends @Nullable Object> T psumScatterTiled(T x, String axisName, int axis) {
    return each(
        x,
        array -> {
          int shared = array.shape().axis("psum_scatter", axis);
          return psumScatter(parts("psum_scatter", array, axisName, shared), axisName, shared);
        });
  }

  /**
   * Index i of the split axis of element j becomes index j of the new axis of element i.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @param splitAxis the axis that is shared out, as long as the mapped one; negative from the end
   * @param concatAxis where the result has what was gathered; negative from the end
   * @return the exchanged arrays; as many axes as x
   */
  public static <T extends @Nullable Object> T allToAll(
      T x, String axisName, int splitAxis, int concatAxis) {
    long size = axisSize(axisName);
    return each(
        x,
        array ->
            bind(
                new Collective.AllToAll(
                    axisName,
                    size,
                    array.shape().axis("all_to_all", splitAxis),
                    array.shape().axis("all_to_all", concatAxis)),
                array));
  }

  /**
   * The i-th of equal parts of the split axis of element j becomes the j-th part of the
   * concatenated axis of element i: JAX's all_to_all with tiled=True.
   *
   * @param <T> type of the structure
   * @param x arrays
   * @param axisName the mapped axis
   * @param splitAxis the axis that is shared out, a multiple of the mapped one; negative from the
   *     end
   * @param concatAxis the axis along which the parts are joined; negative from the end
   * @return the exchanged arrays
   */
  public static <T extends @Nullable Object> T allToAllTiled(
      T x, String axisName, int splitAxis, int concatAxis) {
    return each(
        x,
        array -> {
          int split = array.shape().axis("all_to_all", splitAxis);
          int concat = array.shape().axis("all_to_all", concatAxis);
          NDArray parts = parts("all_to_all", array, axisName, split);
          // Parts stand at axis split, their elements behind it; the new axis goes before concat.
          NDArray exchanged = allToAll(parts, axisName, split, concat);
          Shape received = exchanged.shape();
          long joined = received.dim(concat) * received.dim(concat + 1);
          return Lax.reshape(exchanged, received.without(List.of(concat)).with(concat, joined));
        });
  }

  /** An axis cut into as many parts as there are elements: (…, parts, extent / parts, …). */
  private static NDArray parts(String operation, NDArray array, String axisName, int axis) {
    long size = axisSize(axisName);
    long extent = array.shape().dim(axis);
    if (size == 0 || extent % size != 0) {
      throw new ShapeException(
          operation
              + ": axis "
              + axis
              + " of "
              + array.type()
              + " cannot be cut into "
              + size
              + " equal parts; pad it to a multiple");
    }
    return Lax.reshape(array, array.shape().with(axis, extent / size).insert(axis, size));
  }

  private static <T extends @Nullable Object> T each(T x, UnaryOperator<NDArray> f) {
    return Tree.map(f, x);
  }

  private static NDArray bind(Primitive prim, NDArray... operands) {
    return Trace.current().bind(prim, List.of(operands)).getFirst();
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maps a function over an axis of its arguments, as {@code jax.vmap}: the function is written for
 * one element and runs once for all of them, each operation on a batch.
 *
 * <p>{@code vmap(f)} of a batch equals f of each element, stacked, bit for bit; random draws from a
 * batch of keys included.
 */
public final class Vmap {
  private Vmap() {}

  /**
   * Maps over axis 0 of the argument; the result's axis 0 is the mapped one.
   *
   * @param f the function
   * @return the mapped function; it throws ShapeException for an argument of rank 0
   */
  public static UnaryOperator<NDArray> vmap(UnaryOperator<NDArray> f) {
    return x ->
        map(in -> List.of(f.apply(in.getFirst())), List.of(x), List.of(0), List.of(0)).getFirst();
  }

  /**
   * Maps a function of two arguments; the result's axis 0 is the mapped one.
   *
   * @param f the function
   * @param inAxis0 mapped axis of the first argument, negative from the end; null if it is the same
   *     for all
   * @param inAxis1 mapped axis of the second argument, likewise
   * @return the mapped function; it throws ShapeException if the mapped axes differ in size
   */
  public static BinaryOperator<NDArray> vmap(
      BinaryOperator<NDArray> f, @Nullable Integer inAxis0, @Nullable Integer inAxis1) {
    Function<List<NDArray>, List<NDArray>> listed = in -> List.of(f.apply(in.get(0), in.get(1)));
    return (x, y) ->
        map(listed, List.of(x, y), Arrays.asList(inAxis0, inAxis1), List.of(0)).getFirst();
  }

  /**
   * Maps a function of any number of arguments and results.
   *
   * @param f the function
   * @param inAxes mapped axis of each argument, negative from the end; null if it is the same for
   *     all
   * @param outAxes where the mapped axis goes in each result; null for a result that does not
   *     depend on a mapped argument
   * @return the mapped function; it throws ShapeException if axes and arguments do not fit
   */
  public static Function<List<NDArray>, List<NDArray>> vmapList(
      Function<List<NDArray>, List<NDArray>> f,
      List<@Nullable Integer> inAxes,
      List<@Nullable Integer> outAxes) {
    List<@Nullable Integer> in = Collections.unmodifiableList(new ArrayList<>(inAxes));
    List<@Nullable Integer> out = Collections.unmodifiableList(new ArrayList<>(outAxes));
    return arguments -> map(f, arguments, in, out);
  }

  private static List<NDArray> map(
      Function<List<NDArray>, List<NDArray>> f,
      List<NDArray> arguments,
      List<@Nullable Integer> inAxes,
      List<@Nullable Integer> outAxes) {
    int[] axes = new int[arguments.size()];
    long size = mappedSize(arguments, inAxes, axes);
    BatchTrace trace = new BatchTrace(size);
    List<NDArray> lanes = new ArrayList<>();
    for (int i = 0; i < axes.length; i++) {
      NDArray argument = arguments.get(i);
      lanes.add(axes[i] < 0 ? argument : trace.lane(BatchRules.moveAxis(argument, axes[i], 0)));
    }
    List<NDArray> results = trace.run(() -> f.apply(Collections.unmodifiableList(lanes)));
    if (results.size() != outAxes.size()) {
      throw new ShapeException(
          "vmap: got " + outAxes.size() + " out_axes for " + results.size() + " results");
    }
    List<NDArray> mapped = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      mapped.add(result(trace, results.get(i), outAxes.get(i)));
    }
    return mapped;
  }

  /** Size of the mapped axes, whose non-negative numbers go to {@code axes}; -1 for none. */
  private static long mappedSize(
      List<NDArray> arguments, List<@Nullable Integer> inAxes, int[] axes) {
    if (inAxes.size() != arguments.size()) {
      throw new ShapeException(
          "vmap: in_axes must be an int, None, or a tuple of entries corresponding to the positional"
              + " arguments passed to the function, but got len(in_axes)="
              + inAxes.size()
              + ", len(args)="
              + arguments.size());
    }
    List<String> sizes = new ArrayList<>();
    long size = -1;
    boolean consistent = true;
    for (int i = 0; i < axes.length; i++) {
      Integer axis = inAxes.get(i);
      axes[i] = axis == null ? -1 : mappedAxis(arguments.get(i), axis);
      if (axis != null) {
        long extent = arguments.get(i).shape().dim(axes[i]);
        consistent &= size == -1 || size == extent;
        size = size == -1 ? extent : size;
        sizes.add(
            "  * one axis had size "
                + extent
                + ": axis "
                + axes[i]
                + " of argument "
                + i
                + " of type "
                + arguments.get(i).type());
      }
    }
    if (sizes.isEmpty()) {
      throw new ShapeException(
          "vmap: must have at least one non-None value in in_axes, all arguments are unmapped");
    }
    if (!consistent) {
      throw new ShapeException(
          "vmap: got inconsistent sizes for array axes to be mapped:\n"
              + String.join(";\n", sizes));
    }
    return size;
  }

  private static int mappedAxis(NDArray argument, int axis) {
    int rank = argument.rank();
    if (axis < -rank || axis >= rank) {
      int needed = axis < 0 ? -axis : axis + 1;
      throw new ShapeException(
          "vmap: was requested to map its argument along axis "
              + axis
              + ", which implies that its rank should be at least "
              + needed
              + ", but is only "
              + rank
              + " (its shape is "
              + argument.shape()
              + ")");
    }
    return axis < 0 ? axis + rank : axis;
  }

  private static NDArray result(BatchTrace trace, NDArray result, @Nullable Integer axis) {
    if (axis == null) {
      if (trace.isBatched(result)) {
        throw new ShapeException(
            "vmap: at out_axes, got axis spec None but output of type "
                + result.type()
                + " was batched; give the axis where the batch goes");
      }
      return result;
    }
    NDArray batched = trace.batched(result);
    Shape shape = batched.shape();
    if (axis < -shape.rank() || axis >= shape.rank()) {
      throw new ShapeException(
          "vmap: out_axes "
              + axis
              + " is out of bounds for a mapped result of dimension "
              + shape.rank());
    }
    return BatchRules.moveAxis(batched, 0, axis < 0 ? axis + shape.rank() : axis);
  }
}

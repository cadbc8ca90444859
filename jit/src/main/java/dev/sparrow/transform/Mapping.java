package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of a mapped function: its arguments' batches in, the results' batches out. */
final class Mapping {
  private final VmapOptions options;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<MappedAxis> mapped = new ArrayList<>();

  private Mapping(VmapOptions options) {
    this.options = options;
  }

  /** An argument: a structure with an axis for each array, or a value that is passed as it is. */
  private sealed interface Argument {
    record Structure(TreeDef<?> structure, List<NDArray> leaves, List<@Nullable Integer> axes)
        implements Argument {}

    record Value(@Nullable Object value) implements Argument {}
  }

  /** A mapped axis of an array in the arguments, for the errors. */
  private record MappedAxis(String name, NDArray array, int axis) {
    long size() {
      return array.shape().dim(axis);
    }

    @Override
    public String toString() {
      return "axis " + axis + " of argument " + name + " of type " + array.type();
    }
  }

  /**
   * Calls a function once for all elements.
   *
   * @param <R> type of its result
   * @param options which axes
   * @param function the function
   * @param values its arguments
   * @return its result
   */
  static <R extends @Nullable Object> R call(
      VmapOptions options,
      Function<List<@Nullable Object>, R> function,
      List<? extends @Nullable Object> values) {
    return new Mapping(options).call(function, values);
  }

  private <R extends @Nullable Object> R call(
      Function<List<@Nullable Object>, R> function, List<? extends @Nullable Object> values) {
    for (int i = 0; i < values.size(); i++) {
      arguments.add(argument(i, values.get(i), options.inAxes(i, values.size())));
    }
    BatchTrace trace = new BatchTrace(size(), options.axisName());
    List<@Nullable Object> lanes = new ArrayList<>();
    for (Argument argument : arguments) {
      lanes.add(lanes(trace, argument));
    }
    Flattened<R> results = Tree.flatten("vmap", "result", trace.run(() -> function.apply(lanes)));
    List<@Nullable Integer> axes =
        AxisPrefix.expand("out_axes", "out_axes", options.outAxes(), results.structure());
    List<NDArray> batches = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      batches.add(batch(trace, results.leaves().get(i), axes.get(i)));
    }
    return results.structure().unflatten(batches);
  }

  private Argument argument(int position, @Nullable Object value, @Nullable Object prefix) {
    if (prefix == null) {
      return new Argument.Value(value);
    }
    String name = "args[" + position + "]";
    Flattened<?> flat = Tree.flatten("vmap", name, value);
    List<@Nullable Integer> axes =
        AxisPrefix.expand("in_axes", "in_axes[" + position + "]", prefix, flat.structure());
    for (int i = 0; i < axes.size(); i++) {
      Integer axis = axes.get(i);
      if (axis != null) {
        NDArray leaf = flat.leaves().get(i);
        int counted = counted(leaf, axis);
        axes.set(i, counted);
        mapped.add(new MappedAxis(flat.structure().paths().get(i).from(name), leaf, counted));
      }
    }
    return new Argument.Structure(flat.structure(), flat.leaves(), axes);
  }

  /** The axis counted from the front. */
  private static int counted(NDArray argument, int axis) {
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

  private long size() {
    Map<Long, List<MappedAxis>> bySize = new LinkedHashMap<>();
    for (MappedAxis axis : mapped) {
      bySize.computeIfAbsent(axis.size(), _ -> new ArrayList<>()).add(axis);
    }
    boolean given = options.axisSize() >= 0;
    if (bySize.isEmpty() && !given) {
      throw new ShapeException(
          "vmap: must have at least one non-None value in in_axes or axis_size must be specified");
    }
    if (bySize.size() > 1
        || given && !bySize.isEmpty() && !bySize.containsKey(options.axisSize())) {
      throw inconsistent(bySize);
    }
    return given ? options.axisSize() : bySize.keySet().iterator().next();
  }

  private ShapeException inconsistent(Map<Long, List<MappedAxis>> bySize) {
    StringJoiner lines =
        new StringJoiner(
            ";\n  * ", "vmap: got inconsistent sizes for array axes to be mapped:\n  * ", "");
    if (options.axisSize() >= 0) {
      lines.add("the `axis_size` argument was " + options.axisSize());
    }
    List<Map.Entry<Long, List<MappedAxis>>> entries = new ArrayList<>(bySize.entrySet());
    entries.sort((a, b) -> b.getValue().size() - a.getValue().size());
    boolean most =
        entries.size() > 1 && entries.get(0).getValue().size() > entries.get(1).getValue().size();
    for (Map.Entry<Long, List<MappedAxis>> entry : entries) {
      List<MappedAxis> axes = entry.getValue();
      if (axes.size() == 1) {
        lines.add("one axis had size " + entry.getKey() + ": " + axes.getFirst());
      } else {
        lines.add(
            (most && entry.equals(entries.getFirst()) ? "most" : "some")
                + " axes ("
                + axes.size()
                + " of them) had size "
                + entry.getKey()
                + ", e.g. "
                + axes.getFirst());
      }
    }
    return new ShapeException(lines.toString());
  }

  private static @Nullable Object lanes(BatchTrace trace, Argument argument) {
    return switch (argument) {
      case Argument.Value(Object value) -> value;
      case Argument.Structure(
              TreeDef<?> structure,
              List<NDArray> leaves,
              List<@Nullable Integer> axes) -> {
        List<NDArray> lanes = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
          Integer axis = axes.get(i);
          NDArray leaf = leaves.get(i);
          lanes.add(axis == null ? leaf : trace.lane(BatchRules.moveAxis(leaf, axis, 0)));
        }
        yield structure.unflatten(lanes);
      }
    };
  }

  private static NDArray batch(BatchTrace trace, NDArray result, @Nullable Integer axis) {
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

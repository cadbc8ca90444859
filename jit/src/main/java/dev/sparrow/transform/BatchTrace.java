package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.trace.Trace;
import dev.sparrow.trace.UserCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs operations on single elements as operations on batches, under the trace outside. */
final class BatchTrace extends Trace {
  private final long size;
  private final @Nullable String axisName;

  /**
   * @param size number of elements
   * @param axisName what collectives call the mapped axis, or null
   */
  BatchTrace(long size, @Nullable String axisName) {
    this.size = size;
    this.axisName = axisName;
  }

  /** One element of a batch, of which the function sees nothing but one element. */
  private static final class BatchTracer extends Tracer {
    /** The batch; its axis 0 is the mapped one. */
    private final NDArray batch;

    private final Optional<StackWalker.StackFrame> frame = UserCode.frame();

    BatchTracer(BatchTrace trace, NDArray batch) {
      super(trace, batch.type().withShape(batch.shape().without(List.of(0))));
      this.batch = batch;
    }

    @Override
    public String origin() {
      return "a function for vmap";
    }

    @Override
    public String reason() {
      return "; it stands for each of the "
          + batch.shape().dim(0)
          + " elements of a batch, whose values differ";
    }

    @Override
    public String madeAt() {
      return " made" + frame.map(found -> " at " + UserCode.line(found)).orElse("");
    }
  }

  long size() {
    return size;
  }

  /** A trace for a program that the mapped function calls, over the same axis. */
  BatchTrace inner() {
    return new BatchTrace(size, axisName);
  }

  @Override
  public Map<String, Long> axisSizes() {
    if (axisName == null) {
      return super.axisSizes();
    }
    Map<String, Long> sizes = new LinkedHashMap<>(super.axisSizes());
    sizes.put(axisName, size);
    return sizes;
  }

  /** The stand-in for each element of a batch. */
  NDArray lane(NDArray batch) {
    return new BatchTracer(this, batch);
  }

  /** Whether a value differs from element to element. */
  boolean isBatched(NDArray value) {
    return value instanceof BatchTracer tracer && tracer.trace() == this;
  }

  /** The batch of a value, repeated if it is the same for all elements. */
  NDArray batched(NDArray value) {
    return isBatched(value)
        ? ((BatchTracer) value).batch
        : parent().run(() -> BatchRules.repeat(value, size));
  }

  @Override
  public List<NDArray> bind(Primitive prim, List<NDArray> in) {
    boolean[] mapped = new boolean[in.size()];
    List<NDArray> operands = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = isBatched(in.get(i));
      any |= mapped[i];
      operands.add(mapped[i] ? ((BatchTracer) in.get(i)).batch : in.get(i));
    }
    if (prim instanceof Collective collective && collective.axisName().equals(axisName)) {
      // What the collective becomes checks the batch; this checks what the caller sees.
      TypeRules.resultTypes(prim, in.stream().map(NDArray::type).toList());
      return List.of(
          parent().run(() -> CollectiveBatching.over(this, collective, operands, mapped)));
    }
    if (!any && !asksForAxis(prim)) {
      return parent().run(() -> parent().bind(prim, operands));
    }
    BatchedResults results =
        parent().run(() -> new BatchRules(this, operands, mapped).results(prim));
    List<NDArray> values = new ArrayList<>(results.values());
    for (int i = 0; i < values.size(); i++) {
      if (results.mapped().get(i)) {
        values.set(i, lane(values.get(i)));
      }
    }
    return values;
  }

  /** Whether a program inside a primitive has a collective over this axis. */
  private boolean asksForAxis(Primitive prim) {
    return axisName != null && prim.graphs().stream().anyMatch(this::hasCollective);
  }

  private boolean hasCollective(Graph graph) {
    return graph.equations().stream()
        .anyMatch(equation ->
            equation.prim() instanceof Collective collective
                    && collective.axisName().equals(axisName)
                || asksForAxis(equation.prim()));
  }
}

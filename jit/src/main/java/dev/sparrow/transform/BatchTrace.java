package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Runs operations on single elements as operations on batches, under the trace outside. */
final class BatchTrace extends Trace {
  private final long size;

  BatchTrace(long size) {
    this.size = size;
  }

  /** One element of a batch, of which the function sees nothing but one element. */
  private static final class BatchTracer extends Tracer {
    /** The batch; its axis 0 is the mapped one. */
    private final NDArray batch;

    BatchTracer(BatchTrace trace, NDArray batch) {
      super(trace, batch.type().withShape(batch.shape().without(List.of(0))));
      this.batch = batch;
    }

    @Override
    public String origin() {
      return "a function mapped by vmap";
    }
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
    if (!any) {
      return parent().run(() -> parent().bind(prim, operands));
    }
    BatchedResults results =
        parent().run(() -> new BatchRules(size, operands, mapped).results(prim));
    List<NDArray> values = new ArrayList<>(results.values());
    for (int i = 0; i < values.size(); i++) {
      if (results.mapped().get(i)) {
        values.set(i, lane(values.get(i)));
      }
    }
    return values;
  }
}

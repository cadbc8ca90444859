package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs operations on values with tangents as operations on both, under the trace outside. */
final class JvpTrace extends Trace {
  /** What an operation on values with tangents becomes. */
  interface Rules {
    Dual apply(Primitive prim, List<NDArray> primals, List<@Nullable NDArray> tangents);
  }

  private final Rules rules;

  JvpTrace(Rules rules) {
    this.rules = rules;
  }

  /** A value that changes with the inputs; the function sees the value. */
  private static final class JvpTracer extends Tracer {
    private final NDArray primal;
    private final NDArray tangent;

    JvpTracer(JvpTrace trace, NDArray primal, NDArray tangent) {
      super(trace, primal.type());
      this.primal = primal;
      this.tangent = tangent;
    }

    @Override
    public String origin() {
      return "a function being differentiated";
    }
  }

  /** The stand-in for a value with a tangent; the value itself if that is zero. */
  NDArray dual(NDArray primal, @Nullable NDArray tangent) {
    return tangent == null ? primal : new JvpTracer(this, primal, tangent);
  }

  NDArray primal(NDArray value) {
    JvpTracer own = own(value);
    return own == null ? value : own.primal;
  }

  @Nullable NDArray tangent(NDArray value) {
    JvpTracer own = own(value);
    return own == null ? null : own.tangent;
  }

  /** The values and tangents of results. */
  Dual split(List<NDArray> values) {
    List<NDArray> primals = new ArrayList<>();
    List<@Nullable NDArray> tangents = new ArrayList<>();
    for (NDArray value : values) {
      primals.add(primal(value));
      tangents.add(tangent(value));
    }
    return new Dual(primals, tangents);
  }

  private @Nullable JvpTracer own(NDArray value) {
    return value instanceof JvpTracer tracer && tracer.trace() == this ? tracer : null;
  }

  @Override
  public List<NDArray> bind(Primitive prim, List<NDArray> in) {
    Dual operands = split(in);
    boolean constant = operands.tangents().stream().allMatch(tangent -> tangent == null);
    if (constant) {
      return parent().run(() -> parent().bind(prim, operands.primals()));
    }
    Dual results = parent().run(() -> rules.apply(prim, operands.primals(), operands.tangents()));
    List<NDArray> duals = new ArrayList<>();
    for (int i = 0; i < results.primals().size(); i++) {
      duals.add(dual(results.primals().get(i), results.tangents().get(i)));
    }
    return duals;
  }
}

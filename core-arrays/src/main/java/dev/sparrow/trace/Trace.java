package dev.sparrow.trace;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Primitive;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An interpreter of primitives. One is current in each thread: {@link EagerTrace} unless a function
 * is being traced. A trace that needs operations itself (a batching rule, say) runs them under its
 * {@link #parent}.
 */
public abstract class Trace {
  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

  private final Trace parent;

  /** Creates a trace whose parent is the current one. */
  protected Trace() {
    this.parent = CURRENT.isBound() ? CURRENT.get() : this instanceof EagerTrace ? this : eager();
  }

  private static Trace eager() {
    return EagerTrace.instance();
  }

  /** {@return the trace that interprets operations of this thread now} */
  public static Trace current() {
    return CURRENT.isBound() ? CURRENT.get() : eager();
  }

  /** {@return the trace that was current when this one was made; the eager trace is its own} */
  public final Trace parent() {
    return parent;
  }

  /**
   * Applies a primitive.
   *
   * @param prim the primitive
   * @param in operands: concrete arrays, tracers of this trace, or tracers of its ancestors
   * @return results
   */
  public abstract List<NDArray> bind(Primitive prim, List<NDArray> in);

  /**
   * Named axes that are mapped around code that runs under this trace.
   *
   * @return size of each axis
   */
  public Map<String, Long> axisSizes() {
    return equals(parent) ? Map.of() : parent.axisSizes();
  }

  /**
   * Runs code with this trace as the current one.
   *
   * @param <R> result type
   * @param body what to run
   * @return its result
   */
  public final <R> R run(Supplier<R> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /**
   * Whether this trace is, or was made under, another one.
   *
   * @param other a trace
   * @return whether {@code other} is this trace or one of its ancestors
   */
  public final boolean isWithin(Trace other) {
    Trace at = this;
    while (!at.equals(other)) {
      if (at.equals(at.parent)) {
        return false;
      }
      at = at.parent;
    }
    return true;
  }
}

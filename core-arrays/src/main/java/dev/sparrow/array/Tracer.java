package dev.sparrow.array;

import dev.sparrow.trace.Trace;

/** A stand-in for an array while a function is traced: it has a type and no data. */
public abstract non-sealed class Tracer extends NDArray {
  private final Trace trace;

  /**
   * A stand-in.
   *
   * @param trace the trace this value belongs to
   * @param type its dtype and shape
   */
  protected Tracer(Trace trace, ArrayType type) {
    super(type);
    this.trace = trace;
  }

  /** {@return the trace this value belongs to} */
  public final Trace trace() {
    return trace;
  }

  /** {@return the function being traced, for error messages: {@code the function f for jit}} */
  public abstract String origin();

  /**
   * {@return why the value is not known, as a clause to append to an error; empty if there is
   * nothing to add}
   */
  public String reason() {
    return "";
  }

  /** {@return where the value was made, as a clause: {@code made at Trainer.java:40 (step)}} */
  public String madeAt() {
    return " made";
  }

  /** {@return the stand-in as JAX prints it: {@code JitTracer(~f32[3])}} */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + type() + ")";
  }
}

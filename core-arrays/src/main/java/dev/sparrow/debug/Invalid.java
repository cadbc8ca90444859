package dev.sparrow.debug;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.ops.Lax;
import java.util.stream.IntStream;

/** Values that a setting looks for in the results of operations. */
public enum Invalid {
  /** Not a number. */
  NAN("nan"),
  /** Infinities of both signs. */
  INF("inf");

  private final String text;

  Invalid(String text) {
    this.text = text;
  }

  /**
   * Where the values are.
   *
   * @param x floats or complex numbers; of anything else there are none
   * @return a bool for each element
   */
  public NDArray in(NDArray x) {
    if (x.dtype().isComplex()) {
      return Lax.apply(Fn.OR, in(Lax.apply(Fn.REAL, x)), in(Lax.apply(Fn.IMAG, x)));
    }
    NDArray nan = Lax.apply(Fn.NE, x, x);
    return switch (this) {
      case NAN -> nan;
      case INF -> Lax.apply(Fn.NOT, Lax.apply(Fn.OR, Lax.apply(Fn.IS_FINITE, x), nan));
    };
  }

  /**
   * Whether there is one.
   *
   * @param x floats or complex numbers
   * @return a bool scalar
   */
  public NDArray anyIn(NDArray x) {
    return Lax.reduce(Monoid.OR, in(x), IntStream.range(0, x.rank()).boxed().toList());
  }

  /**
   * Whether a dtype has such values.
   *
   * @param dtype a dtype
   * @return whether it is inexact
   */
  public static boolean mayBeIn(DType dtype) {
    return dtype.isInexact();
  }

  /** {@return the value as it prints} */
  @Override
  public String toString() {
    return text;
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;

/** Modified Bessel functions of the first kind, of each element. */
public final class BesselFunctions {
  private BesselFunctions() {}

  /**
   * {@return I0(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"special.i0", "i0"})
  public static NDArray i0(NDArray x) {
    return grown(Fn.BESSEL_I0E, "i0", x);
  }

  /**
   * {@return exp(-|x|)·I0(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.i0e")
  public static NDArray i0e(NDArray x) {
    return Operands.inexact("i0e", Fn.BESSEL_I0E, x);
  }

  /**
   * {@return I1(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.i1")
  public static NDArray i1(NDArray x) {
    return grown(Fn.BESSEL_I1E, "i1", x);
  }

  /**
   * {@return exp(-|x|)·I1(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.i1e")
  public static NDArray i1e(NDArray x) {
    return Operands.inexact("i1e", Fn.BESSEL_I1E, x);
  }

  private static NDArray grown(Fn scaled, String operation, NDArray x) {
    NDArray a = Operands.promoteInexact(operation, x).getFirst();
    NDArray growth = Lax.apply(Fn.EXP, Lax.apply(Fn.ABS, a));
    return Lax.apply(Fn.MUL, growth, Lax.apply(scaled, a));
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether arrays are equal, or nearly so. */
public final class Closeness {
  private static final double RTOL = 1e-5;
  private static final double ATOL = 1e-8;

  private Closeness() {}

  /**
   * How near is near: |a - b| ≤ atol + rtol·|b|.
   *
   * @param rtol relative to b; null for 1e-5
   * @param atol absolute; null for 1e-8
   * @param equalNan whether NaN is near NaN
   */
  public record Tolerance(@Nullable Double rtol, @Nullable Double atol, boolean equalNan) {
    /** NumPy's defaults. */
    public static final Tolerance DEFAULT = new Tolerance(null, null, false);
  }

  /**
   * Whether elements are near each other; infinities are only near themselves.
   *
   * @param a first operand
   * @param b second operand, of whose magnitude the tolerance may be a part
   * @param tolerance how near
   * @return bool, of the common shape
   */
  @JaxName("isclose")
  public static NDArray isclose(NDArray a, NDArray b, Tolerance tolerance) {
    List<NDArray> in = Operands.promoteInexact("isclose", a, b);
    NDArray x = in.get(0);
    NDArray y = in.get(1);
    DType part = x.dtype().component();
    NDArray rtol = Creation.scalar(tolerance.rtol() == null ? RTOL : tolerance.rtol(), part);
    NDArray atol = Creation.scalar(tolerance.atol() == null ? ATOL : tolerance.atol(), part);
    NDArray distance = Lax.apply(Fn.ABS, Lax.apply(Fn.SUB, x, y));
    NDArray limit = Lax.apply(Fn.ADD, atol, Lax.apply(Fn.MUL, rtol, Lax.apply(Fn.ABS, y)));
    NDArray finite = Logic.isfinite(x).and(Logic.isfinite(y));
    NDArray near = Lax.apply(Fn.LE, distance, limit);
    NDArray same = Lax.apply(Fn.EQ, x, y);
    NDArray close = near.and(finite).or(same);
    return tolerance.equalNan() ? close.or(Logic.isnan(x).and(Logic.isnan(y))) : close;
  }

  /**
   * Whether all elements are near each other.
   *
   * @param a first operand
   * @param b second operand
   * @param tolerance how near
   * @return a bool scalar
   */
  @JaxName("allclose")
  public static NDArray allclose(NDArray a, NDArray b, Tolerance tolerance) {
    return isclose(a, b, tolerance).all();
  }

  /**
   * Whether shapes and all elements are equal.
   *
   * @param a1 first array
   * @param a2 second array
   * @param equalNan whether NaN equals NaN
   * @return a bool scalar
   */
  @JaxName("array_equal")
  public static NDArray arrayEqual(NDArray a1, NDArray a2, boolean equalNan) {
    if (!a1.shape().equals(a2.shape())) {
      return Creation.array(false).reshape();
    }
    NDArray equal = Logic.equal(a1, a2);
    return (equalNan ? equal.or(Logic.isnan(a1).and(Logic.isnan(a2))) : equal).all();
  }

  /**
   * Whether shapes broadcast to one and all elements are equal then.
   *
   * @param a1 first array
   * @param a2 second array
   * @return a bool scalar
   */
  @JaxName("array_equiv")
  public static NDArray arrayEquiv(NDArray a1, NDArray a2) {
    try {
      a1.shape().broadcast("array_equiv", a2.shape());
    } catch (ShapeException unlike) {
      return Creation.array(false).reshape();
    }
    return Logic.equal(a1, a2).all();
  }
}

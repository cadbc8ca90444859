package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Units of angles, and angles without jumps. */
public final class Angles {
  private Angles() {}

  /**
   * {@return degrees as radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"deg2rad", "radians"})
  public static NDArray deg2rad(NDArray x) {
    NDArray a = Operands.promoteInexact("deg2rad", x).getFirst();
    return Lax.apply(Fn.MUL, a, Operands.constant(Math.PI / 180, a));
  }

  /**
   * {@return radians as degrees}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"rad2deg", "degrees"})
  public static NDArray rad2deg(NDArray x) {
    NDArray a = Operands.promoteInexact("rad2deg", x).getFirst();
    return Lax.apply(Fn.MUL, a, Operands.constant(180 / Math.PI, a));
  }

  /**
   * Adds multiples of a period so that neighbours do not jump.
   *
   * @param p values, at least one axis; integers become the default float
   * @param discont the smallest jump to take away; null or less than half the period for that half
   * @param axis along which; null for the last
   * @param period what a jump is a multiple of; null for 2π
   * @return the values without jumps
   */
  @JaxName("unwrap")
  public static NDArray unwrap(
      NDArray p, @Nullable Double discont, @Nullable Integer axis, @Nullable Double period) {
    NDArray a = Operands.promoteInexact("unwrap", p).getFirst();
    NDArray rows = Shaping.moveaxis(a, axis == null ? -1 : axis, -1);
    long size = rows.shape().dim(rows.rank() - 1);
    if (size < 2) {
      return a;
    }
    double turn = period == null ? 2 * Math.PI : period;
    double half = turn / 2;
    NDArray steps = Differences.diff(rows);
    NDArray within = steps.add(half).mod(Creation.weak(turn)).sub(half);
    NDArray upwards = within.eq(-half).and(steps.gt(0));
    NDArray wrapped = Logic.where(upwards, half, within);
    double least = discont == null ? half : discont;
    NDArray correction = Logic.where(steps.abs().lt(least), 0, wrapped.sub(steps));
    NDArray first = rows.get(Index.ellipsis(), Index.slice(0L, 1L));
    NDArray rest = rows.get(Index.ellipsis(), Index.slice(1L, size));
    NDArray moved = rest.add(Cumulation.cumsum(correction, -1));
    NDArray joined = Shaping.concatenate(List.of(first, moved), rows.rank() - 1);
    return Shaping.moveaxis(joined, -1, axis == null ? -1 : axis);
  }
}

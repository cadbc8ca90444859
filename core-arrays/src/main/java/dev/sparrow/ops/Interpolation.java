package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values between given points. */
public final class Interpolation {
  private Interpolation() {}

  /**
   * Values of the line through points; beyond its ends, those of the first and last point.
   *
   * @param x where, any shape
   * @param xp where the points lie: one axis, ascending
   * @param fp their heights
   * @return an array of the shape of {@code x}; NaN where x is NaN
   */
  public static NDArray interp(NDArray x, NDArray xp, NDArray fp) {
    return interp(x, xp, fp, (Double) null, null);
  }

  /**
   * Values of the line through points.
   *
   * @param x where, any shape
   * @param xp where the points lie: one axis, ascending
   * @param fp their heights
   * @param left value before the first point; null for that of the first point
   * @param right value behind the last point; null for that of the last point
   * @return an array of the shape of {@code x}; NaN where x is NaN
   */
  @JaxName("interp")
  public static NDArray interp(
      NDArray x, NDArray xp, NDArray fp, @Nullable Double left, @Nullable Double right) {
    List<NDArray> in = Line.promoted(x, xp, fp);
    Line line = new Line(in.get(1), in.get(2));
    NDArray values = line.at(in.get(0));
    NDArray first = left == null ? in.get(2).get(0) : Creation.weak(left);
    NDArray last = right == null ? in.get(2).get(-1) : Creation.weak(right);
    NDArray before = in.get(0).lt(in.get(1).get(0));
    NDArray behind = in.get(0).gt(in.get(1).get(-1));
    return Logic.where(behind, last, Logic.where(before, first, values));
  }

  /**
   * Values of the line through points, whose first and last stretch go on for ever.
   *
   * @param x where, any shape
   * @param xp where the points lie: one axis, ascending, at least two
   * @param fp their heights
   * @return an array of the shape of {@code x}
   */
  public static NDArray extrapolate(NDArray x, NDArray xp, NDArray fp) {
    List<NDArray> in = Line.promoted(x, xp, fp);
    return new Line(in.get(1), in.get(2)).at(in.get(0));
  }

  /**
   * Values of the closed line through points of a period: behind the last point comes the first one
   * again.
   *
   * @param x where, any shape
   * @param xp where the points lie: one axis, in any order and any period
   * @param fp their heights
   * @param period distance after which all repeats, not 0
   * @return an array of the shape of {@code x}; NaN where x is NaN
   */
  @JaxName("interp")
  public static NDArray interp(NDArray x, NDArray xp, NDArray fp, double period) {
    if (period == 0) {
      throw new IllegalArgumentException("interp: period must be a non-zero value, got " + period);
    }
    double length = Math.abs(period);
    List<NDArray> in = Line.promoted(x, xp, fp);
    Line.check(in.get(1), in.get(2));
    NDArray whole = Creation.weak(length);
    List<NDArray> points =
        Sorting.sort(List.of(Arithmetic.remainder(in.get(1), whole), in.get(2)), 0, 1);
    NDArray places = points.get(0);
    NDArray heights = points.get(1);
    Index first = Index.slice(0, 1);
    Index last = Index.slice(-1, places.size());
    NDArray around =
        Shaping.concatenate(
            List.of(places.get(last).sub(length), places, places.get(first).add(length)), 0);
    NDArray closed =
        Shaping.concatenate(List.of(heights.get(last), heights, heights.get(first)), 0);
    return new Line(around, closed).at(Arithmetic.remainder(in.get(0), whole));
  }

  /** A line through points. */
  private record Line(NDArray xp, NDArray fp) {
    Line {
      check(xp, fp);
    }

    static void check(NDArray xp, NDArray fp) {
      if (xp.rank() != 1 || !xp.shape().equals(fp.shape()) || xp.size() == 0) {
        throw new ShapeException(
            "interp: xp and fp must be one-dimensional arrays of equal size, got "
                + xp.type()
                + " and "
                + fp.type());
      }
    }

    static List<NDArray> promoted(NDArray x, NDArray xp, NDArray fp) {
      NDArray common =
          Operands.promoteInexact("interp", Operands.zero(x), Operands.zero(xp), Operands.zero(fp))
              .getFirst();
      return List.of(
          Lax.convert(x, common.dtype()),
          Lax.convert(xp, common.dtype()),
          Lax.convert(fp, common.dtype()));
    }

    NDArray at(NDArray x) {
      long last = xp.size() - 1;
      NDArray right =
          Arithmetic.clip(
              Searching.searchsorted(xp, x, Side.RIGHT),
              Creation.weak(Math.min(1, last)),
              Creation.weak(last));
      NDArray left = Arithmetic.maximum(right.sub(1), Creation.weak(0));
      NDArray height = pick(fp, left);
      NDArray rise = pick(fp, right).sub(height);
      NDArray from = pick(xp, left);
      NDArray run = pick(xp, right).sub(from);
      // Two points at one place: the second counts from there on, the first up to there.
      NDArray steep = run.eq(0);
      NDArray slope = x.sub(from).div(Logic.where(steep, Operands.one(run), run));
      return Logic.where(steep, height, height.add(slope.mul(rise)));
    }

    private static NDArray pick(NDArray line, NDArray positions) {
      return line.at(Index.take(positions)).mode(IndexMode.PROMISE_IN_BOUNDS).get();
    }
  }
}

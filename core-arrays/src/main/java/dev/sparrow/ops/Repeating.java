package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.array.Tracer;
import dev.sparrow.trace.ConcretizationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that repeat elements. */
public final class Repeating {
  private Repeating() {}

  /**
   * The array repeated along its axes.
   *
   * @param a operand; gets axes of extent 1 in front if there are more counts than axes
   * @param reps how often along each of the last axes
   * @return the tiled array
   */
  @JaxName("tile")
  public static NDArray tile(NDArray a, long... reps) {
    int rank = Math.max(a.rank(), reps.length);
    long[] dims = new long[rank];
    long[] counts = new long[rank];
    Arrays.fill(dims, 1);
    Arrays.fill(counts, 1);
    System.arraycopy(a.shape().dims(), 0, dims, rank - a.rank(), a.rank());
    System.arraycopy(reps, 0, counts, rank - reps.length, reps.length);
    long[] spread = new long[2 * rank];
    long[] result = new long[rank];
    List<Integer> own = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (counts[axis] < 0) {
        throw new ShapeException(
            "tile: repetitions must not be negative: " + Arrays.toString(reps));
      }
      spread[2 * axis] = counts[axis];
      spread[2 * axis + 1] = dims[axis];
      result[axis] = counts[axis] * dims[axis];
      own.add(2 * axis + 1);
    }
    NDArray operand = Lax.reshape(a, Shape.of(dims));
    if (Shape.of(result).equals(operand.shape())) {
      return operand;
    }
    return Lax.reshape(Lax.broadcastInDim(operand, Shape.of(spread), own), Shape.of(result));
  }

  /**
   * Each element of the flattened array several times.
   *
   * @param a operand
   * @param repeats how often
   * @return an array of one axis
   */
  public static NDArray repeat(NDArray a, long repeats) {
    return repeat(a, repeats, null);
  }

  /**
   * Each slice along an axis several times.
   *
   * @param a operand
   * @param repeats how often
   * @param axis the axis; null for that of the flattened array
   * @return the array, longer along the axis
   */
  @JaxName("repeat")
  public static NDArray repeat(NDArray a, long repeats, @Nullable Integer axis) {
    NDArray operand = axis == null ? Shaping.ravel(a) : a;
    int along = operand.shape().axis("repeat", axis == null ? 0 : axis);
    if (repeats < 0) {
      throw new ShapeException("repeat: repeats must not be negative, got " + repeats);
    }
    Shape spread = operand.shape().insert(along + 1, repeats);
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < operand.rank(); i++) {
      own.add(i <= along ? i : i + 1);
    }
    NDArray repeated = Lax.broadcastInDim(operand, spread, own);
    long extent = operand.shape().dim(along) * repeats;
    return Lax.reshape(repeated, operand.shape().with(along, extent));
  }

  /**
   * Each slice along an axis as often as its own count says.
   *
   * @param a operand
   * @param repeats integer counts, one for each position of the axis, or one for all
   * @param axis the axis; null for that of the flattened array
   * @param totalRepeatLength extent of the result along the axis: more is cut off, less is filled
   *     with the last slice; null for the sum of the counts, which must then be known, so not
   *     inside a traced function
   * @return the array, longer along the axis
   */
  @JaxName("repeat")
  public static NDArray repeat(
      NDArray a, NDArray repeats, @Nullable Integer axis, @Nullable Long totalRepeatLength) {
    NDArray operand = axis == null ? Shaping.ravel(a) : a;
    int along = operand.shape().axis("repeat", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    if (!repeats.dtype().isInteger() || repeats.rank() > 1) {
      throw new DTypeException(
          "repeat: repeats must be integers with at most one axis, got " + repeats.type());
    }
    if (repeats.size() != 1 && repeats.size() != extent) {
      throw new ShapeException(
          "repeat: repeats must have one count or one for each of the "
              + extent
              + " slices, got "
              + repeats.type());
    }
    NDArray counts = Lax.broadcastTo(Shaping.ravel(repeats), Shape.of(extent));
    NDArray positions = positions(counts, totalRepeatLength);
    return operand.at(Taking.along(along, Index.take(positions))).get();
  }

  private static NDArray positions(NDArray counts, @Nullable Long total) {
    if (total == null) {
      return switch (counts) {
        case ConcreteArray known -> positions(known.toLongArray());
        case Tracer traced ->
            throw new ConcretizationException(
                "repeat: the number of elements is not known while "
                    + traced.origin()
                    + " is traced; give totalRepeatLength");
      };
    }
    DType dtype = Profile.current().defaultInt();
    if (counts.size() == 0 || total == 0) {
      return Creation.zeros(Shape.of(total), dtype);
    }
    // Mark where each slice begins; the number of marks so far tells the slice.
    NDArray own = Lax.convert(counts, dtype);
    NDArray begins = Cumulation.cumsum(own, 0).sub(own);
    NDArray marks = Creation.zeros(Shape.of(total), dtype).at(begins).mode(IndexMode.DROP).add(1);
    return Cumulation.cumsum(marks, 0).sub(1);
  }

  private static NDArray positions(long[] counts) {
    for (long count : counts) {
      if (count < 0) {
        throw new ShapeException("repeat: repeats must not be negative, got " + count);
      }
    }
    int[] positions = new int[Math.toIntExact(Arrays.stream(counts).sum())];
    int next = 0;
    for (int i = 0; i < counts.length; i++) {
      Arrays.fill(positions, next, next + (int) counts[i], i);
      next += (int) counts[i];
    }
    return HostValues.array(positions);
  }

  /**
   * As many elements as a shape has, in row-major order, from the start again where they run out.
   *
   * @param a operand
   * @param newShape extents of the result
   * @return the array; zeros if {@code a} is empty
   */
  @JaxName("resize")
  public static NDArray resize(NDArray a, long... newShape) {
    Shape shape = Shape.of(newShape);
    if (a.size() == 0) {
      return Lax.broadcastTo(Operands.zero(a), shape);
    }
    NDArray flat = Shaping.ravel(a);
    if (flat.size() < shape.size()) {
      flat = tile(flat, Math.ceilDiv(shape.size(), flat.size()));
    }
    return Lax.reshape(
        flat.size() == shape.size() ? flat : flat.get(Index.slice(0, shape.size())), shape);
  }
}

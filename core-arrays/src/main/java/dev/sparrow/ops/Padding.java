package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Arrays with something around them. */
public final class Padding {
  private Padding() {}

  /**
   * What padding may be told beyond its widths. Lists hold one value for all, two for before and
   * after, or two for each axis.
   *
   * @param mode what is put; null for {@link PadMode#CONSTANT}
   * @param constantValues values for {@link PadMode#CONSTANT}; null for 0
   * @param endValues end values for {@link PadMode#LINEAR_RAMP}; null for 0
   * @param statLength elements at the edges that mean, median and extremes look at; null for all
   * @param reflectType {@code "even"}, or {@code "odd"} for mirrored differences from the edge;
   *     null for even
   */
  public record Options(
      @Nullable PadMode mode,
      @Nullable List<Double> constantValues,
      @Nullable List<Double> endValues,
      @Nullable List<Long> statLength,
      @Nullable String reflectType) {
    /**
     * A mode alone.
     *
     * @param mode what is put
     * @return the options
     */
    public static Options of(PadMode mode) {
      return new Options(mode, null, null, null, null);
    }

    /**
     * A constant.
     *
     * @param value what is put
     * @return the options
     */
    public static Options constant(double value) {
      return new Options(PadMode.CONSTANT, List.of(value), null, null, null);
    }

    private boolean odd() {
      if (reflectType == null) {
        return false;
      }
      return switch (reflectType.toLowerCase(Locale.ROOT)) {
        case "even" -> false;
        case "odd" -> true;
        default ->
            throw new IllegalArgumentException(
                "pad: reflect_type must be even or odd, got " + reflectType);
      };
    }
  }

  /**
   * Zeros around an array.
   *
   * @param array operand
   * @param padWidth one width for all sides, two for before and after, or two for each axis
   * @return the larger array
   */
  public static NDArray pad(NDArray array, long... padWidth) {
    return pad(array, padWidth, Options.of(PadMode.CONSTANT));
  }

  /**
   * An array with something around it.
   *
   * @param array operand
   * @param padWidth one width for all sides, two for before and after, or two for each axis; not
   *     negative
   * @param options what is put
   * @return the larger array
   */
  @JaxName("pad")
  public static NDArray pad(NDArray array, long[] padWidth, Options options) {
    List<Long> widths = pairs("pad_width", Arrays.stream(padWidth).boxed().toList(), array.rank());
    for (long width : widths) {
      if (width < 0) {
        throw new ShapeException("pad: index can't contain negative values: " + widths);
      }
    }
    PadMode mode = options.mode == null ? PadMode.CONSTANT : options.mode;
    if (mode == PadMode.CONSTANT) {
      return constant(array, widths, orZero(options.constantValues));
    }
    NDArray padded = array;
    for (int axis = 0; axis < array.rank(); axis++) {
      long before = widths.get(2 * axis);
      long after = widths.get(2 * axis + 1);
      if (before == 0 && after == 0) {
        continue;
      }
      if (array.shape().dim(axis) == 0 && mode != PadMode.EMPTY) {
        throw new ShapeException(
            "pad: can't extend empty axis " + axis + " using modes other than constant or empty");
      }
      Sides sides = new Sides(padded, axis, before, after);
      padded =
          switch (mode) {
            case EDGE -> sides.around(sides.slice(0, 1), sides.slice(-1, 0));
            case REFLECT -> sides.mirrored(1, options.odd());
            case SYMMETRIC -> sides.mirrored(0, options.odd());
            case WRAP -> sides.wrapped();
            case LINEAR_RAMP -> {
              List<Double> ends = pairs("end_values", orZero(options.endValues), array.rank());
              yield sides.ramps(ends.get(2 * axis), ends.get(2 * axis + 1));
            }
            case MAXIMUM -> sides.statistics(Reductions::max, options.statLength, array.rank());
            case MINIMUM -> sides.statistics(Reductions::min, options.statLength, array.rank());
            case MEDIAN -> sides.statistics(Quantiles::median, options.statLength, array.rank());
            case MEAN -> sides.statistics(Reductions::mean, options.statLength, array.rank());
            case EMPTY -> sides.around(sides.zero(), sides.zero());
            case CONSTANT -> throw new IllegalStateException("done above");
          };
    }
    return padded;
  }

  private static List<Double> orZero(@Nullable List<Double> values) {
    return values == null ? List.of(0.0) : values;
  }

  /** Before and after for each axis. */
  private static <T> List<T> pairs(String name, List<T> given, int rank) {
    if (given.size() == 2 * rank && rank > 1) {
      return given;
    }
    if (given.size() != 1 && given.size() != 2) {
      throw new ShapeException(
          "pad: "
              + name
              + " needs one value, two for before and after, or two for each of "
              + rank
              + " axes, got "
              + given);
    }
    List<T> pairs = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      pairs.add(given.getFirst());
      pairs.add(given.getLast());
    }
    return pairs;
  }

  private static NDArray constant(NDArray array, List<Long> widths, List<Double> given) {
    List<Double> values = pairs("constant_values", given, array.rank());
    List<Long> none = Collections.nCopies(array.rank(), 0L);
    if (values.stream().distinct().count() <= 1) {
      NDArray value = value(array, values.isEmpty() ? given.getFirst() : values.getFirst());
      return Lax.bind(new Primitive.Pad(every(widths, 0), every(widths, 1), none), array, value);
    }
    NDArray padded = array;
    for (int axis = 0; axis < array.rank(); axis++) {
      List<Long> low = new ArrayList<>(none);
      List<Long> high = new ArrayList<>(none);
      low.set(axis, widths.get(2 * axis));
      high.set(axis, widths.get(2 * axis + 1));
      NDArray before = value(array, values.get(2 * axis));
      NDArray after = value(array, values.get(2 * axis + 1));
      padded = Lax.bind(new Primitive.Pad(low, none, none), padded, before);
      padded = Lax.bind(new Primitive.Pad(none, high, none), padded, after);
    }
    return padded;
  }

  private static NDArray value(NDArray array, double value) {
    return Creation.scalar(value, array.dtype());
  }

  private static List<Long> every(List<Long> pairs, int side) {
    List<Long> values = new ArrayList<>();
    for (int i = side; i < pairs.size(); i += 2) {
      values.add(pairs.get(i));
    }
    return values;
  }

  /** The two sides of one axis. */
  private record Sides(NDArray x, int axis, long before, long after) {
    private long extent() {
      return x.shape().dim(axis);
    }

    /** Slices of the axis; a negative start counts from the end, stop 0 is the end. */
    NDArray slice(long start, long stop) {
      return slice(x, start, stop);
    }

    private NDArray slice(NDArray of, long start, long stop) {
      long end = of.shape().dim(axis);
      long from = start < 0 ? start + end : start;
      long to = stop <= 0 ? stop + end : stop;
      return of.get(Taking.along(axis, Index.slice(from, to)));
    }

    NDArray zero() {
      return Lax.broadcastTo(Operands.zero(x), x.shape().with(axis, 1));
    }

    /** The array between slices of extent 1, each repeated. */
    NDArray around(NDArray first, NDArray last) {
      return Shaping.concatenate(
          List.of(
              Lax.broadcastTo(first, x.shape().with(axis, before)),
              x,
              Lax.broadcastTo(last, x.shape().with(axis, after))),
          axis);
    }

    NDArray wrapped() {
      long size = extent();
      List<NDArray> parts = new ArrayList<>();
      if (before % size > 0) {
        parts.add(slice(size - before % size, size));
      }
      parts.addAll(Collections.nCopies(Math.toIntExact(before / size + after / size + 1), x));
      if (after % size > 0) {
        parts.add(slice(0, after % size));
      }
      return Shaping.concatenate(parts, axis);
    }

    /** Mirror images, and mirror images of those where the array is short. */
    NDArray mirrored(int distance, boolean odd) {
      int offset = extent() > 1 ? distance : 0;
      NDArray left = mirrored(x, before, offset, odd, true);
      return mirrored(left, after, offset, odd, false);
    }

    private NDArray mirrored(NDArray array, long width, int offset, boolean odd, boolean atStart) {
      NDArray padded = array;
      NDArray edge = atStart ? slice(array, 0, 1) : slice(array, -1, 0);
      for (long left = width; left > 0; ) {
        long count = Math.min(left, extent() - offset);
        left -= count;
        NDArray near =
            atStart
                ? slice(padded, offset, offset + count)
                : slice(padded, -(count + offset), -offset);
        NDArray image = Shaping.flip(near, axis);
        if (odd) {
          image = edge.mul(2).sub(image);
          if (extent() > 1) {
            edge = atStart ? slice(image, 0, 1) : slice(image, -1, 0);
          }
        }
        padded =
            Shaping.concatenate(atStart ? List.of(image, padded) : List.of(padded, image), axis);
      }
      return padded;
    }

    NDArray ramps(double startValue, double endValue) {
      NDArray first = Shaping.squeeze(slice(0, 1), axis);
      NDArray last = Shaping.squeeze(slice(-1, 0), axis);
      NDArray rise = ramp(startValue, first, before);
      NDArray fall = Shaping.flip(ramp(endValue, last, after), axis);
      return Shaping.concatenate(List.of(rise, x, fall), axis);
    }

    private NDArray ramp(double from, NDArray to, long count) {
      return Spacing.linspace(
          Creation.weak(from), to, new Spacing.Options(count, false, x.dtype(), axis));
    }

    NDArray statistics(
        BiFunction<NDArray, Reduction, NDArray> statistic, @Nullable List<Long> lengths, int rank) {
      if (lengths == null) {
        NDArray all = value(statistic, x);
        return around(all, all);
      }
      List<Long> pairs = pairs("stat_length", lengths, rank);
      long first = Math.min(pairs.get(2 * axis), extent());
      long last = Math.min(pairs.get(2 * axis + 1), extent());
      if (first < 1 || last < 1) {
        throw new ShapeException("pad: stat_length of 0 yields no value for padding");
      }
      return around(value(statistic, slice(0, first)), value(statistic, slice(-last, 0)));
    }

    private NDArray value(BiFunction<NDArray, Reduction, NDArray> statistic, NDArray of) {
      NDArray value = statistic.apply(of, Reduction.over(axis).keepingDims());
      boolean rounds = x.dtype().isInteger() && value.dtype().isFloat();
      return Lax.convert(rounds ? Rounding.rint(value) : value, x.dtype());
    }
  }
}

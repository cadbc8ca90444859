package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Evenly spaced numbers, linear and logarithmic, and grids of them. */
public final class Spacing {
  private Spacing() {}

  /**
   * Integers from start up to stop in steps.
   *
   * @param start first value; the bound, after 0, if there is no stop
   * @param stop bound that is not reached; null if {@code start} is that
   * @param step distance, not 0; null for 1
   * @param dtype element type; null for the default int
   * @return the numbers
   */
  @JaxName("arange")
  public static NDArray arange(
      long start, @Nullable Long stop, @Nullable Long step, @Nullable DType dtype) {
    return Creation.arange(
        stop == null ? 0 : start,
        stop == null ? start : stop,
        step == null ? 1 : step,
        dtype == null ? Profile.current().defaultInt() : dtype);
  }

  /**
   * Numbers from start up to stop in steps: start + i·step.
   *
   * @param start first value; the bound, after 0, if there is no stop
   * @param stop bound that is not reached; null if {@code start} is that
   * @param step distance, not 0; null for 1
   * @param dtype element type; null for the default float
   * @return the numbers
   */
  @JaxName("arange")
  public static NDArray arange(
      double start, @Nullable Double stop, @Nullable Double step, @Nullable DType dtype) {
    NDArray numbers =
        Creation.arange(
            stop == null ? 0 : start, stop == null ? start : stop, step == null ? 1 : step);
    return dtype == null ? numbers : DTypes.astype(numbers, dtype);
  }

  /**
   * What spaced numbers may be told beyond their ends.
   *
   * @param num how many; null for 50
   * @param endpoint whether the last one is {@code stop}; null for true
   * @param dtype element type; null for the float type of the ends
   * @param axis where the axis of the numbers goes if the ends are arrays; null for 0
   */
  public record Options(
      @Nullable Long num,
      @Nullable Boolean endpoint,
      @Nullable DType dtype,
      @Nullable Integer axis) {
    /**
     * Some numbers, both ends included.
     *
     * @param num how many
     * @return the options
     */
    public static Options of(long num) {
      return new Options(num, null, null, null);
    }

    private boolean closed() {
      return !Boolean.FALSE.equals(endpoint);
    }

    private long count() {
      return num == null ? 50 : num;
    }

    private Options as(@Nullable DType other) {
      return new Options(num, endpoint, other, axis);
    }
  }

  /**
   * Numbers and the distance between them.
   *
   * @param samples the numbers
   * @param step their distance; NaN if there is only one
   */
  public record Steps(NDArray samples, NDArray step) {}

  /**
   * Evenly spaced numbers from start to stop.
   *
   * @param start first value
   * @param stop last value, or the one after it; broadcasts with {@code start}
   * @param options how many and more
   * @return the numbers; rounded down if the dtype is an integer's
   */
  @JaxName("linspace")
  public static NDArray linspace(NDArray start, NDArray stop, Options options) {
    return steps(start, stop, options).samples;
  }

  /**
   * Evenly spaced numbers from start to stop, and their distance.
   *
   * @param start first value
   * @param stop last value, or the one after it; broadcasts with {@code start}
   * @param options how many and more
   * @param retstep must be true
   * @return the numbers and their distance
   */
  @JaxName("linspace")
  public static Steps linspace(
      NDArray start, NDArray stop, Options options, @Nullable Boolean retstep) {
    if (!Boolean.TRUE.equals(retstep)) {
      throw new IllegalArgumentException("linspace: call the form without retstep");
    }
    return steps(start, stop, options);
  }

  private static Steps steps(NDArray start, NDArray stop, Options options) {
    long num = options.count();
    if (num < 0) {
      throw new ShapeException("linspace: number of samples, " + num + ", must be non-negative");
    }
    ArrayType joined = Promotion.joinInexact(List.of(start.type(), stop.type()));
    DType natural = joined.weak() ? Profile.current().defaultFloat() : joined.dtype();
    DType dtype = options.dtype == null ? natural : options.dtype;
    DType computed = dtype.isInexact() ? dtype : natural;
    NDArray from = Operands.convert("linspace", start, computed, false);
    NDArray to = Operands.convert("linspace", stop, computed, false);
    Shape ends = from.shape().broadcast("linspace", to.shape());
    int axis = ends.insert(0, 1).axis("linspace", options.axis == null ? 0 : options.axis);
    NDArray first = Lax.reshape(Lax.broadcastTo(from, ends), ends.insert(axis, 1));
    NDArray last = Lax.reshape(Lax.broadcastTo(to, ends), ends.insert(axis, 1));
    long divisions = options.closed() ? num - 1 : num;
    NDArray step;
    NDArray samples;
    if (num > 1) {
      NDArray div = Creation.scalar((double) divisions, computed);
      step = Lax.apply(Fn.DIV, Lax.apply(Fn.SUB, last, first), div);
      Shape shape = ends.insert(axis, divisions);
      long[] line = LongStream.generate(() -> 1).limit(shape.rank()).toArray();
      line[axis] = divisions;
      NDArray t = Lax.apply(Fn.DIV, Lax.iota(computed, Shape.of(line), axis), div);
      // (1-t)·start + t·stop hits the first end exactly; the last one is set.
      NDArray rest = Lax.apply(Fn.SUB, Creation.scalar(1.0, computed), t);
      samples = first.mul(rest).add(last.mul(t));
      if (options.closed()) {
        samples = Shaping.concatenate(List.of(samples, last), axis);
      }
    } else {
      step =
          options.closed()
              ? Lax.broadcastTo(Creation.scalar(Double.NaN, computed), first.shape())
              : last.sub(first);
      samples = num == 1 ? first : Lax.broadcastTo(Operands.zero(first), ends.insert(axis, 0));
    }
    if (dtype.isInteger()) {
      samples = Rounding.floor(samples);
    }
    return new Steps(Lax.convert(samples, dtype), Lax.reshape(step, ends));
  }

  /**
   * Numbers whose logarithms are evenly spaced: base to the power start, …, base to the power stop.
   *
   * @param start first exponent
   * @param stop last exponent, or the one after it
   * @param options how many and more
   * @param base the base; null for 10
   * @return the numbers
   */
  @JaxName("logspace")
  public static NDArray logspace(
      NDArray start, NDArray stop, Options options, @Nullable Double base) {
    NDArray exponents = linspace(start, stop, options.as(null));
    NDArray powers =
        Arithmetic.power(Creation.scalar(base == null ? 10 : base, exponents.dtype()), exponents);
    return options.dtype == null ? powers : DTypes.astype(powers, options.dtype);
  }

  /**
   * Numbers each of which is the one before times the same factor.
   *
   * @param start first value, not 0
   * @param stop last value, or the one after it; of the sign of {@code start}
   * @param options how many and more
   * @return the numbers
   */
  @JaxName("geomspace")
  public static NDArray geomspace(NDArray start, NDArray stop, Options options) {
    ArrayType joined = Promotion.joinInexact(List.of(start.type(), stop.type()));
    DType natural = joined.weak() ? Profile.current().defaultFloat() : joined.dtype();
    DType dtype = options.dtype == null ? natural : options.dtype;
    DType computed = dtype.isInexact() ? dtype : natural;
    NDArray from = Operands.convert("geomspace", start, computed, false);
    NDArray to = Operands.convert("geomspace", stop, computed, false);
    NDArray negative = Logic.logicalAnd(from.lt(0), to.lt(0));
    NDArray one = Operands.one(from);
    NDArray sign = Logic.where(negative, Lax.apply(Fn.NEG, one), one);
    NDArray powers =
        logspace(
            Transcendental.log10(sign.mul(from)),
            Transcendental.log10(sign.mul(to)),
            options.as(null),
            null);
    int axis = options.axis == null ? 0 : options.axis;
    NDArray signs = sign.rank() == 0 ? sign : Shaping.expandDims(sign, axis);
    return Lax.convert(signs.mul(powers), dtype);
  }

  /** How the axes of a grid are ordered. */
  public enum GridIndexing {
    /** Columns first, as on a page: of the first two arrays, the first runs along axis 1. */
    XY,
    /** Rows first, as in a matrix: array k runs along axis k. */
    IJ
  }

  /**
   * Grids of coordinates from lines of coordinates.
   *
   * @param xi arrays of one axis, or scalars
   * @param indexing order of the axes; null for {@link GridIndexing#XY}
   * @return for each array its values repeated along the axes of the others
   */
  public static List<NDArray> meshgrid(List<NDArray> xi, @Nullable GridIndexing indexing) {
    return grids(indexing, false, xi.toArray(NDArray[]::new));
  }

  /**
   * Grids of coordinates from lines of coordinates, which broadcast together.
   *
   * @param xi arrays of one axis, or scalars
   * @param indexing order of the axes; null for {@link GridIndexing#XY}
   * @return for each array its values along its axis, with extent 1 along the others
   */
  public static List<NDArray> sparseMeshgrid(List<NDArray> xi, @Nullable GridIndexing indexing) {
    return grids(indexing, true, xi.toArray(NDArray[]::new));
  }

  private static List<NDArray> grids(
      @Nullable GridIndexing indexing, boolean sparse, NDArray... xi) {
    boolean swapped = indexing != GridIndexing.IJ && xi.length >= 2;
    long[] dims = new long[xi.length];
    for (int i = 0; i < xi.length; i++) {
      if (xi[i].rank() > 1) {
        throw new ShapeException(
            "meshgrid: arguments must be 1-dimensional, got " + xi[i].type() + " at position " + i);
      }
      dims[axis(i, swapped)] = xi[i].size();
    }
    List<NDArray> grids = new ArrayList<>();
    for (int i = 0; i < xi.length; i++) {
      int axis = axis(i, swapped);
      long[] own = LongStream.generate(() -> 1).limit(xi.length).toArray();
      own[axis] = xi[i].size();
      NDArray line = Lax.reshape(xi[i], Shape.of(own));
      grids.add(sparse ? line : Lax.broadcastTo(line, Shape.of(dims)));
    }
    return grids;
  }

  private static int axis(int number, boolean swapped) {
    return swapped && number < 2 ? 1 - number : number;
  }
}

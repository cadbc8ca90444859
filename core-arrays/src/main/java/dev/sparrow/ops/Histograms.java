package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values sorted into bins. Weights are added in the order of the elements, so floats have the same
 * bits whatever the number of threads.
 */
public final class Histograms {
  private static final long DEFAULT_BINS = 10;

  private Histograms() {}

  /**
   * What a histogram may be told beyond its bins.
   *
   * @param range the outer edges of bins of equal width; null for the smallest and largest element
   * @param weights what each element adds to its bin, of the shape of the elements; null for 1
   * @param density whether counts are divided by their sum and the widths of bins
   */
  public record Options(@Nullable List<Double> range, @Nullable NDArray weights, boolean density) {
    /** {@return counts of all elements} */
    public static Options standard() {
      return new Options(null, null, false);
    }

    /**
     * These options with outer edges.
     *
     * @param low the left one
     * @param high the right one
     * @return the options
     */
    public Options between(double low, double high) {
      return new Options(List.of(low, high), weights, density);
    }

    /**
     * These options with weights.
     *
     * @param other what each element adds
     * @return the options
     */
    public Options weighing(NDArray other) {
      return new Options(range, other, density);
    }

    /** {@return these options with densities for counts} */
    public Options asDensity() {
      return new Options(range, weights, true);
    }
  }

  /**
   * Counts and where they were counted.
   *
   * @param counts a float for each bin
   * @param binEdges one more than bins, ascending
   */
  public record Histogram(NDArray counts, NDArray binEdges) {}

  /**
   * Counts and where they were counted, for several variables.
   *
   * @param counts a float for each combination of bins
   * @param binEdges for each variable, ascending
   */
  public record Grid(NDArray counts, List<NDArray> binEdges) {}

  /**
   * How many elements are in each of ten bins of equal width.
   *
   * @param a elements, of any shape
   * @return counts and edges
   */
  public static Histogram histogram(NDArray a) {
    return histogram(a, DEFAULT_BINS, Options.standard());
  }

  /**
   * How many elements are in each of ten bins of equal width.
   *
   * @param a elements, of any shape
   * @param options range and more
   * @return counts and edges
   */
  @JaxName("histogram")
  public static Histogram histogram(NDArray a, Options options) {
    return histogram(a, DEFAULT_BINS, options);
  }

  /**
   * How many elements are in each of some bins of equal width.
   *
   * @param a elements, of any shape
   * @param bins number of bins
   * @return counts and edges
   */
  public static Histogram histogram(NDArray a, long bins) {
    return histogram(a, bins, Options.standard());
  }

  /**
   * How many elements are in each of some bins of equal width.
   *
   * @param a elements, of any shape
   * @param bins number of bins
   * @param options range and more
   * @return counts and edges
   */
  @JaxName("histogram")
  public static Histogram histogram(NDArray a, long bins, Options options) {
    return histogram(a, histogramBinEdges(a, bins, options.range), options);
  }

  /**
   * How many elements are in each of some bins. A bin holds its left edge; the last one also its
   * right edge.
   *
   * @param a elements, of any shape
   * @param bins edges of the bins, ascending
   * @return counts and edges
   */
  public static Histogram histogram(NDArray a, NDArray bins) {
    return histogram(a, bins, Options.standard());
  }

  /**
   * How many elements are in each of some bins. A bin holds its left edge; the last one also its
   * right edge. Elements outside, and NaN, are in none.
   *
   * @param a elements, of any shape
   * @param bins edges of the bins, ascending
   * @param options weights and more
   * @return counts and edges
   */
  @JaxName("histogram")
  public static Histogram histogram(NDArray a, NDArray bins, Options options) {
    checkWeights("histogram", a.shape(), options.weights);
    DType dtype =
        options.weights == null
            ? Operands.joinedInexact(a)
            : Operands.joinedInexact(a, options.weights);
    NDArray x = Shaping.ravel(Lax.convert(a, dtype));
    NDArray edges = histogramBinEdges(x, bins);
    NDArray places = place(x, edges);
    NDArray counts =
        Creation.zeros(edges.shape(), dtype)
            .at(places)
            .mode(IndexMode.DROP)
            .withoutWrapping()
            .add(
                options.weights == null
                    ? Operands.one(x)
                    : Shaping.ravel(Lax.convert(options.weights, dtype)))
            .get(Index.slice(1, edges.size()));
    if (options.density) {
      counts = counts.div(Differences.diff(edges)).div(counts.sum());
    }
    return new Histogram(counts, edges);
  }

  /**
   * The number of the bin of each element, from 1; 0 and the number of edges lie outside. The last
   * bin holds its right edge because what is searched is the next number, or NaN behind infinity.
   */
  private static NDArray place(NDArray x, NDArray edges) {
    NDArray last = edges.get(Index.slice(-1, edges.size()));
    NDArray next = FloatParts.nextafter(last, Creation.weak(Double.POSITIVE_INFINITY));
    NDArray behind = Logic.where(next.eq(last), Creation.weak(Double.NaN), next);
    NDArray open = Joining.concatenate(List.of(edges.get(Index.slice(0, -1)), behind), 0);
    return Searching.searchsorted(open, x, Side.RIGHT);
  }

  private static void checkWeights(String operation, Shape shape, @Nullable NDArray weights) {
    if (weights != null && !weights.shape().equals(shape)) {
      throw new ShapeException(
          operation + ": weights should have the shape " + shape + ", got " + weights.type());
    }
  }

  /**
   * Edges of bins of equal width from the smallest to the largest element.
   *
   * @param a elements, of any shape
   * @param bins number of bins
   * @return bins + 1 floats; half a unit to both sides where all elements are the same
   */
  @JaxName("histogram_bin_edges")
  public static NDArray histogramBinEdges(NDArray a, long bins) {
    return histogramBinEdges(a, bins, null);
  }

  /**
   * Edges of bins of equal width.
   *
   * @param a elements, of any shape
   * @param bins number of bins
   * @param range the outer edges; null for the smallest and largest element
   * @return bins + 1 floats; half a unit to both sides where the outer edges are the same
   */
  @JaxName("histogram_bin_edges")
  public static NDArray histogramBinEdges(NDArray a, long bins, @Nullable List<Double> range) {
    if (bins < 1) {
      throw new ShapeException("histogram: needs at least one bin, got " + bins);
    }
    DType dtype = Operands.joinedInexact(a);
    NDArray low;
    NDArray high;
    if (range == null) {
      low = Lax.convert(a.min(), dtype);
      high = Lax.convert(a.max(), dtype);
    } else {
      if (range.size() != 2) {
        throw new ShapeException("histogram: range must be two numbers, got " + range);
      }
      low = Creation.scalar(range.get(0), dtype);
      high = Creation.scalar(range.get(1), dtype);
    }
    NDArray point = low.eq(high);
    NDArray from = Logic.where(point, low.sub(0.5), low);
    NDArray to = Logic.where(point, high.add(0.5), high);
    return Spacing.linspace(from, to, new Spacing.Options(bins + 1, null, dtype, null));
  }

  /**
   * Edges as a histogram of some elements uses them.
   *
   * @param a elements
   * @param bins edges of the bins, ascending, one axis
   * @return the edges as floats of the elements' width
   */
  @JaxName("histogram_bin_edges")
  public static NDArray histogramBinEdges(NDArray a, NDArray bins) {
    if (bins.rank() != 1 || bins.size() == 0) {
      throw new ShapeException("histogram: bins must be a line of edges, got " + bins.type());
    }
    return Lax.convert(bins, Operands.joinedInexact(a));
  }

  /**
   * Counts for each combination of bins of two variables.
   *
   * @param x the first variable, one axis
   * @param y the second one
   * @param bins number of bins of each
   * @param range outer edges of each; null for the smallest and largest element
   * @param options weights, density
   * @return counts and edges
   */
  public static Grid histogram2d(
      NDArray x, NDArray y, long[] bins, @Nullable List<List<Double>> range, Options options) {
    return histogramdd(Shaping.stack(List.of(x, y), 1), bins, range, options);
  }

  /**
   * Counts for each combination of bins of several variables.
   *
   * @param sample a row for each observation, a column for each variable
   * @param bins number of bins of each variable, or one number for all
   * @param range outer edges of each; null for the smallest and largest element
   * @param options weights of the observations, density
   * @return counts and edges
   */
  public static Grid histogramdd(
      NDArray sample, long[] bins, @Nullable List<List<Double>> range, Options options) {
    int variables = variables(sample);
    if (bins.length != 1 && bins.length != variables
        || range != null && range.size() != variables) {
      throw new ShapeException(
          "histogramdd: needs bins and a range for each of "
              + variables
              + " variables, got "
              + bins.length
              + " numbers of bins"
              + (range == null ? "" : " and ranges " + range));
    }
    List<NDArray> edges = new ArrayList<>();
    for (int i = 0; i < variables; i++) {
      NDArray column = sample.get(Index.all(), Index.at(i));
      edges.add(
          histogramBinEdges(column, bins[i % bins.length], range == null ? null : range.get(i)));
    }
    return histogramdd(sample, edges, options);
  }

  private static int variables(NDArray sample) {
    if (sample.rank() != 2) {
      throw new ShapeException(
          "histogramdd: sample needs a row for each observation and a column for each variable,"
              + " got "
              + sample.type());
    }
    return Math.toIntExact(sample.shape().dim(1));
  }

  /**
   * Counts for each combination of bins of several variables.
   *
   * @param sample a row for each observation, a column for each variable
   * @param bins edges of the bins of each variable, ascending
   * @param options weights of the observations, density
   * @return counts and edges
   */
  public static Grid histogramdd(NDArray sample, List<NDArray> bins, Options options) {
    int variables = variables(sample);
    if (bins.size() != variables) {
      throw new ShapeException(
          "histogramdd: needs edges for each of " + variables + " variables, got " + bins.size());
    }
    NDArray weights = options.weights;
    checkWeights("histogramdd", Shape.of(sample.shape().dim(0)), weights);
    DType dtype =
        weights == null ? Operands.joinedInexact(sample) : Operands.joinedInexact(sample, weights);
    NDArray x = Lax.convert(sample, dtype);
    List<NDArray> edges = new ArrayList<>();
    List<NDArray> places = new ArrayList<>();
    long[] extents = new long[variables];
    Index[] inside = new Index[variables];
    for (int i = 0; i < variables; i++) {
      NDArray column = x.get(Index.all(), Index.at(i));
      NDArray edge = histogramBinEdges(column, bins.get(i));
      edges.add(edge);
      places.add(place(column, edge));
      extents[i] = edge.size() + 1;
      inside[i] = Index.slice(1, -1);
    }
    NDArray flat = IndexArrays.ravelMultiIndex(places, Shape.of(extents), IndexMode.CLIP);
    long size = Shape.of(extents).size();
    NDArray each = weights == null ? null : Lax.convert(weights, dtype);
    NDArray counts = bincount(flat, each, null, size).reshape(extents).get(inside);
    if (options.density) {
      counts = Lax.convert(counts, dtype);
      counts = counts.div(counts.sum());
      for (int i = 0; i < variables; i++) {
        NDArray widths = Differences.diff(edges.get(i));
        counts = counts.div(Statistics.lying(widths, new int[] {i}, counts.shape()));
      }
    }
    return new Grid(counts, List.copyOf(edges));
  }

  /**
   * How often each number occurs.
   *
   * @param x integers, one axis
   * @return counts of 0, 1, … up to the largest, which only values can tell
   */
  public static NDArray bincount(NDArray x) {
    return bincount(x, null, null, null);
  }

  /**
   * How often each number occurs.
   *
   * @param x integers or bools, one axis; negative ones count as 0
   * @param length size of the result; numbers beyond are dropped
   * @return default integers; counts of 0, 1, …
   */
  public static NDArray bincount(NDArray x, long length) {
    return bincount(x, null, null, length);
  }

  /**
   * How often each number occurs.
   *
   * @param x integers or bools, one axis; negative ones count as 0
   * @param weights what each element adds, of the shape of {@code x}; null for 1
   * @param minlength smallest size of the result; null for 0
   * @param length size of the result, numbers beyond which are dropped; null for one more than the
   *     largest number, which only values can tell
   * @return counts of 0, 1, …: default integers, or the dtype of the weights
   */
  @JaxName("bincount")
  public static NDArray bincount(
      NDArray x, @Nullable NDArray weights, @Nullable Long minlength, @Nullable Long length) {
    NDArray numbers = x.dtype() == DType.BOOL ? Lax.convert(x, DType.INT32) : x;
    if (!numbers.dtype().isInteger()) {
      throw new DTypeException("bincount: x must have an integer type, got " + x.type());
    }
    if (x.rank() != 1) {
      throw new ShapeException("bincount: only 1-dimensional input is supported, got " + x.type());
    }
    checkWeights("bincount", x.shape(), weights);
    DType dtype = weights == null ? Profile.current().defaultInt() : weights.dtype();
    long size = length == null ? largest(numbers, minlength) : length;
    NDArray each = weights == null ? Creation.scalar(1, dtype) : weights;
    NDArray places = Arithmetic.maximum(numbers, Creation.weak(0));
    return Creation.zeros(Shape.of(size), dtype)
        .at(places)
        .mode(IndexMode.DROP)
        .withoutWrapping()
        .add(each);
  }

  private static long largest(NDArray x, @Nullable Long minlength) {
    long least = minlength == null ? 0 : minlength;
    if (x.size() == 0) {
      return least;
    }
    NDArray max = x.max();
    if (!(max instanceof ConcreteArray)) {
      throw KnownSize.unknown("bincount", "the largest element", x, "give a length");
    }
    return Math.max(least, max.toLong() + 1);
  }

  /**
   * The number of the bin of each element: of the edges that are not greater.
   *
   * @param x elements, of any shape
   * @param bins edges, one axis, ascending or descending
   * @return int32 numbers of the shape of {@code x}
   */
  public static NDArray digitize(NDArray x, NDArray bins) {
    return digitize(x, bins, ClosedEdge.LEFT);
  }

  /** Which edge belongs to a bin. */
  public enum ClosedEdge {
    /** The left one: bins are {@code edge[i-1] <= x < edge[i]}. */
    LEFT,
    /** The right one: bins are {@code edge[i-1] < x <= edge[i]}. */
    RIGHT
  }

  /**
   * The number of the bin of each element.
   *
   * @param x elements, of any shape
   * @param bins edges, one axis, ascending or descending
   * @param closed which edge belongs to a bin
   * @return int32 numbers of the shape of {@code x}
   */
  public static NDArray digitize(NDArray x, NDArray bins, ClosedEdge closed) {
    if (bins.rank() != 1) {
      throw new ShapeException("digitize: bins must be a 1-dimensional array, got " + bins.type());
    }
    if (bins.size() == 0) {
      return Creation.zeros(x.shape(), DType.INT32);
    }
    NDArray zero = Operands.promote("digitize", Operands.zero(x), Operands.zero(bins)).getFirst();
    NDArray values = Lax.convert(x, zero.dtype());
    NDArray edges = Lax.convert(bins, zero.dtype());
    NDArray rising = edges.get(-1).ge(edges.get(0));
    NDArray ascending = Logic.where(rising, edges, Shaping.flip(edges));
    NDArray place =
        closed == ClosedEdge.RIGHT
            ? Searching.searchsorted(ascending, values, Side.LEFT)
            : Searching.searchsorted(ascending, values, Side.RIGHT);
    return Logic.where(rising, place, Creation.scalar(bins.size(), DType.INT32).sub(place));
  }
}

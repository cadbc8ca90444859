package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Covariance;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Histograms;
import dev.sparrow.ops.NanReductions;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Statistics;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.ConcretizationException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class StatisticsTest {
  private static final double NAN = Double.NaN;

  /** The numbers 2 4 4 4 / 5 5 7 9. */
  private static NDArray numbers() {
    return Creation.array(new double[] {2, 4, 4, 4, 5, 5, 7, 9}).reshape(2, 4);
  }

  /** The same with NaN for the 2 and for the whole second row. */
  private static NDArray gaps() {
    return Creation.array(new double[] {NAN, 4, 4, 4, NAN, NAN, NAN, NAN}).reshape(2, 4);
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        row("var", Statistics::var, 4),
        row("std", Statistics::std, 2),
        row("std of rows", x -> Statistics.std(x, 1).mul(2), Math.sqrt(3), Math.sqrt(11)),
        row("var, ddof 1", x -> Statistics.var(x, Reduction.over(), 1), 32.0 / 7),
        row("var, ddof 8", x -> Statistics.var(x, Reduction.over(), 8), NAN),
        row("masked", x -> Statistics.var(x, Reduction.over(1).where(x.le(5))), 0.75, 0),
        row(
            "masked out",
            x -> Statistics.std(x, Reduction.over(1).where(x.lt(5))),
            Math.sqrt(0.75),
            NAN),
        row("ptp", x -> Statistics.ptp(x, 1), 2, 4),
        row("count_nonzero", x -> Reductions.countNonzero(x.sub(4), 1), 1, 4),
        row("average", x -> Statistics.average(x, x), 29 / 5.0),
        row(
            "average of columns",
            x -> Statistics.average(x, Reduction.over(0), Creation.array(1.0, 3.0)),
            4.25,
            4.75,
            6.25,
            7.75),
        row("cov", Covariance::cov, 1, 1, 1, 11 / 3.0),
        row("corrcoef of itself", x -> Covariance.corrcoef(x, x, options()).get(0, 2), 1),
        row("histogram", x -> Histograms.histogram(x, 4).counts(), 1, 5, 1, 1),
        row("edges", x -> Histograms.histogram(x, 4).binEdges(), 2, 3.75, 5.5, 7.25, 9),
        row(
            "the last bin holds infinity",
            _ -> Histograms.histogram(ends(), Creation.array(0.0, 1.0, 1 / 0.0)).counts(),
            1,
            3),
        row(
            "the last of equal edges counts",
            _ -> Histograms.histogram(ends(), Creation.array(0.0, 1.0, 1.0)).counts(),
            1,
            2),
        row(
            "density",
            x ->
                Histograms.histogram(x, 2, Histograms.Options.standard().between(2, 6).asDensity())
                    .counts(),
            1 / 12.0,
            5 / 12.0),
        row(
            "bincount",
            x -> Histograms.bincount(x.astype(DType.INT32).ravel(), null, null, 6L),
            0,
            0,
            1,
            0,
            3,
            2),
        row(
            "digitize",
            x -> Histograms.digitize(x.get(1), Creation.array(5.0, 8.0, 9.0)),
            1,
            1,
            1,
            3),
        row(
            "digitize, falling and closed right",
            x ->
                Histograms.digitize(
                    x.get(1), Creation.array(9.0, 5.0), Histograms.ClosedEdge.RIGHT),
            2,
            2,
            1,
            1));
  }

  private static NDArray ends() {
    return Creation.array(0.5, 1.0, 1.0, 1 / 0.0, Double.NaN, -1 / 0.0);
  }

  private static Covariance.Options options() {
    return Covariance.Options.standard();
  }

  static Stream<Arguments> functionsOfGaps() {
    return Stream.of(
        row("nansum", x -> NanReductions.nansum(x, 1), 12, 0),
        row("nanprod", x -> NanReductions.nanprod(x, 1), 64, 1),
        row("nanmean", x -> NanReductions.nanmean(x, 1), 4, NAN),
        row("nanvar", x -> NanReductions.nanvar(x, 1), 0, NAN),
        row("nanstd, ddof 3", x -> NanReductions.nanstd(x, Reduction.over(1), 3), NAN, NAN),
        row("nanmax", x -> NanReductions.nanmax(x, 1), 4, NAN),
        row("nanmin", x -> NanReductions.nanmin(x, 1), 4, NAN),
        row(
            "nanmin from 1",
            x -> NanReductions.nanmin(x, Reduction.over(1).from(Creation.weak(1))),
            1,
            1),
        row("nanargmax", x -> NanReductions.nanargmax(x, 1, false), 1, -1),
        row("nanargmin", x -> NanReductions.nanargmin(x, null, false), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void values(String name, UnaryOperator<NDArray> f, double[] expected) {
    check(name, f, numbers(), expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfGaps")
  void valuesWithNan(String name, UnaryOperator<NDArray> f, double[] expected) {
    check(name, f, gaps(), expected);
  }

  private static void check(String name, UnaryOperator<NDArray> f, NDArray x, double[] expected) {
    NDArray result = f.apply(x);
    double[] actual = result.ravel().toDoubleArray();
    assertArrayEquals(expected, actual, 1e-6, name);
    assertArrayEquals(result.toByteArray(), jit(f).apply(x).toByteArray(), name + " compiled");
    NDArray batch = Creation.zeros(Shape.of(3, 2, 4), x.dtype()).add(x);
    assertArrayEquals(
        result.toByteArray(), vmap(f).apply(batch).get(2).toByteArray(), name + " mapped");
  }

  @Test
  void aGridCountsCombinations() {
    NDArray x = Creation.array(0.1f, 0.9f, 0.9f, 2f);
    NDArray y = Creation.array(0.1f, 0.1f, 0.6f, 0.1f);
    List<List<Double>> unit = List.of(List.of(0.0, 1.0), List.of(0.0, 1.0));
    Histograms.Grid grid =
        Histograms.histogram2d(x, y, new long[] {2, 2}, unit, Histograms.Options.standard());
    assertEquals(Shape.of(2, 2), grid.counts().shape());
    assertArrayEquals(new double[] {1, 0, 1, 1}, grid.counts().ravel().toDoubleArray());
  }

  @Test
  void methodsOfArrays() {
    assertEquals(2, numbers().std().toDouble());
    assertEquals(4, numbers().var().toDouble());
    assertEquals(7, numbers().argmax().toLong());
    assertArrayEquals(new int[] {1, 3}, numbers().argmax(1).toIntArray());
    assertEquals(0, numbers().argmin().toLong());
    assertArrayEquals(new int[] {0, 0, 0, 0}, numbers().argmin(0).toIntArray());
  }

  @Test
  void emptyOperands() {
    NDArray empty = Creation.zeros(0, 3);
    assertArrayEquals(new double[] {NAN, NAN, NAN}, Statistics.var(empty, 0).toDoubleArray());
    assertArrayEquals(new double[0], Statistics.std(empty, 1).toDoubleArray());
    assertArrayEquals(
        new double[0], Histograms.bincount(Creation.array(new int[0])).toDoubleArray());
    assertTrue(Double.isNaN(Covariance.cov(Creation.zeros(0)).toDouble()));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error(
            "var: takes no initial value, got i32[]",
            () -> Statistics.var(numbers(), Reduction.over().from(Creation.weak(1)))),
        error(
            "max: takes no dtype, got float64",
            () -> Reductions.max(numbers(), Reduction.over().as(DType.FLOAT64))),
        error("zero-size array", () -> Statistics.ptp(Creation.zeros(0))),
        error("must be specified", () -> Statistics.average(numbers(), Creation.zeros(4))),
        error("more than 2 dimensions", () -> Covariance.cov(Creation.zeros(2, 2, 2))),
        error(
            "weights should have",
            () ->
                Histograms.histogram(
                    numbers(), 2, Histograms.Options.standard().weighing(Creation.zeros(3)))),
        error("at least one bin", () -> Histograms.histogram(numbers(), 0)),
        error("integer type", () -> Histograms.bincount(Creation.zeros(3))),
        error("1-dimensional", () -> Histograms.bincount(Creation.array(1, 2).reshape(1, 2))),
        error(
            "must be a float", () -> Statistics.var(numbers(), Reduction.over().as(DType.INT32))));
  }

  private static Arguments error(String message, Executable call) {
    return arguments(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void refusals(String message, Executable call) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }

  @Test
  void theSizeOfATracedCountMustBeGiven() {
    ConcretizationException thrown =
        assertThrows(
            ConcretizationException.class,
            () -> jit(Histograms::bincount).apply(Creation.array(1, 2)));
    assertTrue(thrown.getMessage().contains("give a length"), thrown.getMessage());
  }
}

package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Interpolation;
import dev.sparrow.ops.PadMode;
import dev.sparrow.ops.Padding;
import dev.sparrow.ops.QuantileMethod;
import dev.sparrow.ops.Quantiles;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Reinterpretation;
import dev.sparrow.ops.Sets;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Unique;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.ConcretizationException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class OrderStatisticsTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final double NAN = Double.NaN;

  private static NDArray numbers() {
    return Creation.array(7f, 2f, 5f, 4f, 9f, 4f, 4f, 5f).reshape(2, 4);
  }

  private static NDArray gaps() {
    return Creation.array(Float.NaN, 8f, 2f, 4f, Float.NaN, Float.NaN, Float.NaN, Float.NaN)
        .reshape(2, 4);
  }

  private static NDArray shares() {
    return Creation.array(0f, 0.25f, 1f);
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  private static NDArray quantiles(NDArray x, QuantileMethod method) {
    return Quantiles.quantile(x, Creation.weak(0.35), Reduction.over(1), method, null);
  }

  static Stream<Arguments> functions() {
    Unique.Options sized = Unique.Options.standard().sized(6, -1);
    return Stream.of(
        row("median", Quantiles::median, 4.5),
        row("median of rows", x -> Quantiles.median(x, 1), 4.5, 4.5),
        row("percentile", x -> Quantiles.percentile(x, 75), 5.5),
        row("several", x -> Quantiles.quantile(x, shares(), Reduction.over(), null, null), 2, 4, 9),
        row("linear", x -> quantiles(x, QuantileMethod.LINEAR), 4.05, 4.05),
        row("lower", x -> quantiles(x, QuantileMethod.LOWER), 4, 4),
        row("higher", x -> quantiles(x, QuantileMethod.HIGHER), 5, 5),
        row("midpoint", x -> quantiles(x, QuantileMethod.MIDPOINT), 4.5, 4.5),
        row("nearest", x -> quantiles(x, QuantileMethod.NEAREST), 4, 4),
        row("inverted_cdf", x -> quantiles(x, QuantileMethod.INVERTED_CDF), 4, 4),
        row(
            "weighted",
            x ->
                Quantiles.quantile(
                    x,
                    Creation.weak(0.5),
                    Reduction.over(1),
                    QuantileMethod.INVERTED_CDF,
                    Creation.array(0f, 0f, 0f, 1f)),
            4,
            5),
        row("unique with size", x -> Unique.unique(x, sized), 2, 4, 5, 7, 9, -1),
        row("counts", x -> Unique.uniqueAll(x, sized).counts(), 1, 3, 2, 1, 1, 0),
        row("first", x -> Unique.uniqueAll(x, sized).indices(), 1, 3, 2, 0, 4, 1),
        row("inverse", x -> Unique.uniqueAll(x, sized).inverseIndices(), 3, 0, 2, 1, 4, 1, 1, 2),
        row("isin", x -> Sets.isin(x.get(0), Creation.array(4, 2)), 0, 1, 0, 1),
        row("union", x -> Sets.union1d(x.get(0), x.get(1), 6L, null), 2, 4, 5, 7, 9, 2),
        row("intersection", x -> Sets.intersect1d(x.get(0), x.get(1), 3L, null), 4, 5, 4),
        row("difference", x -> Sets.setdiff1d(x.get(0), x.get(1), 3L, null), 2, 7, 0),
        row("exclusive or", x -> Sets.setxor1d(x.get(0), x.get(1), 4L, 0.5), 2, 7, 9, 0.5),
        row(
            "pad with the median",
            x -> Padding.pad(x.get(0), new long[] {1, 1}, Padding.Options.of(PadMode.MEDIAN)),
            4.5,
            7,
            2,
            5,
            4,
            4.5),
        row(
            "periodic interp",
            x ->
                Interpolation.interp(
                    x.get(0), Creation.array(3f, 1f), Creation.array(30f, 10f), 4.0),
            30,
            20,
            10,
            20));
  }

  static Stream<Arguments> functionsOfGaps() {
    return Stream.of(
        row("median", Quantiles::median, NAN),
        row("nanmedian", x -> Quantiles.nanmedian(x, 1), 4, NAN),
        row(
            "nanquantile",
            x -> Quantiles.nanquantile(x, shares(), Reduction.over(), null, null),
            2,
            3,
            8),
        row(
            "nan inverted_cdf",
            x ->
                Quantiles.nanquantile(
                    x, Creation.weak(0.5), Reduction.over(1), QuantileMethod.INVERTED_CDF, null),
            4,
            NAN),
        row("unique", x -> Unique.unique(x, Unique.Options.standard().sized(4)), 2, 4, 8, NAN),
        row(
            "unique NaN",
            x -> Unique.uniqueAll(x, Unique.Options.standard().distinctNan().sized(6)).counts(),
            1,
            1,
            1,
            1,
            1,
            1));
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
    assertArrayEquals(expected, result.ravel().toDoubleArray(), 1e-6, name);
    assertArrayEquals(result.toByteArray(), jit(f).apply(x).toByteArray(), name + " compiled");
    NDArray batch = Creation.zeros(Shape.of(3, 2, 4), x.dtype()).add(x);
    assertArrayEquals(
        result.toByteArray(), vmap(f).apply(batch).get(2).toByteArray(), name + " mapped");
  }

  @ParameterizedTest
  @EnumSource(QuantileMethod.class)
  void quantilesOfRandomNumbersLieBetweenTheirNeighbours(QuantileMethod method) {
    double[] values = new SplittableRandom(SEED).doubles(1001).toArray();
    NDArray x = Creation.array(values).astype(DType.FLOAT64);
    double[] sorted = x.toDoubleArray();
    Arrays.sort(sorted);
    for (double q : new double[] {0, 0.1234, 0.5, 0.999, 1}) {
      double found =
          Quantiles.quantile(x, Creation.weak(q), Reduction.over(), method, null).toDouble();
      double below = sorted[Math.max((int) Math.floor(q * 1000) - 1, 0)];
      double above = sorted[Math.min((int) Math.ceil(q * 1000) + 1, 1000)];
      assertTrue(below <= found && found <= above, method + " at " + q + ", -Dseed=" + SEED);
    }
  }

  @Test
  void axesAreFoldedTogetherAndStay() {
    NDArray x = Creation.arange(24).reshape(2, 3, 4);
    assertEquals(Shape.of(3, 3), Quantiles.quantile(x, shares(), over(0, 2), null, null).shape());
    assertEquals(
        Shape.of(3, 1, 3, 1),
        Quantiles.quantile(x, shares(), over(0, 2).keepingDims(), null, null).shape());
    assertArrayEquals(
        Quantiles.median(Shaping.transpose(x, 1, 0, 2).reshape(3, 8), 1).toDoubleArray(),
        Quantiles.median(x, 0, 2).toDoubleArray());
    assertTrue(Double.isNaN(Quantiles.median(Creation.zeros(0)).toDouble()));
    assertEquals(3, Quantiles.median(Creation.array(3).reshape()).toDouble());
  }

  private static Reduction over(int... axes) {
    return Reduction.over(axes);
  }

  @Test
  void sizesComeFromValuesWhereTheyAreKnown() {
    NDArray x = numbers();
    assertArrayEquals(new double[] {2, 4, 5, 7, 9}, Unique.unique(x).toDoubleArray());
    assertArrayEquals(
        new double[] {2, 4, 5, 7, 9}, Sets.union1d(x.get(0), x.get(1)).toDoubleArray());
    assertArrayEquals(new double[] {4, 5}, Sets.intersect1d(x.get(0), x.get(1)).toDoubleArray());
    assertArrayEquals(new double[] {2, 7}, Sets.setdiff1d(x.get(0), x.get(1)).toDoubleArray());
    assertArrayEquals(new double[] {2, 7, 9}, Sets.setxor1d(x.get(0), x.get(1)).toDoubleArray());
    Sets.Intersection where = Sets.intersection(x.get(0), x.get(1), null, null);
    assertArrayEquals(new int[] {3, 2}, where.indices1().toIntArray());
    assertArrayEquals(new int[] {1, 3}, where.indices2().toIntArray());
    assertEquals(0, Unique.unique(Creation.zeros(0)).size());
    assertEquals(0, Sets.intersect1d(Creation.zeros(0), x).size());
  }

  @Test
  void valuesAloneAreTheFirstOfTheirEquals() {
    int[] bits = {
      0x7FC0_0001, 0xFFC0_0000, 0x8000_0000, 0, 0x3F80_0000, 0x8000_0000, 0x7FC0_0000, 0xBF80_0000
    };
    NDArray x = Reinterpretation.bitcastConvertType(Creation.array(bits), DType.FLOAT32);
    Unique.Options filled = Unique.Options.standard().sized(6, Double.NaN);
    for (UnaryOperator<NDArray> f :
        List.<UnaryOperator<NDArray>>of(
            Unique::unique,
            y -> Unique.unique(y.reshape(2, 4)),
            jit(y -> Unique.unique(y, 4))::apply,
            jit(y -> Unique.unique(y, filled).get(Index.slice(0, 4)))::apply)) {
      assertBits(f.apply(x), 0xBF80_0000, 0x8000_0000, 0x3F80_0000, 0x7FC0_0001);
    }
    // What fills up is no element.
    assertBits(
        Unique.unique(x.get(Index.slice(3, 5)), filled.sized(3, Double.NaN)),
        0,
        0x3F80_0000,
        0x7FC0_0000);
    assertBits(
        Unique.unique(x, Unique.Options.standard().distinctNan()),
        0xBF80_0000,
        0x8000_0000,
        0x3F80_0000,
        0x7FC0_0001,
        0xFFC0_0000,
        0x7FC0_0000);
  }

  private static void assertBits(NDArray floats, int... bits) {
    assertArrayEquals(bits, Reinterpretation.bitcastConvertType(floats, DType.INT32).toIntArray());
  }

  @Test
  void slicesAreDistinctAlongAnAxis() {
    NDArray x = Creation.array(new int[] {1, 2, 0, 3, 1, 2}).reshape(3, 2);
    Unique.Result rows = Unique.uniqueAll(x, Unique.Options.standard().along(0));
    assertArrayEquals(new int[] {0, 3, 1, 2}, rows.values().ravel().toIntArray());
    assertArrayEquals(new int[] {1, 0, 1}, rows.inverseIndices().toIntArray());
    assertArrayEquals(new int[] {1, 2}, rows.counts().toIntArray());
    NDArray columns = Unique.unique(x, Unique.Options.standard().along(-1));
    assertEquals(Shape.of(3, 2), columns.shape());
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error(
            "q must be a scalar",
            () -> Quantiles.quantile(numbers(), Creation.zeros(2, 2), over(), null, null)),
        error("out of bounds", () -> Quantiles.median(numbers(), 5)),
        error(
            "quantile: takes no where mask, got bool[2,4]",
            () -> Quantiles.median(numbers(), over().where(numbers().gt(1)))),
        error(
            "does not support weights",
            () ->
                Quantiles.quantile(numbers(), shares(), over(), QuantileMethod.LINEAR, numbers())),
        error(
            "needs a fill value",
            () -> Unique.unique(Creation.zeros(0), Unique.Options.standard().sized(2))));
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
  void tracedSizesMustBeGiven() {
    for (UnaryOperator<NDArray> f :
        List.<UnaryOperator<NDArray>>of(
            Unique::unique,
            x -> Sets.union1d(x, x),
            x -> Sets.intersect1d(x, x),
            x -> Sets.setdiff1d(x, x),
            x -> Sets.setxor1d(x, x))) {
      ConcretizationException thrown =
          assertThrows(ConcretizationException.class, () -> jit(f).apply(numbers()));
      assertTrue(thrown.getMessage().contains("give a size"), thrown.getMessage());
    }
  }
}

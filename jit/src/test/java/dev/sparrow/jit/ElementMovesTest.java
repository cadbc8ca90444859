package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and sums of many single elements, against loops over Java arrays. */
@ExtendWith(AllocatorsAtZero.class)
class ElementMovesTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int AXIS = 37;
  private static final int MOVES = 5000;

  /** Positions, of which some do not exist. */
  private static int[] positions() {
    return new SplittableRandom(SEED).ints(MOVES, -3, AXIS + 3).toArray();
  }

  private static double[] numbers(int count) {
    return new SplittableRandom(SEED + 1).doubles(count, -1, 1).toArray();
  }

  private static NDArray array(double[] values, DType dtype) {
    return Creation.array(values).astype(dtype);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void readsElements(DType dtype) {
    int[] positions = positions();
    NDArray axis = Creation.arange(AXIS).mul(3).add(1).astype(dtype);
    double[] filled = new double[MOVES];
    double[] clipped = new double[MOVES];
    for (int i = 0; i < MOVES; i++) {
      int position = positions[i];
      boolean inside = position >= 0 && position < AXIS;
      filled[i] = inside ? 3 * position + 1 : -7;
      clipped[i] = 3 * Math.clamp(position, 0, AXIS - 1) + 1;
    }
    BinaryOperator<NDArray> fill = (x, i) -> x.at(i).withoutWrapping().fill(-7).get();
    BinaryOperator<NDArray> clip = (x, i) -> x.at(i).mode(IndexMode.CLIP).withoutWrapping().get();
    NDArray index = Creation.array(positions);
    assertArrayEquals(filled, Jit.jit("fill", fill).apply(axis, index).toDoubleArray());
    assertArrayEquals(clipped, Jit.jit("clip", clip).apply(axis, index).toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void addsElementsInOrder(DType dtype) {
    int[] positions = positions();
    double[] updates = numbers(MOVES);
    double[] sums = new double[AXIS];
    for (int i = 0; i < MOVES; i++) {
      updates[i] = dtype.isInexact() ? (float) updates[i] : Math.rint(1000 * updates[i]);
      int position = positions[i];
      if (position >= 0 && position < AXIS) {
        double sum = sums[position] + updates[i];
        sums[position] = dtype == DType.FLOAT32 ? (float) sum : sum;
      }
    }
    NDArray zeros = Creation.zeros(Shape.of(AXIS), dtype);
    NDArray result = add(zeros, Creation.array(positions), array(updates, dtype));
    assertArrayEquals(sums, result.toDoubleArray(), "seed " + SEED);
  }

  private static NDArray add(NDArray axis, NDArray index, NDArray updates) {
    return Jit.jit(
            "add",
            (NDArray x, NDArray i) -> x.at(i).mode(IndexMode.DROP).withoutWrapping().add(updates))
        .apply(axis, index);
  }

  /** One value added often: counted where that is exact, else added again and again. */
  @ParameterizedTest
  @ValueSource(doubles = {1, -1, 0, -3, 0.1, 1e-3, 1L << 20, Double.POSITIVE_INFINITY})
  void addsOneValueOften(double value) {
    int[] positions = positions();
    double[] starts = numbers(AXIS);
    float[] sums = new float[AXIS];
    for (int i = 0; i < AXIS; i++) {
      starts[i] = i % 3 == 0 ? i - 9 : i % 3 == 1 ? (1 << 24) - i : (float) starts[i];
      sums[i] = (float) starts[i];
    }
    for (int position : positions) {
      if (position >= 0 && position < AXIS) {
        sums[position] += (float) value;
      }
    }
    NDArray result =
        add(
            array(starts, DType.FLOAT32),
            Creation.array(positions),
            Creation.scalar(value, DType.FLOAT32));
    assertArrayEquals(sums, result.toFloatArray(), "seed " + SEED);
  }

  @Test
  void notANumberIsAdded() {
    int[] positions = new int[MOVES];
    NDArray nan = Creation.scalar(Double.NaN, DType.FLOAT32);
    NDArray sums = add(Creation.zeros(Shape.of(2), DType.FLOAT32), Creation.array(positions), nan);
    assertArrayEquals(new float[] {Float.NaN, 0}, sums.toFloatArray());
  }
}

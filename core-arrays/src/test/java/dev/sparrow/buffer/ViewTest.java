package dev.sparrow.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class ViewTest {
  private static final int ROUNDS = 20_000;

  private static View view(ArrowBuffer buffer, long[] dims, long[] strides, long offset) {
    return new View(buffer, DType.INT32, Shape.of(dims), strides, offset);
  }

  /** Where the elements lie, in row-major order: the meaning of a view. */
  private static long[] positions(View view) {
    long[] positions = new long[Math.toIntExact(view.shape().size())];
    for (int i = 0; i < positions.length; i++) {
      long rest = i;
      long at = view.offset();
      for (int axis = view.shape().rank() - 1; axis >= 0; axis--) {
        at += rest % view.shape().dim(axis) * view.stride(axis);
        rest /= view.shape().dim(axis);
      }
      positions[i] = at;
    }
    return positions;
  }

  @Test
  void reshapeKeepsPositionsAndFindsAViewWheneverThereIsOne() {
    long seed = Long.getLong("seed", 20_251);
    Random random = new Random(seed);
    ArrowBuffer buffer = ArrowBuffer.allocate(64);
    int views = 0;
    for (int round = 0; round < ROUNDS; round++) {
      View source = randomView(random, buffer);
      Shape target = randomShapeOfSize(random, source.shape().size());
      View reshaped = source.reshape(target);
      String what =
          source.shape() + " strides " + Arrays.toString(source.strides()) + " to " + target;
      boolean possible = hasStrides(source, target);
      assertEquals(possible, reshaped != null, () -> "seed " + seed + ": " + what);
      if (reshaped != null) {
        views++;
        assertEquals(target, reshaped.shape(), what);
        assertArrayEquals(
            positions(source), positions(reshaped), () -> "seed " + seed + ": " + what);
      }
    }
    assertTrue(views > ROUNDS / 4 && views < ROUNDS, views + " of " + ROUNDS + " were views");
    buffer.release();
  }

  /** The strides of a view are decided by its unit steps; then every element must agree. */
  private static boolean hasStrides(View source, Shape target) {
    long[] positions = positions(source);
    long[] strides = new long[target.rank()];
    long step = 1;
    for (int axis = target.rank() - 1; axis >= 0; axis--) {
      boolean moves = target.dim(axis) > 1 && positions.length > 0;
      strides[axis] = moves ? positions[Math.toIntExact(step)] - positions[0] : 0;
      step *= Math.max(target.dim(axis), 1);
    }
    return Arrays.equals(positions, positions(source.with(target, strides, source.offset())));
  }

  private static View randomView(Random random, ArrowBuffer buffer) {
    int rank = random.nextInt(5);
    List<Integer> order = new ArrayList<>();
    long[] dims = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(4);
      order.add(random.nextInt(axis + 1), axis);
    }
    if (random.nextBoolean()) {
      order.sort(null);
    }
    // Dense in some order of the axes, then sliced, reversed or repeated along some of them.
    long[] strides = new long[rank];
    long stride = 1;
    for (int axis : order.reversed()) {
      strides[axis] = stride;
      stride *= Math.max(dims[axis], 1);
      switch (random.nextInt(8)) {
        case 0 -> strides[axis] *= 2;
        case 1 -> strides[axis] = -strides[axis];
        case 2 -> strides[axis] = 0;
        case 3 -> stride *= 2;
        default -> {}
      }
    }
    return view(buffer, dims, strides, random.nextInt(5));
  }

  private static Shape randomShapeOfSize(Random random, long size) {
    List<Long> dims = new ArrayList<>();
    long rest = size;
    if (rest == 0) {
      return Shape.of(3, 0, 2);
    }
    while (rest > 1 || random.nextInt(3) == 0) {
      long factor = 1;
      for (long candidate = 2; candidate <= rest && factor == 1; candidate++) {
        factor = rest % candidate == 0 && random.nextBoolean() ? candidate : 1;
      }
      dims.add(random.nextInt(dims.size() + 1), factor);
      rest /= factor;
    }
    return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void reshapeRefusesAnotherSize() {
    ArrowBuffer buffer = ArrowBuffer.allocate(64);
    View view = View.dense(buffer, DType.INT32, Shape.of(2, 3));
    assertThrows(ShapeException.class, () -> view.reshape(Shape.of(7)));
    buffer.release();
  }

  @Test
  void denseMeansRowMajorWithoutGaps() {
    ArrowBuffer buffer = ArrowBuffer.allocate(64);
    assertTrue(view(buffer, new long[] {2, 3}, new long[] {3, 1}, 4).isDense());
    assertTrue(view(buffer, new long[] {1, 3}, new long[] {99, 1}, 0).isDense());
    assertTrue(view(buffer, new long[] {0, 3}, new long[] {7, 7}, 0).isDense());
    assertTrue(view(buffer, new long[0], new long[0], 3).isDense());
    assertFalse(view(buffer, new long[] {3, 2}, new long[] {1, 3}, 0).isDense());
    assertFalse(view(buffer, new long[] {3}, new long[] {0}, 0).isDense());
    assertFalse(view(buffer, new long[] {3}, new long[] {-1}, 2).isDense());
    buffer.release();
  }

  @Test
  void addressesFollowTheOffset() {
    ArrowBuffer buffer = ArrowBuffer.allocate(64);
    View view = view(buffer, new long[] {2}, new long[] {1}, 3);
    assertEquals(buffer.address() + 12, view.address());
    assertEquals(buffer.capacity() - 12, view.bytesToEnd());
    assertEquals(DType.FLOAT32, view.withDType(DType.FLOAT32).dtype());
    assertThrows(IllegalArgumentException.class, () -> view.withDType(DType.FLOAT64));
    buffer.release();
  }
}

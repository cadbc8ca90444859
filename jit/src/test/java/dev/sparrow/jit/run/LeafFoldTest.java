package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LeafWriter;
import dev.sparrow.jit.codegen.LoopForm;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaves have the bits that {@link ReductionTree} says, for all dtypes and widths of vectors. */
class LeafFoldTest {
  private static final List<Integer> COUNTS = List.of(1, 64, 129, 773, 1024);
  private static final int LEAVES = 2;

  static List<Arguments> folds() {
    List<LoopForm> forms =
        LoopForm.preferred() == LoopForm.SCALAR
            ? List.of(LoopForm.SCALAR)
            : List.of(LoopForm.values());
    List<Arguments> folds = new ArrayList<>();
    for (LoopForm form : forms) {
      for (DType dtype : DType.values()) {
        if (dtype.isComplex() || dtype == DType.KEY) {
          continue;
        }
        for (Monoid monoid : List.of(Monoid.SUM, Monoid.PROD, Monoid.MAX, Monoid.MIN)) {
          folds.add(Arguments.of(form, new FoldArithmetic(monoid, dtype)));
        }
      }
    }
    return folds;
  }

  /** A leaf, written down naively. */
  private static long leaf(FoldArithmetic arithmetic, long[] elements, int begin, int count) {
    LongBinaryOperator combination = arithmetic.combination();
    long[] lanes = new long[ReductionTree.LANES];
    java.util.Arrays.fill(lanes, arithmetic.identity());
    for (int i = 0; i < count; i++) {
      int lane = i % ReductionTree.LANES;
      lanes[lane] = combination.applyAsLong(lanes[lane], elements[begin + i]);
    }
    for (int half = ReductionTree.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = combination.applyAsLong(lanes[lane], lanes[lane + half]);
      }
    }
    return lanes[0];
  }

  private static long element(DType dtype, SplittableRandom random) {
    if (dtype == DType.BOOL) {
      return random.nextInt(50) == 0 ? 1 : 0;
    }
    if (!dtype.isFloat()) {
      return random.nextLong() << 64 - 8 * dtype.bytes() >> 64 - 8 * dtype.bytes();
    }
    double value =
        switch (random.nextInt(400)) {
          case 0 -> Double.NaN;
          case 1 -> -0.0;
          case 2 -> 0.0;
          default -> random.nextDouble(-2, 2);
        };
    long bits = Literal.bitsOf(dtype, value);
    return bits << 64 - 8 * dtype.bytes() >> 64 - 8 * dtype.bytes();
  }

  @ParameterizedTest
  @MethodSource("folds")
  void bitsAreThoseOfTheTree(LoopForm form, FoldArithmetic arithmetic) {
    FrameLoop loop = LeafWriter.write(new FoldBodies(arithmetic).leaf(), form);
    int bytes = arithmetic.dtype().bytes();
    int step = ReductionTree.LEAF + 3;
    int size = LEAVES * step + ReductionTree.LANES;
    SplittableRandom random = new SplittableRandom(11);
    try (Arena arena = Arena.ofConfined()) {
      long memory = arena.allocate((long) size * bytes, 64).address();
      long lanes = arena.allocate((long) LeafFold.LANES * bytes, 64).address();
      long results = arena.allocate(8L * (LEAVES + 1), 64).address();
      long[] elements = new long[size];
      for (int i = 0; i < size; i++) {
        elements[i] = element(arithmetic.dtype(), random);
        StridedCopy.fill(elements[i], memory + (long) i * bytes, 1, bytes);
      }
      LeafFold fold = new LeafFold(loop, bytes);
      for (int count : COUNTS) {
        long[] frame = new long[LeafFold.FRAME];
        long behind = results + (long) LEAVES * bytes;
        StridedCopy.fill(1, behind, 1, bytes);
        fold.fold(
            new LeafFold.Leaves(memory, count, LEAVES, (long) step * bytes), lanes, results, frame);
        for (int leaf = 0; leaf < LEAVES; leaf++) {
          assertEquals(
              leaf(arithmetic, elements, leaf * step, count),
              StridedCopy.load(results + (long) leaf * bytes, bytes),
              count + " elements, leaf " + leaf);
        }
        assertEquals(1, StridedCopy.load(behind, bytes), "nothing is written behind the results");
      }
    }
  }
}

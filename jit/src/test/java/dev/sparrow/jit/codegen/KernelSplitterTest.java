package dev.sparrow.jit.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vector-module")
class KernelSplitterTest {
  @Test
  void piecesComputeTheBitsOfTheWholeBody() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      KernelBody body = new RandomBodies(random).next(200);
      for (int nodes = 400; body.fits(); nodes *= 2) {
        body = new RandomBodies(random).next(nodes);
      }
      assertSameAsInterpreter(body, random, 1 + random.nextInt(Kernel.BLOCK), "seed " + seed);
    }
  }

  @Test
  void aLongChainOfValuesUniformOverTheBlockIsSplitToo() {
    KernelExpr x = new KernelExpr.Scalar(0, LaneType.I32);
    for (int i = 0; i < 400; i++) {
      x = LaneOps.xor(LaneOps.add(x, LaneOps.i32(i + 1)), LaneOps.shl(x, 1));
    }
    KernelBody body = KernelBody.of(1, List.of(x));
    assertFalse(body.fits());
    assertSameAsInterpreter(body, new Random(1), 70, "uniform chain");
  }

  /** A polynomial of degree 500, too long for one loop. */
  private static KernelExpr polynomial(KernelExpr x) {
    KernelExpr y = x;
    for (int i = 0; i < 500; i++) {
      y = LaneOps.fma(y, x, LaneOps.f32(i));
    }
    return y;
  }

  @Test
  void everyPieceFits() {
    KernelExpr x = new KernelExpr.Load(0, LaneType.F32);
    KernelSplitter.Split split = KernelSplitter.split(KernelBody.of(1, List.of(polynomial(x), x)));
    assertTrue(split.pieces().size() > 1);
    assertTrue(split.pieces().stream().allMatch(piece -> piece.body().fits()));
    // One value is alive between the steps of Horner's rule; the variable is loaded again.
    assertTrue(split.scratchValues() <= 2, split.scratchValues() + " blocks of scratch");
  }

  /** More elements than its scratch holds would be written over other memory. */
  @Test
  void aKernelOfSeveralLoopsRefusesMoreThanItsScratchHolds() {
    KernelBody body = KernelBody.of(1, List.of(polynomial(new KernelExpr.Load(0, LaneType.F32))));
    Kernel kernel = KernelWriter.write(body, LoopForm.SCALAR);
    int longest = KernelWriter.longestCall(body);
    assertTrue(longest >= Kernel.BLOCK && longest <= Kernel.LONG_BLOCK, longest + " elements");
    long[] frame = new long[body.frameSlots()];
    try (Arena arena = Arena.ofConfined()) {
      long bytes = (longest + Kernel.ROUND) * (long) Float.BYTES;
      frame[body.inputSlot(0)] = arena.allocate(bytes, Kernel.ROUND).address();
      frame[body.outputSlot(0)] = arena.allocate(bytes, Kernel.ROUND).address();
      kernel.run(frame, longest);
      assertThrows(IllegalArgumentException.class, () -> kernel.run(frame, longest + 1));
    }
  }

  private static void assertSameAsInterpreter(
      KernelBody body, Random random, int n, String context) {
    try (Arena arena = Arena.ofConfined()) {
      Blocks blocks = new Blocks(body, arena, random.nextLong(), new RandomBodies(random)::bits);
      long[][] expected = blocks.run(new KernelInterpreter(body), n);
      for (LoopForm form : List.of(LoopForm.SCALAR, LoopForm.VECTOR_128, LoopForm.VECTOR_256)) {
        long[][] actual = blocks.run(KernelWriter.write(body, form), n);
        for (int output = 0; output < expected.length; output++) {
          assertArrayEquals(
              expected[output], actual[output], context + " " + form + " output " + output);
        }
      }
    }
  }
}

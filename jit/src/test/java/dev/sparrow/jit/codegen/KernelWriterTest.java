package dev.sparrow.jit.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("vector-module")
class KernelWriterTest {
  private static final int[] COUNTS = {1, 13, 64, 207, 1024};

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void everyFormComputesTheBitsOfTheDefinition(LoopForm form) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int bodies = form == LoopForm.VECTOR_512 ? 5 : 60;
    for (int i = 0; i < bodies; i++) {
      KernelBody body = new RandomBodies(random).next(5 + random.nextInt(60));
      Kernel kernel = KernelWriter.write(body, form);
      try (Arena arena = Arena.ofConfined()) {
        long base = random.nextBoolean() ? random.nextLong() : (1L << 32) * (1 + i) - 5;
        Blocks blocks = new Blocks(body, arena, base, new RandomBodies(random)::bits);
        int n = COUNTS[random.nextInt(COUNTS.length)];
        long[][] expected = blocks.run(new KernelInterpreter(body), n);
        long[][] actual = blocks.run(kernel, n);
        for (int output = 0; output < expected.length; output++) {
          assertArrayEquals(
              expected[output],
              actual[output],
              "seed " + seed + " form " + form + " n " + n + " output " + output + "\n" + body);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void sharedValuesThatStayTheSameInABlockAreComputedOnce(LoopForm form) {
    KernelExpr x = new KernelExpr.Scalar(0, LaneType.I32);
    // As a tree this is 2^30 additions.
    for (int i = 0; i < 30; i++) {
      x = LaneOps.add(x, LaneOps.xor(x, LaneOps.i32(i + 1)));
    }
    KernelBody body = KernelBody.of(1, List.of(x));
    Kernel kernel = KernelWriter.write(body, form);
    try (Arena arena = Arena.ofConfined()) {
      Blocks blocks = new Blocks(body, arena, 0, new RandomBodies(new Random(1))::bits);
      assertArrayEquals(blocks.run(new KernelInterpreter(body), 5)[0], blocks.run(kernel, 5)[0]);
    }
  }

  /** Long chains of few values are written as more passes side by side than others. */
  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void longChainsWriteTheirElementsAndNoOthers(LoopForm form) {
    KernelExpr left = new KernelExpr.Load(0, Storage.I32);
    KernelExpr right = new KernelExpr.Load(1, Storage.I32);
    for (int round = 0; round < 20; round++) {
      left = LaneOps.add(left, right);
      right =
          LaneOps.xor(
              LaneOps.or(LaneOps.shl(right, 5 + round), LaneOps.ushr(right, 27 - round)), left);
    }
    KernelBody body = KernelBody.of(2, List.of(left, right));
    Kernel kernel = KernelWriter.write(body, form);
    try (Arena arena = Arena.ofConfined()) {
      Blocks blocks = new Blocks(body, arena, 0, new RandomBodies(new Random(1))::bits);
      for (int n : COUNTS) {
        long[][] expected = blocks.run(new KernelInterpreter(body), n);
        assertArrayEquals(expected, blocks.run(kernel, n), form + " n " + n);
        blocks.run(
            (frame, count) -> {
              MemorySegment output =
                  MemorySegment.ofAddress(frame[body.outputSlot(0)])
                      .reinterpret(Integer.BYTES * (long) Kernel.BLOCK);
              output.fill((byte) 7);
              kernel.run(frame, count);
              long written =
                  (long) Integer.BYTES * Kernel.ROUND * Math.ceilDiv(count, Kernel.ROUND);
              MemorySegment rest = output.asSlice(written);
              byte[] untouched = new byte[(int) rest.byteSize()];
              Arrays.fill(untouched, (byte) 7);
              assertArrayEquals(untouched, rest.toArray(ValueLayout.JAVA_BYTE), form + " n " + n);
            },
            n);
      }
    }
  }
}

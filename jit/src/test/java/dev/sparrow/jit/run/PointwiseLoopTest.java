package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls for one block of a row and calls for several, of the scalar and of the vector loop. */
class PointwiseLoopTest {
  /** So that the low word of the count comes to its end within a block of every row. */
  private static final long FIRST = (1L << 32) - 3 * Kernel.BLOCK - 100;

  /**
   * x·31 + the low word of the count + 7 times its high word + one more input, for all elements.
   */
  private static KernelBody body() {
    KernelExpr x = new KernelExpr.Load(0, LaneType.I32);
    KernelExpr shared = new KernelExpr.Scalar(1, LaneType.I32);
    KernelExpr count =
        LaneOps.add(LaneOps.indexLow(), LaneOps.mul(LaneOps.indexHigh(), LaneOps.i32(7)));
    return KernelBody.of(
        2, List.of(LaneOps.add(LaneOps.add(LaneOps.mul(x, LaneOps.i32(31)), count), shared)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 1024",
    "1, 1025",
    "1, 2048",
    "1, 8191",
    "1, 8192",
    "1, 8193",
    "1, 9216",
    "1, 30000",
    "3, 1024",
    "3, 2048",
    "3, 4096",
    "3, 5000",
    "3, 8192",
    "3, 20000",
    "700, 1500",
    "500, 1000",
    "40, 7",
    "9, 64"
  })
  void everyElementIsDoneOnceWhateverTheCallsTake(int rows, int run) {
    int size = rows * run;
    KernelBody body = body();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4 * Feed.rounded(size) + 256, 64);
      MemorySegment out = arena.allocate(4 * Feed.rounded(size) + 256, 64);
      MemorySegment scratch = arena.allocate(2 * 3 * 4 * Kernel.BLOCK, 64);
      MemorySegment shared = arena.allocate(8, 8);
      int[] want = new int[size];
      shared.set(ValueLayout.JAVA_INT, 0, 1234);
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < run; i++) {
          int x = (row * 7919 + i) * 2654435;
          in.setAtIndex(ValueLayout.JAVA_INT, (long) row * run + i, x);
          long count = FIRST + i;
          want[row * run + i] = x * 31 + (int) count + (int) (count >>> 32) * 7 + 1234;
        }
      }
      KernelCache kernels = new KernelCache(LoopForm.preferred(), 4);
      Walk dense = Walk.of(new long[] {rows}, new long[] {run});
      Walk everyRow = Walk.of(new long[] {rows}, new long[] {0});
      Walk along = Walk.of(new long[] {run}, new long[] {1});
      CountOrigin origin =
          new CountOrigin(
              new ScalarOperand.Known(FIRST >>> 32), new ScalarOperand.Known((int) FIRST));
      long place = 4L * Kernel.BLOCK;
      BlockProgram program =
          BlockProgram.of(
              List.of(
                  new Feed.Count(origin, 0, everyRow),
                  new Feed.Contiguous(0, 0, 4, dense, 0),
                  new Feed.Uniform(1, 0, DType.INT32, everyRow)),
              List.of(new Drain.Stored(2, 4, size, dense, along, rows > 1 ? run : 0, place)),
              body,
              kernels);
      PointwiseLoop loop =
          new PointwiseLoop(
              program,
              rows,
              run,
              new PointwiseLoop.Tile(1, Math.min(Kernel.BLOCK, run)),
              3 * place,
              true);
      long[] base = {in.address(), shared.address(), out.address()};
      long[] end = {
        in.address() + in.byteSize(), shared.address() + 8, out.address() + out.byteSize()
      };
      Addresses addresses = new Addresses(base, end, 0, scratch.address(), 3 * place, 2);
      loop.run(addresses);
      assertArrayEquals(want, ints(out, size), "scalar");
      TieredKernel kernel = kernels.get(body);
      WarmUp.Trial trial = kernel.trial(scratch.address(), scratch.address() + place);
      trial.adopt().run();
      assertEquals(kernel.isWarm() ? Kernel.LONG_BLOCK : Kernel.BLOCK, program.longestCall());
      long[] over = {out.address(), shared.address(), out.address()};
      long[] overEnd = {end[2], end[1], end[2]};
      for (int threads = 1; threads <= 2; threads++) {
        out.fill((byte) 0);
        loop.run(new Addresses(base, end, 0, scratch.address(), 3 * place, threads));
        assertArrayEquals(want, ints(out, size), threads + " threads");
        out.copyFrom(in);
        loop.run(new Addresses(over, overEnd, 0, scratch.address(), 3 * place, threads));
        assertArrayEquals(want, ints(out, size), threads + " threads, over the operand");
      }
      long parts = rows == 1 ? run : rows;
      long cut = parts / 3;
      out.copyFrom(in);
      Addresses inPlace = new Addresses(over, overEnd, 0, scratch.address(), 3 * place, 2);
      loop.runRows(inPlace, 0, parts, 0, cut);
      assertArrayEquals(
          ints(in, size, cut * (size / parts)),
          ints(out, size, cut * (size / parts)),
          "other rows");
      loop.runRows(inPlace, 1, parts, cut, parts);
      assertArrayEquals(want, ints(out, size), "parts");
    }
  }

  private static int[] ints(MemorySegment memory, int size) {
    return ints(memory, size, 0);
  }

  private static int[] ints(MemorySegment memory, int size, long first) {
    return memory.asSlice(4 * first, 4 * (size - first)).toArray(ValueLayout.JAVA_INT);
  }
}

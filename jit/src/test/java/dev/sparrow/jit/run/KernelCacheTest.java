package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelCacheTest {
  private static KernelBody plus(int constant) {
    KernelExpr x = new KernelExpr.Load(0, LaneType.I32);
    return KernelBody.of(1, List.of(LaneOps.add(x, LaneOps.i32(constant))));
  }

  @Test
  void equalBodiesShareAKernel() {
    KernelCache cache = new KernelCache(LoopForm.SCALAR, 10);
    Kernel first = cache.get(plus(1));
    assertSame(first, cache.get(plus(1)));
    assertNotSame(first, cache.get(plus(2)));
    assertEquals(new KernelCache.Statistics(1, 2, 2, 0, 0, 0), cache.statistics());
  }

  @Test
  void theKernelUsedLongestAgoGoesFirst() {
    KernelCache cache = new KernelCache(LoopForm.SCALAR, 2);
    Kernel one = cache.get(plus(1));
    Kernel two = cache.get(plus(2));
    assertSame(one, cache.get(plus(1)));
    cache.get(plus(3));
    assertSame(one, cache.get(plus(1)));
    assertNotSame(two, cache.get(plus(2)));
    assertEquals(2, cache.statistics().kernels());
  }

  @Test
  void bothTiersGiveTheSameBits() {
    if (LoopForm.preferred() == LoopForm.SCALAR) {
      return;
    }
    TieredKernel tiered = new TieredKernel(plus(7), LoopForm.preferred());
    ByteBuffer in = ByteBuffer.allocateDirect(8192);
    ByteBuffer out = ByteBuffer.allocateDirect(8192);
    MemorySegment source = MemorySegment.ofBuffer(in);
    for (int i = 0; i < 1024; i++) {
      source.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, i * 12345);
    }
    long[] frame = {0, source.address(), MemorySegment.ofBuffer(out).address()};
    tiered.run(frame, 1000);
    int[] scalar = ints(out);
    assertFalse(tiered.isWarm());
    WarmUp.Trial trial = tiered.trial(frame[1], frame[2]);
    trial.vector().accept(64);
    trial.adopt().run();
    assertTrue(tiered.isWarm());
    tiered.expect(1);
    tiered.run(frame, 1000);
    assertArrayEquals(scalar, ints(out));
    assertEquals(1, tiered.scalarCalls());
    assertEquals(1, tiered.vectorCalls());
  }

  private static int[] ints(ByteBuffer buffer) {
    int[] values = new int[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = MemorySegment.ofBuffer(buffer).getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
    }
    return values;
  }
}

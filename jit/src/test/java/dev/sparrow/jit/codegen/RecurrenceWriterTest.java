package dev.sparrow.jit.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.jit.codegen.RecurrenceBody.Input;
import dev.sparrow.jit.codegen.RecurrenceBody.Output;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops over steps in every form against the same steps taken one by one. */
@Tag("vector-module")
class RecurrenceWriterTest {
  private static final int ROOM = 8 * (Kernel.BLOCK + Kernel.ROUND);
  private static final int STEPS = 5;

  private final Arena arena = Arena.ofAuto();

  /** sum ← sum / 2 + x k with a shared count; keeps sum and count. */
  private static RecurrenceBody running() {
    KernelExpr sum = new KernelExpr.Carry(0, LaneType.F32);
    KernelExpr count = new KernelExpr.Carry(1, LaneType.I32);
    KernelExpr x = new KernelExpr.Load(2, LaneType.F32);
    KernelExpr k = new KernelExpr.Scalar(3, LaneType.F32);
    KernelExpr fixed = new KernelExpr.Load(4, LaneType.F32);
    KernelExpr next =
        LaneOps.add(
            LaneOps.fma(sum, LaneOps.f32(0.5f), LaneOps.mul(x, k)),
            LaneOps.mul(fixed, LaneOps.convert(count, LaneType.F32)));
    return RecurrenceBody.of(
        List.of(
            new Input(Role.CARRY, Storage.F32),
            new Input(Role.SHARED_CARRY, Storage.I32),
            new Input(Role.MOVING, Storage.F32),
            new Input(Role.MOVING, Storage.F32),
            new Input(Role.FIXED, Storage.F32)),
        List.of(
            new Output(next, Storage.F32, false),
            new Output(LaneOps.add(count, LaneOps.i32(1)), Storage.I32, true)),
        List.of(new Output(next, Storage.F32, false), new Output(count, Storage.I32, true)));
  }

  /**
   * x ← x / 2 and n ← n + 1 while x > 1; n goes through some sums of which each undoes the one
   * before, so many that two vectors are computed side by side.
   */
  private static RecurrenceBody halving(int detours) {
    KernelExpr x = new KernelExpr.Carry(0, LaneType.F64);
    KernelExpr n = new KernelExpr.Carry(1, LaneType.I32);
    KernelExpr goesOn = LaneOps.lt(LaneOps.f64(1), x);
    KernelExpr half = LaneOps.mul(x, LaneOps.f64(0.5));
    KernelExpr more = LaneOps.add(n, LaneOps.i32(1));
    for (int i = 1; i <= detours; i++) {
      more = LaneOps.add(LaneOps.add(more, LaneOps.i32(i)), LaneOps.i32(-i));
    }
    return RecurrenceBody.until(
        List.of(new Input(Role.CARRY, Storage.F64), new Input(Role.CARRY, Storage.I32)),
        List.of(
            new Output(LaneOps.select(goesOn, half, x), Storage.F64, false),
            new Output(LaneOps.select(goesOn, more, n), Storage.I32, false)),
        goesOn);
  }

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void stepsInRegistersAreStepsOneByOne(LoopForm form) {
    RecurrenceBody body = running();
    Recurrence recurrence = KernelWriter.write(body, form);
    for (int n : new int[] {1, 7, 16, 64, 70, 1000}) {
      MemorySegment memory = memory();
      long[] frame = frame(body, memory);
      int row = 4 * (Kernel.BLOCK + Kernel.ROUND);
      frame[body.strideSlot(body.step().inputSlot(2))] = row;
      frame[body.strideSlot(body.step().inputSlot(3))] = 4;
      frame[body.strideSlot(body.step().outputSlot(2))] = row;
      frame[body.strideSlot(body.step().outputSlot(3))] = 4;
      long[] plain = frame(body, memory());
      System.arraycopy(frame, body.step().frameSlots(), plain, body.step().frameSlots(), 9);
      assertEquals(0, recurrence.run(frame, n, STEPS));
      stepByStep(body, plain, n);
      for (int output = 0; output < body.step().outputs().size(); output++) {
        boolean shared = body.shared().get(output);
        boolean kept = output >= body.firstKept();
        int slot = body.step().outputSlot(output);
        for (int step = 0; step < (kept ? STEPS : 1); step++) {
          long at = step * frame[body.strideSlot(slot)];
          int bytes = 4 * (shared ? 1 : n);
          assertArrayEquals(
              bytes(plain[slot] + at, bytes),
              bytes(frame[slot] + at, bytes),
              form + " " + n + " output " + output + " step " + step);
        }
      }
    }
  }

  /** Takes steps with the interpreter of kernels, which knows nothing of steps. */
  private static void stepByStep(RecurrenceBody body, long[] frame, int n) {
    KernelInterpreter step = new KernelInterpreter(body.step());
    long[] at = frame.clone();
    long count = frame[body.step().inputSlot(1)];
    for (int taken = 0; taken < STEPS; taken++) {
      // The interpreter reads shared values as it reads others: spread them first.
      for (int i = n; i >= 0; i--) {
        Memory.store(Memory.loadI32(count), at[body.step().inputSlot(1)] + 4L * i);
      }
      at[body.step().inputSlot(3)] = Memory.loadI32(frame[body.step().inputSlot(3)] + 4L * taken);
      step.run(at, n);
      at[body.step().inputSlot(0)] = at[body.step().outputSlot(0)];
      count = at[body.step().outputSlot(1)];
      for (int input = 2; input < 3; input++) {
        int slot = body.step().inputSlot(input);
        at[slot] += frame[body.strideSlot(slot)];
      }
      for (int output = 2; output < 4; output++) {
        int slot = body.step().outputSlot(output);
        at[slot] += frame[body.strideSlot(slot)];
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void elementsEndOneByOne(LoopForm form) {
    for (int detours : new int[] {0, 12}) {
      elementsEndOneByOne(form, halving(detours));
    }
  }

  private void elementsEndOneByOne(LoopForm form, RecurrenceBody body) {
    assertTrue(body.standsStillWhenDone());
    Recurrence recurrence = KernelWriter.write(body, form);
    MemorySegment memory = memory();
    long[] frame = frame(body, memory);
    int n = 64;
    for (int i = 0; i < n; i++) {
      Memory.store((double) (1L << i % 9), frame[body.step().inputSlot(0)] + 8L * i);
      Memory.store(0, frame[body.step().inputSlot(1)] + 4L * i);
    }
    assertTrue(recurrence.run(frame, n, 3) > 0);
    frame[body.step().inputSlot(0)] = frame[body.step().outputSlot(0)];
    frame[body.step().inputSlot(1)] = frame[body.step().outputSlot(1)];
    assertEquals(0, recurrence.run(frame, n, 20));
    for (int i = 0; i < n; i++) {
      assertEquals(i % 9, Memory.loadI32(frame[body.step().outputSlot(1)] + 4L * i));
      assertEquals(1.0, Memory.loadF64(frame[body.step().outputSlot(0)] + 8L * i));
    }
  }

  @ParameterizedTest
  @EnumSource(value = LoopForm.class, names = "SCALAR")
  void whatMovesOnAfterItsEndIsFound(LoopForm form) {
    KernelExpr x = new KernelExpr.Carry(0, LaneType.F64);
    RecurrenceBody body =
        RecurrenceBody.until(
            List.of(new Input(Role.CARRY, Storage.F64)),
            List.of(new Output(LaneOps.mul(x, LaneOps.f64(0.5)), Storage.F64, false)),
            LaneOps.lt(LaneOps.f64(1), x));
    assertFalse(body.standsStillWhenDone());
    assertEquals(1, form.lanes(body.step()));
  }

  private MemorySegment memory() {
    MemorySegment memory = arena.allocate(ROOM * 64L, 64);
    SplittableRandom random = new SplittableRandom(5);
    for (long at = 0; at < memory.byteSize(); at += 4) {
      Memory.store((float) random.nextDouble(-2, 2), memory.address() + at);
    }
    return memory;
  }

  private static long[] frame(RecurrenceBody body, MemorySegment memory) {
    long[] frame = new long[body.frameSlots()];
    long address = memory.address();
    for (int input = 0; input < body.inputs().size(); input++) {
      frame[body.step().inputSlot(input)] = address;
      address += STEPS * (long) ROOM;
    }
    for (int output = 0; output < body.step().outputs().size(); output++) {
      frame[body.step().outputSlot(output)] = address;
      address += STEPS * (long) ROOM;
    }
    return frame;
  }

  private static byte[] bytes(long address, int count) {
    byte[] copy = new byte[count];
    for (int i = 0; i < count; i++) {
      copy[i] = (byte) Memory.loadBytes1(address + i);
    }
    return copy;
  }
}

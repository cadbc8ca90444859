package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelWriter;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.Recurrence;
import dev.sparrow.jit.codegen.RecurrenceBody;
import dev.sparrow.jit.lower.KernelExpr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence that is usable at once and fast a little later, as {@link TieredKernel} is. The
 * vector loop is warmed up on a copy of what an early call read: whether elements go on, and so
 * what is compiled, depends on values.
 */
final class TieredRecurrence implements Recurrence, WarmUp.Candidate {
  /** Calls after which a vector loop is worth its compilation. */
  private static final int CALLS = 24;

  /** Steps of a trial. */
  private static final int TRIAL_STEPS = 8;

  private final RecurrenceBody body;
  private final LoopForm form;
  private final Recurrence scalar;
  private final AtomicInteger calls = new AtomicInteger();

  /** Set once; read without synchronisation, for the scalar loop is right too. */
  private @Nullable Recurrence vector;

  /** There from the submission until the warm-up is over. */
  private @Nullable Sample sample;

  /**
   * What an early call read.
   *
   * @param frame that call's frame, with addresses in the memory
   * @param memory a copy, which is freed when nobody can reach it
   */
  @SuppressWarnings("ArrayRecordComponent") // carries arguments and is never compared
  private record Sample(long[] frame, MemorySegment memory) {}

  private TieredRecurrence(RecurrenceBody body, LoopForm form) {
    this.body = body;
    this.form = form;
    this.scalar = KernelWriter.write(body, LoopForm.SCALAR);
  }

  /** The recurrence of a body: tiered if it has a vector form. */
  static Recurrence of(RecurrenceBody body, LoopForm form) {
    return form.of(body.step()) == LoopForm.SCALAR
        ? KernelWriter.write(body, LoopForm.SCALAR)
        : new TieredRecurrence(body, form);
  }

  @Override
  public int run(long[] frame, int n, int steps) {
    Recurrence warm = vector;
    if (warm != null) {
      return warm.run(frame, n, steps);
    }
    if (calls.get() <= CALLS && calls.incrementAndGet() == CALLS) {
      sample(frame, n);
      WarmUp.shared().submit(this);
    }
    return scalar.run(frame, n, steps);
  }

  /** Copies what a call would read in its first step; all steps of a trial read the same. */
  private void sample(long[] frame, int n) {
    int inputs = body.inputs().size();
    long room = (Kernel.BLOCK + Kernel.ROUND) * (long) Long.BYTES;
    MemorySegment memory = Arena.ofAuto().allocate(room * inputs, Kernel.ROUND);
    long[] copy = new long[body.frameSlots()];
    for (int i = 0; i < inputs; i++) {
      int slot = body.step().inputSlot(i);
      KernelExpr leaf = body.step().input(i).orElse(null);
      boolean bits =
          body.inputs().get(i).role() == RecurrenceBody.Role.FIXED
              && !(leaf instanceof KernelExpr.Load);
      if (bits || i >= body.carries() && leaf == null) {
        copy[slot] = frame[slot];
        continue;
      }
      int bytes = body.inputs().get(i).storage().bytes();
      long address = memory.address() + i * room;
      boolean one =
          leaf instanceof KernelExpr.Scalar
              || body.inputs().get(i).role() == RecurrenceBody.Role.SHARED_CARRY;
      int count = one ? 1 : n;
      StridedCopy.copy(frame[slot], 1, address, 1, count, bytes);
      // A trial has blocks of all sizes: elements repeat.
      for (int at = count; at < Kernel.BLOCK + Kernel.ROUND; at += count) {
        int length = Math.min(count, Kernel.BLOCK + Kernel.ROUND - at);
        StridedCopy.copy(address, 1, address + (long) at * bytes, 1, length, bytes);
      }
      copy[slot] = address;
    }
    sample = new Sample(copy, memory);
  }

  @Override
  public WarmUp.Trial trial(long readable, long writable) {
    long[] frame = Objects.requireNonNull(sample).frame.clone();
    for (int output = 0; output < body.step().outputs().size(); output++) {
      frame[body.step().outputSlot(output)] = writable;
    }
    Recurrence candidate = KernelWriter.write(body, form);
    return new WarmUp.Trial(
        n -> scalar.run(frame, n, TRIAL_STEPS),
        n -> candidate.run(frame, n, TRIAL_STEPS),
        () -> vector = candidate);
  }

  @Override
  public void finish() {
    sample = null;
  }
}

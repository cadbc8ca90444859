package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.KernelWriter;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.lower.KernelExpr;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that is usable at once and fast a little later. A vector loop that HotSpot has not
 * compiled yet runs a hundred times slower than afterwards, so calls go to the scalar loop first;
 * when there have been enough of them, the vector loop is warmed up in the background and takes
 * over once it is the faster one. Both give the same bits.
 */
final class TieredKernel implements Kernel, WarmUp.Candidate {
  /** Calls after which a vector loop is worth its compilation. */
  private static final int CALLS = 48;

  private final KernelBody body;
  private final LoopForm form;
  private final Kernel scalar;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * Set once; read without synchronisation, for a thread that misses it for a while is right too.
   */
  private @Nullable Kernel vector;

  private TieredKernel(KernelBody body, LoopForm form) {
    this.body = body;
    this.form = form;
    this.scalar = KernelWriter.write(body, LoopForm.SCALAR);
  }

  /** The kernel of a body: tiered if it has a vector form. */
  static Kernel of(KernelBody body, LoopForm form) {
    return form.of(body) == LoopForm.SCALAR
        ? KernelWriter.write(body, LoopForm.SCALAR)
        : new TieredKernel(body, form);
  }

  @Override
  public void run(long[] frame, int n) {
    Kernel warm = vector;
    if (warm != null) {
      warm.run(frame, n);
      return;
    }
    if (calls.get() <= CALLS && calls.incrementAndGet() == CALLS) {
      WarmUp.shared().submit(this);
    }
    scalar.run(frame, n);
  }

  /** Whether the vector loop has taken over. */
  boolean isWarm() {
    return vector != null;
  }

  @Override
  public WarmUp.Trial trial(long readable, long writable) {
    long[] frame = new long[body.frameSlots()];
    for (int input = 0; input < body.inputCount(); input++) {
      boolean load = body.input(input).orElse(null) instanceof KernelExpr.Load;
      frame[body.inputSlot(input)] = load ? readable : 0;
    }
    for (int output = 0; output < body.outputs().size(); output++) {
      frame[body.outputSlot(output)] = writable;
    }
    Kernel candidate = KernelWriter.write(body, form);
    return new WarmUp.Trial(
        n -> scalar.run(frame, n), n -> candidate.run(frame, n), () -> vector = candidate);
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.KernelWriter;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.lower.KernelExpr;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that is usable at once and fast a little later. A vector loop that HotSpot has not
 * compiled yet runs a hundred times slower than afterwards, so calls go to the scalar loop first;
 * when there have been or will be enough of them, the vector loop is warmed up in the background
 * and takes over once it is the faster one. Both give the same bits.
 */
final class TieredKernel implements Kernel, WarmUp.Candidate {
  /** Calls after which a vector loop is worth its compilation. */
  private static final int CALLS = 48;

  private final KernelBody body;
  private final LoopForm form;
  private final Kernel scalar;
  private final LongAdder scalarCalls = new LongAdder();
  private final LongAdder vectorCalls = new LongAdder();
  private final AtomicBoolean submitted = new AtomicBoolean();

  /**
   * Set once; read without synchronisation, for a thread that misses it for a while is right too.
   */
  private @Nullable Kernel vector;

  /** Calls up to the submission; may lose some, since threads count without synchronisation. */
  private int calls;

  /**
   * @param body what to compute
   * @param form the form that is to take over; scalar for none
   */
  TieredKernel(KernelBody body, LoopForm form) {
    this.body = body;
    this.form = form.of(body);
    if (this.form == LoopForm.SCALAR) {
      this.scalar = KernelWriter.write(body, LoopForm.SCALAR);
      submitted.set(true);
    } else {
      this.scalar = KernelWriter.writeStandIn(body);
    }
  }

  @Override
  public void run(long[] frame, int n) {
    Kernel warm = vector;
    if (warm != null) {
      warm.run(frame, n);
      return;
    }
    expect(1);
    scalarCalls.increment();
    scalar.run(frame, n);
  }

  /**
   * Says that so many calls will follow, so that a vector loop need not wait for them, and so that
   * its calls are counted: counting them one by one would take as long as a small block.
   */
  void expect(long more) {
    if (vector != null) {
      vectorCalls.add(more);
      return;
    }
    if (submitted.get()) {
      return;
    }
    calls = (int) Math.min(CALLS, calls + more);
    if (calls == CALLS && submitted.compareAndSet(false, true)) {
      WarmUp.shared().submit(this);
    }
  }

  /** Whether the vector loop has taken over. */
  boolean isWarm() {
    return vector != null;
  }

  @Override
  public long scalarCalls() {
    return scalarCalls.sum();
  }

  /** Calls that were expected while there was the vector loop to serve them. */
  long vectorCalls() {
    return vectorCalls.sum();
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

package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Recurrence;
import dev.sparrow.jit.codegen.RecurrenceBody;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;
import java.util.List;

/**
 * Runs a recurrence: the whole loop for one block of elements after another, carries in registers
 * or in the first-level cache. Blocks are shared out to threads.
 *
 * @param recurrence the compiled steps
 * @param body what they compute
 * @param steps how steps are counted
 * @param elements number of elements
 * @param carries what goes from step to step
 * @param inputs what else a step reads
 * @param kept what is kept of each step
 * @param scratch places in a worker's memory
 * @param ownBytes memory of this step that constants are put into
 * @param parallel whether the work is worth more than one thread
 */
record RecurrenceLoop(
    Recurrence recurrence,
    RecurrenceBody body,
    Steps steps,
    long elements,
    List<Carry> carries,
    List<Input> inputs,
    List<Kept> kept,
    Scratch scratch,
    long ownBytes,
    boolean parallel)
    implements BoundStep {
  /** Most elements times steps of a call: HotSpot compiles loops that are called often. */
  private static final int CALL = 1 << 15;

  /**
   * The same where each step reads or writes elements of its own: rows of few steps at a time, so
   * that each of them is gone through from end to end.
   */
  private static final int STREAMED_CALL = 1 << 12;

  /** Most steps of a call. */
  private static final int CALL_STEPS = 256;

  /** Blocks for each thread. */
  private static final int BLOCKS_PER_THREAD = 4;

  /**
   * How steps are counted.
   *
   * @param count number of steps; -1 if a condition ends them
   * @param reverse whether the last index comes first
   */
  record Steps(long count, boolean reverse) {}

  /**
   * A carry.
   *
   * @param initial its initial value
   * @param target slot of its last value
   * @param shared whether it is one value for all elements
   * @param place place in scratch, of one block
   */
  record Carry(FlowOperand initial, int target, boolean shared, long place) {
    int bytes() {
      return initial.layout().dtype().bytes();
    }
  }

  /**
   * Another input.
   *
   * @param operand where it lies
   * @param source which elements of it
   * @param stride distance in bytes between the elements of two steps
   * @param run where a step's elements lie
   * @param place place in scratch, of a block for each staged step
   */
  record Input(FlowOperand operand, RecurrenceInput source, long stride, Walk run, long place) {
    int bytes() {
      return source.view().dtype().bytes();
    }

    /** Address of the first element of a step. */
    long address(Addresses outer, long step) {
      return operand.origin(outer) + source.view().offset() * bytes() + step * stride;
    }
  }

  /**
   * What is kept of each step.
   *
   * @param slot where
   * @param stride distance in bytes between two steps
   * @param bytes size of an element
   * @param shared whether it is one value for all elements
   * @param place place in scratch, of a block for each staged step
   */
  record Kept(int slot, long stride, int bytes, boolean shared, long place) {}

  /**
   * Places in a worker's memory.
   *
   * @param bytes of all places
   * @param block most elements of a block
   * @param staged steps there is room for where elements have to be packed
   */
  record Scratch(long bytes, int block, int staged) {}

  @Override
  public long arenaBytes() {
    return ownBytes;
  }

  @Override
  public long scratchBytes() {
    return scratch.bytes;
  }

  @Override
  public String describe() {
    return "recurrence of %d operations, carries in registers"
        .formatted(body.step().nodes().size());
  }

  @Override
  public void run(Addresses outer) {
    int threads = parallel ? outer.threads() : 1;
    long wanted = elements / ((long) threads * BLOCKS_PER_THREAD);
    int block = Math.clamp(Feed.rounded(wanted), Kernel.ROUND, scratch.block);
    ParallelLoop.run(
        (elements + block - 1) / block,
        threads,
        (worker, begin, end) -> {
          RecurrenceRun run = new RecurrenceRun(this, outer, outer.scratch(worker));
          for (long item = begin; item < end; item++) {
            long start = item * block;
            run.block(start, (int) Math.min(block, elements - start));
          }
        });
  }

  /** Steps of a call for some elements. */
  int callSteps(int count, boolean staged) {
    int most = Math.clamp((streams() ? STREAMED_CALL : CALL) / count, 1, CALL_STEPS);
    return staged ? Math.min(most, scratch.staged) : most;
  }

  /** Places a worker's memory is divided into. */
  static final class Layout {
    private final ScratchPlan plan = new ScratchPlan();
    private final int block;
    private final int staged;

    Layout(long elements) {
      this.block = (int) Math.min(Feed.rounded(elements), Kernel.BLOCK);
      this.staged = Math.clamp(8 * Kernel.BLOCK / block, 1, 128);
    }

    long block(View view) {
      return plan.place(block, view.dtype().bytes());
    }

    long stage(int bytes) {
      return plan.place((long) block * staged, bytes);
    }

    Scratch scratch() {
      return new Scratch(plan.bytes(), block, staged);
    }
  }

  /** Whether each step reads or writes elements of its own; asked for every call of the steps. */
  private boolean streams() {
    for (Kept each : kept) {
      if (!each.shared) {
        return true;
      }
    }
    for (Input each : inputs) {
      if (moves(each) && !each.source.shared()) {
        return true;
      }
    }
    return false;
  }

  /** Whether steps end by a condition. */
  boolean isConditional() {
    return steps.count < 0;
  }

  static boolean moves(Input input) {
    return input.source.role() == Role.MOVING;
  }
}

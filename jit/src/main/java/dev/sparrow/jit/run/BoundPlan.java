package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.fuse.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A plan for inputs of given strides: everything is decided but the addresses. Thread-safe. */
final class BoundPlan {
  private final long[][] inputStrides;
  private final int slots;
  private final int[] temporarySlots;
  private final long[] temporaryOffsets;
  private final long arenaBytes;
  private final long scratchBytes;
  private final List<Output> outputs;
  private final List<Result> results;
  private final BoundStep[] steps;

  /**
   * A new array that a run allocates and hands out.
   *
   * @param slot its slot
   * @param bytes its size with slack
   */
  record Output(int slot, long bytes) {}

  /** What a result of the graph is. */
  sealed interface Result {
    /**
     * A new array.
     *
     * @param output number of the output
     * @param type its dtype and shape
     */
    record Output(int output, ArrayType type) implements Result {}

    /**
     * A dense window on an input.
     *
     * @param input number of the input
     * @param access the window
     */
    record Window(int input, Access access) implements Result {}
  }

  BoundPlan(
      List<View> inputs,
      int slots,
      Map<Integer, Long> temporaries,
      long temporaryBytes,
      List<Output> outputs,
      List<Result> results,
      List<BoundStep> steps) {
    this.inputStrides = inputs.stream().map(View::strides).toArray(long[][]::new);
    this.slots = slots;
    this.temporarySlots = temporaries.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.temporaryOffsets =
        Arrays.stream(temporarySlots).mapToLong(slot -> temporaries.get(slot)).toArray();
    this.arenaBytes = temporaryBytes;
    this.scratchBytes =
        ScratchPlan.align(steps.stream().mapToLong(BoundStep::scratchBytes).max().orElse(0));
    this.outputs = List.copyOf(outputs);
    this.results = List.copyOf(results);
    this.steps = steps.toArray(BoundStep[]::new);
  }

  /** Bytes a run on one thread needs beside its results. */
  long temporaryBytes() {
    return arenaBytes + scratchBytes;
  }

  /** Whether this plan fits the strides of some inputs. */
  boolean fits(List<View> inputs) {
    for (int i = 0; i < inputStrides.length; i++) {
      View input = inputs.get(i);
      long[] strides = inputStrides[i];
      for (int axis = 0; axis < strides.length; axis++) {
        if (strides[axis] != input.stride(axis)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Runs the plan; the caller becomes a holder of each result's buffer. */
  List<View> run(List<View> inputs, boolean parallel) {
    int threads = parallel ? ParallelLoop.threads() : 1;
    long[] base = new long[slots];
    long[] end = new long[slots];
    for (int i = 0; i < inputs.size(); i++) {
      View input = inputs.get(i);
      base[i] = input.address();
      end[i] = base[i] + input.bytesToEnd();
    }
    List<ArrowBuffer> buffers = new ArrayList<>(outputs.size());
    ArrowBuffer arena = null;
    boolean done = false;
    try {
      for (Output output : outputs) {
        ArrowBuffer buffer = ArrowBuffer.allocate(output.bytes);
        buffers.add(buffer);
        base[output.slot] = buffer.address();
        end[output.slot] = buffer.address() + buffer.capacity();
      }
      long needed = arenaBytes + threads * scratchBytes;
      long scratch = 0;
      if (needed > 0) {
        arena = ArrowBuffer.allocate(needed);
        scratch = arena.address() + arenaBytes;
        for (int i = 0; i < temporarySlots.length; i++) {
          base[temporarySlots[i]] = arena.address() + temporaryOffsets[i];
          end[temporarySlots[i]] = arena.address() + arena.capacity();
        }
      }
      Addresses addresses = new Addresses(base, end, scratch, scratchBytes, threads);
      for (BoundStep step : steps) {
        step.run(addresses);
      }
      List<View> views = results(inputs, buffers);
      done = true;
      return views;
    } finally {
      if (arena != null) {
        arena.release();
      }
      if (!done) {
        buffers.forEach(ArrowBuffer::release);
      }
    }
  }

  private List<View> results(List<View> inputs, List<ArrowBuffer> buffers) {
    List<View> views = new ArrayList<>(results.size());
    boolean[] taken = new boolean[buffers.size()];
    for (Result result : results) {
      switch (result) {
        case Result.Output(int output, ArrayType type) -> {
          ArrowBuffer buffer = buffers.get(output);
          if (taken[output]) {
            buffer.retain();
          }
          taken[output] = true;
          views.add(View.dense(buffer, type.dtype(), type.shape()));
        }
        case Result.Window(int input, Access access) -> {
          View window = Objects.requireNonNull(access.on(inputs.get(input)));
          window.buffer().retain();
          views.add(window);
        }
      }
    }
    return views;
  }
}

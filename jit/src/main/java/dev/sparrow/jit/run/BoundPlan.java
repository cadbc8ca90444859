package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.fuse.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A plan for inputs of given strides: everything is decided but the addresses. Thread-safe. */
final class BoundPlan {
  private final long[][] inputStrides;
  private final List<Output> outputs;
  private final List<Result> results;
  private final BoundBody body;
  private final List<Integer> owners;

  /** What a run does with the steps when all addresses are known. */
  @FunctionalInterface
  private interface Execution {
    void run(Addresses addresses);
  }

  /**
   * A new array that a run allocates and hands out.
   *
   * @param slot its slot
   * @param bytes its size with slack
   * @param heritage numbers of the inputs whose memory it may have if they are given up
   */
  record Output(int slot, long bytes, List<Integer> heritage) {
    /** Copies the list. */
    Output {
      heritage = List.copyOf(heritage);
    }
  }

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

  /**
   * @param inputs views whose strides are those of every run
   * @param outputs arrays that a run allocates
   * @param results what the results are
   * @param body the steps
   * @param owners for each of the body's steps the number of the plan's step it belongs to, or -1
   */
  BoundPlan(
      List<View> inputs,
      List<Output> outputs,
      List<Result> results,
      BoundBody body,
      List<Integer> owners) {
    this.inputStrides = inputs.stream().map(View::strides).toArray(long[][]::new);
    this.outputs = List.copyOf(outputs);
    this.results = List.copyOf(results);
    this.body = body;
    this.owners = List.copyOf(owners);
  }

  /** Bytes a run on one thread needs beside its results. */
  long temporaryBytes() {
    return body.arenaBytes() + body.scratchBytes();
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

  /**
   * Runs the plan; the caller becomes a holder of each result's buffer.
   *
   * @param inputs one view per input
   * @param donated numbers of the inputs whose memory results may have
   * @param parallel whether threads are worth their scratch
   */
  List<View> run(List<View> inputs, Set<Integer> donated, boolean parallel) {
    return run(inputs, donated, parallel, body::run);
  }

  /** Runs the plan, on as many threads as there are, and adds up the time of each step. */
  List<View> runTimed(List<View> inputs, long[] nanos) {
    return run(inputs, Set.of(), true, addresses -> body.runTimed(addresses, owners, nanos));
  }

  private List<View> run(
      List<View> inputs, Set<Integer> donated, boolean parallel, Execution execution) {
    int threads = parallel ? ParallelLoop.threads() : 1;
    List<ArrowBuffer> buffers = new ArrayList<>(outputs.size());
    ArrowBuffer memory = null;
    boolean done = false;
    try {
      long needed = body.arenaBytes() + threads * body.scratchBytes();
      long arena = 0;
      if (needed > 0) {
        memory = ArrowBuffer.scratch(needed);
        arena = memory.address();
      }
      long scratch = arena + body.arenaBytes();
      Addresses addresses = body.open(arena, scratch, body.scratchBytes(), threads);
      for (int i = 0; i < inputs.size(); i++) {
        View input = inputs.get(i);
        addresses.put(i, input.address(), input.address() + input.bytesToEnd());
      }
      for (Output output : outputs) {
        ArrowBuffer buffer = buffer(output, inputs, donated, buffers);
        buffers.add(buffer);
        addresses.put(output.slot, buffer.address(), buffer.address() + buffer.capacity());
      }
      execution.run(addresses);
      List<View> views = results(inputs, buffers);
      done = true;
      return views;
    } finally {
      if (memory != null) {
        memory.release();
      }
      if (!done) {
        buffers.forEach(ArrowBuffer::release);
      }
    }
  }

  /** Memory of an input that is given up and may be written over, else new memory. */
  private static ArrowBuffer buffer(
      Output output, List<View> inputs, Set<Integer> donated, List<ArrowBuffer> taken) {
    if (!donated.isEmpty()) {
      for (int input : output.heritage) {
        View view = inputs.get(input);
        ArrowBuffer memory = view.buffer();
        if (donated.contains(input)
            && view.isDense()
            && view.offset() == 0
            && memory.capacity() >= output.bytes
            && !taken.contains(memory)) {
          memory.retain();
          return memory;
        }
      }
    }
    return ArrowBuffer.allocate(output.bytes);
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

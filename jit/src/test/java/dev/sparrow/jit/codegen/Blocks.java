package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.foreign.Arena;
import java.util.function.ToLongFunction;

/** Memory for one block of a body: inputs filled once, and outputs per run. */
final class Blocks {
  private final KernelBody body;
  private final Arena arena;
  private final long[] inputs;

  Blocks(KernelBody body, Arena arena, long base, ToLongFunction<LaneType> bits) {
    this.body = body;
    this.arena = arena;
    this.inputs = new long[body.frameSlots()];
    inputs[0] = base;
    for (int input = 0; input < body.inputCount(); input++) {
      int slot = body.inputSlot(input);
      switch (body.input(input).orElse(null)) {
        case Load(_, Storage storage) -> {
          inputs[slot] = allocate(storage);
          for (int i = 0; i < Kernel.BLOCK; i++) {
            long value = bits.applyAsLong(storage.lane());
            KernelInterpreter.store(value, inputs[slot], i, storage);
          }
        }
        case Scalar(_, LaneType type) -> inputs[slot] = bits.applyAsLong(type);
        case null -> {}
        default -> throw new AssertionError("an input is a Load or a Scalar");
      }
    }
  }

  private long allocate(Storage storage) {
    return arena.allocate((long) Kernel.BLOCK * storage.bytes(), 64).address();
  }

  /** Runs a kernel on n elements and returns the raw bits of all outputs. */
  long[][] run(Kernel kernel, int n) {
    long[] frame = inputs.clone();
    for (int output = 0; output < body.outputs().size(); output++) {
      frame[body.outputSlot(output)] = allocate(body.storage(output));
    }
    kernel.run(frame, n);
    long[][] results = new long[body.outputs().size()][n];
    for (int output = 0; output < results.length; output++) {
      Storage storage = body.storage(output);
      for (int i = 0; i < n; i++) {
        results[output][i] = KernelInterpreter.load(frame[body.outputSlot(output)], i, storage);
      }
    }
    return results;
  }
}

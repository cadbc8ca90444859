package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneArithmetic;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import dev.sparrow.jit.lower.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The oracle: computes a body element by element, straight from the definition of each operation.
 */
final class KernelInterpreter implements Kernel {
  private final KernelBody body;

  KernelInterpreter(KernelBody body) {
    this.body = body;
  }

  @Override
  public void run(long[] frame, int n) {
    for (int i = 0; i < n; i++) {
      Map<KernelExpr, Long> values = new HashMap<>();
      for (KernelExpr node : body.nodes()) {
        values.put(node, value(node, values, frame, i));
      }
      for (int output = 0; output < body.outputs().size(); output++) {
        KernelExpr node = body.outputs().get(output);
        store(values.get(node), frame[body.outputSlot(output)], i, body.storage(output));
      }
    }
  }

  private long value(KernelExpr node, Map<KernelExpr, Long> values, long[] frame, int i) {
    return switch (node) {
      case Load(int input, Storage storage) -> load(frame[body.inputSlot(input)], i, storage);
      case Scalar(int input, LaneType type) ->
          type.bytes() == 4 ? (int) frame[body.inputSlot(input)] : frame[body.inputSlot(input)];
      case Carry(int input, LaneType type) ->
          load(frame[body.inputSlot(input)], i, Storage.of(type));
      case Const(long bits, _) -> bits;
      case IndexLow _ -> (int) (frame[0] + i);
      case BaseWord(BaseWord.Word word) ->
          word == BaseWord.Word.LOW ? (int) frame[0] : (int) (frame[0] >>> 32);
      case Apply(Op op, LaneType type, List<KernelExpr> args) ->
          LaneArithmetic.apply(
              op, args.getLast().type(), type, args.stream().mapToLong(values::get).toArray());
    };
  }

  static long load(long address, int i, Storage storage) {
    return switch (storage) {
      case I8 -> Memory.loadBytes1(address + i);
      case I16 -> Memory.loadBytes2(address + 2L * i);
      case I32, F32 -> Memory.loadI32(address + 4L * i);
      case I64, F64 -> Memory.loadI64(address + 8L * i);
      case MASK -> Memory.loadMASK(address + i) ? 1 : 0;
    };
  }

  static void store(long bits, long address, int i, Storage storage) {
    switch (storage) {
      case I8 -> Memory.storeBytes1((int) bits, address + i);
      case I16 -> Memory.storeBytes2((int) bits, address + 2L * i);
      case I32, F32 -> Memory.store((int) bits, address + 4L * i);
      case I64, F64 -> Memory.store(bits, address + 8L * i);
      case MASK -> Memory.store(bits != 0, address + i);
    }
  }
}

package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.ScalarLanes;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;

/** One element a pass, in plain bytecode. */
final class ScalarLoopWriter extends LoopWriter {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc LANES = ScalarLanes.class.describeConstable().orElseThrow();

  ScalarLoopWriter(CodeBuilder code, KernelBody body) {
    super(code, body);
  }

  @Override
  int step() {
    return 1;
  }

  @Override
  int strands() {
    return 1;
  }

  @Override
  TypeKind kind(KernelExpr node) {
    return switch (node.type()) {
      case I32, MASK -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
    };
  }

  @Override
  boolean isImmediate(Apply node, int operand) {
    return false;
  }

  @Override
  boolean isFree(KernelExpr leaf) {
    return leaf instanceof Const;
  }

  @Override
  void writePrologue() {}

  @Override
  void writeConst(Const leaf) {
    switch (leaf.type()) {
      case I32, MASK -> code.loadConstant((int) leaf.bits());
      case I64 -> code.loadConstant(leaf.bits());
      case F32 -> code.loadConstant(Float.intBitsToFloat((int) leaf.bits()));
      case F64 -> code.loadConstant(Double.longBitsToDouble(leaf.bits()));
    }
  }

  @Override
  void writeUniform(LaneType type) {
    switch (type) {
      case F32 ->
          code.invokestatic(
              ClassDesc.of("java.lang.Float"),
              "intBitsToFloat",
              MethodTypeDesc.of(CD_float, CD_int));
      case F64 ->
          code.invokestatic(
              ClassDesc.of("java.lang.Double"),
              "longBitsToDouble",
              MethodTypeDesc.of(CD_double, CD_long));
      case I32, I64, MASK -> {}
    }
  }

  @Override
  void writeLoad(Storage storage) {
    String method = "load" + (storage.isNarrow() ? "Bytes" + storage.bytes() : storage);
    code.invokestatic(MEMORY, method, MethodTypeDesc.of(desc(storage.lane()), CD_long));
  }

  @Override
  void prepare(KernelExpr.Load load) {}

  @Override
  void writeStoreFirst(Storage storage) {
    writeStore(storage);
  }

  @Override
  void writeAny() {}

  @Override
  void writeAsCarry(KernelExpr node) {}

  @Override
  void writeDown(LaneType type, int by) {
    throw new IllegalArgumentException("one lane has no neighbours");
  }

  @Override
  RareParts rareParts() {
    return RareParts.NONE;
  }

  @Override
  void writeEither() {
    code.ior();
  }

  @Override
  void writeBlend(KernelExpr mask, LaneType type) {
    throw new IllegalStateException("a scalar loop has no rare parts");
  }

  @Override
  void writeIndexLow() {
    pushBaseWord(BaseWord.Word.LOW);
    pushElement();
    code.iadd();
  }

  @Override
  void writeStore(Storage storage) {
    String method = storage.isNarrow() ? "storeBytes" + storage.bytes() : "store";
    code.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_void, desc(storage.lane()), CD_long));
  }

  @Override
  void writeApply(Apply node) {
    List<KernelExpr> args = node.args();
    args.forEach(this::push);
    LaneType from = args.getLast().type();
    switch (node.op()) {
      case ADD -> add(from);
      case SUB -> sub(from);
      case MUL -> mul(from);
      case DIV -> div(node);
      case REM -> rem(node);
      case AND -> and(from);
      case OR -> or(from);
      case XOR -> xor(from);
      case SHL, SHR, USHR -> shift(node);
      case NOT -> not(from);
      case NEG -> neg(from);
      case CONVERT -> convert(from, node.type());
      case BITCAST -> bitcast(node.type());
      case UDIV, UREM, MIN, MAX, ROL, ABS, SQRT, FMA, CANONICAL -> call(node);
      case EQ, NE, LT, LE, ULT, SELECT -> call(node);
      case RARELY -> call("select", node);
    }
  }

  private void call(Apply node) {
    call(node.op().name().toLowerCase(Locale.ROOT), node);
  }

  private void call(String method, Apply node) {
    ClassDesc[] params =
        node.args().stream().map(arg -> desc(arg.type())).toArray(ClassDesc[]::new);
    code.invokestatic(LANES, method, MethodTypeDesc.of(desc(node.type()), params));
  }

  private void add(LaneType type) {
    switch (type) {
      case I32 -> code.iadd();
      case I64 -> code.ladd();
      case F32 -> code.fadd();
      case F64 -> code.dadd();
      case MASK -> throw new IllegalArgumentException("ADD: not defined on MASK");
    }
  }

  private void sub(LaneType type) {
    switch (type) {
      case I32 -> code.isub();
      case I64 -> code.lsub();
      case F32 -> code.fsub();
      case F64 -> code.dsub();
      case MASK -> throw new IllegalArgumentException("SUB: not defined on MASK");
    }
  }

  private void mul(LaneType type) {
    switch (type) {
      case I32 -> code.imul();
      case I64 -> code.lmul();
      case F32 -> code.fmul();
      case F64 -> code.dmul();
      case MASK -> throw new IllegalArgumentException("MUL: not defined on MASK");
    }
  }

  private void div(Apply node) {
    switch (node.type()) {
      case F32 -> code.fdiv();
      case F64 -> code.ddiv();
      case I32, I64, MASK -> call(node);
    }
  }

  private void rem(Apply node) {
    switch (node.type()) {
      case F32 -> code.frem();
      case F64 -> code.drem();
      case I32, I64, MASK -> call(node);
    }
  }

  private void neg(LaneType type) {
    switch (type) {
      case I32 -> code.ineg();
      case I64 -> code.lneg();
      case F32 -> code.fneg();
      case F64 -> code.dneg();
      case MASK -> throw new IllegalArgumentException("NEG: not defined on MASK");
    }
  }

  private void and(LaneType type) {
    if (type == LaneType.I64) {
      code.land();
    } else {
      code.iand();
    }
  }

  private void or(LaneType type) {
    if (type == LaneType.I64) {
      code.lor();
    } else {
      code.ior();
    }
  }

  private void xor(LaneType type) {
    if (type == LaneType.I64) {
      code.lxor();
    } else {
      code.ixor();
    }
  }

  private void not(LaneType type) {
    if (type == LaneType.I64) {
      code.loadConstant(-1L).lxor();
    } else {
      code.loadConstant(type == LaneType.MASK ? 1 : -1).ixor();
    }
  }

  private void shift(Apply node) {
    boolean wide = node.type() == LaneType.I64;
    if (wide) {
      code.l2i();
    }
    switch (node.op()) {
      case SHL -> {
        if (wide) {
          code.lshl();
        } else {
          code.ishl();
        }
      }
      case SHR -> {
        if (wide) {
          code.lshr();
        } else {
          code.ishr();
        }
      }
      case USHR -> {
        if (wide) {
          code.lushr();
        } else {
          code.iushr();
        }
      }
      default -> throw new IllegalArgumentException(node.op() + ": not a shift");
    }
  }

  private void convert(LaneType from, LaneType to) {
    code.conversion(kindOf(from), kindOf(to));
  }

  private static TypeKind kindOf(LaneType type) {
    return switch (type) {
      case I32, MASK -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
    };
  }

  private void bitcast(LaneType to) {
    switch (to) {
      case F32, F64 -> writeUniform(to);
      case I32 ->
          code.invokestatic(
              ClassDesc.of("java.lang.Float"),
              "floatToRawIntBits",
              MethodTypeDesc.of(CD_int, CD_float));
      case I64 ->
          code.invokestatic(
              ClassDesc.of("java.lang.Double"),
              "doubleToRawLongBits",
              MethodTypeDesc.of(CD_long, CD_double));
      case MASK -> throw new IllegalArgumentException("BITCAST: not defined on MASK");
    }
  }

  private static ClassDesc desc(LaneType type) {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> CD_boolean;
    };
  }
}

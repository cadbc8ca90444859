package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Vectors of one lane count a pass. Where a body has an 8-byte type, 4-byte types use vectors of
 * half the width. Truth values are {@code VectorMask}s; a mask belongs to the species it was made
 * for and is cast where another needs it.
 */
final class VectorLoopWriter extends LoopWriter {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();

  /** Spreads the low bits of a word to the low bits of its bytes: bit k moves to 8 k. */
  private static final int SPREAD = 0x00204081;

  /**
   * Operations up to which the processor itself overlaps passes. Longer loops are written two
   * passes at a time; on Zen 4 a 20-round threefry then takes 2.2 ns an element instead of 3.0.
   */
  private static final int SHORT_LOOP = 16;

  private final VectorNames names;
  private final int lanes;
  private final LaneType maskLeafHome;
  private final Map<KernelExpr, LaneType> maskHomes = new HashMap<>();
  private int lanesLocal = -1;
  private int byteShiftLocal = -1;

  VectorLoopWriter(CodeBuilder code, KernelBody body, LoopForm form) {
    super(code, body);
    this.names = new VectorNames(form.lanes(body));
    this.lanes = form.lanes(body);
    this.maskLeafHome = body.laneBytes() == 8 ? LaneType.I64 : LaneType.I32;
  }

  @Override
  int step() {
    return lanes;
  }

  @Override
  int strands() {
    long operations = body.nodes().stream().filter(Apply.class::isInstance).count();
    return operations < SHORT_LOOP ? 1 : 2;
  }

  @Override
  TypeKind kind(KernelExpr node) {
    return TypeKind.REFERENCE;
  }

  @Override
  boolean isImmediate(Apply node, int operand) {
    return switch (node.op()) {
      case SHL, SHR, USHR, ROL -> operand == 1 && node.args().get(1) instanceof Const;
      default -> false;
    };
  }

  @Override
  boolean isFree(KernelExpr leaf) {
    return false;
  }

  @Override
  void writePrologue() {
    for (KernelExpr node : body.nodes()) {
      if (node.type() == LaneType.MASK) {
        maskHomes.put(node, maskHome(node));
      }
      if (node instanceof IndexLow && lanesLocal < 0) {
        lanesLocal = code.allocateLocal(TypeKind.REFERENCE);
        pushLaneNumbers(LaneType.I32, 1);
        code.astore(lanesLocal);
      }
      if (node instanceof KernelExpr.Load load
          && load.type() == LaneType.MASK
          && lanes < 8
          && byteShiftLocal < 0) {
        byteShiftLocal = code.allocateLocal(TypeKind.REFERENCE);
        pushLaneNumbers(maskLeafHome, 8);
        code.astore(byteShiftLocal);
      }
    }
  }

  private LaneType maskHome(KernelExpr node) {
    if (node instanceof Apply(Op op, _, List<KernelExpr> args)) {
      LaneType first = args.getFirst().type();
      return switch (op) {
        case AND, OR, XOR, NOT -> maskHomes.get(args.getFirst());
        default -> first;
      };
    }
    return maskLeafHome;
  }

  /** Pushes a vector of 0, factor, 2 * factor ... */
  private void pushLaneNumbers(LaneType type, int factor) {
    names.pushSpecies(code, type);
    code.invokestatic(
        names.vector(type), "zero", MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES));
    code.loadConstant(factor);
    code.invokevirtual(
        names.vector(type), "addIndex", MethodTypeDesc.of(names.vector(type), CD_int));
  }

  @Override
  void writeConst(Const leaf) {
    LaneType type = leaf.type();
    if (type != LaneType.MASK) {
      names.pushSpecies(code, type);
    }
    switch (type) {
      case I32, MASK -> code.loadConstant((int) leaf.bits());
      case I64 -> code.loadConstant(leaf.bits());
      case F32 -> code.loadConstant(Float.intBitsToFloat((int) leaf.bits()));
      case F64 -> code.loadConstant(Double.longBitsToDouble(leaf.bits()));
    }
    if (type == LaneType.MASK) {
      writeUniform(type);
    } else {
      code.invokestatic(
          names.vector(type),
          "broadcast",
          MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, names.element(type)));
    }
  }

  @Override
  void writeUniform(LaneType type) {
    switch (type) {
      case I32, I64 -> broadcastBits(type);
      case F32 -> {
        broadcastBits(LaneType.I32);
        bitcast(LaneType.I32, LaneType.F32);
      }
      case F64 -> {
        broadcastBits(LaneType.I64);
        bitcast(LaneType.I64, LaneType.F64);
      }
      case MASK -> {
        names.pushSpecies(code, maskLeafHome);
        code.swap();
        code.invokeinterface(
            VectorNames.SPECIES, "maskAll", MethodTypeDesc.of(VectorNames.MASK, CD_boolean));
      }
    }
  }

  /** Raw bits on the stack to a vector of them. */
  private void broadcastBits(LaneType type) {
    names.pushSpecies(code, type);
    if (type == LaneType.I64) {
      code.dup_x2().pop();
    } else {
      code.swap();
    }
    code.invokestatic(
        names.vector(type),
        "broadcast",
        MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, names.element(type)));
  }

  @Override
  void writeLoad(LaneType type) {
    if (type != LaneType.MASK) {
      loadVector(names.vector(type), () -> names.pushSpecies(code, type));
    } else if (lanes >= 8) {
      loadVector(VectorNames.BYTES, () -> names.pushByteSpecies(code));
      names.pushOperator(code, VectorNames.COMPARISON, "NE");
      code.iconst_0();
      code.invokevirtual(
          VectorNames.BYTES,
          "compare",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, CD_byte));
      castMask(maskLeafHome);
    } else {
      code.invokestatic(MEMORY, "loadBytes" + lanes, MethodTypeDesc.of(CD_int, CD_long));
      if (maskLeafHome == LaneType.I64) {
        code.i2l();
      }
      broadcastBits(maskLeafHome);
      names.pushOperator(code, VectorNames.BINARY, "LSHR");
      code.aload(byteShiftLocal);
      lanewise(maskLeafHome);
      pushNumber(maskLeafHome, 0xFF);
      code.invokevirtual(
          names.vector(maskLeafHome),
          "and",
          MethodTypeDesc.of(names.vector(maskLeafHome), names.element(maskLeafHome)));
      names.pushOperator(code, VectorNames.COMPARISON, "NE");
      pushNumber(maskLeafHome, 0);
      code.invokevirtual(
          names.vector(maskLeafHome),
          "compare",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, names.element(maskLeafHome)));
    }
  }

  private void pushNumber(LaneType type, int value) {
    if (type == LaneType.I64) {
      code.loadConstant((long) value);
    } else {
      code.loadConstant(value);
    }
  }

  /** Address on the stack to a vector read there. */
  private void loadVector(ClassDesc vector, Runnable pushSpecies) {
    pushSpecies.run();
    code.dup_x2().pop();
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.dup_x2().pop();
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokestatic(
        vector,
        "fromMemorySegment",
        MethodTypeDesc.of(
            vector, VectorNames.SPECIES, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }

  @Override
  void writeIndexLow() {
    code.aload(lanesLocal);
    pushBaseWord(BaseWord.Word.LOW);
    pushElement();
    code.iadd();
    ClassDesc ints = names.vector(LaneType.I32);
    code.invokevirtual(ints, "add", MethodTypeDesc.of(ints, CD_int));
  }

  @Override
  void writeStore(KernelExpr output) {
    LaneType type = output.type();
    int address = code.allocateLocal(TypeKind.LONG);
    code.lstore(address);
    if (type == LaneType.MASK && lanes < 8) {
      code.invokevirtual(VectorNames.MASK, "toLong", MethodTypeDesc.of(CD_long));
      code.l2i().loadConstant(SPREAD).imul().loadConstant(0x01010101).iand();
      code.lload(address);
      code.invokestatic(MEMORY, "storeBytes" + lanes, MethodTypeDesc.of(CD_void, CD_int, CD_long));
      return;
    }
    ClassDesc vector = type == LaneType.MASK ? VectorNames.BYTES : names.vector(type);
    if (type == LaneType.MASK) {
      names.pushByteSpecies(code);
      castToSpecies();
      names.pushByteSpecies(code);
      code.invokestatic(vector, "zero", MethodTypeDesc.of(vector, VectorNames.SPECIES));
      code.swap();
      code.iconst_1().swap();
      code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, CD_byte, VectorNames.MASK));
    }
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.lload(address);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokevirtual(
        vector,
        "intoMemorySegment",
        MethodTypeDesc.of(CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }

  @Override
  void writeApply(Apply node) {
    List<KernelExpr> args = node.args();
    LaneType type = args.getLast().type();
    if (type == LaneType.MASK) {
      maskLogic(node);
      return;
    }
    switch (node.op()) {
      case ADD, SUB, MUL, DIV, MIN, MAX, AND, OR -> {
        args.forEach(this::push);
        method(node.op().name().toLowerCase(Locale.ROOT), type, VectorNames.VECTOR);
      }
      case NOT, NEG, ABS, SQRT -> {
        push(args.getFirst());
        method(node.op().name().toLowerCase(Locale.ROOT), type);
      }
      case FMA -> {
        args.forEach(this::push);
        method("fma", type, VectorNames.VECTOR, VectorNames.VECTOR);
      }
      case XOR -> {
        push(args.get(0));
        names.pushOperator(code, VectorNames.ASSOCIATIVE, "XOR");
        push(args.get(1));
        lanewise(type);
      }
      case SHL -> shift(node, "LSHL");
      case SHR -> shift(node, "ASHR");
      case USHR -> shift(node, "LSHR");
      case ROL -> shift(node, "ROL");
      case CANONICAL -> canonical(node);
      case EQ, NE, LT, LE, ULT -> compare(node);
      case SELECT -> {
        push(args.get(2));
        push(args.get(1));
        push(args.get(0));
        castMaskFrom(args.get(0), type);
        method("blend", type, VectorNames.VECTOR, VectorNames.MASK);
      }
      case CONVERT -> {
        push(args.getFirst());
        convert(type, node.type());
      }
      case BITCAST -> {
        push(args.getFirst());
        bitcast(type, node.type());
      }
      case REM, UDIV, UREM ->
          throw new IllegalArgumentException(node.op() + ": has no vector form");
    }
  }

  private void maskLogic(Apply node) {
    LaneType home = maskHomes.get(node);
    List<KernelExpr> args = node.args();
    push(args.getFirst());
    if (node.op() == Op.NOT) {
      code.invokevirtual(VectorNames.MASK, "not", MethodTypeDesc.of(VectorNames.MASK));
      return;
    }
    push(args.get(1));
    castMaskFrom(args.get(1), home);
    code.invokevirtual(
        VectorNames.MASK,
        node.op().name().toLowerCase(Locale.ROOT),
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.MASK));
  }

  private void castMaskFrom(KernelExpr mask, LaneType to) {
    if (maskHomes.get(mask) != to) {
      castMask(to);
    }
  }

  private void castMask(LaneType to) {
    names.pushSpecies(code, to);
    castToSpecies();
  }

  private void castToSpecies() {
    code.invokevirtual(
        VectorNames.MASK, "cast", MethodTypeDesc.of(VectorNames.MASK, VectorNames.SPECIES));
  }

  private void method(String name, LaneType type, ClassDesc... params) {
    code.invokevirtual(names.vector(type), name, MethodTypeDesc.of(names.vector(type), params));
  }

  private void lanewise(LaneType type) {
    method("lanewise", type, VectorNames.BINARY, VectorNames.VECTOR);
  }

  private void shift(Apply node, String operator) {
    LaneType type = node.type();
    push(node.args().getFirst());
    names.pushOperator(code, VectorNames.BINARY, operator);
    if (node.args().get(1) instanceof Const(long count, _)) {
      pushNumber(type, (int) count);
      method("lanewise", type, VectorNames.BINARY, names.element(type));
    } else {
      push(node.args().get(1));
      lanewise(type);
    }
  }

  private void compare(Apply node) {
    LaneType type = node.args().getFirst().type();
    boolean unsigned = node.op() == Op.ULT;
    push(node.args().get(0));
    flipSign(type, unsigned);
    names.pushOperator(code, VectorNames.COMPARISON, unsigned ? "LT" : node.op().name());
    push(node.args().get(1));
    flipSign(type, unsigned);
    code.invokevirtual(
        names.vector(type),
        "compare",
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
  }

  private void flipSign(LaneType type, boolean wanted) {
    if (wanted) {
      names.pushOperator(code, VectorNames.ASSOCIATIVE, "XOR");
      if (type == LaneType.I64) {
        code.loadConstant(Long.MIN_VALUE);
      } else {
        code.loadConstant(Integer.MIN_VALUE);
      }
      method("lanewise", type, VectorNames.BINARY, names.element(type));
    }
  }

  private void canonical(Apply node) {
    LaneType type = node.type();
    push(node.args().getFirst());
    code.dup().dup();
    names.pushOperator(code, VectorNames.COMPARISON, "NE");
    code.swap();
    code.invokevirtual(
        names.vector(type),
        "compare",
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
    if (type == LaneType.F32) {
      code.loadConstant(Float.NaN).swap();
    } else {
      code.loadConstant(Double.NaN).dup2_x1().pop2();
    }
    method("blend", type, names.element(type), VectorNames.MASK);
  }

  private void convert(LaneType from, LaneType to) {
    names.pushOperator(code, VectorNames.CONVERSION, names.letter(from) + "2" + names.letter(to));
    names.pushSpecies(code, to);
    code.iconst_0();
    code.invokevirtual(
        names.vector(from),
        "convertShape",
        MethodTypeDesc.of(VectorNames.VECTOR, VectorNames.CONVERSION, VectorNames.SPECIES, CD_int));
    code.checkcast(names.vector(to));
  }

  private void bitcast(LaneType from, LaneType to) {
    String name =
        switch (to) {
          case I32 -> "reinterpretAsInts";
          case I64 -> "reinterpretAsLongs";
          case F32 -> "reinterpretAsFloats";
          case F64 -> "reinterpretAsDoubles";
          case MASK -> throw new IllegalArgumentException("BITCAST: not defined on MASK");
        };
    code.invokevirtual(names.vector(from), name, MethodTypeDesc.of(names.vector(to)));
  }
}

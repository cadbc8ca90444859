package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import dev.sparrow.jit.lower.Storage;
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
  /**
   * Operations up to which the processor itself overlaps passes. Longer loops are written two
   * passes at a time; on Zen 4 a 20-round threefry then takes 2.2 ns an element instead of 3.0.
   */
  private static final int SHORT_LOOP = 20;

  /**
   * Passes side by side where their values find registers: a chain of operations of two cycles each
   * then fills the units of Zen 5, where two fill half of them.
   */
  private static final int MORE_STRANDS = 4;

  private static final int MORE_STRANDS_BYTES = KernelBody.SIZE_LIMIT * 3 / 4;

  /**
   * Registers that the values of strands may take, of the 32 there are with AVX-512 and of the 16
   * elsewhere. A constant that finds none is read from the stack, which costs little; a value of a
   * strand would have to be written there, too.
   */
  private static final int REGISTERS_512 = 28;

  private static final int REGISTERS = 12;

  private final VectorNames names;
  private final VectorCode vectors;
  private final VectorMemory memory;
  private final int lanes;
  private final int registers;
  private final LaneType maskLeafHome;
  private final Map<KernelExpr, LaneType> maskHomes = new HashMap<>();
  private int lanesLocal = -1;

  VectorLoopWriter(CodeBuilder code, KernelBody body, LoopForm form) {
    super(code, body);
    this.names = new VectorNames(form.lanes(body));
    this.lanes = form.lanes(body);
    this.registers = form == LoopForm.VECTOR_512 ? REGISTERS_512 : REGISTERS;
    this.maskLeafHome = body.laneBytes() == 8 ? LaneType.I64 : LaneType.I32;
    this.vectors = new VectorCode(code, names);
    this.memory = new VectorMemory(code, names, lanes, maskLeafHome);
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
  int strandsOfPlainLoop() {
    boolean fitsMore =
        strands() > 1
            && body.sizeBytes() <= MORE_STRANDS_BYTES
            && MORE_STRANDS * mostAlive() <= registers;
    return fitsMore ? MORE_STRANDS : strands();
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
        vectors.pushLaneNumbers(LaneType.I32, 1);
        code.astore(lanesLocal);
      }
      if (node instanceof KernelExpr.Load load) {
        prepare(load);
      }
    }
  }

  @Override
  void prepare(KernelExpr.Load load) {
    memory.prepare(load);
  }

  @Override
  void writeStoreFirst(Storage storage) {
    memory.storeFirst(storage);
  }

  @Override
  void writeAny() {
    code.invokevirtual(VectorNames.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
  }

  @Override
  void writeEither() {
    code.invokevirtual(
        VectorNames.MASK, "or", MethodTypeDesc.of(VectorNames.MASK, VectorNames.MASK));
  }

  @Override
  void writeAsCarry(KernelExpr node) {
    if (node.type() == LaneType.MASK) {
      castMaskFrom(node, maskLeafHome);
    }
  }

  @Override
  void writeDown(LaneType type, int by) {
    if (type == LaneType.MASK) {
      code.invokevirtual(VectorNames.MASK, "toLong", MethodTypeDesc.of(CD_long));
      code.loadConstant(by).lushr();
      names.pushSpecies(code, maskLeafHome);
      code.dup_x2().pop();
      code.invokestatic(
          VectorNames.MASK,
          "fromLong",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.SPECIES, CD_long));
      return;
    }
    LaneType integer = integer(type);
    if (type.isFloat()) {
      bitcast(type, integer);
    }
    memory.loadLaneNumbers(integer, by);
    code.swap();
    vectors.method("selectFrom", integer, VectorNames.VECTOR);
    if (type.isFloat()) {
      bitcast(integer, type);
    }
  }

  private static LaneType integer(LaneType type) {
    return type.bytes() == 8 ? LaneType.I64 : LaneType.I32;
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
      case I32, I64 -> vectors.broadcastBits(type);
      case F32 -> {
        vectors.broadcastBits(LaneType.I32);
        bitcast(LaneType.I32, LaneType.F32);
      }
      case F64 -> {
        vectors.broadcastBits(LaneType.I64);
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

  @Override
  void writeLoad(Storage storage) {
    memory.load(storage);
  }

  @Override
  void writeStore(Storage storage) {
    memory.store(storage);
  }

  @Override
  RareParts rareParts() {
    return RareParts.of(body);
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
  void writeApply(Apply node) {
    List<KernelExpr> args = node.args();
    LaneType type = args.getLast().type();
    if (type == LaneType.MASK) {
      maskLogic(node);
      return;
    }
    switch (node.op()) {
      case MIN, MAX -> extreme(node);
      case ADD, SUB, MUL, DIV, AND, OR -> {
        args.forEach(this::push);
        vectors.method(node.op().name().toLowerCase(Locale.ROOT), type, VectorNames.VECTOR);
      }
      case NOT, NEG, ABS, SQRT -> {
        push(args.getFirst());
        vectors.method(node.op().name().toLowerCase(Locale.ROOT), type);
      }
      case FMA -> {
        args.forEach(this::push);
        vectors.method("fma", type, VectorNames.VECTOR, VectorNames.VECTOR);
      }
      case XOR -> {
        push(args.get(0));
        names.pushOperator(code, VectorNames.ASSOCIATIVE, "XOR");
        push(args.get(1));
        vectors.lanewise(type);
      }
      case SHL -> shift(node, "LSHL");
      case SHR -> shift(node, "ASHR");
      case USHR -> shift(node, "LSHR");
      case ROL -> shift(node, "ROL");
      case CANONICAL -> canonical(node);
      case EQ, NE, LT, LE, ULT -> compare(node);
      case SELECT -> select(node);
      case RARELY -> {
        if (!pushRarely(node)) {
          select(node);
        }
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

  private void select(Apply node) {
    push(node.args().get(2));
    push(node.args().get(1));
    push(node.args().get(0));
    writeBlend(node.args().get(0), node.type());
  }

  @Override
  void writeBlend(KernelExpr mask, LaneType type) {
    castMaskFrom(mask, type);
    vectors.method("blend", type, VectorNames.VECTOR, VectorNames.MASK);
  }

  /**
   * The smaller or larger value. Floats beside a constant are compared with it, in two instructions
   * instead of the half dozen that sort out NaN and the zeros: a comparison is false for NaN, and
   * which comparison it is says what zeros of two signs give.
   */
  private void extreme(Apply node) {
    List<KernelExpr> args = node.args();
    int last = args.getLast() instanceof Const ? 1 : 0;
    if (node.type().isFloat() && args.get(last) instanceof Const bound && !isNaN(bound)) {
      boolean least = node.op() == Op.MIN;
      boolean signed = bound.bits() == sign(bound.type());
      boolean positiveZero = bound.bits() == 0;
      String comparison = least ? (positiveZero ? "GT" : "GE") : (signed ? "LT" : "LE");
      push(args.get(1 - last));
      code.dup();
      names.pushOperator(code, VectorNames.COMPARISON, comparison);
      push(bound);
      writeCompare(node.type());
      push(bound);
      code.swap();
      vectors.method("blend", node.type(), VectorNames.VECTOR, VectorNames.MASK);
      return;
    }
    args.forEach(this::push);
    vectors.method(node.op().name().toLowerCase(Locale.ROOT), node.type(), VectorNames.VECTOR);
  }

  private static boolean isNaN(Const leaf) {
    return leaf.type() == LaneType.F32
        ? Float.isNaN(Float.intBitsToFloat((int) leaf.bits()))
        : Double.isNaN(Double.longBitsToDouble(leaf.bits()));
  }

  private static long sign(LaneType type) {
    return type == LaneType.F32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
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
      vectors.castMask(to);
    }
  }

  private void shift(Apply node, String operator) {
    LaneType type = node.type();
    push(node.args().getFirst());
    names.pushOperator(code, VectorNames.BINARY, operator);
    if (node.args().get(1) instanceof Const(long count, _)) {
      vectors.pushNumber(type, (int) count);
      vectors.lanewiseNumber(type);
    } else {
      push(node.args().get(1));
      vectors.lanewise(type);
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
    writeCompare(type);
  }

  /** Compares two vectors on the stack, the operator between them. */
  private void writeCompare(LaneType type) {
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
      vectors.lanewiseNumber(type);
    }
  }

  private void canonical(Apply node) {
    LaneType type = node.type();
    push(node.args().getFirst());
    code.dup().dup();
    names.pushOperator(code, VectorNames.COMPARISON, "NE");
    code.swap();
    writeCompare(type);
    if (type == LaneType.F32) {
      code.loadConstant(Float.NaN).swap();
    } else {
      code.loadConstant(Double.NaN).dup2_x1().pop2();
    }
    vectors.method("blend", type, names.element(type), VectorNames.MASK);
  }

  private void convert(LaneType from, LaneType to) {
    names.pushOperator(code, VectorNames.CONVERSION, names.letter(from) + "2" + names.letter(to));
    names.pushSpecies(code, to);
    vectors.convertShape(names.vector(from), names.vector(to));
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

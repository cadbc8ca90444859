package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import dev.sparrow.jit.lower.ScalarLanes;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;

/** Bytecode for one value of a lane type: memory access, raw bits, and every {@link Op}. */
final class ScalarCode {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc LANES = ScalarLanes.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc DOUBLE = ClassDesc.of("java.lang.Double");

  private ScalarCode() {}

  /** How a local variable or the operand stack holds the type. */
  static TypeKind kind(LaneType type) {
    return switch (type) {
      case I32, MASK -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
    };
  }

  /** The Java type. */
  static ClassDesc desc(LaneType type) {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> CD_boolean;
    };
  }

  /** Pushes a constant that is no NaN: constant pools do not keep the bits of one. */
  static void constant(CodeBuilder code, long bits, LaneType type) {
    switch (type) {
      case I32, MASK -> code.loadConstant((int) bits);
      case I64 -> code.loadConstant(bits);
      case F32 -> code.loadConstant(Float.intBitsToFloat((int) bits));
      case F64 -> code.loadConstant(Double.longBitsToDouble(bits));
    }
  }

  /** Raw bits on the stack (a long for 8-byte types, else an int) to the value. */
  static void fromBits(CodeBuilder code, LaneType type) {
    switch (type) {
      case F32 -> code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
      case F64 ->
          code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
      case I32, I64, MASK -> {}
    }
  }

  /** Value on the stack to its raw bits (a long for 8-byte types, else an int). */
  static void toBits(CodeBuilder code, LaneType type) {
    switch (type) {
      case F32 ->
          code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
      case F64 ->
          code.invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
      case I32, I64, MASK -> {}
    }
  }

  /** Address on the stack to the value there. */
  static void load(CodeBuilder code, LaneType type) {
    code.invokestatic(MEMORY, "load" + type, MethodTypeDesc.of(desc(type), CD_long));
  }

  /** Stores: value, address to nothing. */
  static void store(CodeBuilder code, LaneType type) {
    code.invokestatic(MEMORY, "store", MethodTypeDesc.of(CD_void, desc(type), CD_long));
  }

  /** Applies an operation to the operands on the stack; {@code from} is the last one's type. */
  static void apply(CodeBuilder code, Op op, LaneType from, LaneType to) {
    switch (op) {
      case ADD -> add(code, from);
      case SUB -> sub(code, from);
      case MUL -> mul(code, from);
      case DIV -> div(code, from);
      case REM -> rem(code, from);
      case NEG -> neg(code, from);
      case AND -> and(code, from);
      case OR -> or(code, from);
      case XOR -> xor(code, from);
      case NOT -> {
        constant(code, from == LaneType.MASK ? 1 : -1, from);
        xor(code, from);
      }
      case SHL, SHR, USHR -> shift(code, op, from);
      case CONVERT -> code.conversion(kind(from), kind(to));
      case BITCAST -> {
        if (from.isFloat()) {
          toBits(code, from);
        } else {
          fromBits(code, to);
        }
      }
      case UDIV, UREM, MIN, MAX, ROL, ABS, SQRT, FMA, CANONICAL -> call(code, op, from, to);
      case EQ, NE, LT, LE, ULT, SELECT, FAR_SIN, FAR_COS, FAR_TAN -> call(code, op, from, to);
    }
  }

  private static void call(CodeBuilder code, Op op, LaneType from, LaneType to) {
    ClassDesc[] params = new ClassDesc[op.arity()];
    for (int i = 0; i < params.length; i++) {
      params[i] = op.arity() == 3 && op != Op.FMA && i == 0 ? CD_boolean : desc(from);
    }
    String name = op.name().toLowerCase(Locale.ROOT);
    code.invokestatic(LANES, name, MethodTypeDesc.of(desc(to), params));
  }

  private static void add(CodeBuilder code, LaneType type) {
    switch (type) {
      case I32 -> code.iadd();
      case I64 -> code.ladd();
      case F32 -> code.fadd();
      case F64 -> code.dadd();
      case MASK -> throw undefined(Op.ADD);
    }
  }

  private static void sub(CodeBuilder code, LaneType type) {
    switch (type) {
      case I32 -> code.isub();
      case I64 -> code.lsub();
      case F32 -> code.fsub();
      case F64 -> code.dsub();
      case MASK -> throw undefined(Op.SUB);
    }
  }

  private static void mul(CodeBuilder code, LaneType type) {
    switch (type) {
      case I32 -> code.imul();
      case I64 -> code.lmul();
      case F32 -> code.fmul();
      case F64 -> code.dmul();
      case MASK -> throw undefined(Op.MUL);
    }
  }

  private static void div(CodeBuilder code, LaneType type) {
    switch (type) {
      case F32 -> code.fdiv();
      case F64 -> code.ddiv();
      case I64 -> call(code, Op.DIV, type, type);
      case I32, MASK -> throw undefined(Op.DIV);
    }
  }

  private static void rem(CodeBuilder code, LaneType type) {
    switch (type) {
      case F32 -> code.frem();
      case F64 -> code.drem();
      case I64 -> call(code, Op.REM, type, type);
      case I32, MASK -> throw undefined(Op.REM);
    }
  }

  private static void neg(CodeBuilder code, LaneType type) {
    switch (type) {
      case I32 -> code.ineg();
      case I64 -> code.lneg();
      case F32 -> code.fneg();
      case F64 -> code.dneg();
      case MASK -> throw undefined(Op.NEG);
    }
  }

  private static void and(CodeBuilder code, LaneType type) {
    if (type == LaneType.I64) {
      code.land();
    } else {
      code.iand();
    }
  }

  private static void or(CodeBuilder code, LaneType type) {
    if (type == LaneType.I64) {
      code.lor();
    } else {
      code.ior();
    }
  }

  private static void xor(CodeBuilder code, LaneType type) {
    if (type == LaneType.I64) {
      code.lxor();
    } else {
      code.ixor();
    }
  }

  private static void shift(CodeBuilder code, Op op, LaneType type) {
    if (type == LaneType.I64) {
      code.l2i();
      switch (op) {
        case SHL -> code.lshl();
        case SHR -> code.lshr();
        default -> code.lushr();
      }
    } else {
      switch (op) {
        case SHL -> code.ishl();
        case SHR -> code.ishr();
        default -> code.iushr();
      }
    }
  }

  private static IllegalArgumentException undefined(Op op) {
    return new IllegalArgumentException(op + ": has no scalar form on this type");
  }
}

package dev.sparrow.jit.lower;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

/**
 * What each {@link Op} computes, on raw bits: the definition that constant folding and the test
 * interpreter share, and that both loop writers must reproduce. Bits are those of {@link
 * KernelExpr.Const}.
 */
public final class LaneArithmetic {
  private LaneArithmetic() {}

  /**
   * Applies an operation to one lane.
   *
   * @param op the operation
   * @param from type of the last operand (the others have it too, but for the mask of a choice)
   * @param to type of the result
   * @param args raw bits of the operands
   * @return raw bits of the result
   */
  public static long apply(Op op, LaneType from, LaneType to, long... args) {
    if (op == Op.SELECT || op == Op.RARELY) {
      return args[0] != 0 ? args[1] : args[2];
    }
    if (op == Op.BITCAST) {
      return args[0];
    }
    long y = args.length > 1 ? args[1] : 0;
    long z = args.length > 2 ? args[2] : 0;
    return switch (from) {
      case I32 -> onInts(op, to, (int) args[0], (int) y);
      case I64 -> onLongs(op, args[0], y);
      case F32 ->
          onFloats(op, to, intBitsToFloat((int) args[0]), intBitsToFloat((int) y), floatOf(z));
      case F64 ->
          onDoubles(op, to, longBitsToDouble(args[0]), longBitsToDouble(y), longBitsToDouble(z));
      case MASK -> onMasks(op, args[0], y);
    };
  }

  private static float floatOf(long bits) {
    return intBitsToFloat((int) bits);
  }

  private static long bits(float value) {
    return floatToRawIntBits(ScalarLanes.canonical(value));
  }

  private static long bits(double value) {
    return doubleToRawLongBits(ScalarLanes.canonical(value));
  }

  private static long bits(boolean value) {
    return value ? 1 : 0;
  }

  private static long onInts(Op op, LaneType to, int x, int y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> (int) ((long) x * y);
      case MIN -> ScalarLanes.min(x, y);
      case MAX -> ScalarLanes.max(x, y);
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case SHL -> x << y;
      case SHR -> x >> y;
      case USHR -> x >>> y;
      case ROL -> ScalarLanes.rol(x, y);
      case NOT -> ~x;
      case NEG -> -x;
      case ABS -> ScalarLanes.abs(x);
      case EQ -> bits(x == y);
      case NE -> bits(x != y);
      case LT -> bits(x < y);
      case LE -> bits(x <= y);
      case ULT -> bits(ScalarLanes.ult(x, y));
      case CONVERT ->
          switch (to) {
            case I32, I64 -> x;
            case F32 -> bits((float) x);
            case F64 -> bits((double) x);
            case MASK -> throw undefined(op, LaneType.I32);
          };
      case DIV, REM, UDIV, UREM, SQRT, FMA, CANONICAL, SELECT, RARELY, BITCAST ->
          throw undefined(op, LaneType.I32);
    };
  }

  private static long onLongs(Op op, long x, long y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> ScalarLanes.div(x, y);
      case REM -> ScalarLanes.rem(x, y);
      case UDIV -> ScalarLanes.udiv(x, y);
      case UREM -> ScalarLanes.urem(x, y);
      case MIN -> ScalarLanes.min(x, y);
      case MAX -> ScalarLanes.max(x, y);
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case SHL -> x << y;
      case SHR -> x >> y;
      case USHR -> x >>> y;
      case ROL -> ScalarLanes.rol(x, y);
      case NOT -> ~x;
      case NEG -> -x;
      case ABS -> ScalarLanes.abs(x);
      case EQ -> bits(x == y);
      case NE -> bits(x != y);
      case LT -> bits(x < y);
      case LE -> bits(x <= y);
      case ULT -> bits(ScalarLanes.ult(x, y));
      case CONVERT -> (int) x;
      case SQRT, FMA, CANONICAL, SELECT, RARELY, BITCAST -> throw undefined(op, LaneType.I64);
    };
  }

  private static long onFloats(Op op, LaneType to, float x, float y, float z) {
    return switch (op) {
      case ADD -> bits(x + y);
      case SUB -> bits(x - y);
      case MUL -> bits(x * y);
      case DIV -> bits(x / y);
      case REM -> bits(x % y);
      case MIN -> bits(ScalarLanes.min(x, y));
      case MAX -> bits(ScalarLanes.max(x, y));
      case NEG -> bits(-x);
      case ABS -> bits(ScalarLanes.abs(x));
      case SQRT -> bits(ScalarLanes.sqrt(x));
      case FMA -> bits(ScalarLanes.fma(x, y, z));
      case CANONICAL -> bits(x);
      case EQ -> bits(x == y);
      case NE -> bits(x != y);
      case LT -> bits(x < y);
      case LE -> bits(x <= y);
      case CONVERT -> to == LaneType.I32 ? (int) x : bits((double) x);
      case AND, OR, XOR, SHL, SHR, USHR, ROL, NOT, UDIV, UREM, ULT, SELECT, RARELY, BITCAST ->
          throw undefined(op, LaneType.F32);
    };
  }

  private static long onDoubles(Op op, LaneType to, double x, double y, double z) {
    return switch (op) {
      case ADD -> bits(x + y);
      case SUB -> bits(x - y);
      case MUL -> bits(x * y);
      case DIV -> bits(x / y);
      case REM -> bits(x % y);
      case MIN -> bits(ScalarLanes.min(x, y));
      case MAX -> bits(ScalarLanes.max(x, y));
      case NEG -> bits(-x);
      case ABS -> bits(ScalarLanes.abs(x));
      case SQRT -> bits(ScalarLanes.sqrt(x));
      case FMA -> bits(ScalarLanes.fma(x, y, z));
      case CANONICAL -> bits(x);
      case EQ -> bits(x == y);
      case NE -> bits(x != y);
      case LT -> bits(x < y);
      case LE -> bits(x <= y);
      case CONVERT -> to == LaneType.I32 ? (int) x : bits((float) x);
      case AND, OR, XOR, SHL, SHR, USHR, ROL, NOT, UDIV, UREM, ULT, SELECT, RARELY, BITCAST ->
          throw undefined(op, LaneType.F64);
    };
  }

  private static long onMasks(Op op, long x, long y) {
    return switch (op) {
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case NOT -> x ^ 1;
      case ADD, SUB, MUL, DIV, REM, UDIV, UREM, MIN, MAX, SHL, SHR, USHR, ROL, NEG, ABS, SQRT ->
          throw undefined(op, LaneType.MASK);
      case FMA, CANONICAL, EQ, NE, LT, LE, ULT, SELECT, RARELY, CONVERT, BITCAST ->
          throw undefined(op, LaneType.MASK);
    };
  }

  private static IllegalArgumentException undefined(Op op, LaneType type) {
    return new IllegalArgumentException(op + ": not defined on " + type);
  }
}

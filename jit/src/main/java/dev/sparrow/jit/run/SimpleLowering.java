package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Fn;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import java.util.List;

/** The pointwise functions that are a few machine operations each. */
final class SimpleLowering {
  private SimpleLowering() {}

  static KernelExpr lower(Fn fn, DType dtype, List<KernelExpr> in) {
    KernelExpr x = in.get(0);
    KernelExpr y = in.size() > 1 ? in.get(1) : x;
    boolean bool = dtype == DType.BOOL;
    boolean unsigned = dtype.isUnsigned();
    return switch (fn) {
      case NEG -> dtype.isFloat() ? LaneOps.neg(x) : LaneOps.sub(zero(x), x);
      case ABS -> unsigned ? x : LaneOps.abs(x);
      case SQUARE -> LaneOps.mul(x, x);
      case SQRT -> LaneOps.sqrt(x);
      case RSQRT -> LaneOps.div(LaneOps.number(1, x.type()), LaneOps.sqrt(x));
      case SIGN -> {
        KernelExpr one = LaneOps.number(1, x.type());
        KernelExpr positive = LaneOps.select(less(zero(x), x, unsigned), one, x);
        yield unsigned
            ? positive
            : LaneOps.select(LaneOps.lt(x, zero(x)), LaneOps.number(-1, x.type()), positive);
      }
      case IS_FINITE -> LaneOps.eq(LaneOps.sub(x, x), zero(x));
      case NOT -> LaneOps.not(x);
      case ADD -> bool ? LaneOps.or(x, y) : LaneOps.add(x, y);
      case SUB -> LaneOps.sub(x, y);
      case MUL -> bool ? LaneOps.and(x, y) : LaneOps.mul(x, y);
      case DIV -> {
        if (dtype.isFloat()) {
          yield LaneOps.div(x, y);
        }
        KernelExpr quotient = quotient(x, y, dtype);
        yield LaneOps.select(LaneOps.eq(y, zero(y)), LaneOps.number(-1, x.type()), quotient);
      }
      case REM ->
          dtype.isFloat() || dtype.bytes() == 8
              ? LaneOps.rem(x, y)
              : LaneOps.select(
                  LaneOps.eq(y, zero(y)), x, LaneOps.sub(x, LaneOps.mul(quotient(x, y, dtype), y)));
      case MAX ->
          bool
              ? LaneOps.or(x, y)
              : unsigned ? LaneOps.select(LaneOps.ult(x, y), y, x) : LaneOps.max(x, y);
      case MIN ->
          bool
              ? LaneOps.and(x, y)
              : unsigned ? LaneOps.select(LaneOps.ult(x, y), x, y) : LaneOps.min(x, y);
      case AND -> LaneOps.and(x, y);
      case OR -> LaneOps.or(x, y);
      case XOR -> LaneOps.xor(x, y);
      case SHIFT_LEFT -> shift(Op.SHL, x, y, zero(x));
      case SHIFT_RIGHT_LOGICAL -> shift(Op.USHR, x, y, zero(x));
      case SHIFT_RIGHT_ARITHMETIC -> shift(Op.SHR, x, y, LaneOps.shr(x, x.type().bits() - 1));
      case EQ -> bool ? LaneOps.not(LaneOps.xor(x, y)) : LaneOps.eq(x, y);
      case NE -> bool ? LaneOps.xor(x, y) : LaneOps.ne(x, y);
      case LT -> less(x, y, unsigned);
      case GT -> less(y, x, unsigned);
      case LE -> unsigned ? LaneOps.not(less(y, x, true)) : LaneOps.le(x, y);
      case GE -> unsigned ? LaneOps.not(less(x, y, true)) : LaneOps.le(y, x);
      case CLAMP -> LaneOps.max(x, LaneOps.min(y, in.get(2)));
      case SELECT_N -> LaneOps.select(x, in.get(2), in.get(1));
      case FLOOR, CEIL, ROUND, EXP, EXP2, EXPM1, LOG, LOG1P, CBRT, SIN, COS, TAN -> throw later(fn);
      case ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, LOGISTIC -> throw later(fn);
      case ERF, ERFC, ERF_INV, POPULATION_COUNT, CLZ, POW, ATAN2, NEXTAFTER -> throw later(fn);
    };
  }

  static KernelExpr convert(KernelExpr x, DType from, DType to) {
    if (from == to) {
      return x;
    }
    LaneType target = Lanes.of(to);
    if (from == DType.BOOL) {
      return LaneOps.select(x, LaneOps.number(1, target), LaneOps.number(0, target));
    }
    if (to == DType.BOOL) {
      return LaneOps.ne(x, zero(x));
    }
    if (from == DType.UINT32 && to.isFloat()) {
      return LaneOps.convert(unsignedDouble(x), target);
    }
    if (from == DType.UINT32 && target == LaneType.I64) {
      return LaneOps.and(LaneOps.convert(x, LaneType.I64), LaneOps.i64(0xFFFF_FFFFL));
    }
    if (from == DType.INT64 && to == DType.FLOAT64) {
      KernelExpr high = LaneOps.convert(LaneOps.shr(x, 32), LaneType.I32);
      KernelExpr scaled = LaneOps.mul(LaneOps.convert(high, LaneType.F64), LaneOps.f64(0x1p32));
      return LaneOps.add(scaled, unsignedDouble(LaneOps.convert(x, LaneType.I32)));
    }
    return x.type() == target ? x : LaneOps.convert(x, target);
  }

  static KernelExpr bitcast(KernelExpr x, DType to) {
    return x.type() == Lanes.of(to) ? x : LaneOps.bitcast(x, Lanes.of(to));
  }

  static KernelExpr integerPow(KernelExpr x, int exponent) {
    KernelExpr one = LaneOps.number(1, x.type());
    KernelExpr power = null;
    KernelExpr square = x;
    for (int rest = Math.abs(exponent); rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power = power == null ? square : LaneOps.mul(power, square);
      }
      square = rest > 1 ? LaneOps.mul(square, square) : square;
    }
    power = power == null ? one : power;
    return exponent < 0 ? LaneOps.div(one, power) : power;
  }

  private static KernelExpr unsignedDouble(KernelExpr x) {
    KernelExpr signed = LaneOps.convert(x, LaneType.F64);
    KernelExpr shifted = LaneOps.add(signed, LaneOps.f64(0x1p32));
    return LaneOps.select(LaneOps.lt(x, zero(x)), shifted, signed);
  }

  /** Quotient of 32-bit integers by way of doubles, in which it truncates to the exact one. */
  private static KernelExpr quotient(KernelExpr x, KernelExpr y, DType dtype) {
    if (dtype.bytes() == 8) {
      return LaneOps.div(x, y);
    }
    if (dtype.isUnsigned()) {
      KernelExpr exact = LaneOps.div(unsignedDouble(x), unsignedDouble(y));
      KernelExpr half = LaneOps.f64(0x1p31);
      KernelExpr large = LaneOps.le(half, exact);
      KernelExpr low =
          LaneOps.convert(LaneOps.select(large, LaneOps.sub(exact, half), exact), LaneType.I32);
      return LaneOps.select(large, LaneOps.add(low, LaneOps.i32(Integer.MIN_VALUE)), low);
    }
    KernelExpr exact =
        LaneOps.div(LaneOps.convert(x, LaneType.F64), LaneOps.convert(y, LaneType.F64));
    // min / -1 is 2^31, which wraps to min; the conversion would saturate.
    return LaneOps.select(
        LaneOps.eq(y, LaneOps.i32(-1)),
        LaneOps.sub(zero(x), x),
        LaneOps.convert(exact, LaneType.I32));
  }

  private static KernelExpr shift(Op op, KernelExpr x, KernelExpr count, KernelExpr past) {
    KernelExpr width = LaneOps.number(x.type().bits(), x.type());
    return LaneOps.select(LaneOps.ult(count, width), LaneOps.apply(op, x, count), past);
  }

  private static KernelExpr less(KernelExpr x, KernelExpr y, boolean unsigned) {
    if (x.type() == LaneType.MASK) {
      return LaneOps.and(LaneOps.not(x), y);
    }
    return unsigned ? LaneOps.ult(x, y) : LaneOps.lt(x, y);
  }

  private static KernelExpr zero(KernelExpr x) {
    return LaneOps.number(0, x.type());
  }

  private static UnsupportedOperationException later(Fn fn) {
    return new UnsupportedOperationException(fn.jaxName() + ": is not lowered to kernels yet");
  }
}

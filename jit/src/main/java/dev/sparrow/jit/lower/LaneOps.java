package dev.sparrow.jit.lower;

import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import java.util.List;

/**
 * Factories of {@link KernelExpr} nodes. They check operand types (a wrong one is a bug of the
 * lowering, so IllegalArgumentException), fold constants and apply exact identities; the value
 * never changes by more than the bits of a NaN.
 */
public final class LaneOps {
  private LaneOps() {}

  // Leaves.

  /**
   * A 32-bit integer constant.
   *
   * @param value the value
   * @return I32 node
   */
  public static KernelExpr i32(int value) {
    return new Const(value, LaneType.I32);
  }

  /**
   * A 64-bit integer constant.
   *
   * @param value the value
   * @return I64 node
   */
  public static KernelExpr i64(long value) {
    return new Const(value, LaneType.I64);
  }

  /**
   * A binary32 constant.
   *
   * @param value the value
   * @return F32 node
   */
  public static KernelExpr f32(float value) {
    return new Const(Float.floatToRawIntBits(value), LaneType.F32);
  }

  /**
   * A binary64 constant.
   *
   * @param value the value
   * @return F64 node
   */
  public static KernelExpr f64(double value) {
    return new Const(Double.doubleToRawLongBits(value), LaneType.F64);
  }

  /**
   * A truth constant.
   *
   * @param value the value
   * @return MASK node
   */
  public static KernelExpr mask(boolean value) {
    return new Const(value ? 1 : 0, LaneType.MASK);
  }

  /**
   * A small integer in any numeric type, exactly.
   *
   * @param value the value; at most 2^24 in magnitude
   * @param type the type; not MASK
   * @return a constant
   */
  public static KernelExpr number(int value, LaneType type) {
    return switch (type) {
      case I32 -> i32(value);
      case I64 -> i64(value);
      case F32 -> f32(value);
      case F64 -> f64(value);
      case MASK -> throw new IllegalArgumentException("number: not defined on MASK");
    };
  }

  /**
   * Low word of the element's global index.
   *
   * @return I32 node
   */
  public static KernelExpr indexLow() {
    return new IndexLow();
  }

  /**
   * High word of the element's global index, carry included. A block has less than 2^32 elements,
   * so the low word wrapped exactly where it is below the base's.
   *
   * @return I32 node
   */
  public static KernelExpr indexHigh() {
    KernelExpr high = new BaseWord(BaseWord.Word.HIGH);
    KernelExpr wrapped = ult(indexLow(), new BaseWord(BaseWord.Word.LOW));
    return select(wrapped, add(high, i32(1)), high);
  }

  /**
   * The element's global index.
   *
   * @return I64 node
   */
  public static KernelExpr index() {
    KernelExpr low = and(convert(indexLow(), LaneType.I64), i64(0xFFFFFFFFL));
    return or(shl(convert(indexHigh(), LaneType.I64), 32), low);
  }

  // Arithmetic.

  /**
   * {@link Op#ADD}.
   *
   * @param x operand
   * @param y operand
   * @return the sum
   */
  public static KernelExpr add(KernelExpr x, KernelExpr y) {
    return apply(Op.ADD, x, y);
  }

  /**
   * {@link Op#SUB}.
   *
   * @param x operand
   * @param y operand
   * @return the difference
   */
  public static KernelExpr sub(KernelExpr x, KernelExpr y) {
    return apply(Op.SUB, x, y);
  }

  /**
   * {@link Op#MUL}.
   *
   * @param x operand
   * @param y operand
   * @return the product
   */
  public static KernelExpr mul(KernelExpr x, KernelExpr y) {
    return apply(Op.MUL, x, y);
  }

  /**
   * {@link Op#DIV}.
   *
   * @param x operand
   * @param y operand
   * @return the quotient
   */
  public static KernelExpr div(KernelExpr x, KernelExpr y) {
    return apply(Op.DIV, x, y);
  }

  /**
   * {@link Op#REM}.
   *
   * @param x operand
   * @param y operand
   * @return the remainder
   */
  public static KernelExpr rem(KernelExpr x, KernelExpr y) {
    return apply(Op.REM, x, y);
  }

  /**
   * {@link Op#FMA}.
   *
   * @param x factor
   * @param y factor
   * @param z addend
   * @return x * y + z, rounded once
   */
  public static KernelExpr fma(KernelExpr x, KernelExpr y, KernelExpr z) {
    return apply(Op.FMA, x, y, z);
  }

  /**
   * {@link Op#MIN}.
   *
   * @param x operand
   * @param y operand
   * @return the smaller
   */
  public static KernelExpr min(KernelExpr x, KernelExpr y) {
    return apply(Op.MIN, x, y);
  }

  /**
   * {@link Op#MAX}.
   *
   * @param x operand
   * @param y operand
   * @return the larger
   */
  public static KernelExpr max(KernelExpr x, KernelExpr y) {
    return apply(Op.MAX, x, y);
  }

  /**
   * {@link Op#NEG}.
   *
   * @param x operand
   * @return -x
   */
  public static KernelExpr neg(KernelExpr x) {
    return apply(Op.NEG, x);
  }

  /**
   * {@link Op#ABS}.
   *
   * @param x operand
   * @return absolute value
   */
  public static KernelExpr abs(KernelExpr x) {
    return apply(Op.ABS, x);
  }

  /**
   * {@link Op#SQRT}.
   *
   * @param x operand
   * @return square root
   */
  public static KernelExpr sqrt(KernelExpr x) {
    return apply(Op.SQRT, x);
  }

  // Bits.

  /**
   * {@link Op#AND}.
   *
   * @param x operand
   * @param y operand
   * @return bitwise and
   */
  public static KernelExpr and(KernelExpr x, KernelExpr y) {
    return apply(Op.AND, x, y);
  }

  /**
   * {@link Op#OR}.
   *
   * @param x operand
   * @param y operand
   * @return bitwise or
   */
  public static KernelExpr or(KernelExpr x, KernelExpr y) {
    return apply(Op.OR, x, y);
  }

  /**
   * {@link Op#XOR}.
   *
   * @param x operand
   * @param y operand
   * @return bitwise exclusive or
   */
  public static KernelExpr xor(KernelExpr x, KernelExpr y) {
    return apply(Op.XOR, x, y);
  }

  /**
   * {@link Op#NOT}.
   *
   * @param x operand
   * @return bitwise complement
   */
  public static KernelExpr not(KernelExpr x) {
    return apply(Op.NOT, x);
  }

  /**
   * {@link Op#SHL} by a constant.
   *
   * @param x operand
   * @param count bits to shift by
   * @return x shifted left
   */
  public static KernelExpr shl(KernelExpr x, int count) {
    return apply(Op.SHL, x, number(count, x.type()));
  }

  /**
   * {@link Op#SHR} by a constant.
   *
   * @param x operand
   * @param count bits to shift by
   * @return x shifted right with its sign
   */
  public static KernelExpr shr(KernelExpr x, int count) {
    return apply(Op.SHR, x, number(count, x.type()));
  }

  /**
   * {@link Op#USHR} by a constant.
   *
   * @param x operand
   * @param count bits to shift by
   * @return x shifted right with zeros
   */
  public static KernelExpr ushr(KernelExpr x, int count) {
    return apply(Op.USHR, x, number(count, x.type()));
  }

  /**
   * {@link Op#BITCAST}: bits as they are. Where x may be a NaN made by arithmetic the bits differ
   * between machines; use {@link #canonicalBits} unless the result does not depend on them.
   *
   * @param x operand
   * @param to type of the same width
   * @return x's bits as {@code to}
   */
  public static KernelExpr bitcast(KernelExpr x, LaneType to) {
    if (x.type() == to) {
      return x;
    }
    if (x instanceof Apply(Op op, _, List<KernelExpr> args)
        && op == Op.BITCAST
        && args.getFirst().type() == to) {
      return args.getFirst();
    }
    return convertible(Op.BITCAST, x, to);
  }

  /**
   * {@link Op#BITCAST} of a float whose NaN is first made canonical.
   *
   * @param x operand
   * @param to type of the same width
   * @return x's bits as {@code to}
   */
  public static KernelExpr canonicalBits(KernelExpr x, LaneType to) {
    return bitcast(canonical(x), to);
  }

  /**
   * {@link Op#CANONICAL}, left out where x's bits are the same on every machine already.
   *
   * @param x operand of any type
   * @return x; a canonical NaN where x is one
   */
  public static KernelExpr canonical(KernelExpr x) {
    return Simplify.hasDefinedBits(x) ? x : apply(Op.CANONICAL, x);
  }

  // Comparison and choice.

  /**
   * {@link Op#EQ}.
   *
   * @param x operand
   * @param y operand
   * @return MASK node
   */
  public static KernelExpr eq(KernelExpr x, KernelExpr y) {
    return apply(Op.EQ, x, y);
  }

  /**
   * {@link Op#NE}.
   *
   * @param x operand
   * @param y operand
   * @return MASK node
   */
  public static KernelExpr ne(KernelExpr x, KernelExpr y) {
    return apply(Op.NE, x, y);
  }

  /**
   * {@link Op#LT}.
   *
   * @param x operand
   * @param y operand
   * @return MASK node
   */
  public static KernelExpr lt(KernelExpr x, KernelExpr y) {
    return apply(Op.LT, x, y);
  }

  /**
   * {@link Op#LE}.
   *
   * @param x operand
   * @param y operand
   * @return MASK node
   */
  public static KernelExpr le(KernelExpr x, KernelExpr y) {
    return apply(Op.LE, x, y);
  }

  /**
   * {@link Op#ULT}.
   *
   * @param x operand
   * @param y operand
   * @return MASK node
   */
  public static KernelExpr ult(KernelExpr x, KernelExpr y) {
    return apply(Op.ULT, x, y);
  }

  /**
   * {@link Op#SELECT}; between masks it is spelt with AND, OR and NOT.
   *
   * @param mask MASK node
   * @param x value where the mask is true
   * @param y value elsewhere
   * @return node of x's type
   */
  public static KernelExpr select(KernelExpr mask, KernelExpr x, KernelExpr y) {
    if (x.type() == LaneType.MASK && !(mask instanceof Const)) {
      return or(and(mask, x), and(not(mask), y));
    }
    return apply(Op.SELECT, mask, x, y);
  }

  /**
   * {@link Op#RARELY}.
   *
   * @param mask MASK node that holds for few elements
   * @param x value where the mask is true, not a MASK
   * @param y value elsewhere
   * @return node of x's type
   */
  public static KernelExpr rarely(KernelExpr mask, KernelExpr x, KernelExpr y) {
    return apply(Op.RARELY, mask, x, y);
  }

  /**
   * {@link Op#CONVERT}; a conversion to the same type is left out.
   *
   * @param x operand
   * @param to numeric type
   * @return x as {@code to}
   */
  public static KernelExpr convert(KernelExpr x, LaneType to) {
    return x.type() == to ? x : convertible(Op.CONVERT, x, to);
  }

  /**
   * Applies any operation whose result type follows from its operands.
   *
   * @param op the operation; not CONVERT or BITCAST
   * @param args operands
   * @return a node, simplified
   */
  public static KernelExpr apply(Op op, KernelExpr... args) {
    return Simplify.apply(op, resultType(op, args), List.of(args));
  }

  private static LaneType resultType(Op op, KernelExpr... args) {
    LaneType type = args[args.length - 1].type();
    for (int i = 0; i < args.length; i++) {
      boolean isMask = i == 0 && (op == Op.SELECT || op == Op.RARELY);
      LaneType wanted = isMask ? LaneType.MASK : type;
      if (args[i].type() != wanted) {
        throw new IllegalArgumentException(
            op + ": operand " + i + " is " + args[i].type() + ", needs " + wanted);
      }
    }
    if (!op.accepts(type)) {
      throw new IllegalArgumentException(op + ": not defined on " + type);
    }
    return switch (op.result()) {
      case SAME, SECOND -> type;
      case MASK -> LaneType.MASK;
      case STATED -> throw new IllegalArgumentException(op + ": state the type, use convert");
    };
  }

  private static KernelExpr convertible(Op op, KernelExpr x, LaneType to) {
    LaneType from = x.type();
    boolean known =
        op == Op.BITCAST
            ? from.bytes() == to.bytes() && from.isFloat() != to.isFloat()
            : switch (from) {
              case I32 -> to != LaneType.MASK;
              case I64 -> to == LaneType.I32;
              case F32 -> to == LaneType.I32 || to == LaneType.F64;
              case F64 -> to == LaneType.I32 || to == LaneType.F32;
              case MASK -> false;
            };
    if (!known) {
      throw new IllegalArgumentException(op + ": not defined from " + from + " to " + to);
    }
    return Simplify.apply(op, to, List.of(x));
  }
}

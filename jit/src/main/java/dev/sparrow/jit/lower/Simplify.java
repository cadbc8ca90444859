package dev.sparrow.jit.lower;

import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.Const;
import java.util.List;

/**
 * Exact rewrites of a node about to be made: constants fold, identities vanish, and {@code (x << r)
 * | (x >>> w - r)} becomes a rotation. Nothing here rounds differently from the node it replaces.
 */
final class Simplify {
  private Simplify() {}

  /** Makes {@code op(args)}, or something equal and cheaper. */
  static KernelExpr apply(Op op, LaneType type, List<KernelExpr> args) {
    if (args.stream().allMatch(Const.class::isInstance)) {
      long[] bits = args.stream().mapToLong(arg -> ((Const) arg).bits()).toArray();
      return new Const(LaneArithmetic.apply(op, args.getLast().type(), type, bits), type);
    }
    KernelExpr x = args.getFirst();
    KernelExpr y = args.size() > 1 ? args.get(1) : x;
    return switch (op) {
      case ADD -> type.isInteger() && isBits(x, 0) ? y : sumLike(type, x, y, make(op, type, args));
      case SUB -> sumLike(type, x, y, make(op, type, args));
      case MUL -> isOne(x) ? y : isOne(y) ? x : make(op, type, args);
      case AND ->
          isBits(x, 0) || isAll(y) ? x : isBits(y, 0) || isAll(x) ? y : make(op, type, args);
      case OR, XOR -> isBits(x, 0) ? y : isBits(y, 0) ? x : rotation(op, type, args);
      case SHL, SHR, USHR, ROL -> isBits(y, 0) ? x : make(op, type, args);
      case NOT, NEG ->
          x instanceof Apply inner && inner.op() == op
              ? inner.args().getFirst()
              : make(op, type, args);
      case SELECT, RARELY ->
          x instanceof Const mask
              ? (mask.bits() != 0 ? y : args.get(2))
              : y.equals(args.get(2)) ? y : make(op, type, args);
      case DIV, REM, UDIV, UREM, MIN, MAX, ABS, SQRT, FMA, CANONICAL, EQ, NE, LT, LE, ULT ->
          make(op, type, args);
      case CONVERT, BITCAST -> make(op, type, args);
    };
  }

  /**
   * Whether x has the same bits on every machine, NaN included: it is not the result of float
   * arithmetic, whose NaN payload and sign are the processor's choice. May say no where the answer
   * is yes: the search through choices is bounded.
   */
  static boolean hasDefinedBits(KernelExpr x) {
    return hasDefinedBits(x, 8);
  }

  private static boolean hasDefinedBits(KernelExpr x, int depth) {
    if (!x.type().isFloat() || !(x instanceof Apply(Op op, _, List<KernelExpr> args))) {
      return !(x instanceof KernelExpr.Carry) || !x.type().isFloat();
    }
    return switch (op) {
      case CANONICAL, BITCAST -> true;
      case CONVERT -> !args.getFirst().type().isFloat();
      case SELECT, RARELY ->
          depth > 0
              && hasDefinedBits(args.get(1), depth - 1)
              && hasDefinedBits(args.get(2), depth - 1);
      case ADD, SUB, MUL, DIV, REM, MIN, MAX, NEG, ABS, SQRT, FMA -> false;
      case UDIV, UREM, AND, OR, XOR, SHL, SHR, USHR, ROL, NOT, EQ, NE, LT, LE, ULT ->
          throw new IllegalArgumentException(op + ": makes no float");
    };
  }

  private static Apply make(Op op, LaneType type, List<KernelExpr> args) {
    return new Apply(op, type, args);
  }

  private static KernelExpr sumLike(LaneType type, KernelExpr x, KernelExpr y, Apply otherwise) {
    return type.isInteger() && isBits(y, 0) ? x : otherwise;
  }

  private static KernelExpr rotation(Op op, LaneType type, List<KernelExpr> args) {
    if (args.get(0) instanceof Apply(Op first, _, List<KernelExpr> left)
        && args.get(1) instanceof Apply(Op second, _, List<KernelExpr> right)
        && left.size() == 2
        && right.size() == 2
        && left.getFirst().equals(right.getFirst())
        && left.get(1) instanceof Const(long count, _)
        && right.get(1) instanceof Const(long rest, _)
        && count + rest == type.bits()) {
      KernelExpr x = left.getFirst();
      if (first == Op.SHL && second == Op.USHR) {
        return make(Op.ROL, type, List.of(x, new Const(count, type)));
      }
      if (first == Op.USHR && second == Op.SHL) {
        return make(Op.ROL, type, List.of(x, new Const(rest, type)));
      }
    }
    return make(op, type, args);
  }

  private static boolean isBits(KernelExpr x, long bits) {
    return x instanceof Const(long value, _) && value == bits;
  }

  private static boolean isAll(KernelExpr x) {
    return isBits(x, x.type() == LaneType.MASK ? 1 : -1);
  }

  private static boolean isOne(KernelExpr x) {
    return x.type() != LaneType.MASK && x.equals(LaneOps.number(1, x.type()));
  }
}

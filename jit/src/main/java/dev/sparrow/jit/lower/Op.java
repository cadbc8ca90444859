package dev.sparrow.jit.lower;

/**
 * Machine-level operations on lanes. A row holds facts; what an operation computes is said once per
 * reader, in a switch over the rows ({@link LaneArithmetic} is the definition).
 */
public enum Op {
  /** x + y; integers wrap. */
  ADD(2, Operands.NUMBER, Result.SAME),
  /** x - y; integers wrap. */
  SUB(2, Operands.NUMBER, Result.SAME),
  /** x * y; integers wrap. */
  MUL(2, Operands.NUMBER, Result.SAME),
  /** IEEE quotient; for I64 truncation, x / 0 = -1, min / -1 = min. I32 division is lowered. */
  DIV(2, Operands.WIDE_OR_FLOAT, Result.SAME),
  /** x - trunc(x / y) * y, exact; for I64 x rem 0 = x. I32 remainder is lowered. */
  REM(2, Operands.WIDE_OR_FLOAT, Result.SAME),
  /** Unsigned I64 quotient; x / 0 has all bits set. */
  UDIV(2, Operands.WIDE, Result.SAME),
  /** Unsigned I64 remainder; x rem 0 = x. */
  UREM(2, Operands.WIDE, Result.SAME),
  /** The smaller operand; NaN wins, -0 is below +0. */
  MIN(2, Operands.NUMBER, Result.SAME),
  /** The larger operand; NaN wins, +0 is above -0. */
  MAX(2, Operands.NUMBER, Result.SAME),
  /** Bitwise and. */
  AND(2, Operands.BITS, Result.SAME),
  /** Bitwise or. */
  OR(2, Operands.BITS, Result.SAME),
  /** Bitwise exclusive or. */
  XOR(2, Operands.BITS, Result.SAME),
  /** Shift left; the count is taken modulo the width, as in Java. */
  SHL(2, Operands.INTEGER, Result.SAME),
  /** Shift right with sign; the count is taken modulo the width. */
  SHR(2, Operands.INTEGER, Result.SAME),
  /** Shift right with zeros; the count is taken modulo the width. */
  USHR(2, Operands.INTEGER, Result.SAME),
  /** Rotate left; the count is taken modulo the width. */
  ROL(2, Operands.INTEGER, Result.SAME),
  /** Bitwise complement. */
  NOT(1, Operands.BITS, Result.SAME),
  /** -x; for floats the sign flips, that of zero included. */
  NEG(1, Operands.NUMBER, Result.SAME),
  /** Absolute value; the smallest integer stays itself. */
  ABS(1, Operands.NUMBER, Result.SAME),
  /** Correctly rounded square root. */
  SQRT(1, Operands.FLOAT, Result.SAME),
  /** x * y + z with one rounding. Only lowering rules write it. */
  FMA(3, Operands.FLOAT, Result.SAME),
  /** x, with every NaN replaced by the canonical one. */
  CANONICAL(1, Operands.FLOAT, Result.SAME),
  /** x == y; false where either is NaN. */
  EQ(2, Operands.NUMBER, Result.MASK),
  /** x != y; true where either is NaN. */
  NE(2, Operands.NUMBER, Result.MASK),
  /** x &lt; y; false where either is NaN. */
  LT(2, Operands.NUMBER, Result.MASK),
  /** x &lt;= y; false where either is NaN. */
  LE(2, Operands.NUMBER, Result.MASK),
  /** x &lt; y, both unsigned. */
  ULT(2, Operands.INTEGER, Result.MASK),
  /** First operand (a mask) ? second : third. */
  SELECT(3, Operands.SELECTION, Result.SECOND),
  /** SELECT whose mask seldom holds: where no lane asks for it, the second is not computed. */
  RARELY(3, Operands.SELECTION, Result.SECOND),
  /**
   * Value conversion between two numeric lane types, as a Java cast: float to integer truncates,
   * saturates and sends NaN to 0; integers wrap. I64 to and from floats is lowered.
   */
  CONVERT(1, Operands.NUMBER, Result.STATED),
  /** Reinterpretation between F32 and I32 or F64 and I64. NaN bits pass as they are. */
  BITCAST(1, Operands.NUMBER, Result.STATED);

  /** Which operand types a row accepts. */
  enum Operands {
    NUMBER,
    FLOAT,
    INTEGER,
    WIDE,
    WIDE_OR_FLOAT,
    BITS,
    SELECTION
  }

  /** How a row's result type follows from its operands. */
  enum Result {
    SAME,
    SECOND,
    MASK,
    STATED
  }

  private final int arity;
  private final Operands operands;
  private final Result result;

  Op(int arity, Operands operands, Result result) {
    this.arity = arity;
    this.operands = operands;
    this.result = result;
  }

  /**
   * Number of operands.
   *
   * @return 1, 2 or 3
   */
  public int arity() {
    return arity;
  }

  Result result() {
    return result;
  }

  boolean accepts(LaneType type) {
    return switch (operands) {
      case NUMBER -> type != LaneType.MASK;
      case FLOAT -> type.isFloat();
      case INTEGER -> type.isInteger();
      case WIDE -> type == LaneType.I64;
      case WIDE_OR_FLOAT -> type != LaneType.MASK && type != LaneType.I32;
      case BITS -> !type.isFloat();
      case SELECTION -> true;
    };
  }
}

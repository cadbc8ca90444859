package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.LaneType;

/**
 * One pass of a Fourier transform: for each p and q, a transform of {@code radix} complex numbers
 * {@code x[j]} that lie evenly apart, each turned by a factor first. The frame's slots say where.
 *
 * @param type float type of the parts
 * @param radix length of the transforms: 1, 2, 4, 8 or an odd number up to {@link #LARGEST_RADIX}
 * @param source how operands lie in memory
 * @param turns what operands are multiplied by
 * @param target how results lie in memory
 * @param sense which way the transform turns
 */
public record ButterflyBody(
    LaneType type, int radix, Form source, Turns turns, Form target, Sense sense) {
  /** The largest radix; one more prime would not fit a method that HotSpot compiles. */
  public static final int LARGEST_RADIX = 13;

  /** How complex numbers lie in memory. */
  public enum Form {
    /** Real and imaginary parts apart. */
    PLANES,
    /** Each real part before its imaginary part. */
    PAIRS
  }

  /** What operands are multiplied by before they are transformed. */
  public enum Turns {
    /** Nothing. */
    NONE,
    /** A factor for each p and j; j = 0 has none. Stored as re, im. */
    UNIFORM,
    /** As UNIFORM, each part of a factor as often as a line of {@link #LINE} bytes holds it. */
    LINES,
    /** A factor of its own for each operand, in planes that are laid out as the operands are. */
    EACH
  }

  /** Which way a transform turns. */
  public enum Sense {
    /** e^(-2πi·jk/radix). */
    FORWARD,
    /**
     * e^(2πi·jk/radix): parts change places where they are pairs, so turns are those of FORWARD.
     */
    BACKWARD
  }

  /** Frame slot: address of the operands, or of their real parts. */
  public static final int RE = 0;

  /** Frame slot: address of the imaginary parts. */
  public static final int IM = 1;

  /** Frame slot: bytes from x[j] to x[j + 1]. */
  public static final int IN_J = 2;

  /** Frame slot: bytes from the operands of a p to those of the next. */
  public static final int IN_P = 3;

  /** Frame slot: address of the results, or of their real parts. */
  public static final int OUT_RE = 4;

  /** Frame slot: address of the results' imaginary parts. */
  public static final int OUT_IM = 5;

  /** Frame slot: bytes from result k to result k + 1. */
  public static final int OUT_K = 6;

  /** Frame slot: bytes from the results of a p to those of the next. */
  public static final int OUT_P = 7;

  /** Frame slot: address of the turns, or of their real parts. */
  public static final int TURNS_RE = 8;

  /** Frame slot: address of the turns' imaginary parts. */
  public static final int TURNS_IM = 9;

  /** Frame slot: number of p. */
  public static final int P = 10;

  /** Frame slot: number of q, which lie one after another: whole lines of 64 bytes of a part. */
  public static final int Q = 11;

  /** Frame slot: bits of what results are multiplied by where they are pairs. */
  public static final int SCALE = 12;

  /** Slots of a frame. */
  public static final int FRAME = 13;

  /** Bytes of a part whose q are a multiple. */
  public static final int LINE = 64;
}

package dev.sparrow.jit.dot;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/**
 * Packs complex lines so that a product of real matrices is the product of the complex ones. A
 * complex term is two real ones. A line of the left operand is re, im, re, im, …; a column of the
 * right one becomes two, which give the real and the imaginary part:
 *
 * <pre>
 *   re   im
 *  -im   re
 * </pre>
 */
final class ComplexPanels {
  private ComplexPanels() {}

  /** Packs real terms of rows; {@code firstTerm} and {@code terms} count real terms, both even. */
  static void packLeft(
      Lines from,
      long firstLine,
      int lines,
      int width,
      long firstTerm,
      int terms,
      long target,
      LaneType type) {
    int bytes = type.bytes();
    for (int term = 0; term < terms; term++) {
      for (int line = 0; line < width; line++) {
        long to = target + ((long) term * width + line) * bytes;
        if (line < lines) {
          part(from, from.at(firstLine + line, (firstTerm + term) / 2), term % 2, to, type);
        } else {
          zero(to, bytes);
        }
      }
    }
  }

  /** Packs real terms of columns; lines and width count real columns, two for each complex one. */
  static void packRight(
      Lines from,
      long firstLine,
      int lines,
      int width,
      long firstTerm,
      int terms,
      long target,
      LaneType type) {
    int bytes = type.bytes();
    for (int term = 0; term < terms; term += 2) {
      for (int line = 0; line < width; line += 2) {
        long to = target + ((long) term * width + line) * bytes;
        long below = to + (long) width * bytes;
        if (line >= lines) {
          zero(to, 2 * bytes);
          zero(below, 2 * bytes);
          continue;
        }
        long element = from.at((firstLine + line) / 2, (firstTerm + term) / 2);
        part(from, element, 0, to, type);
        part(from, element, 1, to + bytes, type);
        part(from, element, 0, below + bytes, type);
        negated(to + bytes, below, type);
      }
    }
  }

  private static void part(Lines from, long element, int part, long to, LaneType type) {
    if (from.dtype().isComplex()) {
      Elements.convert(element + (long) part * from.dtype().bytes() / 2, from.dtype(), to, type);
    } else if (part == 0) {
      Elements.convert(element, from.dtype(), to, type);
    } else {
      zero(to, type.bytes());
    }
  }

  private static void negated(long from, long to, LaneType type) {
    if (type == LaneType.F32) {
      Memory.storeBytes4(Memory.loadI32(from) ^ Integer.MIN_VALUE, to);
    } else {
      Memory.store(Memory.loadI64(from) ^ Long.MIN_VALUE, to);
    }
  }

  private static void zero(long target, int bytes) {
    for (int at = 0; at < bytes; at += 4) {
      Memory.storeBytes4(0, target + at);
    }
  }
}

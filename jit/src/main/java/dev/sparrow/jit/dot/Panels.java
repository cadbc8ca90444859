package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/**
 * Packs lines into panels: for each term, one element of each of some lines, side by side. Lines
 * that a panel has no operand for are zero.
 */
final class Panels {
  private Panels() {}

  /**
   * Packs terms of lines.
   *
   * @param from the operand
   * @param firstLine first line of the panel
   * @param lines lines there are
   * @param width lines of the panel
   * @param firstTerm first term
   * @param terms number of terms
   * @param target address of the panel
   * @param type type of its elements
   */
  static void pack(
      Lines from,
      long firstLine,
      int lines,
      int width,
      long firstTerm,
      int terms,
      long target,
      LaneType type) {
    if (lines < width) {
      zero(target, lines, width, terms, type.bytes());
    }
    long source = from.at(firstLine, firstTerm);
    if (!Accumulators.isStored(from.dtype(), type)) {
      converted(from, source, lines, width, terms, target, type);
      return;
    }
    long lineStep = from.lineStride() * type.bytes();
    long termStep = from.termStride() * type.bytes();
    if (type.bytes() == 4) {
      packed4(source, lineStep, termStep, lines, width, terms, target);
    } else {
      packed8(source, lineStep, termStep, lines, width, terms, target);
    }
  }

  private static void packed4(
      long source, long lineStep, long termStep, int lines, int width, int terms, long target) {
    long rowBytes = 4L * width;
    if (lineStep == 4) {
      for (int term = 0; term < terms; term++) {
        long from = source + term * termStep;
        long to = target + term * rowBytes;
        int line = 0;
        for (; line + 2 <= lines; line += 2) {
          Memory.store(Memory.loadI64(from + 4L * line), to + 4L * line);
        }
        if (line < lines) {
          Memory.storeBytes4(Memory.loadI32(from + 4L * line), to + 4L * line);
        }
      }
      return;
    }
    int line = 0;
    for (; line + 2 <= lines; line += 2) {
      long first = source + line * lineStep;
      long second = first + lineStep;
      long to = target + 4L * line;
      for (int term = 0; term < terms; term++) {
        long low = Memory.loadI32(first + term * termStep) & 0xFFFF_FFFFL;
        long high = (long) Memory.loadI32(second + term * termStep) << 32;
        Memory.store(low | high, to + term * rowBytes);
      }
    }
    if (line < lines) {
      long first = source + line * lineStep;
      long to = target + 4L * line;
      for (int term = 0; term < terms; term++) {
        Memory.storeBytes4(Memory.loadI32(first + term * termStep), to + term * rowBytes);
      }
    }
  }

  private static void packed8(
      long source, long lineStep, long termStep, int lines, int width, int terms, long target) {
    long rowBytes = 8L * width;
    if (lineStep == 8) {
      for (int term = 0; term < terms; term++) {
        long from = source + term * termStep;
        long to = target + term * rowBytes;
        for (int line = 0; line < lines; line++) {
          Memory.store(Memory.loadI64(from + 8L * line), to + 8L * line);
        }
      }
      return;
    }
    for (int line = 0; line < lines; line++) {
      long from = source + line * lineStep;
      long to = target + 8L * line;
      for (int term = 0; term < terms; term++) {
        Memory.store(Memory.loadI64(from + term * termStep), to + term * rowBytes);
      }
    }
  }

  private static void converted(
      Lines from, long source, int lines, int width, int terms, long target, LaneType type) {
    DType dtype = from.dtype();
    long lineStep = from.lineStride() * dtype.bytes();
    long termStep = from.termStride() * dtype.bytes();
    int bytes = type.bytes();
    for (int line = 0; line < lines; line++) {
      for (int term = 0; term < terms; term++) {
        Elements.convert(
            source + line * lineStep + term * termStep,
            dtype,
            target + ((long) term * width + line) * bytes,
            type);
      }
    }
  }

  private static void zero(long target, int lines, int width, int terms, int bytes) {
    for (int term = 0; term < terms; term++) {
      long row = target + (long) term * width * bytes;
      for (int line = lines; line < width; line++) {
        if (bytes == 4) {
          Memory.storeBytes4(0, row + 4L * line);
        } else {
          Memory.store(0L, row + 8L * line);
        }
      }
    }
  }
}

package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;

/**
 * Packs lines into panels: for each term, one element of each of some lines, side by side. Lines
 * that a panel has no operand for are zero.
 */
final class Panels {
  /** The first of two neighbours of four bytes. */
  private static final long LOW = 0xFFFF_FFFFL;

  private Panels() {}

  /**
   * Packs terms of lines, dense ones by transposing squares.
   *
   * @param from the operand
   * @param firstLine first line of the panel
   * @param lines lines there are
   * @param width lines of the panel
   * @param firstTerm first term
   * @param terms number of terms
   * @param target address of the panel
   * @param tiles compiled loops over its elements
   */
  static void pack(
      Lines from,
      long firstLine,
      int lines,
      int width,
      long firstTerm,
      int terms,
      long target,
      Tiles tiles) {
    LaneType type = tiles.type();
    int side = TranspositionWriter.LINE / type.bytes();
    boolean dense =
        from.termStride() == 1
            && from.lineStride() > 1
            && from.isForward()
            && Accumulators.isStored(from.dtype(), type);
    if (!dense || lines < side || terms < side) {
      pack(from, firstLine, lines, width, firstTerm, terms, target, type);
      return;
    }
    if (lines < width) {
      zero(target, lines, width, terms, type.bytes());
    }
    int wholeLines = lines - lines % side;
    int wholeTerms = terms - terms % side;
    long rowBytes = (long) width * type.bytes();
    long[] frame = new long[TranspositionWriter.FRAME];
    frame[TranspositionWriter.FROM_ROW] = from.lineStride() * type.bytes();
    frame[TranspositionWriter.FROM_STEP] = TranspositionWriter.LINE;
    frame[TranspositionWriter.TO_ROW] = rowBytes;
    frame[TranspositionWriter.TO_STEP] = side * rowBytes;
    frame[TranspositionWriter.COUNT] = wholeTerms / side;
    for (int line = 0; line < wholeLines; line += side) {
      frame[TranspositionWriter.FROM] = from.at(firstLine + line, firstTerm);
      frame[TranspositionWriter.TO] = target + (long) line * type.bytes();
      tiles.transposition().run(frame);
    }
    stored(
        from,
        from.at(firstLine, firstTerm + wholeTerms),
        wholeLines,
        width,
        terms - wholeTerms,
        target + wholeTerms * rowBytes,
        type);
    stored(
        from,
        from.at(firstLine + wholeLines, firstTerm),
        lines - wholeLines,
        width,
        terms,
        target + (long) wholeLines * type.bytes(),
        type);
  }

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
    stored(from, source, lines, width, terms, target, type);
  }

  /** Elements that are stored as sums are kept. */
  private static void stored(
      Lines from, long source, int lines, int width, int terms, long target, LaneType type) {
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
    int rowBytes = 4 * width;
    if (lineStep == 4) {
      copied(source, termStep, 4 * lines, rowBytes, terms, target);
      return;
    }
    int line = 0;
    for (; line + 2 <= lines; line += 2) {
      long first = source + line * lineStep;
      long to = target + 4L * line;
      if (termStep == 4) {
        turnedPair(first, first + lineStep, terms, rowBytes, to);
      } else {
        for (int term = 0; term < terms; term++) {
          long from = Memory.bounded(first + term * termStep);
          long low = Memory.loadI32(from) & LOW;
          long high = (long) Memory.loadI32(Memory.bounded(from + lineStep)) << 32;
          Memory.store(low | high, Memory.bounded(to) + (long) term * rowBytes);
        }
      }
    }
    if (line < lines) {
      long first = source + line * lineStep;
      long to = Memory.bounded(target + 4L * line);
      for (int term = 0; term < terms; term++) {
        int element = Memory.loadI32(Memory.bounded(first + term * termStep));
        Memory.storeBytes4(element, to + (long) term * rowBytes);
      }
    }
  }

  /** Two lines of dense terms: two terms of both are two loads and two stores. */
  private static void turnedPair(
      long firstLine, long secondLine, int terms, int rowBytes, long to) {
    long first = Memory.bounded(firstLine);
    long second = Memory.bounded(secondLine);
    long target = Memory.bounded(to);
    int term = 0;
    for (; term + 2 <= terms; term += 2) {
      long x = Memory.loadI64(first + 4L * term);
      long y = Memory.loadI64(second + 4L * term);
      long row = target + (long) term * rowBytes;
      Memory.store(x & LOW | y << 32, row);
      Memory.store(x >>> 32 | y & ~LOW, row + rowBytes);
    }
    if (term < terms) {
      long low = Memory.loadI32(first + 4L * term) & LOW;
      long high = (long) Memory.loadI32(second + 4L * term) << 32;
      Memory.store(low | high, target + (long) term * rowBytes);
    }
  }

  /** Dense elements of each term, a multiple of four bytes. */
  private static void copied(
      long source, long termStep, int bytes, int rowBytes, int terms, long target) {
    for (int term = 0; term < terms; term++) {
      long from = Memory.bounded(source + term * termStep);
      long to = Memory.bounded(target + (long) term * rowBytes);
      int at = 0;
      for (; at + 64 <= bytes; at += 64) {
        Memory.store(Memory.loadI64(from + at), to + at);
        Memory.store(Memory.loadI64(from + at + 8), to + at + 8);
        Memory.store(Memory.loadI64(from + at + 16), to + at + 16);
        Memory.store(Memory.loadI64(from + at + 24), to + at + 24);
        Memory.store(Memory.loadI64(from + at + 32), to + at + 32);
        Memory.store(Memory.loadI64(from + at + 40), to + at + 40);
        Memory.store(Memory.loadI64(from + at + 48), to + at + 48);
        Memory.store(Memory.loadI64(from + at + 56), to + at + 56);
      }
      for (; at + 8 <= bytes; at += 8) {
        Memory.store(Memory.loadI64(from + at), to + at);
      }
      if (at < bytes) {
        Memory.storeBytes4(Memory.loadI32(from + at), to + at);
      }
    }
  }

  private static void packed8(
      long source, long lineStep, long termStep, int lines, int width, int terms, long target) {
    int rowBytes = 8 * width;
    if (lineStep == 8) {
      copied(source, termStep, 8 * lines, rowBytes, terms, target);
      return;
    }
    for (int line = 0; line < lines; line++) {
      long from = source + line * lineStep;
      long to = Memory.bounded(target + 8L * line);
      for (int term = 0; term < terms; term++) {
        long element = Memory.loadI64(Memory.bounded(from + term * termStep));
        Memory.store(element, to + (long) term * rowBytes);
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

package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.TranspositionWriter;
import java.lang.foreign.MemorySegment;

/** Moves elements between strided and contiguous memory. */
final class StridedCopy {
  private StridedCopy() {}

  /**
   * Packs positions {@code start} to {@code start + count - 1} of a walk.
   *
   * @param source address of the walk's first element
   * @param walk where the positions lie
   * @param start first position
   * @param count number of positions
   * @param bytes size of an element: 1, 2, 4, 8 or 16
   * @param target address of contiguous memory
   */
  static void gather(long source, Walk walk, long start, long count, int bytes, long target) {
    long position = start;
    long to = target;
    long left = count;
    int last = walk.rank() - 1;
    while (left > 0) {
      long inRow = last < 0 ? 0 : position % walk.dim(last);
      long run = last < 0 ? left : Math.min(left, walk.dim(last) - inRow);
      long step = last < 0 ? 0 : walk.stride(last);
      copy(source + walk.offset(position) * bytes, step, to, 1, run, bytes);
      position += run;
      left -= run;
      to += run * bytes;
    }
  }

  /**
   * Unpacks to positions {@code start} to {@code start + count - 1} of a walk.
   *
   * @param source address of contiguous memory
   * @param target address of the walk's first element
   * @param walk where the positions lie
   * @param start first position
   * @param count number of positions
   * @param bytes size of an element: 1, 2, 4, 8 or 16
   */
  static void scatter(long source, long target, Walk walk, long start, long count, int bytes) {
    long position = start;
    long from = source;
    long left = count;
    int last = walk.rank() - 1;
    while (left > 0) {
      long inRow = last < 0 ? 0 : position % walk.dim(last);
      long run = last < 0 ? left : Math.min(left, walk.dim(last) - inRow);
      long step = last < 0 ? 0 : walk.stride(last);
      copy(from, 1, target + walk.offset(position) * bytes, step, run, bytes);
      position += run;
      left -= run;
      from += run * bytes;
    }
  }

  /**
   * Copies evenly strided elements.
   *
   * @param source address of the first element
   * @param sourceStride distance between elements, in elements
   * @param target address the first element goes to
   * @param targetStride distance between elements, in elements
   * @param count number of elements
   * @param bytes size of an element: 1, 2, 4, 8 or 16
   */
  static void copy(
      long source, long sourceStride, long target, long targetStride, long count, int bytes) {
    if (sourceStride == 1 && targetStride == 1) {
      MemorySegment.copy(Memory.ALL, source, Memory.ALL, target, count * bytes);
      return;
    }
    if (sourceStride == 0 && targetStride == 1 && bytes <= Long.BYTES) {
      fill(load(source, bytes), target, count, bytes);
      return;
    }
    long fromStep = sourceStride * bytes;
    long toStep = targetStride * bytes;
    long packed = targetStride == 1 ? Packings.pack(source, sourceStride, target, count, bytes) : 0;
    long from = source + packed * fromStep;
    long to = target + packed * toStep;
    long left = count - packed;
    switch (bytes) {
      case 1 -> {
        for (long i = 0; i < left; i++, from += fromStep, to += toStep) {
          Memory.storeBytes1(Memory.loadBytes1(from), to);
        }
      }
      case 2 -> {
        for (long i = 0; i < left; i++, from += fromStep, to += toStep) {
          Memory.storeBytes2(Memory.loadBytes2(from), to);
        }
      }
      case 4 -> {
        for (long i = 0; i < left; i++, from += fromStep, to += toStep) {
          Memory.storeBytes4(Memory.loadBytes4(from), to);
        }
      }
      case 8 -> {
        for (long i = 0; i < left; i++, from += fromStep, to += toStep) {
          Memory.store(Memory.loadI64(from), to);
        }
      }
      case 16 -> {
        for (long i = 0; i < left; i++, from += fromStep, to += toStep) {
          Memory.store(Memory.loadI64(from), to);
          Memory.store(Memory.loadI64(from + 8), to + 8);
        }
      }
      default -> throw new IllegalArgumentException("elements of " + bytes + " bytes");
    }
  }

  /**
   * Packs rows whose elements lie far apart, but next to those of the neighbouring rows: goes
   * through them column by column, or square by square, so that each cache line is fetched once.
   *
   * @param source address of the first element of the first row; the other rows start behind it
   * @param step distance between elements of a row, in elements
   * @param rows number of rows
   * @param count elements in a row
   * @param target address the first element goes to
   * @param pitch distance between rows there, in elements
   * @param bytes size of an element: 1, 2, 4, 8 or 16
   */
  static void gatherColumns(
      long source, long step, int rows, int count, long target, int pitch, int bytes) {
    if (bytes != Integer.BYTES && bytes != Long.BYTES) {
      copyColumns(source, step, rows, 0, count, target, pitch, bytes);
      return;
    }
    int side = TranspositionWriter.LINE / bytes;
    int wholeRows = rows - rows % side;
    int wholeColumns = count - count % side;
    if (wholeColumns > 0) {
      long[] frame = new long[TranspositionWriter.FRAME];
      frame[TranspositionWriter.FROM_ROW] = step * bytes;
      frame[TranspositionWriter.FROM_STEP] = side * step * bytes;
      frame[TranspositionWriter.TO_ROW] = (long) pitch * bytes;
      frame[TranspositionWriter.TO_STEP] = TranspositionWriter.LINE;
      frame[TranspositionWriter.COUNT] = wholeColumns / side;
      for (int row = 0; row < wholeRows; row += side) {
        frame[TranspositionWriter.FROM] = source + (long) row * bytes;
        frame[TranspositionWriter.TO] = target + (long) row * pitch * bytes;
        Transpositions.of(bytes).run(frame);
      }
    }
    copyColumns(source, step, rows, wholeColumns, count, target, pitch, bytes);
    for (int row = wholeRows; row < rows; row++) {
      copy(
          source + (long) row * bytes,
          step,
          target + (long) row * pitch * bytes,
          1,
          wholeColumns,
          bytes);
    }
  }

  private static void copyColumns(
      long source, long step, int rows, int begin, int end, long target, int pitch, int bytes) {
    for (int i = begin; i < end; i++) {
      long from = source + i * step * bytes;
      copy(from, 1, target + (long) i * bytes, pitch, rows, bytes);
    }
  }

  /**
   * Writes one element many times.
   *
   * @param bits raw bits of the element
   * @param target address of contiguous memory
   * @param count number of elements
   * @param bytes size of an element: 1, 2, 4 or 8
   */
  static void fill(long bits, long target, long count, int bytes) {
    switch (bytes) {
      case 1 -> {
        for (long i = 0; i < count; i++) {
          Memory.storeBytes1((int) bits, target + i);
        }
      }
      case 2 -> {
        for (long i = 0; i < count; i++) {
          Memory.storeBytes2((int) bits, target + 2 * i);
        }
      }
      case 4 -> {
        for (long i = 0; i < count; i++) {
          Memory.storeBytes4((int) bits, target + 4 * i);
        }
      }
      case 8 -> {
        for (long i = 0; i < count; i++) {
          Memory.store(bits, target + 8 * i);
        }
      }
      default -> throw new IllegalArgumentException("elements of " + bytes + " bytes");
    }
  }

  /**
   * One element as raw bits.
   *
   * @param address where it lies
   * @param bytes its size: 1, 2, 4 or 8
   * @return the bits, sign-extended
   */
  static long load(long address, int bytes) {
    return switch (bytes) {
      case 1 -> Memory.loadBytes1(address);
      case 2 -> Memory.loadBytes2(address);
      case 4 -> Memory.loadBytes4(address);
      case 8 -> Memory.loadI64(address);
      default -> throw new IllegalArgumentException("elements of " + bytes + " bytes");
    };
  }
}

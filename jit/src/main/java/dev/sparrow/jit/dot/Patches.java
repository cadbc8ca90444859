package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/**
 * The windows of a convolution as lines: a line is a window, row-major over the positions it takes;
 * a term is an element of the window, input channels first, then row-major. Elements that meet
 * padding are zero. Nothing is copied but what a panel needs.
 *
 * @param geometry sizes and strides
 * @param address first element of the first input channel
 */
public record Patches(PatchGeometry geometry, long address) implements Factor {
  @Override
  public void pack(
      long firstLine, int lines, int width, long firstTerm, int terms, long target, LaneType type) {
    PatchGeometry of = geometry;
    int rank = of.rank();
    int bytes = type.bytes();
    boolean stored = Accumulators.isStored(of.dtype(), type);
    long[] element = new long[rank];
    long[] position = new long[rank];
    for (int term = 0; term < terms; term++) {
      long channel = of.element(firstTerm + term, element);
      long base = address + channel * of.channelStride() * of.dtype().bytes();
      long row = target + (long) term * width * bytes;
      int line = 0;
      while (line < lines) {
        of.position(firstLine + line, position);
        int run = (int) Math.min(lines - line, of.run(position));
        long outer = of.outer(position, element);
        if (outer == PatchGeometry.PADDING) {
          zero(row + (long) line * bytes, run, bytes);
        } else {
          run(base + outer * of.dtype().bytes(), position, element, run, row, line, type, stored);
        }
        line += run;
      }
      zero(row + (long) lines * bytes, width - lines, bytes);
    }
  }

  /** Windows that follow each other along the last axis. */
  private void run(
      long base,
      long[] position,
      long[] element,
      int run,
      long row,
      int line,
      LaneType type,
      boolean stored) {
    PatchGeometry of = geometry;
    int last = of.rank() - 1;
    int bytes = type.bytes();
    DType dtype = of.dtype();
    if (last < 0) {
      copy(base, 0, row + (long) line * bytes, 1, type, stored);
      return;
    }
    if (of.baseDilation(last) == 1) {
      long first = of.index(last, position[last], element[last]);
      long step = of.stride(last);
      int before = Math.clamp(first < 0 ? (-first + step - 1) / step : 0, 0, run);
      long left = of.extent(last) - first;
      int end = Math.clamp(left <= 0 ? 0 : (left + step - 1) / step, before, run);
      long to = row + (long) line * bytes;
      zero(to, before, bytes);
      long from = base + (first + before * step) * of.spatialStride(last) * dtype.bytes();
      copy(
          from,
          step * of.spatialStride(last) * dtype.bytes(),
          to + (long) before * bytes,
          end - before,
          type,
          stored);
      zero(to + (long) end * bytes, run - end, bytes);
      return;
    }
    for (int i = 0; i < run; i++) {
      long index = of.dilated(last, position[last] + i, element[last]);
      long to = row + (long) (line + i) * bytes;
      if (index < 0) {
        zero(to, 1, bytes);
      } else {
        copy(base + index * of.spatialStride(last) * dtype.bytes(), 0, to, 1, type, stored);
      }
    }
  }

  private void copy(long from, long step, long to, int count, LaneType type, boolean stored) {
    if (!stored) {
      for (int i = 0; i < count; i++) {
        Elements.convert(from + i * step, geometry.dtype(), to + (long) i * type.bytes(), type);
      }
    } else if (type.bytes() == 4) {
      int i = 0;
      if (step == 4) {
        for (; i + 2 <= count; i += 2) {
          Memory.store(Memory.loadI64(from + 4L * i), to + 4L * i);
        }
      }
      for (; i < count; i++) {
        Memory.storeBytes4(Memory.loadI32(from + i * step), to + 4L * i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        Memory.store(Memory.loadI64(from + i * step), to + 8L * i);
      }
    }
  }

  private static void zero(long to, int count, int bytes) {
    for (int i = 0; i < count; i++) {
      if (bytes == 4) {
        Memory.storeBytes4(0, to + 4L * i);
      } else {
        Memory.store(0L, to + 8L * i);
      }
    }
  }
}

package dev.sparrow.jit.dot;

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
      long firstLine, int lines, int width, long firstTerm, int terms, long target, Tiles tiles) {
    LaneType type = tiles.type();
    long[] position = new long[geometry.rank()];
    int line = 0;
    while (line < lines) {
      geometry.position(firstLine + line, position);
      int run = (int) Math.min(lines - line, geometry.run(position));
      packRun(position, run, width, firstTerm, terms, target + (long) line * type.bytes(), type);
      line += run;
    }
    for (int term = 0; lines < width && term < terms; term++) {
      Elements.zero(target + ((long) term * width + lines) * type.bytes(), width - lines, type);
    }
  }

  /** All terms of windows that follow each other along the last axis. */
  private void packRun(
      long[] position, int run, int width, long firstTerm, int terms, long target, LaneType type) {
    int bytes = geometry.dtype().bytes();
    long[] element = new long[geometry.rank()];
    long channel = geometry.element(firstTerm, element);
    for (int term = 0; term < terms; term++) {
      long to = target + (long) term * width * type.bytes();
      long outer = geometry.outer(position, element);
      if (outer == PatchGeometry.PADDING) {
        Elements.zero(to, run, type);
      } else {
        long base = address + (channel * geometry.channelStride() + outer) * bytes;
        packTerm(base, position, element, run, to, type);
      }
      channel += geometry.nextElement(element) ? 0 : 1;
    }
  }

  /** One term of windows that follow each other along the last axis. */
  private void packTerm(
      long base, long[] position, long[] element, int run, long to, LaneType type) {
    PatchGeometry of = geometry;
    int last = of.rank() - 1;
    int bytes = type.bytes();
    if (last < 0) {
      Elements.copy(base, of.dtype(), 0, to, type, 1);
      return;
    }
    long apart = of.spatialStride(last) * of.dtype().bytes();
    if (of.baseDilation(last) == 1) {
      long first = of.index(last, position[last], element[last]);
      long step = of.stride(last);
      int before = Math.clamp(first < 0 ? upwards(-first, step) : 0, 0, run);
      long left = of.extent(last) - first;
      int end = Math.clamp(left <= 0 ? 0 : upwards(left, step), before, run);
      Elements.zero(to, before, type);
      long from = base + (first + before * step) * apart;
      Elements.copy(from, of.dtype(), step * apart, to + (long) before * bytes, type, end - before);
      Elements.zero(to + (long) end * bytes, run - end, type);
      return;
    }
    for (int i = 0; i < run; i++) {
      long index = of.dilated(last, position[last] + i, element[last]);
      if (index < 0) {
        Elements.zero(to + (long) i * bytes, 1, type);
      } else {
        Elements.copy(base + index * apart, of.dtype(), 0, to + (long) i * bytes, type, 1);
      }
    }
  }

  private static long upwards(long distance, long step) {
    return step == 1 ? distance : (distance + step - 1) / step;
  }
}

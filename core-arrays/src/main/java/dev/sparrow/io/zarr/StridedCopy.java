package dev.sparrow.io.zarr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Copies elements between two strided arrays.
 *
 * @param width bytes of an element
 * @param source where from
 * @param target where to
 */
record StridedCopy(int width, Strided source, Strided target) {
  /**
   * A strided array.
   *
   * @param memory where it lies
   * @param start byte of its first element
   * @param strides bytes between neighbours along each axis
   */
  record Strided(MemorySegment memory, long start, List<Long> strides) {}

  /**
   * Copies.
   *
   * @param parts along each axis, which elements of the source go where in the target
   */
  void copy(List<AxisPart> parts) {
    if (parts.isEmpty()) {
      run(source.start, target.start, 0, 0, 1);
    } else {
      copy(parts, 0, source.start, target.start);
    }
  }

  private void copy(List<AxisPart> parts, int axis, long from, long to) {
    AxisPart part = parts.get(axis);
    long sourceStride = source.strides.get(axis);
    long targetStride = target.strides.get(axis);
    if (axis < parts.size() - 1) {
      for (long i = 0; i < part.count(); i++) {
        copy(
            parts,
            axis + 1,
            from + part.source(i) * sourceStride,
            to + part.target(i) * targetStride);
      }
    } else if (part.step() > 0) {
      run(
          from + part.source(0) * sourceStride,
          to + part.target(0) * targetStride,
          part.step() * sourceStride,
          targetStride,
          part.count());
    } else {
      for (long i = 0; i < part.count(); i++) {
        run(from + part.source(i) * sourceStride, to + part.target(i) * targetStride, 0, 0, 1);
      }
    }
  }

  /** Copies evenly spaced elements. */
  private void run(long from, long to, long sourceStep, long targetStep, long count) {
    MemorySegment in = source.memory;
    MemorySegment out = target.memory;
    if (count == 1 || (sourceStep == width && targetStep == width)) {
      MemorySegment.copy(in, from, out, to, count * width);
      return;
    }
    switch (width) {
      case 1 -> {
        for (long i = 0; i < count; i++) {
          out.set(
              ValueLayout.JAVA_BYTE,
              to + i * targetStep,
              in.get(ValueLayout.JAVA_BYTE, from + i * sourceStep));
        }
      }
      case 2 -> {
        for (long i = 0; i < count; i++) {
          out.set(
              ValueLayout.JAVA_SHORT_UNALIGNED,
              to + i * targetStep,
              in.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + i * sourceStep));
        }
      }
      case 4 -> {
        for (long i = 0; i < count; i++) {
          out.set(
              ValueLayout.JAVA_INT_UNALIGNED,
              to + i * targetStep,
              in.get(ValueLayout.JAVA_INT_UNALIGNED, from + i * sourceStep));
        }
      }
      default -> {
        // 8 bytes, or 16 of a complex number.
        for (long i = 0; i < count; i++) {
          for (int word = 0; word < width; word += Long.BYTES) {
            out.set(
                ValueLayout.JAVA_LONG_UNALIGNED,
                to + i * targetStep + word,
                in.get(ValueLayout.JAVA_LONG_UNALIGNED, from + i * sourceStep + word));
          }
        }
      }
    }
  }
}

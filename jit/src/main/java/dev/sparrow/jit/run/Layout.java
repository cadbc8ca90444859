package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import java.util.Arrays;
import java.util.List;

/**
 * Where an operand's elements lie along the axes of a region's space.
 *
 * @param strides distance between neighbours along each axis, in elements
 * @param offset position of the first element in its slot
 */
record Layout(List<Long> strides, long offset) {
  /** The layout of a view in a space of the same rank, or of a scalar in any space. */
  static Layout of(View view, int rank) {
    long[] strides = view.strides();
    Long[] boxed = new Long[rank];
    Arrays.setAll(boxed, axis -> strides.length == 0 ? 0L : strides[axis]);
    return new Layout(List.of(boxed), view.offset());
  }

  long[] array() {
    return strides.stream().mapToLong(Long::longValue).toArray();
  }
}

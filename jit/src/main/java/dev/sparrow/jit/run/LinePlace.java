package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.sort.Line;
import java.util.stream.IntStream;

/**
 * Where the lines of an array along one axis lie.
 *
 * @param slot its slot
 * @param offset its first element
 * @param dtype its element type
 * @param lines where the first element of each line lies
 * @param stride distance between neighbours in a line, in elements
 */
record LinePlace(int slot, long offset, DType dtype, Walk lines, long stride) {
  static LinePlace of(Placement place, int axis) {
    View layout = place.layout();
    Shape shape = layout.shape();
    int[] others = IntStream.range(0, shape.rank()).filter(other -> other != axis).toArray();
    return new LinePlace(
        place.slot(),
        layout.offset(),
        layout.dtype(),
        Walk.of(
            IntStream.of(others).mapToLong(shape::dim).toArray(),
            IntStream.of(others).mapToLong(layout::stride).toArray()),
        layout.stride(axis));
  }

  /** A line during a run. */
  Line line(Addresses addresses, long number) {
    int bytes = dtype.bytes();
    long address = addresses.base()[slot] + (offset + lines.offset(number)) * bytes;
    return new Line(address, stride * bytes, dtype);
  }
}

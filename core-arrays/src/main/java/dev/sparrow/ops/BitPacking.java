package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Truth values as bits of bytes, and back. */
public final class BitPacking {
  private BitPacking() {}

  /** Which bit of a byte is the first. */
  public enum BitOrder {
    /** The highest. */
    BIG,
    /** The lowest. */
    LITTLE
  }

  /**
   * Packs eight truth values into a byte; the last byte is filled up with zeros.
   *
   * @param a bool or integers, of which all but 0 count as true
   * @param axis along which to pack; null for all elements in row-major order
   * @param bitorder which bit is the first; null for {@link BitOrder#BIG}
   * @return uint8
   */
  @JaxName("packbits")
  public static NDArray packbits(NDArray a, @Nullable Integer axis, @Nullable BitOrder bitorder) {
    if (a.dtype() != DType.BOOL && !a.dtype().isInteger()) {
      throw new DTypeException("packbits: takes bool or integers, not " + a.dtype());
    }
    NDArray bits = Lax.convert(Operands.truth(lastAxis(a, axis)), DType.UINT8);
    int last = bits.rank() - 1;
    long size = bits.shape().dim(last);
    long bytes = (size + 7) / 8;
    if (bytes * 8 != size) {
      bits = resized(bits, bytes * 8 - size);
    }
    Shape grid = bits.shape().without(List.of(last)).insert(last, bytes).insert(last + 1, 8);
    NDArray byteRows = Lax.reshape(bits, grid);
    NDArray placed = Lax.apply(Fn.SHIFT_LEFT, byteRows, shifts(grid, bitorder));
    return back(Lax.reduce(Monoid.SUM, placed, List.of(last + 1)), axis);
  }

  /**
   * The bits of bytes, one an element.
   *
   * @param a uint8
   * @param axis along which to unpack; null for all elements in row-major order
   * @param count how many bits to keep, or if negative how many to leave out at the end; null for
   *     all
   * @param bitorder which bit is the first; null for {@link BitOrder#BIG}
   * @return uint8, zeros and ones
   */
  @JaxName("unpackbits")
  public static NDArray unpackbits(
      NDArray a, @Nullable Integer axis, @Nullable Long count, @Nullable BitOrder bitorder) {
    if (a.dtype() != DType.UINT8) {
      throw new DTypeException("unpackbits: takes uint8, not " + a.dtype());
    }
    NDArray rows = lastAxis(a, axis);
    int last = rows.rank() - 1;
    Shape grid = rows.shape().insert(last + 1, 8);
    NDArray wide = Shaping.broadcastTo(Shaping.expandDims(rows, last + 1), grid.dims());
    NDArray shifted = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, wide, shifts(grid, bitorder));
    NDArray bits = shifted.and(Operands.one(shifted));
    long size = rows.shape().dim(last) * 8;
    NDArray line = Lax.reshape(bits, rows.shape().without(List.of(last)).insert(last, size));
    long kept = count == null ? size : count < 0 ? Math.max(0, size + count) : count;
    return back(kept == size ? line : resized(line, kept - size), axis);
  }

  private static NDArray lastAxis(NDArray a, @Nullable Integer axis) {
    return axis == null ? Shaping.ravel(a) : Shaping.moveaxis(a, axis, -1);
  }

  private static NDArray back(NDArray a, @Nullable Integer axis) {
    return axis == null ? a : Shaping.moveaxis(a, -1, axis);
  }

  /** How far each bit of a byte is from the lowest. */
  private static NDArray shifts(Shape grid, @Nullable BitOrder order) {
    NDArray place = Lax.iota(DType.UINT8, grid, grid.rank() - 1);
    return order == BitOrder.LITTLE ? place : Creation.scalar(7L, DType.UINT8).sub(place);
  }

  /** With zeros appended to the last axis, or cut off there. */
  private static NDArray resized(NDArray x, long more) {
    List<Long> none = Collections.nCopies(x.rank(), 0L);
    List<Long> high = new ArrayList<>(none);
    high.set(x.rank() - 1, more);
    return Lax.bind(new Primitive.Pad(none, high, none), x, Operands.zero(x));
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import java.util.List;
import java.util.stream.IntStream;

/** The bits of elements under another dtype, and floats rounded to fewer bits. */
public final class Reinterpretation {
  private Reinterpretation() {}

  /** The unsigned integer as wide as a dtype. */
  static DType bitsOf(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> DType.UINT8;
      case 2 -> DType.UINT16;
      case 4 -> DType.UINT32;
      default -> DType.UINT64;
    };
  }

  /**
   * Reinterprets bits. A narrower dtype adds a last axis for the pieces of an element, lowest bits
   * first; a wider one joins the elements along the last axis, which must be as many as fit.
   *
   * @param operand real numbers
   * @param newDtype a real dtype, not bool
   * @return the bits as that dtype
   */
  @JaxName("lax.bitcast_convert_type")
  public static NDArray bitcastConvertType(NDArray operand, DType newDtype) {
    requireReal("bitcast_convert_type", operand.dtype());
    requireReal("bitcast_convert_type", newDtype);
    int from = operand.dtype().bytes();
    int to = newDtype.bytes();
    if (from == to) {
      return Lax.bitcast(operand, newDtype);
    }
    if (to < from) {
      return split(operand, newDtype, from / to);
    }
    long pieces = to / from;
    Shape shape = operand.shape();
    if (shape.rank() == 0 || shape.dim(shape.rank() - 1) != pieces) {
      throw new DTypeException(
          "bitcast_convert_type: "
              + pieces
              + " elements of "
              + operand.dtype()
              + " make one of "
              + newDtype
              + ", so the last axis must have that extent; the shape is "
              + shape);
    }
    return join(operand, newDtype);
  }

  private static void requireReal(String operation, DType dtype) {
    if (dtype.isComplex() || dtype == DType.KEY) {
      throw new DTypeException(operation + ": " + dtype + " is not a dtype of real numbers");
    }
  }

  private static NDArray split(NDArray x, DType dtype, int pieces) {
    DType wide = bitsOf(x.dtype());
    DType narrow = bitsOf(dtype);
    NDArray bits = Lax.bitcast(x, wide);
    int rank = x.rank();
    Shape shape = x.shape().insert(rank, pieces);
    NDArray column = Lax.broadcastInDim(Shaping.expandDims(bits, rank), shape, axes(rank + 1));
    NDArray shift = Lax.iota(wide, shape, rank).mul(dtype.bytes() * 8L);
    NDArray parts = Lax.convert(Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, column, shift), narrow);
    return narrow == dtype ? parts : Lax.bitcast(parts, dtype);
  }

  private static List<Integer> axes(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  private static NDArray join(NDArray x, DType dtype) {
    DType narrow = bitsOf(x.dtype());
    DType wide = bitsOf(dtype);
    NDArray bits = Lax.convert(Lax.bitcast(x, narrow), wide);
    NDArray shift = Lax.iota(wide, x.shape(), x.rank() - 1).mul(x.dtype().bytes() * 8L);
    NDArray placed = Lax.apply(Fn.SHIFT_LEFT, bits, shift);
    // No two pieces share a bit: their sum is their union.
    NDArray joined = Lax.reduce(Monoid.SUM, placed, List.of(x.rank() - 1));
    return wide == dtype ? joined : Lax.bitcast(joined, dtype);
  }

  /**
   * Reinterprets the bytes of each row, as NumPy's {@code view}: the last axis shrinks or grows.
   * Complex numbers are views of pairs of their parts' dtype and the other way round.
   *
   * @param x operand
   * @param dtype the new dtype
   * @return the bytes as that dtype
   */
  @JaxName("view")
  public static NDArray view(NDArray x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    if (x.dtype().isComplex()) {
      NDArray pairs =
          Shaping.stack(List.of(ComplexNumbers.real(x), ComplexNumbers.imag(x)), x.rank());
      return view(merged(x, pairs, 2), dtype);
    }
    if (dtype.isComplex()) {
      NDArray parts = view(x, dtype.component());
      NDArray pairs = Lax.reshape(parts, rows(parts, 2));
      NDArray re = Shaping.squeeze(column(pairs, 0), pairs.rank() - 1);
      NDArray im = Shaping.squeeze(column(pairs, 1), pairs.rank() - 1);
      return Lax.apply(Fn.COMPLEX, re, im);
    }
    int from = x.dtype().bytes();
    int to = dtype.bytes();
    if (to == from) {
      return bitcastConvertType(x, dtype);
    }
    if (x.rank() == 0) {
      throw new DTypeException(
          "view: the element size changes from "
              + from
              + " to "
              + to
              + " bytes, which a scalar cannot; reshape it to (1,) first");
    }
    if (to < from) {
      return merged(x, bitcastConvertType(x, dtype), from / to);
    }
    return bitcastConvertType(Lax.reshape(x, rows(x, to / from)), dtype);
  }

  private static NDArray column(NDArray pairs, long index) {
    int last = pairs.rank() - 1;
    return Taking.take(pairs, Creation.array(new int[] {(int) index}), last);
  }

  private static NDArray merged(NDArray x, NDArray pieces, int count) {
    Shape shape = x.shape();
    int last = shape.rank() - 1;
    if (last < 0) {
      return pieces;
    }
    return Lax.reshape(pieces, shape.without(List.of(last)).insert(last, shape.dim(last) * count));
  }

  private static Shape rows(NDArray x, int count) {
    Shape shape = x.shape();
    int last = shape.rank() - 1;
    if (last < 0 || shape.dim(last) % count != 0) {
      throw new DTypeException(
          "view: the last axis of "
              + x.type()
              + " is not a multiple of "
              + count
              + " elements, which make one of the new dtype");
    }
    return shape
        .without(List.of(last))
        .insert(last, shape.dim(last) / count)
        .insert(last + 1, count);
  }

  /**
   * Rounds to fewer bits, half to even, and keeps the dtype: too large becomes infinite, too small
   * for a normal number 0, NaN stays.
   *
   * @param operand floats
   * @param exponentBits bits of the exponent, at least 1
   * @param mantissaBits bits of the fraction, not negative
   * @return the rounded numbers
   */
  @JaxName("lax.reduce_precision")
  public static NDArray reducePrecision(NDArray operand, int exponentBits, int mantissaBits) {
    DType dtype = operand.dtype();
    if (exponentBits < 1 || mantissaBits < 0) {
      throw new IllegalArgumentException(
          "reduce_precision: exponent_bits must be positive and mantissa_bits not negative, got "
              + exponentBits
              + " and "
              + mantissaBits);
    }
    FloatInfo info = FloatInfo.of(dtype);
    DType word = bitsOf(dtype);
    NDArray bits = Lax.bitcast(operand, word);
    int dropped = info.mantissaBits() - mantissaBits;
    NDArray rounded = bits;
    if (dropped > 0) {
      NDArray odd =
          Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, bits, Creation.scalar((long) dropped, word))
              .and(Creation.scalar(1L, word));
      NDArray half = Creation.scalar((1L << (dropped - 1)) - 1, word);
      rounded = bits.add(odd).add(half).and(Creation.scalar(-1L << dropped, word));
    }
    NDArray value = Lax.bitcast(rounded, dtype);
    if (exponentBits < info.exponentBits()) {
      int reach = 1 << (exponentBits - 1);
      NDArray magnitude = Lax.apply(Fn.ABS, value);
      NDArray large = Lax.apply(Fn.GE, magnitude, Operands.constant(Math.scalb(1.0, reach), value));
      NDArray small =
          Lax.apply(Fn.LT, magnitude, Operands.constant(Math.scalb(1.0, 2 - reach), value));
      NDArray infinity = Operands.constant(Double.POSITIVE_INFINITY, value);
      value = Lax.select(large, FloatParts.copysign(infinity, operand), value);
      value = Lax.select(small, FloatParts.copysign(Operands.zero(value), operand), value);
    }
    return Lax.select(Lax.apply(Fn.NE, operand, operand), operand, value);
  }
}

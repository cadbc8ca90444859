package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.StreamDraws.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a draw of any size, without the rest: {@code StreamSlice.of(5, 3).normal(key, dtype)}
 * equals elements 5, 6, 7 of {@code normal(key, n)} for every n of at least 8. What a shard
 * computes on its own.
 *
 * <p>A multi-dimensional draw is the one-axis draw of its size, reshaped; so a block of whole rows
 * is a slice as well, and any other block is one with {@link #block}. Slices are of streams in the
 * {@link StreamOrder#PARTITIONABLE} order, whatever the order of the thread.
 */
public final class StreamSlice {
  private final long first;
  private final Shape shape;
  private final List<Long> strides;

  private StreamSlice(long first, Shape shape, List<Long> strides) {
    this.first = first;
    this.shape = shape;
    this.strides = strides;
  }

  /**
   * Elements {@code offset} to {@code offset + length - 1} of a one-axis draw.
   *
   * @param offset index of the first element, may exceed 2^32
   * @param length number of elements
   * @return the slice
   * @throws IllegalArgumentException if a number is negative or the slice ends beyond 2^63
   */
  public static StreamSlice of(long offset, long length) {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException(
          "stream slice: offset "
              + offset
              + " and length "
              + length
              + " must be 0 or more and end below 2^63");
    }
    return new StreamSlice(offset, Shape.of(length), List.of());
  }

  /**
   * A rectangular block of a draw of any shape.
   *
   * @param whole shape of the whole draw, may have more than 2^32 elements
   * @param start index of the block's first element along each axis
   * @param extents extents of the block
   * @return the slice
   * @throws IllegalArgumentException if the block does not lie within the whole
   */
  public static StreamSlice block(Shape whole, List<Long> start, Shape extents) {
    boolean fits = start.size() == whole.rank() && extents.rank() == whole.rank();
    for (int axis = 0; fits && axis < whole.rank(); axis++) {
      long from = start.get(axis);
      fits = from >= 0 && from <= whole.dim(axis) - extents.dim(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "stream slice: a block of shape "
              + extents
              + " at "
              + start
              + " does not lie within a draw of shape "
              + whole);
    }
    long[] strides = whole.rowMajorStrides();
    long first = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      first += start.get(axis) * strides[axis];
    }
    boolean follow = Arrays.equals(strides, extents.rowMajorStrides());
    List<Long> distances = new ArrayList<>();
    if (!follow) {
      Arrays.stream(strides).forEach(distances::add);
    }
    return new StreamSlice(first, extents, List.copyOf(distances));
  }

  /**
   * Elements of {@link Random#split(NDArray, Shape)}.
   *
   * @param key one key
   * @return keys of the slice's shape
   */
  public NDArray split(NDArray key) {
    return StreamDraws.keys(RandomOperands.key("split", key), shape, place());
  }

  /**
   * Elements of {@link Random#bits(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @return uint32 words of the slice's shape
   */
  public NDArray bits(NDArray key) {
    return bits(key, DType.UINT32);
  }

  /**
   * Elements of {@link Random#bits(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @param dtype uint8, uint16, uint32 or uint64
   * @return words of the slice's shape
   */
  public NDArray bits(NDArray key, DType dtype) {
    DType word = RandomOperands.word("bits", dtype);
    return StreamDraws.bits(RandomOperands.key("bits", key), shape, word, place());
  }

  /**
   * Elements of {@link Random#uniform(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @param dtype a float dtype
   * @return values in [0, 1) of the slice's shape
   */
  public NDArray uniform(NDArray key, DType dtype) {
    DType drawn = RandomOperands.floating("uniform", dtype);
    return StreamDraws.unit(RandomOperands.key("uniform", key), shape, drawn, place());
  }

  /**
   * Elements of {@link Random#uniform(NDArray, Shape, DType, double, double)}.
   *
   * @param key one key
   * @param dtype a float dtype
   * @param minval lower bound
   * @param maxval upper bound
   * @return values of the slice's shape
   */
  public NDArray uniform(NDArray key, DType dtype, double minval, double maxval) {
    DType drawn = RandomOperands.floating("uniform", dtype);
    NDArray low = Creation.scalar(minval, drawn);
    NDArray high = Creation.scalar(maxval, drawn);
    NDArray one = RandomOperands.key("uniform", key);
    return StreamDraws.uniform(one, shape, drawn, low, high, place());
  }

  /**
   * Elements of {@link Random#normal(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @param dtype a float dtype
   * @return values of the slice's shape
   */
  public NDArray normal(NDArray key, DType dtype) {
    DType drawn = RandomOperands.floating("normal", dtype);
    return StreamDraws.normal(RandomOperands.key("normal", key), shape, drawn, place());
  }

  /**
   * Elements of {@link Random#randint(NDArray, Shape, long, long, DType)}.
   *
   * @param key one key
   * @param minval lowest value
   * @param maxval one past the highest value
   * @param dtype an integer dtype of 32 or 64 bits
   * @return values of the slice's shape
   */
  public NDArray randint(NDArray key, long minval, long maxval, DType dtype) {
    DType drawn = RandomOperands.wideInteger("randint", dtype);
    NDArray pair = of(0, 2).split(key);
    NDArray low = RandomOperands.integerBound(minval, drawn);
    NDArray high = RandomOperands.integerBound(maxval, drawn);
    return StreamDraws.randint(pair, shape, drawn, low, high, place());
  }

  /**
   * Elements of {@link GammaDistributions#gamma}.
   *
   * @param key one key
   * @param a the shape parameter, broadcast to the slice's shape
   * @param dtype a float dtype
   * @return values of the slice's shape
   */
  public NDArray gamma(NDArray key, NDArray a, DType dtype) {
    return GammaDistributions.gammaOfKeys(split(key), a, dtype);
  }

  /**
   * Elements of {@link CountDistributions#independentPoisson}.
   *
   * @param key one key
   * @param lam rates, broadcast to the slice's shape
   * @param dtype an integer dtype
   * @return counts of the slice's shape
   */
  public NDArray independentPoisson(NDArray key, NDArray lam, DType dtype) {
    return CountDistributions.poissonOfKeys(split(key), lam, dtype);
  }

  private Place place() {
    return new Place(
        strides, List.of(Threefry.word(first >>> 32), Threefry.word(first & 0xFFFF_FFFFL)));
  }
}

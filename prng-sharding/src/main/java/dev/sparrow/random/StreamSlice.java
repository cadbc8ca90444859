package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import java.util.List;

/**
 * Elements {@code offset} to {@code offset + length - 1} of a one-axis draw of any length, without
 * the others: {@code StreamSlice.of(5, 3).normal(key)} equals elements 5, 6, 7 of {@code
 * normal(key, n)} for every n of at least 8. What a shard computes on its own.
 *
 * <p>A multi-dimensional draw is the one-axis draw of its size, reshaped; so a block of whole rows
 * is a slice as well.
 *
 * @param offset index of the first element, may exceed 2^32
 * @param length number of elements
 */
public record StreamSlice(long offset, long length) {
  /** Checks the range. */
  public StreamSlice {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException(
          "stream slice: offset "
              + offset
              + " and length "
              + length
              + " must be 0 or more and end below 2^63");
    }
  }

  /**
   * A slice.
   *
   * @param offset index of the first element
   * @param length number of elements
   * @return the slice
   */
  public static StreamSlice of(long offset, long length) {
    return new StreamSlice(offset, length);
  }

  /**
   * Elements of {@link Random#split(NDArray, long)}.
   *
   * @param key one key
   * @return keys of shape (length,)
   */
  public NDArray split(NDArray key) {
    return draw(Sampler.SPLIT, DType.KEY, RandomOperands.key("split", key), List.of());
  }

  /**
   * Elements of {@link Random#bits(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @return uint32 words of shape (length,)
   */
  public NDArray bits(NDArray key) {
    return draw(Sampler.BITS, DType.UINT32, RandomOperands.key("bits", key), List.of());
  }

  /**
   * Elements of {@link Random#uniform(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @param dtype float32 or float64
   * @return values in [0, 1) of shape (length,)
   */
  public NDArray uniform(NDArray key, DType dtype) {
    DType drawn = RandomOperands.floating("uniform", dtype);
    return draw(Sampler.UNIT, drawn, RandomOperands.key("uniform", key), List.of());
  }

  /**
   * Elements of {@link Random#uniform(NDArray, Shape, DType, double, double)}.
   *
   * @param key one key
   * @param dtype float32 or float64
   * @param minval lower bound
   * @param maxval upper bound
   * @return values of shape (length,)
   */
  public NDArray uniform(NDArray key, DType dtype, double minval, double maxval) {
    DType drawn = RandomOperands.floating("uniform", dtype);
    List<NDArray> bounds = List.of(Creation.scalar(minval, drawn), Creation.scalar(maxval, drawn));
    return draw(Sampler.UNIFORM, drawn, RandomOperands.key("uniform", key), bounds);
  }

  /**
   * Elements of {@link Random#normal(NDArray, Shape, DType)}.
   *
   * @param key one key
   * @param dtype float32 or float64
   * @return values of shape (length,)
   */
  public NDArray normal(NDArray key, DType dtype) {
    DType drawn = RandomOperands.floating("normal", dtype);
    return draw(Sampler.NORMAL, drawn, RandomOperands.key("normal", key), List.of());
  }

  /**
   * Elements of {@link Random#randint(NDArray, Shape, long, long, DType)}.
   *
   * @param key one key
   * @param minval lowest value
   * @param maxval one past the highest value
   * @param dtype int32, uint32 or int64
   * @return values of shape (length,)
   */
  public NDArray randint(NDArray key, long minval, long maxval, DType dtype) {
    DType drawn = RandomOperands.integer("randint", dtype);
    NDArray pair = Random.split(RandomOperands.key("randint", key));
    List<NDArray> bounds =
        List.of(
            RandomOperands.integerBound(minval, drawn), RandomOperands.integerBound(maxval, drawn));
    return draw(Sampler.RANDINT, drawn, pair, bounds);
  }

  private NDArray draw(Sampler sampler, DType dtype, NDArray key, List<NDArray> bounds) {
    List<NDArray> start =
        List.of(Threefry.word(offset >>> 32), Threefry.word(offset & 0xFFFF_FFFFL));
    return new Draw(sampler, dtype, Shape.of(length)).from(key, start, bounds);
  }
}

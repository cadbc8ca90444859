package dev.sparrow.random;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import java.util.List;

/**
 * Random numbers from explicit keys: the same key gives the same numbers, those of {@code
 * jax.random}.
 *
 * <p>A key is a value: make one with {@link #key(long)}, get independent ones with {@link #split}
 * or {@link #foldIn}, and use each for one purpose. Element i of a draw depends on the key and on i
 * alone, so the result is the same however the work is divided, and {@link StreamSlice} draws a
 * part of it. Samplers take one key; {@code vmap(Random::normal)} draws with many.
 *
 * <p>Every function runs eagerly, under {@code jit} and under {@code vmap} over keys with the same
 * bits.
 */
public final class Random {
  private Random() {}

  // Keys.

  /**
   * A key.
   *
   * @param seed any number; under {@link Profile#JAX32} only its low 32 bits count, as in JAX
   * @return a key of shape ()
   */
  public static NDArray key(long seed) {
    int high = Profile.current() == Profile.WIDE64 ? (int) (seed >>> 32) : 0;
    return wrapKeyData(HostValues.unsigned(high, (int) seed));
  }

  /**
   * A key. Of a 64-bit seed only the low 32 bits count under {@link Profile#JAX32}; a 32-bit seed
   * gives its bits, without sign extension, under both profiles.
   *
   * @param seed an integer of shape ()
   * @return a key of shape ()
   * @throws DTypeException if the seed is not an integer
   * @throws ShapeException if the seed is not a scalar
   */
  @JaxName("random.key")
  public static NDArray key(NDArray seed) {
    if (!seed.dtype().isInteger()) {
      throw new DTypeException("key: the seed must be an integer, got " + seed.type());
    }
    if (seed.rank() != 0) {
      throw new ShapeException(
          "key: accepts a scalar seed, but was given "
              + seed.type()
              + "; use vmap for several keys");
    }
    if (seed instanceof ConcreteArray array && array.literal() != null && seed.type().weak()) {
      return key(array.literal().bits());
    }
    NDArray low = Lax.convert(seed, DType.UINT32);
    if (seed.dtype().bytes() < 8 || Profile.current() == Profile.JAX32) {
      return pair(Threefry.word(0), low);
    }
    NDArray shifted = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, seed, Creation.scalar(32L, seed.dtype()));
    return pair(Lax.convert(shifted, DType.UINT32), low);
  }

  /**
   * Two independent keys; use them instead of the one given.
   *
   * @param key one key
   * @return keys of shape (2,)
   */
  @JaxName("random.split")
  public static NDArray split(NDArray key) {
    return split(key, 2);
  }

  /**
   * Independent keys. Key i is the same for every {@code num} above i.
   *
   * @param key one key
   * @param num how many
   * @return keys of shape (num,)
   */
  public static NDArray split(NDArray key, long num) {
    return split(key, Shape.of(num));
  }

  /**
   * Independent keys.
   *
   * @param key one key
   * @param num shape of the result
   * @return keys of that shape, in row-major order those of a one-axis split
   */
  @JaxName("random.split")
  public static NDArray split(NDArray key, Shape num) {
    NDArray one = RandomOperands.key("split", key);
    return new Draw(Sampler.SPLIT, DType.KEY, num).from(one, List.of(), List.of());
  }

  /**
   * A key that depends on a number as well: of a step, a row, a task.
   *
   * @param key one key
   * @param data the number; an int of either sign or an unsigned one
   * @return a key of shape (); for data of 0 or more, key number {@code data} of a split
   * @throws IllegalArgumentException if the number has more than 32 bits
   */
  public static NDArray foldIn(NDArray key, long data) {
    if (data < Integer.MIN_VALUE || data > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "fold_in: data must fit 32 bits, got " + data + "; fold in its two halves");
    }
    return foldIn(key, Threefry.word(data & 0xFFFF_FFFFL));
  }

  /**
   * A key that depends on a number as well.
   *
   * @param key one key
   * @param data an integer of shape (); its low 32 bits count
   * @return a key of shape ()
   * @throws DTypeException if the number is not an integer
   * @throws ShapeException if the number is not a scalar
   */
  @JaxName("random.fold_in")
  public static NDArray foldIn(NDArray key, NDArray data) {
    NDArray one = RandomOperands.key("fold_in", key);
    if (!data.dtype().isInteger()) {
      throw new DTypeException("fold_in: data must be an integer, got " + data.type());
    }
    if (data.rank() != 0) {
      throw new ShapeException(
          "fold_in accepts a scalar, but was given an array of shape "
              + data.shape()
              + "; use vmap for several");
    }
    // The key of index data in a split: its counter is (0, data).
    List<NDArray> counter = List.of(Threefry.word(0), Lax.convert(data, DType.UINT32));
    return new Draw(Sampler.SPLIT, DType.KEY, Shape.scalar()).from(one, counter, List.of());
  }

  /**
   * The words of keys.
   *
   * @param keys keys of any shape
   * @return uint32 of shape (…, 2), high word first
   */
  @JaxName("random.key_data")
  public static NDArray keyData(NDArray keys) {
    return Lax.bind(new Primitive.RandomUnwrap(), keys);
  }

  /**
   * Keys from their words.
   *
   * @param keyBitsArray uint32 of shape (…, 2), high word first
   * @return keys of shape (…)
   */
  @JaxName("random.wrap_key_data")
  public static NDArray wrapKeyData(NDArray keyBitsArray) {
    return Lax.bind(new Primitive.RandomWrap(), keyBitsArray);
  }

  private static NDArray pair(NDArray high, NDArray low) {
    Shape one = Shape.of(1);
    return wrapKeyData(
        Lax.bind(new Primitive.Concatenate(0), Lax.reshape(high, one), Lax.reshape(low, one)));
  }

  // Draws.

  /**
   * Uniform words.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return uint32; {@link Profile#WIDE64} asks for uint64, which this release refuses
   */
  @JaxName("random.bits")
  public static NDArray bits(NDArray key, long... shape) {
    DType word = Profile.current() == Profile.WIDE64 ? DType.UINT64 : DType.UINT32;
    return bits(key, Shape.of(shape), word);
  }

  /**
   * Uniform words.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype uint32
   * @return words of that dtype
   * @throws DTypeException if the dtype is not unsigned, or not supported in this release
   */
  @JaxName("random.bits")
  public static NDArray bits(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("bits", key);
    DType drawn = RandomOperands.word("bits", dtype);
    return new Draw(Sampler.BITS, drawn, shape).from(one, List.of(), List.of());
  }

  /**
   * Uniform floats in [0, 1): multiples of 2^-23 (float32) or 2^-52 (float64), 0 included.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return floats of the default dtype
   */
  @JaxName("random.uniform")
  public static NDArray uniform(NDArray key, long... shape) {
    return uniform(key, Shape.of(shape), Profile.current().defaultFloat());
  }

  /**
   * Uniform floats in [0, 1).
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype float32 or float64
   * @return floats of that dtype
   */
  @JaxName("random.uniform")
  public static NDArray uniform(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("uniform", key);
    DType drawn = RandomOperands.floating("uniform", dtype);
    return new Draw(Sampler.UNIT, drawn, shape).from(one, List.of(), List.of());
  }

  /**
   * Uniform floats between two bounds: max(minval, f·(maxval - minval) + minval), each step
   * rounded.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype float32 or float64
   * @param minval lower bound
   * @param maxval upper bound; rounding may return it
   * @return floats of that dtype
   */
  public static NDArray uniform(
      NDArray key, Shape shape, DType dtype, double minval, double maxval) {
    DType drawn = RandomOperands.floating("uniform", dtype);
    return uniform(
        key, shape, drawn, Creation.scalar(minval, drawn), Creation.scalar(maxval, drawn));
  }

  /**
   * Uniform floats between bounds of their own: max(minval, f·(maxval - minval) + minval).
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype float32 or float64
   * @param minval lower bounds, broadcast to the shape
   * @param maxval upper bounds, broadcast to the shape
   * @return floats of that dtype
   */
  @JaxName("random.uniform")
  public static NDArray uniform(
      NDArray key, Shape shape, DType dtype, NDArray minval, NDArray maxval) {
    NDArray one = RandomOperands.key("uniform", key);
    DType drawn = RandomOperands.floating("uniform", dtype);
    List<NDArray> bounds =
        List.of(
            RandomOperands.floatBound("uniform", minval, shape, drawn),
            RandomOperands.floatBound("uniform", maxval, shape, drawn));
    return new Draw(Sampler.UNIFORM, drawn, shape).from(one, List.of(), bounds);
  }

  /**
   * Standard normal floats.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return floats of the default dtype
   */
  @JaxName("random.normal")
  public static NDArray normal(NDArray key, long... shape) {
    return normal(key, Shape.of(shape), Profile.current().defaultFloat());
  }

  /**
   * Standard normal floats: √2·erfinv(u), within ±5.42 for float32 and ±8.29 for float64.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype float32 or float64
   * @return floats of that dtype
   */
  @JaxName("random.normal")
  public static NDArray normal(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("normal", key);
    DType drawn = RandomOperands.floating("normal", dtype);
    return new Draw(Sampler.NORMAL, drawn, shape).from(one, List.of(), List.of());
  }

  /**
   * Integers from minval up to, not including, maxval; minval everywhere if there are none.
   *
   * @param key one key
   * @param shape shape of the result
   * @param minval lowest value
   * @param maxval one past the highest value
   * @return integers of the default dtype
   */
  public static NDArray randint(NDArray key, Shape shape, long minval, long maxval) {
    return randint(key, shape, minval, maxval, Profile.current().defaultInt());
  }

  /**
   * Integers from minval up to, not including, maxval; minval everywhere if there are none.
   *
   * @param key one key
   * @param shape shape of the result
   * @param minval lowest value, clipped to the dtype
   * @param maxval one past the highest value; one past the largest of the dtype is allowed
   * @param dtype int32, uint32 or int64
   * @return integers of that dtype
   */
  public static NDArray randint(NDArray key, Shape shape, long minval, long maxval, DType dtype) {
    DType drawn = RandomOperands.integer("randint", dtype);
    return randint(
        key,
        shape,
        RandomOperands.integerBound(minval, drawn),
        RandomOperands.integerBound(maxval, drawn),
        drawn);
  }

  /**
   * Integers between bounds of their own.
   *
   * @param key one key
   * @param shape shape of the result
   * @param minval lowest values, broadcast to the shape
   * @param maxval one past the highest values, broadcast to the shape
   * @return integers of the default dtype
   */
  @JaxName("random.randint")
  public static NDArray randint(NDArray key, Shape shape, NDArray minval, NDArray maxval) {
    return randint(key, shape, minval, maxval, Profile.current().defaultInt());
  }

  /**
   * Integers between bounds of their own.
   *
   * @param key one key
   * @param shape shape of the result
   * @param minval lowest values, broadcast to the shape
   * @param maxval one past the highest values, broadcast to the shape
   * @param dtype int32, uint32 or int64
   * @return integers of that dtype
   */
  @JaxName("random.randint")
  public static NDArray randint(
      NDArray key, Shape shape, NDArray minval, NDArray maxval, DType dtype) {
    NDArray one = RandomOperands.key("randint", key);
    DType drawn = RandomOperands.integer("randint", dtype);
    List<NDArray> bounds =
        List.of(
            RandomOperands.integerBound("randint", minval, shape),
            RandomOperands.integerBound("randint", maxval, shape));
    return new Draw(Sampler.RANDINT, drawn, shape).from(split(one), List.of(), bounds);
  }
}

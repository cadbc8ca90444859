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
import dev.sparrow.random.StreamDraws.Place;
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
   * The words of a key, as JAX made keys before they had a type; {@link #wrapKeyData} gives the
   * key.
   *
   * @param seed any number; under {@link Profile#JAX32} only its low 32 bits count, as in JAX
   * @return uint32 of shape (2,)
   */
  @JaxName("random.PRNGKey")
  public static NDArray prngKey(NDArray seed) {
    return keyData(key(seed));
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
    return StreamDraws.keys(one, num, Place.WHOLE);
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
    return StreamDraws.keys(one, Shape.scalar(), new Place(List.of(), counter));
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

  /**
   * A copy of keys, for those who mean to draw the same numbers twice and want to say so.
   *
   * @param key keys of any shape
   * @return the same keys
   */
  @JaxName("random.clone")
  public static NDArray clone(NDArray key) {
    return KeyReuse.cloned(wrapKeyData(keyData(key)));
  }

  // Draws.

  /**
   * Uniform words.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return uint32, or uint64 under {@link Profile#WIDE64}
   */
  @JaxName("random.bits")
  public static NDArray bits(NDArray key, long... shape) {
    DType word = Profile.current() == Profile.WIDE64 ? DType.UINT64 : DType.UINT32;
    return bits(key, Shape.of(shape), word);
  }

  /**
   * Uniform words: of the 64 bits that an element has, all, the exclusive-or of their halves, or
   * the low bits of that.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype uint8, uint16, uint32 or uint64
   * @return words of that dtype
   * @throws DTypeException if the dtype is not unsigned
   */
  @JaxName("random.bits")
  public static NDArray bits(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("bits", key);
    return StreamDraws.bits(one, shape, RandomOperands.word("bits", dtype), Place.WHOLE);
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
   * Uniform floats in [0, 1): multiples of 2^-m for the m bits of the dtype's significand.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype
   * @return floats of that dtype
   */
  @JaxName("random.uniform")
  public static NDArray uniform(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("uniform", key);
    DType drawn = RandomOperands.floating("uniform", dtype);
    return StreamDraws.unit(one, shape, drawn, Place.WHOLE);
  }

  /**
   * Uniform floats between two bounds: max(minval, f·(maxval - minval) + minval), each step
   * rounded.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype
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
   * @param dtype a float dtype
   * @param minval lower bounds, broadcast to the shape
   * @param maxval upper bounds, broadcast to the shape
   * @return floats of that dtype
   */
  @JaxName("random.uniform")
  public static NDArray uniform(
      NDArray key, Shape shape, DType dtype, NDArray minval, NDArray maxval) {
    NDArray one = RandomOperands.key("uniform", key);
    DType drawn = RandomOperands.floating("uniform", dtype);
    NDArray low = RandomOperands.parameter("uniform", minval, shape, drawn);
    NDArray high = RandomOperands.parameter("uniform", maxval, shape, drawn);
    return StreamDraws.uniform(one, shape, drawn, low, high, Place.WHOLE);
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
   * Standard normal floats: √2·erfinv(u), within ±5.42 for float32 and ±8.29 for float64. A complex
   * number is two of them from two child keys, over √2.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float or complex dtype
   * @return numbers of that dtype
   */
  @JaxName("random.normal")
  public static NDArray normal(NDArray key, Shape shape, DType dtype) {
    NDArray one = RandomOperands.key("normal", key);
    DType drawn = RandomOperands.inexact("normal", dtype);
    if (drawn.isComplex()) {
      return Draw.of("_normal", shape, drawn).from(Random::complexNormal, one);
    }
    return StreamDraws.normal(one, shape, drawn, Place.WHOLE);
  }

  private static NDArray complexNormal(Draw draw, List<NDArray> in) {
    DType part = draw.dtype() == DType.COMPLEX128 ? DType.FLOAT64 : DType.FLOAT32;
    NDArray keys = split(in.getFirst());
    NDArray root2 = Creation.scalar(Math.sqrt(2), part);
    NDArray real = Lax.apply(Fn.DIV, normal(keys.get(0), draw.shape(), part), root2);
    NDArray imaginary = Lax.apply(Fn.DIV, normal(keys.get(1), draw.shape(), part), root2);
    return Lax.apply(Fn.COMPLEX, real, imaginary);
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
   * @param dtype an integer dtype
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
   * Integers between bounds of their own. Dtypes of less than 32 bits are drawn as int32.
   *
   * @param key one key
   * @param shape shape of the result
   * @param minval lowest values, broadcast to the shape
   * @param maxval one past the highest values, broadcast to the shape
   * @param dtype an integer dtype
   * @return integers of that dtype
   */
  @JaxName("random.randint")
  public static NDArray randint(
      NDArray key, Shape shape, NDArray minval, NDArray maxval, DType dtype) {
    NDArray one = RandomOperands.key("randint", key);
    DType drawn = RandomOperands.integer("randint", dtype);
    NDArray low = RandomOperands.integerBound("randint", minval, shape);
    NDArray high = RandomOperands.integerBound("randint", maxval, shape);
    if (drawn.bytes() < 4) {
      low = RandomIntegers.narrowBound(low, drawn, 0);
      high = RandomIntegers.narrowBound(high, drawn, 1);
    }
    DType sampled = drawn.bytes() < 4 ? DType.INT32 : drawn;
    NDArray values = StreamDraws.randint(split(one), shape, sampled, low, high, Place.WHOLE);
    return Lax.convert(values, drawn);
  }
}

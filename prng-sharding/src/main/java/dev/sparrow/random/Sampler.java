package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.List;

/**
 * What to make of the hash of an element's index: one row for each program that {@link Draw} calls,
 * the definitions in one switch.
 */
enum Sampler {
  /** Child keys: the hash itself. */
  SPLIT("_split"),
  /** uint32: the exclusive-or of both hash words. */
  BITS("_bits"),
  /** Floats in [0, 1). */
  UNIT("_uniform"),
  /** Floats between two bounds. */
  UNIFORM("_uniform"),
  /** Standard normal floats. */
  NORMAL("_normal"),
  /** Integers between two bounds; takes two keys. */
  RANDINT("_randint");

  private final String programName;

  Sampler(String programName) {
    this.programName = programName;
  }

  /** {@return the name its program has in printed graphs} */
  String programName() {
    return programName;
  }

  /**
   * Builds the program: element i of the result depends only on the key and counter i.
   *
   * @param dtype element type of the result
   * @param shape shape of the result
   * @param key a key; for RANDINT an array of two
   * @param start index of the first element as two words; none means 0
   * @param bounds lower and upper bound, rank 0 or of the shape, if the sampler has any
   * @return the values
   */
  NDArray program(
      DType dtype, Shape shape, NDArray key, List<NDArray> start, List<NDArray> bounds) {
    return switch (this) {
      case SPLIT -> {
        Threefry.Words hash = hash(key, shape, start);
        yield keys(hash);
      }
      case BITS -> bits(hash(key, shape, start));
      case UNIT -> unit(dtype, hash(key, shape, start));
      case UNIFORM ->
          uniform(unit(dtype, hash(key, shape, start)), bounds.getFirst(), bounds.getLast());
      case NORMAL -> normal(dtype, unit(dtype, hash(key, shape, start)));
      case RANDINT -> {
        Threefry.Words first = hash(Threefry.element(key, 0), shape, start);
        Threefry.Words second = hash(Threefry.element(key, 1), shape, start);
        yield RandomIntegers.between(dtype, bounds.getFirst(), bounds.getLast(), first, second);
      }
    };
  }

  private static Threefry.Words hash(NDArray key, Shape shape, List<NDArray> start) {
    return Threefry.hash(Threefry.words(key), Threefry.counters(shape, start));
  }

  private static NDArray keys(Threefry.Words hash) {
    int last = hash.high().rank();
    Shape column = hash.high().shape().insert(last, 1);
    NDArray words =
        Lax.bind(
            new Primitive.Concatenate(last),
            Lax.reshape(hash.high(), column),
            Lax.reshape(hash.low(), column));
    return Lax.bind(new Primitive.RandomWrap(), words);
  }

  /** 32 bits an element: both hash words, mixed. */
  static NDArray bits(Threefry.Words hash) {
    return Lax.apply(Fn.XOR, hash.high(), hash.low());
  }

  /** 64 bits an element: both hash words, in an int64 for want of uint64. */
  static NDArray wideBits(Threefry.Words hash) {
    NDArray high = Lax.convert(hash.high(), DType.INT64);
    NDArray low = Lax.convert(hash.low(), DType.INT64);
    NDArray shifted = Lax.apply(Fn.SHIFT_LEFT, high, Creation.scalar(32L, DType.INT64));
    return Lax.apply(Fn.OR, shifted, low);
  }

  /** The leading bits of a word as the fraction of a float in [1, 2), less 1: exact. */
  private static NDArray unit(DType dtype, Threefry.Words hash) {
    boolean wide = dtype == DType.FLOAT64;
    DType word = wide ? DType.INT64 : DType.UINT32;
    long exponentBits = wide ? 12 : 9;
    long one = wide ? Double.doubleToRawLongBits(1.0) : Float.floatToRawIntBits(1.0f);
    NDArray fraction =
        Lax.apply(
            Fn.SHIFT_RIGHT_LOGICAL,
            wide ? wideBits(hash) : bits(hash),
            Creation.scalar(exponentBits, word));
    NDArray float1To2 = Lax.bitcast(Lax.apply(Fn.OR, fraction, Creation.scalar(one, word)), dtype);
    return Lax.apply(Fn.SUB, float1To2, Creation.scalar(1.0, dtype));
  }

  private static NDArray uniform(NDArray unit, NDArray low, NDArray high) {
    NDArray scaled = Lax.apply(Fn.MUL, unit, Lax.apply(Fn.SUB, high, low));
    return Lax.apply(Fn.MAX, low, Lax.apply(Fn.ADD, scaled, low));
  }

  /**
   * Inverse transform: √2·erfinv(u), u uniform in (-1, 1). The lower bound is the float after -1
   * and 1 less it rounds to 2, so u = 2f + low in one rounding, at least low without a maximum.
   */
  private static NDArray normal(DType dtype, NDArray unit) {
    double low = dtype == DType.FLOAT64 ? Math.nextUp(-1.0) : Math.nextUp(-1.0f);
    NDArray doubled = Lax.apply(Fn.MUL, unit, Creation.scalar(2.0, dtype));
    NDArray u = Lax.apply(Fn.ADD, doubled, Creation.scalar(low, dtype));
    return Lax.apply(Fn.MUL, Creation.scalar(Math.sqrt(2), dtype), Lax.apply(Fn.ERF_INV, u));
  }
}

package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws that are read from a key's stream element by element, whole or from some place on. {@link
 * Random} and {@link StreamSlice} call these, and all other samplers are made of them.
 */
final class StreamDraws {
  private StreamDraws() {}

  /**
   * Where in a whole draw a part of it lies.
   *
   * @param strides distance in the whole from one element to the next along each axis of the part;
   *     none if the elements follow each other
   * @param first index of the first element as two words, high first; none means 0
   */
  record Place(List<Long> strides, List<NDArray> first) {
    /** A draw of everything. */
    static final Place WHOLE = new Place(List.of(), List.of());

    Form form() {
      return new Form(strides, first.size());
    }
  }

  /** What a program knows of a place; the index comes as operands. */
  record Form(List<Long> strides, int words) {
    BitSource source(List<NDArray> in) {
      return new BitSource(in.getFirst(), in.subList(1, 1 + words), strides);
    }

    List<NDArray> bounds(List<NDArray> in) {
      return in.subList(1 + words, in.size());
    }
  }

  private static Form form(Draw draw) {
    return (Form) draw.options().getFirst();
  }

  private static NDArray draw(
      String name,
      DType dtype,
      Shape shape,
      Place place,
      Draw.Definition definition,
      NDArray key,
      NDArray... bounds) {
    List<NDArray> operands = new ArrayList<>();
    operands.add(key);
    operands.addAll(place.first);
    operands.addAll(List.of(bounds));
    Draw draw = Draw.of(name, shape, dtype, place.form());
    return place.first.isEmpty()
        ? draw.from(definition, operands)
        : draw.unchecked(definition, operands);
  }

  /** Child keys. */
  static NDArray keys(NDArray key, Shape shape, Place place) {
    Draw.Definition definition = (draw, in) -> form(draw).source(in).keys(draw.shape());
    return draw("_split", DType.KEY, shape, place, definition, key);
  }

  /** Words of an unsigned dtype. */
  static NDArray bits(NDArray key, Shape shape, DType word, Place place) {
    Draw.Definition definition =
        (draw, in) -> form(draw).source(in).bits(draw.dtype(), draw.shape());
    return draw("_bits", word, shape, place, definition, key);
  }

  /** Floats in [0, 1). */
  static NDArray unit(NDArray key, Shape shape, DType dtype, Place place) {
    return draw("_uniform", dtype, shape, place, StreamDraws::unit, key);
  }

  /** Floats between bounds of rank 0 or of the shape. */
  static NDArray uniform(
      NDArray key, Shape shape, DType dtype, NDArray minval, NDArray maxval, Place place) {
    return draw("_uniform", dtype, shape, place, StreamDraws::uniform, key, minval, maxval);
  }

  /** Standard normal floats. */
  static NDArray normal(NDArray key, Shape shape, DType dtype, Place place) {
    return draw("_normal", dtype, shape, place, StreamDraws::normal, key);
  }

  /**
   * Integers between bounds of rank 0 or of the shape.
   *
   * @param pair two keys
   */
  static NDArray randint(
      NDArray pair, Shape shape, DType dtype, NDArray minval, NDArray maxval, Place place) {
    return draw("_randint", dtype, shape, place, StreamDraws::randint, pair, minval, maxval);
  }

  private static NDArray unit(Draw draw, List<NDArray> in) {
    DType drawn = FloatFormat.of(draw.dtype()).drawn();
    return unitOf(form(draw).source(in).bits(drawn, draw.shape()), draw.dtype());
  }

  /**
   * The leading bits of a word as the fraction of a float in [1, 2), less 1: exact.
   *
   * @param bits words of the format's drawn dtype
   */
  static NDArray unitOf(NDArray bits, DType dtype) {
    FloatFormat format = FloatFormat.of(dtype);
    DType word = format.word();
    long spare = 8L * format.drawn().bytes() - format.mantissaBits();
    NDArray fraction =
        Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, Lax.convert(bits, word), Creation.scalar(spare, word));
    NDArray one = Creation.scalar(format.bitsOfOne(), word);
    NDArray float1To2 = Lax.bitcast(Lax.apply(Fn.OR, fraction, one), dtype);
    return Lax.apply(Fn.SUB, float1To2, Creation.scalar(1.0, dtype));
  }

  private static NDArray uniform(Draw draw, List<NDArray> in) {
    List<NDArray> bounds = form(draw).bounds(in);
    NDArray low = bounds.getFirst();
    NDArray scaled = Lax.apply(Fn.MUL, unit(draw, in), Lax.apply(Fn.SUB, bounds.getLast(), low));
    return Lax.apply(Fn.MAX, low, Lax.apply(Fn.ADD, scaled, low));
  }

  private static NDArray normal(Draw draw, List<NDArray> in) {
    return normalOf(unit(draw, in), draw.dtype());
  }

  /**
   * Inverse transform: √2·erfinv(u), u uniform in (-1, 1). The lower bound is the float after -1
   * and 1 less it rounds to 2, so u = 2f + low in one rounding, at least low without a maximum.
   */
  static NDArray normalOf(NDArray unit, DType dtype) {
    double low = -1 + FloatFormat.of(dtype).epsNeg();
    NDArray doubled = Lax.apply(Fn.MUL, unit, Creation.scalar(2.0, dtype));
    NDArray u = Lax.apply(Fn.ADD, doubled, Creation.scalar(low, dtype));
    return Lax.apply(Fn.MUL, Creation.scalar(Math.sqrt(2), dtype), Lax.apply(Fn.ERF_INV, u));
  }

  private static NDArray randint(Draw draw, List<NDArray> in) {
    Form form = form(draw);
    DType word = RandomIntegers.word(draw.dtype());
    BitSource both = form.source(in);
    NDArray upper = half(both, 0).bits(word, draw.shape());
    NDArray lower = half(both, 1).bits(word, draw.shape());
    List<NDArray> bounds = form.bounds(in);
    return RandomIntegers.between(draw.dtype(), bounds.getFirst(), bounds.getLast(), upper, lower);
  }

  private static BitSource half(BitSource both, long which) {
    NDArray key = Threefry.element(both.key(), which);
    return new BitSource(key, both.first(), both.strides());
  }
}

package dev.sparrow.jit.fuse;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import java.util.List;

/**
 * Emits functions of real numbers, one equation each: what formulas for complex ones are made of.
 */
final class PartEmitter {
  private final Rewriting target;

  PartEmitter(Rewriting target) {
    this.target = target;
  }

  Atom emit(Primitive prim, Atom... in) {
    return target.emit(prim, List.of(in)).getFirst();
  }

  Atom apply(Fn fn, Atom... in) {
    return emit(new Primitive.Pointwise(fn), in);
  }

  /** A constant of another value's dtype. */
  Literal number(double value, Atom like) {
    return Literal.of(value, like.type().dtype(), false);
  }

  Atom convert(Atom x, DType dtype) {
    if (x.type().dtype() == dtype) {
      return x;
    }
    return x instanceof Literal literal
        ? literal.convert(dtype, false)
        : emit(new Primitive.Convert(dtype, false), x);
  }

  Atom add(Atom x, Atom y) {
    return apply(Fn.ADD, x, y);
  }

  Atom add(Atom x, double y) {
    return apply(Fn.ADD, x, number(y, x));
  }

  Atom sub(Atom x, Atom y) {
    return apply(Fn.SUB, x, y);
  }

  Atom sub(double x, Atom y) {
    return apply(Fn.SUB, number(x, y), y);
  }

  Atom mul(Atom x, Atom y) {
    return apply(Fn.MUL, x, y);
  }

  Atom mul(double x, Atom y) {
    return apply(Fn.MUL, number(x, y), y);
  }

  Atom div(Atom x, Atom y) {
    return apply(Fn.DIV, x, y);
  }

  Atom neg(Atom x) {
    return apply(Fn.NEG, x);
  }

  Atom abs(Atom x) {
    return apply(Fn.ABS, x);
  }

  Atom square(Atom x) {
    return apply(Fn.MUL, x, x);
  }

  Atom is(Fn comparison, Atom x, double y) {
    return apply(comparison, x, number(y, x));
  }

  /** Whether |x| is infinite. */
  Atom isInfinite(Atom x) {
    return is(Fn.EQ, abs(x), Double.POSITIVE_INFINITY);
  }

  Atom select(Atom predicate, Atom onTrue, Atom onFalse) {
    return apply(Fn.SELECT_N, predicate, onFalse, onTrue);
  }

  Atom select(Atom predicate, double onTrue, Atom onFalse) {
    return select(predicate, number(onTrue, onFalse), onFalse);
  }

  /** The largest power of two up to a positive normal float64. */
  Atom powerOfTwo(Atom x) {
    Literal exponent = Literal.of(0x7FF0_0000_0000_0000L, DType.UINT64, false);
    Atom bits = apply(Fn.AND, emit(new Primitive.BitcastConvert(DType.UINT64), x), exponent);
    return emit(new Primitive.BitcastConvert(DType.FLOAT64), bits);
  }

  /** The magnitude of one value with the sign of another, by their bits. */
  Atom copySign(Atom magnitude, Atom sign) {
    boolean wide = magnitude.type().dtype() == DType.FLOAT64;
    DType word = wide ? DType.UINT64 : DType.UINT32;
    long top = wide ? Long.MIN_VALUE : 1L << 31;
    Literal signBit = Literal.of(top, word, false);
    Literal rest = Literal.of(~top, word, false);
    Primitive bits = new Primitive.BitcastConvert(word);
    Atom joined =
        apply(
            Fn.OR,
            apply(Fn.AND, emit(bits, magnitude), rest),
            apply(Fn.AND, emit(bits, sign), signBit));
    return emit(new Primitive.BitcastConvert(magnitude.type().dtype()), joined);
  }
}

package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Fn;
import dev.sparrow.jit.fuse.ComplexFunctions.Parts;

/**
 * Angles and hyperbolic functions of complex numbers, in float64 parts: sines and tangents are
 * hyperbolic ones of i·z, turned back. Inverse functions follow W. Kahan, "Branch cuts for complex
 * elementary functions" (1987).
 */
final class ComplexTrigonometric {
  private final PartEmitter emit;
  private final ComplexFunctions functions;

  ComplexTrigonometric(PartEmitter emit, ComplexFunctions functions) {
    this.emit = emit;
    this.functions = functions;
  }

  Parts sin(Parts z) {
    return clockwise(sinh(counterclockwise(z)));
  }

  Parts cos(Parts z) {
    return cosh(counterclockwise(z));
  }

  Parts tan(Parts z) {
    return clockwise(tanh(counterclockwise(z)));
  }

  Parts atan(Parts z) {
    return clockwise(atanh(counterclockwise(z)));
  }

  Parts asinh(Parts z) {
    return clockwise(asin(counterclockwise(z)));
  }

  Parts sinh(Parts z) {
    Atom re = emit.mul(emit.apply(Fn.SINH, z.re()), emit.apply(Fn.COS, z.im()));
    Atom im = emit.mul(emit.apply(Fn.COSH, z.re()), emit.apply(Fn.SIN, z.im()));
    return new Parts(
        emit.select(emit.is(Fn.EQ, z.re(), 0), z.re(), re),
        emit.select(emit.is(Fn.EQ, z.im(), 0), z.im(), im));
  }

  Parts cosh(Parts z) {
    Atom re = emit.mul(emit.apply(Fn.COSH, z.re()), emit.apply(Fn.COS, z.im()));
    Atom im = emit.mul(emit.apply(Fn.SINH, z.re()), emit.apply(Fn.SIN, z.im()));
    Atom flat = emit.apply(Fn.OR, emit.is(Fn.EQ, z.re(), 0), emit.is(Fn.EQ, z.im(), 0));
    return new Parts(re, emit.select(flat, emit.number(0, im), im));
  }

  /** (h·(1 + t²) + i·t·(1 - h²)) / (1 + h²·t²) with h = tanh x and t = tan y. */
  Parts tanh(Parts z) {
    Atom h = emit.apply(Fn.TANH, z.re());
    Atom t = emit.apply(Fn.TAN, z.im());
    Atom secant = emit.square(emit.div(emit.number(1, h), emit.apply(Fn.COSH, z.re())));
    Atom bottom = emit.add(emit.square(emit.mul(h, t)), 1);
    Parts value =
        new Parts(
            emit.div(emit.mul(h, emit.add(emit.square(t), 1)), bottom),
            emit.div(emit.mul(t, secant), bottom));
    Parts end = new Parts(h, emit.copySign(emit.number(0, h), z.im()));
    return functions.select(emit.isInfinite(z.re()), end, value);
  }

  Parts asin(Parts z) {
    Parts below = functions.sqrt(new Parts(emit.sub(1, z.re()), emit.neg(z.im())));
    Parts above = functions.sqrt(new Parts(emit.add(z.re(), 1), z.im()));
    Atom adjacent = emit.sub(emit.mul(below.re(), above.re()), emit.mul(below.im(), above.im()));
    return new Parts(
        emit.apply(Fn.ATAN2, z.re(), adjacent), emit.apply(Fn.ASINH, crossed(below, above)));
  }

  Parts acos(Parts z) {
    Parts below = functions.sqrt(new Parts(emit.sub(1, z.re()), emit.neg(z.im())));
    Parts above = functions.sqrt(new Parts(emit.add(z.re(), 1), z.im()));
    return new Parts(
        emit.mul(2, emit.apply(Fn.ATAN2, below.re(), above.re())),
        emit.apply(Fn.ASINH, crossed(above, below)));
  }

  Parts acosh(Parts z) {
    Parts below = functions.sqrt(new Parts(emit.add(z.re(), -1), z.im()));
    Parts above = functions.sqrt(new Parts(emit.add(z.re(), 1), z.im()));
    Atom along = emit.add(emit.mul(below.re(), above.re()), emit.mul(below.im(), above.im()));
    return new Parts(
        emit.apply(Fn.ASINH, along), emit.mul(2, emit.apply(Fn.ATAN2, below.im(), above.re())));
  }

  /** The imaginary part of conj(z)·w. */
  private Atom crossed(Parts z, Parts w) {
    return emit.sub(emit.mul(z.re(), w.im()), emit.mul(z.im(), w.re()));
  }

  Parts atanh(Parts z) {
    Atom x = emit.abs(z.re());
    Atom square = emit.square(z.im());
    Atom bottom = emit.add(emit.square(emit.sub(1, x)), square);
    Atom re = emit.mul(0.25, emit.apply(Fn.LOG1P, emit.div(emit.mul(4, x), bottom)));
    Atom across = emit.sub(emit.mul(emit.sub(1, x), emit.add(x, 1)), square);
    Atom im = emit.mul(0.5, emit.apply(Fn.ATAN2, emit.mul(2, z.im()), across));
    return new Parts(emit.copySign(re, z.re()), im);
  }

  /** i·z. */
  private Parts counterclockwise(Parts z) {
    return new Parts(emit.neg(z.im()), z.re());
  }

  /** -i·z. */
  private Parts clockwise(Parts z) {
    return new Parts(z.im(), emit.neg(z.re()));
  }
}

package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.ComplexFunctions.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes with the parts of complex numbers, so that what follows knows real ones only: {@code
 * c:c64[3] = mul a b} → {@code d = real a; e = imag a; …; c = complex j k}.
 *
 * <p>A complex value may be there whole, as an array of pairs in memory, or as two real values, or
 * both. Parts of a whole value are windows on it; parts become whole by {@code complex} where a
 * graph returns them or where a primitive takes whole arrays: those that are computed by routines,
 * loops and branches. Windows and moves apply to whatever is there.
 */
final class SplitComplex {
  private final Rewriting target;
  private final PartEmitter emit;
  private final Map<Var, Atom> atoms = new HashMap<>();
  private final Map<Var, Value> values = new HashMap<>();

  private SplitComplex(Rewriting target) {
    this.target = target;
    this.emit = new PartEmitter(target);
  }

  /** A complex value in the new graph. */
  private static final class Value {
    @Nullable Atom whole;
    @Nullable Parts parts;

    static Value whole(Atom whole) {
      Value value = new Value();
      value.whole = whole;
      return value;
    }

    static Value of(Parts parts) {
      Value value = new Value();
      value.parts = parts;
      return value;
    }
  }

  static Graph apply(Graph graph) {
    if (graph.equations().stream().noneMatch(SplitComplex::isComplex)) {
      return graph;
    }
    return Rewriting.build(graph, (inputs, target) -> new SplitComplex(target).run(graph, inputs));
  }

  private static boolean isComplex(Equation equation) {
    return equation.in().stream().anyMatch(SplitComplex::isComplex)
        || equation.out().stream().anyMatch(SplitComplex::isComplex);
  }

  private static boolean isComplex(Atom atom) {
    return atom.type().dtype().isComplex();
  }

  private List<Atom> run(Graph graph, List<Var> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      define(graph.inputs().get(i), inputs.get(i));
    }
    graph.equations().forEach(this::rewrite);
    return graph.results().stream().map(this::whole).toList();
  }

  private void define(Var old, Atom whole) {
    if (isComplex(old)) {
      values.put(old, Value.whole(whole));
    } else {
      atoms.put(old, whole);
    }
  }

  private void rewrite(Equation equation) {
    if (!isComplex(equation)) {
      emitWhole(equation);
      return;
    }
    switch (equation.prim()) {
      case Primitive.Pointwise(Fn fn) -> pointwise(fn, equation);
      case Primitive.IntegerPow(int exponent) -> {
        Parts z = parts(equation.in().getFirst());
        define(equation, functions(z).integerPower(z, exponent));
      }
      case Primitive.Convert(DType dtype, boolean _) -> convert(dtype, equation);
      case Primitive.BitcastConvert _ -> emitWhole(equation);
      case Primitive.Iota(DType dtype, var shape, int dimension) -> {
        Atom count = emit.emit(new Primitive.Iota(dtype.component(), shape, dimension));
        define(equation, new Parts(count, zeros(count)));
      }
      case Primitive.Iota2x32 _ -> emitWhole(equation);
      case Primitive.View _, Primitive.Assembly _ -> move(equation);
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) ->
          define(equation, fold(monoid, axes, equation));
      case Primitive.ReducePartial(Monoid monoid, int _, long _) -> {
        requireSum(monoid);
        define(equation, eachPart(equation));
      }
      case Contraction.DotGeneral dot -> {
        Parts lhs = anyParts(equation.in().get(0));
        Parts rhs = anyParts(equation.in().get(1));
        DType result = equation.out().getFirst().type().dtype();
        define(equation, new ComplexContraction(emit).contract(dot, lhs, rhs, result));
      }
      case Primitive.Whole _, Control _, Inlined _, CustomLinear _ -> emitWhole(equation);
    }
  }

  /** The primitive on whole arrays. */
  private void emitWhole(Equation equation) {
    List<Atom> in = equation.in().stream().map(this::whole).toList();
    List<Var> out = target.emit(equation.prim(), in);
    for (int i = 0; i < out.size(); i++) {
      define(equation.out().get(i), out.get(i));
    }
  }

  private void define(Equation equation, Parts result) {
    Parts spread = new Parts(spread(result.re(), equation), spread(result.im(), equation));
    values.put(equation.out().getFirst(), Value.of(spread));
  }

  private void define(Equation equation, Atom result) {
    atoms.put(equation.out().getFirst(), result);
  }

  private void pointwise(Fn fn, Equation equation) {
    List<Atom> in = equation.in();
    switch (fn) {
      case REAL -> define(equation, parts(in.getFirst()).re());
      case IMAG -> define(equation, parts(in.getFirst()).im());
      case COMPLEX -> define(equation, new Parts(whole(in.get(0)), whole(in.get(1))));
      case ABS -> {
        Parts z = parts(in.getFirst());
        define(equation, functions(z).abs(z));
      }
      case SELECT_N -> {
        Parts onFalse = parts(in.get(1));
        Parts onTrue = parts(in.get(2));
        define(equation, functions(onTrue).select(whole(in.get(0)), onTrue, onFalse));
      }
      default -> {
        Parts z = parts(in.getFirst());
        if (in.size() == 1) {
          define(equation, functions(z).unary(fn, z));
        } else {
          binary(fn, z, parts(in.get(1)), equation);
        }
      }
    }
  }

  private void binary(Fn fn, Parts z, Parts w, Equation equation) {
    ComplexFunctions functions = functions(z);
    switch (fn) {
      case ADD, ADD_ANY -> define(equation, functions.add(z, w));
      case SUB -> define(equation, functions.sub(z, w));
      case MUL -> define(equation, functions.mul(z, w));
      case DIV -> define(equation, functions.div(z, w));
      case POW -> define(equation, functions.pow(z, w));
      case MAX, MIN -> define(equation, functions.extreme(fn, z, w));
      case EQ, NE, LT, LE, GT, GE -> define(equation, functions.compare(fn, z, w));
      default -> throw new IllegalArgumentException(fn + ": takes no complex numbers");
    }
  }

  private ComplexFunctions functions(Parts z) {
    return new ComplexFunctions(emit, z.re().type().dtype());
  }

  private void convert(DType dtype, Equation equation) {
    Atom x = equation.in().getFirst();
    if (!isComplex(x)) {
      Atom re = emit.convert(whole(x), dtype.component());
      define(equation, new Parts(re, zeros(re)));
    } else if (dtype.isComplex()) {
      Parts z = parts(x);
      define(equation, functions(z).converted(z, dtype.component()));
    } else if (dtype == DType.BOOL) {
      Parts z = parts(x);
      Parts zero = new Parts(emit.number(0, z.re()), emit.number(0, z.im()));
      define(equation, functions(z).compare(Fn.NE, z, zero));
    } else {
      define(equation, emit.convert(parts(x).re(), dtype));
    }
  }

  /** A window or an assembly, of whole arrays where all are there, else of each part. */
  private void move(Equation equation) {
    boolean stored =
        equation.in().stream()
            .allMatch(atom ->
                atom instanceof Var variable && isComplex(variable)
                    ? values.get(variable).whole != null
                    : atom instanceof Var);
    if (stored) {
      emitWhole(equation);
    } else {
      define(equation, eachPart(equation));
    }
  }

  private Parts eachPart(Equation equation) {
    List<Atom> re = new ArrayList<>();
    List<Atom> im = new ArrayList<>();
    for (Atom operand : equation.in()) {
      re.add(isComplex(operand) ? parts(operand).re() : whole(operand));
      im.add(isComplex(operand) ? parts(operand).im() : whole(operand));
    }
    return new Parts(
        target.emit(equation.prim(), re).getFirst(), target.emit(equation.prim(), im).getFirst());
  }

  private Parts fold(Monoid monoid, List<Integer> axes, Equation equation) {
    if (monoid == Monoid.SUM) {
      return eachPart(equation);
    }
    Parts z = parts(equation.in().getFirst());
    Fn combine = monoid.combine();
    ComplexFunctions functions = functions(z);
    return new ComplexFold(emit, monoid, z, axes)
        .fold((left, right) ->
            combine == Fn.MUL
                ? functions.mul(left, right)
                : functions.extreme(combine, left, right));
  }

  private static void requireSum(Monoid monoid) {
    if (monoid != Monoid.SUM) {
      throw new IllegalArgumentException(monoid + ": complex numbers are folded in parts by sum");
    }
  }

  /** A value as one atom; a complex one becomes an array of pairs. */
  private Atom whole(Atom old) {
    return switch (old) {
      case Literal literal when isComplex(literal) ->
          emit.apply(Fn.COMPLEX, literal.real(), literal.imag());
      case Literal literal -> literal;
      case Var variable when isComplex(variable) -> {
        Value value = values.get(variable);
        if (value.whole == null) {
          value.whole = emit.apply(Fn.COMPLEX, value.parts.re(), value.parts.im());
        }
        yield value.whole;
      }
      case Var variable -> atoms.get(variable);
    };
  }

  private Parts parts(Atom old) {
    if (old instanceof Literal literal) {
      return new Parts(literal.real(), literal.imag());
    }
    Value value = values.get((Var) old);
    if (value.parts == null) {
      value.parts = new Parts(emit.apply(Fn.REAL, value.whole), emit.apply(Fn.IMAG, value.whole));
    }
    return value.parts;
  }

  /** The parts of a complex value, or a real one beside zeros. */
  private Parts anyParts(Atom old) {
    if (isComplex(old)) {
      return parts(old);
    }
    Atom re = whole(old);
    return new Parts(re, zeros(re));
  }

  /** A part in the shape of the result: one may be a scalar beside an array. */
  private Atom spread(Atom part, Equation equation) {
    ArrayType type = equation.out().getFirst().type();
    return part.type().rank() == type.rank()
        ? part
        : emit.emit(new Primitive.BroadcastInDim(type.shape(), List.of()), part);
  }

  private Atom zeros(Atom like) {
    Literal zero = emit.number(0, like);
    return like.type().rank() == 0
        ? zero
        : emit.emit(new Primitive.BroadcastInDim(like.type().shape(), List.of()), zero);
  }
}

package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints programs as StableHLO text, the form in which other compilers of arrays take them. Covers
 * the primitives that are one operation there; see the <a
 * href="https://openxla.org/stablehlo/spec">specification</a>. Numbers keep their bits: floats are
 * written in hexadecimal. How an operation rounds is the other compiler's affair.
 */
public final class StableHlo {
  /** Functions called by the program, each printed once, and their names. */
  private final Map<Graph, String> functions = new LinkedHashMap<>();

  private final List<String> printed = new ArrayList<>();

  private StableHlo() {}

  /**
   * A module whose public function {@code main} is the program; captured arrays are its first
   * arguments. Jitted functions that it calls are private functions.
   *
   * @param graph the program
   * @return the module's text
   * @throws UnsupportedOperationException if a primitive is no single operation of StableHLO, or an
   *     array holds random keys; it is named
   */
  public static String print(Graph graph) {
    StableHlo module = new StableHlo();
    String main = module.new Function(graph).text("public @main");
    return "module {\n" + main + String.join("", module.printed) + "}\n";
  }

  private String called(String name, Graph graph) {
    String known = functions.get(graph);
    if (known != null) {
      return known;
    }
    String symbol = "@" + name.replaceAll("\\W", "_") + "_" + functions.size();
    functions.put(graph, symbol);
    printed.add(new Function(graph).text("private " + symbol));
    return symbol;
  }

  private static String type(ArrayType type) {
    String extents =
        IntStream.range(0, type.rank())
            .mapToObj(axis -> type.shape().dim(axis) + "x")
            .collect(Collectors.joining());
    return "tensor<" + extents + element(type.dtype()) + ">";
  }

  private static String element(DType dtype) {
    return switch (dtype) {
      case BOOL -> "i1";
      case INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> dtype.shortName();
      case UINT8, UINT16, UINT32, UINT64 -> "u" + dtype.shortName().replace('u', 'i');
      case COMPLEX64 -> "complex<f32>";
      case COMPLEX128 -> "complex<f64>";
      case KEY ->
          throw new UnsupportedOperationException(
              "stablehlo: arrays of random keys have no element type there; pass the keys' words"
                  + " (random_unwrap) in and out of the program");
    };
  }

  private static String types(List<? extends Atom> atoms) {
    return atoms.stream().map(atom -> type(atom.type())).collect(Collectors.joining(", "));
  }

  private static UnsupportedOperationException unsupported(Primitive prim) {
    return new UnsupportedOperationException(
        "stablehlo: primitive '"
            + prim.jaxName()
            + "' is no single operation there for its operands' types; keep it out of the program that is printed, or save"
            + " the program with GraphFile");
  }

  /** One function of the module. */
  private final class Function {
    private final Graph graph;
    private final Map<Atom, String> names = new HashMap<>();
    private final StringBuilder body = new StringBuilder();
    private int next;

    Function(Graph graph) {
      this.graph = graph;
    }

    String text(String symbol) {
      List<Var> inputs = graph.inputs();
      List<String> parameters = new ArrayList<>();
      for (Var input : inputs) {
        names.put(input, "%arg" + parameters.size());
        parameters.add(names.get(input) + ": " + type(input.type()));
      }
      graph.equations().forEach(this::equation);
      String results = names(graph.results());
      boolean none = graph.results().isEmpty();
      return "  func.func %s(%s) -> (%s) {\n%s    return%s\n  }\n"
          .formatted(
              symbol,
              String.join(", ", parameters),
              types(graph.results()),
              body,
              none ? "" : " " + results + " : " + types(graph.results()));
    }

    private String name(Atom atom) {
      return switch (atom) {
        case Var variable -> Objects.requireNonNull(names.get(variable));
        case Literal literal -> constant(literal.type(), value(literal));
      };
    }

    private String names(List<? extends Atom> atoms) {
      return atoms.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** Writes a line that makes one value. */
    private String line(String text) {
      String name = "%" + next++;
      body.append("    ").append(name).append(" = ").append(text).append('\n');
      return name;
    }

    private String constant(ArrayType type, String value) {
      return line("stablehlo.constant dense<" + value + "> : " + type(type));
    }

    private static String value(Literal literal) {
      if (literal.type().dtype().isComplex()) {
        return "(" + value(literal.real()) + "," + value(literal.imag()) + ")";
      }
      return value(literal.type().dtype(), literal.bits());
    }

    private static String value(DType dtype, long bits) {
      return switch (dtype.kind()) {
        case BOOL -> bits != 0 ? "true" : "false";
        case SIGNED -> Long.toString(bits);
        case UNSIGNED -> Long.toUnsignedString(bits & -1L >>> (64 - 8 * dtype.bytes()));
        case FLOAT -> ("0x%0" + 2 * dtype.bytes() + "X").formatted(bits);
        case COMPLEX, KEY -> throw new IllegalStateException(dtype.toString());
      };
    }

    private void equation(Equation equation) {
      Primitive prim = equation.prim();
      switch (prim) {
        case Primitive.Pointwise(Fn fn) -> pointwise(fn, equation);
        case Primitive.Convert _ -> plain("convert", "", equation);
        case Primitive.BitcastConvert _ -> {
          // A bool has one bit there.
          require(
              equation.in().getFirst().type().dtype() != DType.BOOL
                  && equation.out().getFirst().type().dtype() != DType.BOOL,
              prim);
          plain("bitcast_convert", "", equation);
        }
        case Primitive.Iota iota ->
            define(
                equation,
                line(
                    "stablehlo.iota dim = "
                        + iota.dimension()
                        + " : "
                        + type(equation.out().getFirst().type())));
        case Primitive.BroadcastInDim(_, List<Integer> dimensions) ->
            plain("broadcast_in_dim", ", dims = " + dimensions, equation);
        case Primitive.Reshape _, Primitive.Squeeze _ -> plain("reshape", "", equation);
        case Primitive.Transpose(List<Integer> permutation) ->
            plain("transpose", ", dims = " + permutation, equation);
        case Primitive.Rev(List<Integer> dimensions) ->
            plain("reverse", ", dims = " + dimensions, equation);
        case Primitive.Slice slice -> plain("slice", " " + bounds(slice), equation);
        case Primitive.Pad(List<Long> low, List<Long> high, List<Long> interior) ->
            plain(
                "pad",
                ", low = " + low + ", high = " + high + ", interior = " + interior,
                equation);
        case Primitive.Concatenate(int dimension) ->
            plain("concatenate", ", dim = " + dimension, equation);
        case Primitive.Reduce(Monoid monoid, List<Integer> axes) -> reduce(monoid, axes, equation);
        case Contraction.DotGeneral(DotDimensions dimensions, _) ->
            plain("dot_general", roles(dimensions), equation);
        case Indexing.DynamicSlice(List<Long> sizes) -> {
          require(isOneDType(equation.in().subList(1, equation.in().size())), prim);
          plain("dynamic_slice", ", sizes = " + sizes, equation);
        }
        case Indexing.DynamicUpdateSlice _ -> {
          require(isOneDType(equation.in().subList(2, equation.in().size())), prim);
          plain("dynamic_update_slice", "", equation);
        }
        case Inlined inlined -> call(called(inlined.name(), inlined.graph()), equation);
        case Primitive.IntegerPow _,
            Primitive.Iota2x32 _,
            Primitive.RandomWrap _,
            Primitive.RandomUnwrap _,
            Primitive.SliceUpdate _,
            Primitive.ReducePartial _,
            Primitive.ArgReduce _,
            Primitive.Fft _,
            Indexing.Gather _,
            Indexing.Scatter _,
            Ordering _,
            Cumulative _,
            Windowed _,
            LinearAlgebra _,
            Collective _,
            Effect _,
            Control _,
            CustomLinear _ ->
            throw unsupported(prim);
      }
    }

    private static void require(boolean accepted, Primitive prim) {
      if (!accepted) {
        throw unsupported(prim);
      }
    }

    /** Positions must have one dtype there. */
    private static boolean isOneDType(List<Atom> positions) {
      return positions.stream().map(position -> position.type().dtype()).distinct().count() <= 1;
    }

    private void define(Equation equation, String name) {
      names.put(equation.out().getFirst(), name);
    }

    /** An operation whose operands and result are the primitive's. */
    private void plain(String operation, String attributes, Equation equation) {
      define(
          equation,
          line(
              "stablehlo.%s %s%s : (%s) -> %s"
                  .formatted(
                      operation,
                      names(equation.in()),
                      attributes,
                      types(equation.in()),
                      types(equation.out()))));
    }

    private static String bounds(Primitive.Slice slice) {
      List<String> axes = new ArrayList<>();
      for (int axis = 0; axis < slice.start().size(); axis++) {
        long stride = slice.strides().get(axis);
        axes.add(
            slice.start().get(axis)
                + ":"
                + slice.limit().get(axis)
                + (stride == 1 ? "" : ":" + stride));
      }
      return axes.toString();
    }

    private static String roles(DotDimensions dimensions) {
      String batch =
          dimensions.lhsBatch().isEmpty()
              ? ""
              : ", batching_dims = " + dimensions.lhsBatch() + " x " + dimensions.rhsBatch();
      return batch
          + ", contracting_dims = "
          + dimensions.lhsContracting()
          + " x "
          + dimensions.rhsContracting();
    }

    private void reduce(Monoid monoid, List<Integer> axes, Equation equation) {
      Atom operand = equation.in().getFirst();
      DType dtype = operand.type().dtype();
      require(!dtype.isComplex() || monoid == Monoid.SUM || monoid == Monoid.PROD, equation.prim());
      ArrayType scalar = ArrayType.of(dtype);
      String initial = constant(scalar, value(new Literal(monoid.identity(dtype), scalar)));
      String combine =
          Objects.requireNonNull(StableHloNames.operation(monoid.combine()), monoid::toString);
      define(
          equation,
          line(
              "stablehlo.reduce(%s init: %s) applies stablehlo.%s across dimensions = %s : (%s, %s)"
                      .formatted(
                          name(operand), initial, combine, axes, type(operand.type()), type(scalar))
                  + " -> "
                  + types(equation.out())));
    }

    private void call(String symbol, Equation equation) {
      List<Var> out = equation.out();
      String text =
          "call %s(%s) : (%s) -> (%s)"
              .formatted(symbol, names(equation.in()), types(equation.in()), types(out));
      if (out.size() == 1) {
        define(equation, line(text));
        return;
      }
      String results = "%" + next++;
      body.append("    ");
      if (!out.isEmpty()) {
        body.append(results).append(':').append(out.size()).append(" = ");
      }
      body.append(text).append('\n');
      for (int i = 0; i < out.size(); i++) {
        names.put(out.get(i), results + "#" + i);
      }
    }

    private void pointwise(Fn fn, Equation equation) {
      ArrayType result = equation.out().getFirst().type();
      if (fn == Fn.STOP_GRADIENT) {
        define(equation, name(equation.in().getFirst()));
        return;
      }
      String operation = StableHloNames.operation(fn);
      boolean signed = !equation.in().getFirst().type().dtype().isUnsigned();
      if (operation == null || !signed && (fn == Fn.ABS || fn == Fn.SIGN)) {
        throw unsupported(equation.prim());
      }
      List<String> operands = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (Atom operand : equation.in()) {
        ArrayType whole = ArrayType.of(operand.type().dtype(), result.shape());
        operands.add(spread(operand, whole));
        types.add(type(whole));
      }
      if (fn == Fn.SQUARE) {
        operands.add(operands.getFirst());
        types.add(types.getFirst());
      }
      if (fn == Fn.SELECT_N) {
        // There the case for true comes first.
        operands.add(operands.remove(1));
      }
      String signature =
          fn == Fn.OPTIMIZATION_BARRIER
              ? type(result)
              : "(" + String.join(", ", types) + ") -> " + type(result);
      String arguments = String.join(", ", operands);
      boolean comparison = operation.startsWith("compare");
      define(
          equation,
          line(
              "stablehlo."
                  + operation
                  + " "
                  + arguments
                  + (comparison ? ", " + order(equation.in().getFirst().type().dtype()) : "")
                  + " : "
                  + signature));
    }

    /** The operand in the shape of the result: scalars of pointwise functions spread there. */
    private String spread(Atom operand, ArrayType whole) {
      String name = name(operand);
      if (operand.type().shape().equals(whole.shape())) {
        return name;
      }
      return line(
          "stablehlo.broadcast_in_dim %s, dims = [] : (%s) -> %s"
              .formatted(name, type(operand.type()), type(whole)));
    }

    private static String order(DType dtype) {
      return switch (dtype.kind()) {
        case FLOAT, COMPLEX -> "FLOAT";
        case SIGNED -> "SIGNED";
        case UNSIGNED, BOOL, KEY -> "UNSIGNED";
      };
    }
  }
}

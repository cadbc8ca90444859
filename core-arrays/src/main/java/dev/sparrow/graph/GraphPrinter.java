package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints graphs in the text form of JAX 0.10, so that JAX's documents stay readable beside ours:
 * typed binders, sorted parameters, {@code _} for results nobody uses, programs that are called
 * more than once hoisted to the front.
 */
public final class GraphPrinter {
  private static final int WIDTH = 80;

  private final Map<Graph, String> hoisted = new LinkedHashMap<>();
  private final Map<Graph, Map<Var, String>> names = new IdentityHashMap<>();
  private int nextName;

  private GraphPrinter() {}

  /**
   * The text of a graph.
   *
   * @param graph the graph
   * @return one line if it fits in 80 columns, else one line an equation
   */
  public static String print(Graph graph) {
    GraphPrinter printer = new GraphPrinter();
    Map<Graph, Integer> uses = new LinkedHashMap<>();
    Map<Graph, String> called = new HashMap<>();
    countCalls(graph, uses, called);
    StringBuilder text = new StringBuilder();
    uses.forEach((shared, count) -> {
      if (count > 1) {
        String name = called.get(shared);
        String body = printer.program(shared, "let " + name + " = ", 0, " in");
        text.append("let ").append(name).append(" = ").append(body).append(" in\n");
        printer.hoisted.put(shared, name);
      }
    });
    return text.append(printer.program(graph, "", 0, "")).toString();
  }

  private static void countCalls(Graph graph, Map<Graph, Integer> uses, Map<Graph, String> called) {
    for (Equation equation : graph.equations()) {
      if (equation.prim() instanceof Primitive.Call(String name, Graph inner)) {
        if (!uses.containsKey(inner)) {
          countCalls(inner, uses, called);
        }
        uses.merge(inner, 1, Integer::sum);
        String unique = name;
        for (int i = 1; called.containsValue(unique) && !unique.equals(called.get(inner)); i++) {
          unique = name + i;
        }
        called.putIfAbsent(inner, unique);
      }
      switch (equation.prim()) {
        case Control control -> control.graphs().forEach(inner -> countCalls(inner, uses, called));
        case Inlined.Checkpoint(Graph inner) -> countCalls(inner, uses, called);
        case Inlined.CustomJvp custom -> countCalls(custom.graph(), uses, called);
        case Inlined.CustomVjp custom -> countCalls(custom.graph(), uses, called);
        case Primitive _ -> {}
      }
    }
  }

  private String program(Graph graph, String lead, int indent, String tail) {
    Map<Var, String> scope = names.computeIfAbsent(graph, g -> new HashMap<>());
    String captures = binders(graph.captures(), scope);
    String params = binders(graph.params(), scope);
    String head = "{ lambda " + captures + "; " + params + ". let";
    Set<Var> used = used(graph);
    List<String> lines = new ArrayList<>();
    for (Equation equation : graph.equations()) {
      lines.add(equation(equation, scope, used, indent + 4));
    }
    String results = tuple(graph.results().stream().map(atom -> atom(atom, scope)).toList());
    String flat = head + " " + String.join("; ", lines) + " in " + results + " }";
    boolean oneLine =
        indent + lead.length() + flat.length() + tail.length() <= WIDTH && !flat.contains("\n");
    if (oneLine) {
      return flat;
    }
    String pad = " ".repeat(indent);
    return head
        + lines.stream().map(line -> "\n    " + pad + line).collect(Collectors.joining())
        + "\n  "
        + pad
        + "in "
        + results
        + " }";
  }

  private static Set<Var> used(Graph graph) {
    Set<Var> used = new HashSet<>();
    graph.equations().forEach(equation -> addVars(equation.in(), used));
    addVars(graph.results(), used);
    return used;
  }

  private static void addVars(Collection<Atom> atoms, Set<Var> used) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        used.add(variable);
      }
    }
  }

  private String equation(Equation equation, Map<Var, String> scope, Set<Var> used, int indent) {
    List<String> bound = new ArrayList<>();
    for (Var out : equation.out()) {
      String name = used.contains(out) ? name(out, scope) : "_";
      bound.add(name + ":" + out.type());
    }
    String results = bound.isEmpty() ? "" : String.join(" ", bound) + " = ";
    String left = results + equation.prim().jaxName();
    String right =
        equation.in().stream().map(in -> " " + atom(in, scope)).collect(Collectors.joining());
    Map<String, String> flat = new LinkedHashMap<>();
    flat.putAll(parameters(equation.prim()));
    boolean inlineProgram = false;
    if (equation.prim() instanceof Primitive.Call(String name, Graph called)) {
      String shared = hoisted.get(called);
      inlineProgram = shared == null;
      flat.put("name", name);
      flat.put("jaxpr", shared != null ? shared : inner(called, equation, scope, indent + 2));
    }
    if (equation.prim() instanceof Indexing.Scatter scatter) {
      combination(scatter, equation.in().getFirst().type())
          .ifPresent(combine -> flat.put("update_jaxpr", program(combine, "", indent + 2, "")));
    }
    if (equation.prim() instanceof Control control) {
      inlineProgram = true;
      flat.putAll(control(control, indent + 2));
    }
    if (equation.prim() instanceof Inlined inlined) {
      Map<String, String> differentiated = differentiated(inlined, indent + 2);
      inlineProgram |= !differentiated.isEmpty();
      flat.putAll(differentiated);
    }
    if (flat.isEmpty()) {
      return left + right;
    }
    List<String> pairs =
        flat.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    String oneLine = left + "[" + String.join(" ", pairs) + "]" + right;
    if (!inlineProgram && indent + oneLine.length() <= WIDTH) {
      return oneLine;
    }
    String pad = " ".repeat(indent);
    return left
        + "["
        + pairs.stream().map(pair -> "\n" + pad + "  " + pair).collect(Collectors.joining())
        + "\n"
        + pad
        + "]"
        + right;
  }

  /** A program printed where it is called: its inputs and results go by the caller's names. */
  private String inner(Graph called, Equation call, Map<Var, String> scope, int indent) {
    Map<Var, String> own = new HashMap<>();
    List<Var> inputs = called.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (call.in().get(i) instanceof Var variable && !own.containsValue(scope.get(variable))) {
        own.put(inputs.get(i), name(variable, scope));
      }
    }
    for (int i = 0; i < called.results().size(); i++) {
      if (called.results().get(i) instanceof Var result && scope.containsKey(call.out().get(i))) {
        own.putIfAbsent(result, scope.get(call.out().get(i)));
      }
    }
    names.put(called, own);
    return program(called, "jaxpr=", indent, "");
  }

  /** Parameters of control flow, by name in order: its programs and numbers. */
  private Map<String, String> control(Control control, int indent) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (control) {
      case Control.Cond(List<Graph> branches) -> {
        String pad = "\n" + " ".repeat(indent);
        StringBuilder programs = new StringBuilder("(");
        for (Graph branch : branches) {
          programs.append(pad).append("  ").append(own(branch, "", indent + 2));
        }
        pairs.put("branches", programs.append(pad).append(')').toString());
      }
      case Control.While(
              Graph condition,
              int conditionConstants,
              Graph body,
              int bodyConstants) -> {
        pairs.put("body_jaxpr", own(body, "body_jaxpr=", indent));
        pairs.put("body_nconsts", Integer.toString(bodyConstants));
        pairs.put("cond_jaxpr", own(condition, "cond_jaxpr=", indent));
        pairs.put("cond_nconsts", Integer.toString(conditionConstants));
      }
      case Control.Scan scan -> {
        pairs.put("jaxpr", own(scan.body(), "jaxpr=", indent));
        pairs.put("length", Long.toString(scan.length()));
        pairs.put("num_carry", Integer.toString(scan.carries()));
        pairs.put("num_consts", Integer.toString(scan.constants()));
        pairs.put("reverse", scan.reverse() ? "True" : "False");
        pairs.put("unroll", Integer.toString(scan.unroll()));
      }
    }
    return pairs;
  }

  /** Parameters of programs that are differentiated in ways of their own, by name in order. */
  private Map<String, String> differentiated(Inlined inlined, int indent) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (inlined) {
      case Primitive.Call _ -> {}
      case Inlined.Checkpoint(Graph graph) -> {
        pairs.put("jaxpr", own(graph, "jaxpr=", indent));
        pairs.put("policy", "None");
        pairs.put("prevent_cse", "True");
      }
      case Inlined.CustomJvp custom -> {
        pairs.put("name", custom.name());
        pairs.put("call_jaxpr", own(custom.graph(), "call_jaxpr=", indent));
        pairs.put("jvp", "jvp");
        pairs.put("symbolic_zeros", "False");
      }
      case Inlined.CustomVjp custom -> {
        pairs.put("name", custom.name());
        pairs.put("bwd", "bwd");
        pairs.put("call_jaxpr", own(custom.graph(), "call_jaxpr=", indent));
        pairs.put("fwd", "fwd");
        pairs.put("symbolic_zeros", "False");
      }
    }
    return pairs;
  }

  /** A program printed where it stands, with names of its own. */
  private String own(Graph graph, String lead, int indent) {
    names.put(graph, new HashMap<>());
    return program(graph, lead, indent, "");
  }

  private String binders(List<Var> variables, Map<Var, String> scope) {
    return variables.stream()
        .map(variable -> name(variable, scope) + ":" + variable.type())
        .collect(Collectors.joining(" "));
  }

  private String atom(Atom atom, Map<Var, String> scope) {
    return switch (atom) {
      case Var variable -> name(variable, scope);
      case Literal literal -> literal.toString();
    };
  }

  private String name(Var variable, Map<Var, String> scope) {
    return scope.computeIfAbsent(variable, key -> letters(nextName++));
  }

  /** a … z, ba, bb, …: base 26 with a as zero. */
  private static String letters(int number) {
    StringBuilder name = new StringBuilder();
    int rest = number;
    do {
      name.insert(0, (char) ('a' + rest % 26));
      rest /= 26;
    } while (rest > 0);
    return name.toString();
  }

  /** Parameters that JAX prints, by name in order. */
  private static Map<String, String> parameters(Primitive prim) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (prim) {
      case Primitive.Pointwise(Fn fn) -> {
        if (fn == Fn.ROUND) {
          pairs.put("rounding_method", "1");
        }
      }
      case Primitive.IntegerPow(int exponent) -> pairs.put("y", Integer.toString(exponent));
      case Primitive.Convert(var dtype, boolean weak) -> {
        pairs.put("new_dtype", dtype.jaxName());
        pairs.put("weak_type", weak ? "True" : "False");
      }
      case Primitive.BitcastConvert(var dtype) -> pairs.put("new_dtype", dtype.jaxName());
      case Primitive.Iota(var dtype, Shape shape, int dimension) -> {
        pairs.put("dimension", Integer.toString(dimension));
        pairs.put("dtype", dtype.jaxName());
        pairs.put("shape", shape.toString());
        pairs.put("sharding", "None");
      }
      case Primitive.Iota2x32(Shape shape) -> pairs.put("shape", shape.toString());
      case Primitive.BroadcastInDim(Shape _, List<Integer> dimensions) ->
          pairs.put("broadcast_dimensions", tuple(dimensions));
      case Primitive.Reshape(Shape shape) -> {
        pairs.put("dimensions", "None");
        pairs.put("new_sizes", shape.toString());
        pairs.put("sharding", "None");
      }
      case Primitive.Transpose(List<Integer> permutation) ->
          pairs.put("permutation", tuple(permutation));
      case Primitive.Squeeze(List<Integer> dimensions) ->
          pairs.put("dimensions", tuple(dimensions));
      case Primitive.Rev(List<Integer> dimensions) -> pairs.put("dimensions", tuple(dimensions));
      case Primitive.Slice(var start, var limit, var strides) -> {
        boolean unit = strides.stream().allMatch(stride -> stride == 1);
        pairs.put("limit_indices", tuple(limit));
        pairs.put("start_indices", tuple(start));
        pairs.put("strides", unit ? "None" : tuple(strides));
      }
      case Primitive.SliceUpdate(var mode, var start, var strides) -> {
        pairs.put("mode", mode.name().toLowerCase(Locale.ROOT));
        pairs.put("start", tuple(start));
        pairs.put("strides", tuple(strides));
      }
      case Primitive.Pad(var low, var high, var interior) -> {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < low.size(); axis++) {
          axes.add(tuple(List.of(low.get(axis), high.get(axis), interior.get(axis))));
        }
        pairs.put("padding_config", tuple(axes));
      }
      case Primitive.Concatenate(int dimension) ->
          pairs.put("dimension", Integer.toString(dimension));
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) -> {
        pairs.put("axes", tuple(axes));
        switch (monoid) {
          case SUM, PROD, MAX, MIN -> pairs.put("out_sharding", "None");
          case AND, OR, XOR -> {}
        }
      }
      case Primitive.ReducePartial(Monoid _, int axis, long firstLeaf) -> {
        pairs.put("axis", Integer.toString(axis));
        pairs.put("first_leaf", Long.toString(firstLeaf));
      }
      case Primitive.ArgReduce(var _, int axis, var indexDType) -> {
        pairs.put("axes", "(" + axis + ",)");
        pairs.put("index_dtype", indexDType.jaxName());
      }
      case Primitive.Fft(Primitive.FftType type) -> pairs.put("fft_type", type.name());
      case Indexing indexing -> pairs.putAll(parameters(indexing));
      case Contraction.DotGeneral(DotDimensions dimensions, DType preferred) -> {
        pairs.put("dimension_numbers", dimensionNumbers(dimensions));
        if (preferred != null) {
          pairs.put("preferred_element_type", preferred.jaxName());
        }
      }
      case Ordering ordering -> pairs.putAll(RoutineParameters.of(ordering));
      case Cumulative cumulative -> pairs.putAll(RoutineParameters.of(cumulative));
      case Windowed windowed -> pairs.putAll(RoutineParameters.of(windowed));
      case LinearAlgebra factorization -> pairs.putAll(LinearAlgebraParameters.of(factorization));
      case Collective collective -> pairs.putAll(parameters(collective));
      case Effect effect -> pairs.putAll(parameters(effect));
      case Primitive.RandomWrap() -> pairs.put("impl", "fry");
      case Primitive.RandomUnwrap() -> {}
      case CustomLinear linear -> {
        pairs.put("bwd", linear.name());
        pairs.put("num_res", Integer.toString(linear.known()));
      }
      case Inlined _, Control _ -> {}
    }
    return pairs;
  }

  private static Map<String, String> parameters(Collective prim) {
    Map<String, String> pairs = new TreeMap<>();
    String axes = "('" + prim.axisName() + "',)";
    switch (prim) {
      case Collective.AllReduce _ -> {
        pairs.put("axes", axes);
        pairs.put("axis_index_groups", "None");
      }
      case Collective.AllGather(var _, long size, int dimension) -> {
        pairs.put("all_gather_dimension", Integer.toString(dimension));
        pairs.put("axis_index_groups", "None");
        pairs.put("axis_name", axes);
        pairs.put("axis_size", Long.toString(size));
        pairs.put("tiled", "False");
      }
      case Collective.AxisIndex _ -> pairs.put("axis_name", prim.axisName());
      case Collective.Permute permute -> {
        pairs.put("axis_name", axes);
        pairs.put("perm", permute.pairs());
      }
      case Collective.ReduceScatter(var _, long size, int dimension) -> {
        pairs.put("axis_index_groups", "None");
        pairs.put("axis_name", axes);
        pairs.put("axis_size", Long.toString(size));
        pairs.put("scatter_dimension", Integer.toString(dimension));
        pairs.put("tiled", "False");
      }
      case Collective.AllToAll(var _, long _, int split, int concat) -> {
        pairs.put("axis_index_groups", "None");
        pairs.put("axis_name", prim.axisName());
        pairs.put("concat_axis", Integer.toString(concat));
        pairs.put("split_axis", Integer.toString(split));
        pairs.put("tiled", "False");
      }
    }
    return pairs;
  }

  private static Map<String, String> parameters(Effect prim) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (prim) {
      case Effect.Print print -> {
        pairs.put("fmt", print.format());
        pairs.put("has_placeholders", print.format().contains("{") ? "True" : "False");
      }
      case Effect.Check check -> pairs.put("fmt", check.format());
      case Effect.Callback callback -> {
        // Of a lambda's class the part that is the same in every run.
        String name = callback.consumer().getClass().getSimpleName();
        pairs.put("callback", name.replaceFirst("/0x.*", ""));
        pairs.put("effect", "Debug");
      }
    }
    if (!prim.lanes().isEmpty()) {
      pairs.put("lanes", tuple(prim.lanes()));
    }
    return pairs;
  }

  private static Map<String, String> parameters(Indexing prim) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (prim) {
      case Indexing.DynamicSlice(List<Long> sizes) -> pairs.put("slice_sizes", tuple(sizes));
      case Indexing.DynamicUpdateSlice() -> {}
      case Indexing.Gather(var dimensions, var sizes, var bounds, var fill) -> {
        pairs.put("dimension_numbers", dimensions.toString());
        pairs.put("fill_value", fill == null ? "None" : fill.valueText());
        pairs.put("indices_are_sorted", "False");
        pairs.put("mode", "GatherScatterMode." + bounds);
        pairs.put("slice_sizes", tuple(sizes));
        pairs.put("unique_indices", "False");
      }
      case Indexing.Scatter(var _, var dimensions, var bounds) -> {
        pairs.put("dimension_numbers", dimensions.toString());
        pairs.put("indices_are_sorted", "False");
        pairs.put("mode", "GatherScatterMode." + bounds);
        pairs.put("unique_indices", "False");
        pairs.put("update_consts", "()");
        pairs.put("update_jaxpr", "None");
      }
    }
    return pairs;
  }

  /** The program of two scalars that JAX shows for how updates combine. */
  private static Optional<Graph> combination(Indexing.Scatter scatter, ArrayType operand) {
    Optional<Fn> combine =
        switch (scatter.mode()) {
          case SET -> Optional.empty();
          case ADD -> Optional.of(Fn.ADD);
          case MUL -> Optional.of(Fn.MUL);
          case MIN -> Optional.of(Fn.MIN);
          case MAX -> Optional.of(Fn.MAX);
        };
    ArrayType scalar = ArrayType.of(operand.dtype());
    return combine.map(fn -> Graph.single(new Primitive.Pointwise(fn), List.of(scalar, scalar)));
  }

  private static String dimensionNumbers(DotDimensions dimensions) {
    return "((%s, %s), (%s, %s))"
        .formatted(
            dimensions.lhsContracting(),
            dimensions.rhsContracting(),
            dimensions.lhsBatch(),
            dimensions.rhsBatch());
  }

  private static String tuple(List<?> items) {
    return WindowAxes.tuple(items);
  }
}

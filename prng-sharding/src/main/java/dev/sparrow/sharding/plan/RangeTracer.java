package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.sharding.Shard;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Traces the part of a program that makes wanted ranges of wanted values: backwards to find which
 * range of which value is needed, then forwards to bind it. {@link Cut#WHOLE} in place of an axis
 * means the whole value.
 */
final class RangeTracer {
  private final Graph program;
  private final Placements placements;
  private final Shard shard;
  private final Map<Var, TreeSet<Integer>> needed = new HashMap<>();
  private final Map<Range, NDArray> values = new HashMap<>();
  private final Map<Range, PlannedInput> inputs = new LinkedHashMap<>();
  private final Set<Position> starts = new LinkedHashSet<>();
  private final Map<Position, NDArray> boundStarts = new HashMap<>();

  /** A range of a value: the shard's along an axis, or all of it. */
  record Range(Atom atom, int axis) {}

  private RangeTracer(Graph program, Placements placements, Shard shard) {
    this.program = program;
    this.placements = placements;
    this.shard = shard;
  }

  /**
   * Traces a graph.
   *
   * @param program the whole program, without calls
   * @param placements where its values lie
   * @param shard which range
   * @param wanted what the results are made from
   * @param finish makes the results from the wanted ranges, in their order
   * @return the graph and what to pass to it
   */
  static PlannedGraph trace(
      Graph program,
      Placements placements,
      Shard shard,
      List<Range> wanted,
      Function<List<NDArray>, List<NDArray>> finish) {
    RangeTracer tracer = new RangeTracer(program, placements, shard);
    wanted.forEach(tracer::need);
    program.equations().reversed().forEach(tracer::needOperands);
    tracer.collectInputs();
    List<Range> ranges = new ArrayList<>(tracer.inputs.keySet());
    List<Position> starts = List.copyOf(tracer.starts);
    List<ArrayType> types = new ArrayList<>();
    ranges.forEach(range -> types.add(tracer.type(range)));
    starts.forEach(start -> types.add(start.type()));
    Graph graph =
        GraphTrace.trace(
                "shard",
                types,
                arguments -> {
                  for (int i = 0; i < ranges.size(); i++) {
                    tracer.values.put(ranges.get(i), arguments.get(i));
                  }
                  for (int i = 0; i < starts.size(); i++) {
                    tracer.boundStarts.put(starts.get(i), arguments.get(ranges.size() + i));
                  }
                  program.equations().forEach(tracer::bind);
                  return finish.apply(wanted.stream().map(tracer::value).toList());
                })
            .graph();
    List<PlannedInput> planned = new ArrayList<>(tracer.inputs.values());
    starts.forEach(start -> planned.add(new PlannedInput.Start(start.of(shard))));
    return new PlannedGraph(shard, graph, planned);
  }

  private void need(Range range) {
    if (range.atom instanceof Var variable) {
      needed.computeIfAbsent(variable, _ -> new TreeSet<>()).add(range.axis);
    }
  }

  /** Axes needed of an equation's results, {@link Cut#WHOLE} first. */
  private SortedSet<Integer> neededAxes(Equation equation) {
    TreeSet<Integer> axes = new TreeSet<>();
    equation.out().forEach(out -> axes.addAll(needed.getOrDefault(out, new TreeSet<>())));
    return axes;
  }

  private boolean isCombined(Equation equation) {
    return placements.reduction(equation.out().getFirst()) != null;
  }

  /** A range that cannot be made alone becomes a window of the whole, which is then needed. */
  private void needOperands(Equation equation) {
    if (isCombined(equation)) {
      return;
    }
    boolean whole = false;
    for (int axis : neededAxes(equation)) {
      if (axis != Cut.WHOLE && CutRules.cut(equation, axis) instanceof Cut.Along along) {
        for (int i = 0; i < equation.in().size(); i++) {
          need(new Range(equation.in().get(i), along.operandAxes().get(i)));
        }
        starts.addAll(along.positions());
      } else {
        whole = true;
      }
    }
    if (whole) {
      equation.in().forEach(in -> need(new Range(in, Cut.WHOLE)));
      equation.out().forEach(out -> need(new Range(out, Cut.WHOLE)));
    }
  }

  private void collectInputs() {
    List<Var> arrays = program.inputs();
    for (int i = 0; i < arrays.size(); i++) {
      PlannedInput.Source source = new PlannedInput.Source.Input(i);
      for (int axis : needed.getOrDefault(arrays.get(i), new TreeSet<>())) {
        Range range = new Range(arrays.get(i), axis);
        inputs.put(range, isPiece(range) ? new PlannedInput.Piece(i) : planned(source, axis));
      }
    }
    for (int i = 0; i < placements.reductions().size(); i++) {
      Var combined = placements.reductions().get(i).result();
      PlannedInput.Source source = new PlannedInput.Source.Combined(i);
      for (int axis : needed.getOrDefault(combined, new TreeSet<>())) {
        inputs.put(new Range(combined, axis), planned(source, axis));
      }
    }
  }

  private boolean isPiece(Range range) {
    return switch (placements.placement(range.atom)) {
      case Placement.Replicated() -> false;
      case Placement.Sharded(int axis) -> {
        if (axis != range.axis) {
          throw new IllegalStateException("a piece along axis " + axis + " is asked for: " + range);
        }
        yield true;
      }
    };
  }

  private static PlannedInput planned(PlannedInput.Source source, int axis) {
    return axis == Cut.WHOLE
        ? new PlannedInput.Whole(source)
        : new PlannedInput.Window(source, axis);
  }

  private ArrayType type(Range range) {
    ArrayType type = range.atom.type();
    return range.axis == Cut.WHOLE
        ? type
        : type.withShape(type.shape().with(range.axis, shard.length()));
  }

  private void bind(Equation equation) {
    if (isCombined(equation)) {
      return;
    }
    for (int axis : neededAxes(equation)) {
      List<NDArray> results = bind(equation, axis);
      for (int i = 0; i < results.size(); i++) {
        values.put(new Range(equation.out().get(i), axis), results.get(i));
      }
    }
  }

  private List<NDArray> bind(Equation equation, int axis) {
    if (axis == Cut.WHOLE) {
      List<NDArray> operands =
          equation.in().stream().map(in -> value(new Range(in, Cut.WHOLE))).toList();
      return Trace.current().bind(equation.prim(), operands);
    }
    return switch (CutRules.cut(equation, axis)) {
      case Cut.Refused _ ->
          equation.out().stream()
              .map(out -> value(new Range(out, Cut.WHOLE)))
              .map(whole -> PlannedGraph.window(whole, axis, shard))
              .toList();
      case Cut.Along along -> {
        List<NDArray> operands = new ArrayList<>();
        for (int i = 0; i < equation.in().size(); i++) {
          operands.add(value(new Range(equation.in().get(i), along.operandAxes().get(i))));
        }
        List<NDArray> bound = along.positions().stream().map(this::start).toList();
        yield along.emission().emit(shard.length(), operands, bound);
      }
    };
  }

  private NDArray start(Position position) {
    return Objects.requireNonNull(boundStarts.get(position));
  }

  private NDArray value(Range range) {
    return switch (range.atom) {
      case Literal literal -> ConcreteArray.scalar(literal);
      case Var _ -> Objects.requireNonNull(values.get(range), range::toString);
    };
  }
}

package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.Windowed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is computed together. Takes the equations in order: views and counts become {@link
 * Access}es and cost nothing; a pointwise equation or a reduction joins a region over the same
 * space if no step would then wait for itself, best the region that computes an operand, else any,
 * so that one pass has several outputs; everything else is a step of its own.
 */
public final class Fusion {
  /** Equations a region may have; bounds the time planning takes. */
  private static final int REGION_LIMIT = 512;

  private final Map<Var, Access> accesses = new HashMap<>();
  private final Map<Var, Draft> producers = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  /** The step that did something beside computing last: the next one to do so waits for it. */
  private @Nullable Draft lastEffect;

  private int nextId;

  private Fusion(Graph graph) {
    this.nextId = graph.nextId();
  }

  /**
   * Cuts a graph into steps.
   *
   * @param graph a graph without calls, as {@link Pipeline} leaves it
   * @return the steps
   */
  public static Plan plan(Graph graph) {
    Fusion fusion = new Fusion(graph);
    for (Var input : graph.inputs()) {
      fusion.accesses.put(input, Access.direct(new Source.Memory(input), input.type()));
    }
    graph.equations().forEach(fusion::add);
    List<Access> results = graph.results().stream().map(fusion::result).toList();
    return new Plan(graph.inputs(), fusion.steps(), results);
  }

  private void add(Equation equation) {
    switch (equation.prim()) {
      case Primitive.Pointwise(Fn fn) when fn == Fn.REAL || fn == Fn.IMAG -> view(equation);
      case Primitive.Pointwise(Fn fn) when fn == Fn.COMPLEX -> pair(equation);
      case Primitive.Elementwise _ -> pointwise(equation);
      case Primitive.Iota(DType dtype, Shape shape, int dimension) -> {
        Shape line = Shape.of(shape.dim(dimension));
        Source counter = new Source.Counter(line, new Source.Part.Value(dtype), List.of());
        Access count = Access.direct(counter, ArrayType.of(dtype, line));
        ArrayType type = equation.out().getFirst().type();
        accesses.put(
            equation.out().getFirst(),
            shape.rank() == 1
                ? count
                : count.then(new Primitive.BroadcastInDim(shape, List.of(dimension)), type));
      }
      case Primitive.Iota2x32(Shape shape) -> {
        List<Access> first = operands(equation);
        count(equation.out().get(0), new Source.Counter(shape, new Source.Part.High(), first));
        count(equation.out().get(1), new Source.Counter(shape, new Source.Part.Low(), first));
      }
      case Primitive.View _ -> view(equation);
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) ->
          fold(equation, axes, monoid, null);
      case Primitive.ReducePartial(Monoid monoid, int axis, long firstLeaf) ->
          fold(equation, List.of(axis), monoid, new Region.Part(axis, firstLeaf));
      case Primitive.SliceUpdate update ->
          assemble(equation, Pieces.of(update, operands(equation)));
      case Primitive.Pad pad ->
          assemble(equation, Pieces.of(pad, operands(equation), equation.out().getFirst().type()));
      case Primitive.Concatenate concatenate ->
          assemble(equation, Pieces.of(concatenate, operands(equation)));
      case Primitive.Whole whole -> routine(whole, equation);
      case Control control -> flow(control, equation);
      case Inlined _, CustomLinear _ ->
          throw new IllegalStateException("fusion: a call was not inlined: " + equation);
    }
  }

  private void count(Var target, Source.Counter counter) {
    accesses.put(target, Access.direct(counter, target.type()));
  }

  private void view(Equation equation) {
    ArrayType type = equation.out().getFirst().type();
    Access operand = access(equation.in().getFirst());
    if (equation.prim() instanceof Primitive.RandomWrap) {
      operand = stored(operand);
    }
    Access view = operand.then(equation.prim(), type);
    if (view.onDense() == null) {
      view = materialise(operand).then(equation.prim(), type);
    }
    accesses.put(equation.out().getFirst(), view);
  }

  private void pointwise(Equation equation) {
    Var out = equation.out().getFirst();
    List<Var> operands = variables(equation.in());
    Draft.OfRegion region = regionFor(out.type().shape(), operands, null);
    operands.forEach(operand -> read(region, operand));
    region.equations.add(equation);
    region.values.add(out);
    produce(out, region);
  }

  /** A complex array from its parts: two stores into one array, each to every second place. */
  private void pair(Equation equation) {
    Var out = equation.out().getFirst();
    List<Var> parts = equation.in().stream().map(this::variable).toList();
    Draft.OfRegion region = regionFor(out.type().shape(), parts, null);
    parts.forEach(part -> read(region, part));
    region.pairs.put(out, parts);
    region.values.add(out);
    produce(out, region);
  }

  private void fold(
      Equation equation, List<Integer> axes, Monoid monoid, Region.@Nullable Part part) {
    Var value = variable(equation.in().getFirst());
    Var out = equation.out().getFirst();
    Draft.OfRegion region = regionFor(value.type().shape(), List.of(value), axes);
    read(region, value);
    region.reduced = axes;
    region.folds.add(new Region.Fold(value, out, monoid, part));
    produce(out, region);
  }

  private void assemble(Equation equation, List<Step.Piece> pieces) {
    Var target = equation.out().getFirst();
    place(new Step.Assembly(target, pieces), pieces.stream().map(Step.Piece::from).toList(), false);
  }

  private void routine(Primitive.Whole prim, Equation equation) {
    if (prim instanceof Effect.Check check) {
      throw new IllegalStateException(
          "check: \""
              + check.format()
              + "\" is not functionalized and cannot be compiled; wrap the function, as in"
              + " Checked.checkify(jit(f)) or jit(Checked.checkify(f))");
    }
    List<Access> from = new ArrayList<>();
    for (Atom operand : equation.in()) {
      Access access = access(operand);
      boolean start = from.size() >= firstStart(prim);
      boolean updates = prim instanceof Indexing.Scatter && from.size() == 2;
      if (access.source() instanceof Source.Constant constant && (start || updates)) {
        from.add(start ? access : onStored(constant, access));
      } else {
        from.add(stored(access));
      }
    }
    place(new Step.Routine(prim, from, equation.out()), from, prim.hasEffects());
  }

  /** Number of the first operand that is a scalar start, which may stay a constant. */
  private static int firstStart(Primitive.Whole prim) {
    return switch (prim) {
      case Indexing.DynamicSlice _ -> 1;
      case Indexing.DynamicUpdateSlice _ -> 2;
      case Indexing.Gather _, Indexing.Scatter _ -> Integer.MAX_VALUE;
      case Primitive.ArgReduce _,
          Primitive.Fft _,
          Contraction _,
          Ordering _,
          Cumulative _,
          Windowed _,
          LinearAlgebra _,
          Collective _,
          Effect _ ->
          Integer.MAX_VALUE;
    };
  }

  private void flow(Control control, Equation equation) {
    List<Access> from =
        equation.in().stream()
            .map(this::access)
            .map(access -> access.source() instanceof Source.Constant ? access : stored(access))
            .toList();
    List<Plan> inner = control.graphs().stream().map(Fusion::plan).toList();
    place(new Step.Flow(control, inner, from, equation.out()), from, control.hasEffects());
  }

  private void place(Step step, List<Access> reads, boolean effects) {
    Draft draft = new Draft.OfStep(step);
    reads.forEach(access -> need(draft, access));
    if (effects) {
      if (lastEffect != null) {
        draft.needs.add(lastEffect);
      }
      lastEffect = draft;
    }
    drafts.add(draft);
    step.written().forEach(target -> produce(target, draft));
  }

  private void produce(Var target, Draft draft) {
    producers.put(target, draft);
    accesses.put(target, Access.direct(new Source.Memory(target), target.type()));
  }

  /** A dense copy of an operand, written by a region that computes nothing; pairs are moved. */
  private Access materialise(Access access) {
    if (access.type().dtype().isComplex()) {
      Var copy = new Var(nextId++, access.type());
      place(new Step.Assembly(copy, Pieces.of(access)), List.of(access), false);
      return access(copy);
    }
    Var value = fresh(access);
    Var target = new Var(nextId++, access.type());
    Draft.OfRegion region = regionFor(access.type().shape(), List.of(value), null);
    read(region, value);
    region.copies.add(new Region.Store(value, target));
    produce(target, region);
    return access(target);
  }

  /** The operand itself if it lies in memory, else a copy that does. */
  private Access stored(Access access) {
    return access.source() instanceof Source.Memory ? access : materialise(access);
  }

  /** Views of one number in memory, instead of a copy of it for each element. */
  private Access onStored(Source.Constant constant, Access access) {
    Access number = materialise(Access.direct(constant, constant.literal().type()));
    return new Access(number.source(), access.chain(), access.type());
  }

  private Access result(Atom atom) {
    Access access = access(atom);
    if (access.source() instanceof Source.Memory(Var variable)) {
      Draft producer = producers.get(variable);
      if (producer == null) {
        return access;
      }
      View view = access.onDense();
      if (view != null && view.isDense() && view.shape().size() == variable.type().shape().size()) {
        store(variable);
        return access;
      }
    }
    return materialise(access);
  }

  private Draft.OfRegion regionFor(
      Shape space, List<Var> operands, @Nullable List<Integer> reduced) {
    Draft.OfRegion any = null;
    for (Draft draft : drafts.reversed()) {
      if (draft instanceof Draft.OfRegion region
          && region.space.equals(space)
          && region.equations.size() < REGION_LIMIT
          && (reduced == null || region.reduced == null || region.reduced.equals(reduced))
          && mayJoin(region, operands)) {
        if (!Collections.disjoint(region.values, operands)) {
          return region;
        }
        any = any == null ? region : any;
      }
    }
    if (any != null) {
      return any;
    }
    Draft.OfRegion region = new Draft.OfRegion(space);
    drafts.add(region);
    return region;
  }

  private boolean mayJoin(Draft.OfRegion region, List<Var> operands) {
    for (Var operand : operands) {
      if (region.values.contains(operand) || region.inputs.containsKey(operand)) {
        continue;
      }
      for (Draft producer : producers(access(operand))) {
        if (producer == region || producer.dependsOn(region)) {
          return false;
        }
      }
    }
    return true;
  }

  private void read(Draft.OfRegion region, Var operand) {
    if (!region.values.contains(operand) && !region.inputs.containsKey(operand)) {
      region.inputs.put(operand, access(operand));
      need(region, access(operand));
    }
  }

  private void need(Draft draft, Access access) {
    for (Var variable : memory(access)) {
      Draft producer = producers.get(variable);
      if (producer != null) {
        draft.needs.add(producer);
        store(variable);
      }
    }
  }

  private void store(Var variable) {
    if (producers.get(variable) instanceof Draft.OfRegion region
        && region.values.contains(variable)) {
      region.stored.add(variable);
    }
  }

  private Set<Draft> producers(Access access) {
    Set<Draft> found = new LinkedHashSet<>();
    for (Var variable : memory(access)) {
      Draft producer = producers.get(variable);
      if (producer != null) {
        found.add(producer);
      }
    }
    return found;
  }

  /** The arrays in memory that an operand is read from. */
  private static List<Var> memory(Access access) {
    return switch (access.source()) {
      case Source.Memory(Var variable) -> List.of(variable);
      case Source.Counter(_, _, List<Access> first) ->
          first.stream().flatMap(word -> memory(word).stream()).toList();
      case Source.Constant _ -> List.of();
    };
  }

  private List<Access> operands(Equation equation) {
    return equation.in().stream()
        .map(this::access)
        .map(access -> access.source() instanceof Source.Counter ? materialise(access) : access)
        .toList();
  }

  private List<Var> variables(List<Atom> atoms) {
    List<Var> variables = new ArrayList<>();
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        variables.add(variable);
      }
    }
    return variables;
  }

  private Var variable(Atom atom) {
    return switch (atom) {
      case Var variable -> variable;
      case Literal literal -> fresh(access(literal));
    };
  }

  private Var fresh(Access access) {
    Var variable = new Var(nextId++, access.type());
    accesses.put(variable, access);
    return variable;
  }

  private Access access(Atom atom) {
    return switch (atom) {
      case Var variable -> accesses.get(variable);
      case Literal literal -> Access.direct(new Source.Constant(literal), literal.type());
    };
  }

  private List<Step> steps() {
    Set<Draft> ordered = new LinkedHashSet<>();
    drafts.forEach(draft -> order(draft, ordered));
    return ordered.stream().map(Draft::finish).toList();
  }

  private static void order(Draft draft, Set<Draft> ordered) {
    if (!ordered.contains(draft)) {
      draft.needs.forEach(need -> order(need, ordered));
      ordered.add(draft);
    }
  }
}

package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.graph.Var;
import dev.sparrow.sharding.ShardingException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where each value of a program lies, from its inputs on: in shards, replicated, or combined from
 * shards. Derived from {@link CutRules} alone.
 *
 * <p>A value no shard owns (a chain of iotas and replicated values, such as all of a random draw)
 * counts as replicated, and any range of it can be made where it meets a sharded value. If it
 * counts along an axis of the sharded extent and is reduced or returned, it is cut there too.
 */
final class Placements implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long extent;
  private final HashMap<Var, Fact> facts = new HashMap<>();
  private final HashMap<Var, Reduction> reductions = new HashMap<>();
  private final ArrayList<Reduction> inOrder = new ArrayList<>();

  /**
   * What is known of a value.
   *
   * @param placement where it lies
   * @param step the first step that can compute it: one more than the combines it waits for
   * @param cuttable axes of the sharded extent of which any range can be made alone
   * @param counted those of them along which it counts, so that making all of it would be a waste
   */
  private record Fact(
      Placement placement, int step, SortedSet<Integer> cuttable, SortedSet<Integer> counted)
      implements Serializable {}

  private Placements(long extent) {
    this.extent = extent;
  }

  /**
   * Places all values.
   *
   * @param program a program without calls
   * @param inputs placement of each input
   * @param extent length of the sharded axes
   * @return the placements
   * @throws ShardingException if an operation mixes elements of different shards
   */
  static Placements of(Graph program, List<Placement> inputs, long extent) {
    Placements placements = new Placements(extent);
    for (int i = 0; i < inputs.size(); i++) {
      Var input = program.inputs().get(i);
      placements.facts.put(input, placements.whole(inputs.get(i), 0, input.type()));
    }
    program.equations().forEach(placements::place);
    return placements;
  }

  /** {@return where a value lies} */
  Placement placement(Atom atom) {
    return atom instanceof Var variable ? fact(variable).placement : Placement.replicated();
  }

  /** {@return the first step that can compute a value} */
  int step(Atom atom) {
    return atom instanceof Var variable ? fact(variable).step : 0;
  }

  /** {@return the reduction whose combined value this is, or null} */
  @Nullable Reduction reduction(Var variable) {
    return reductions.get(variable);
  }

  /** {@return reductions over the sharded axis, in program order} */
  List<Reduction> reductions() {
    return inOrder;
  }

  /** {@return where a returned value is best left: in shards if it counts along their axis} */
  Placement resultPlacement(Atom result) {
    if (result instanceof Var variable && isWorthCutting(fact(variable).counted)) {
      return Placement.sharded(fact(variable).counted.first());
    }
    return placement(result);
  }

  private Fact fact(Var variable) {
    Fact fact = facts.get(variable);
    if (fact == null) {
      throw new IllegalStateException("no placement for " + variable);
    }
    return fact;
  }

  private boolean isWorthCutting(SortedSet<Integer> counted) {
    // All of an axis within one leaf is in one shard anyway.
    return !counted.isEmpty() && extent > ReductionTree.LEAF;
  }

  /** A value that exists as a whole: each range of it is a window. */
  private Fact whole(Placement placement, int step, ArrayType type) {
    TreeSet<Integer> cuttable = new TreeSet<>();
    if (placement instanceof Placement.Replicated) {
      cuttable.addAll(axesOfExtent(type.shape()));
    }
    return new Fact(placement, step, cuttable, new TreeSet<>());
  }

  private List<Integer> axesOfExtent(Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) == extent) {
        axes.add(axis);
      }
    }
    return axes;
  }

  private void place(Equation equation) {
    int step = equation.in().stream().mapToInt(this::step).max().orElse(0);
    boolean anySharded =
        equation.in().stream().anyMatch(in -> placement(in) instanceof Placement.Sharded);
    Reduction reduction = reductionOf(equation, step);
    if (reduction != null) {
      Var out = equation.out().getFirst();
      inOrder.add(reduction);
      reductions.put(out, reduction);
      facts.put(out, whole(Placement.replicated(), step + 1, out.type()));
      return;
    }
    Fact fact = anySharded ? sharded(equation, step) : replicated(equation, step);
    equation.out().forEach(out -> facts.put(out, fact));
  }

  private @Nullable Reduction reductionOf(Equation equation, int step) {
    if (!(equation.prim() instanceof Primitive.Reduce(Monoid monoid, List<Integer> axes))) {
      return null;
    }
    Atom operand = equation.in().getFirst();
    int axis = reducedShardedAxis(operand, axes);
    if (axis < 0) {
      return null;
    }
    String refusal = Reduction.refusal(operand.type(), axes, axis);
    if (refusal == null) {
      return new Reduction(step, monoid, operand, axes, axis, equation.out().getFirst());
    }
    if (placement(operand) instanceof Placement.Replicated) {
      return null;
    }
    throw new ShardingException(
        monoid.jaxName()
            + " "
            + refusal
            + " of "
            + operand.type()
            + " (axis "
            + axis
            + "); reduce over the other axes first, in a call of its own");
  }

  private int reducedShardedAxis(Atom operand, List<Integer> axes) {
    if (placement(operand) instanceof Placement.Sharded(int axis)) {
      return axes.contains(axis) ? axis : -1;
    }
    if (operand instanceof Var variable && isWorthCutting(fact(variable).counted)) {
      return fact(variable).counted.stream().filter(axes::contains).findFirst().orElse(-1);
    }
    return -1;
  }

  private Fact replicated(Equation equation, int step) {
    TreeSet<Integer> cuttable = new TreeSet<>();
    TreeSet<Integer> counted = new TreeSet<>();
    for (int axis : axesOfExtent(equation.out().getFirst().type().shape())) {
      if (CutRules.cut(equation, axis) instanceof Cut.Along along
          && operandsAllow(equation, along)) {
        cuttable.add(axis);
        if (countsAlong(equation, axis, along)) {
          counted.add(axis);
        }
      }
    }
    return new Fact(Placement.replicated(), step, cuttable, counted);
  }

  private boolean operandsAllow(Equation equation, Cut.Along along) {
    for (int i = 0; i < equation.in().size(); i++) {
      int axis = along.operandAxes().get(i);
      if (axis != Cut.WHOLE
          && equation.in().get(i) instanceof Var operand
          && !fact(operand).cuttable.contains(axis)) {
        return false;
      }
    }
    return true;
  }

  private boolean countsAlong(Equation equation, int axis, Cut.Along along) {
    if (equation.prim() instanceof Primitive.Iota iota) {
      return iota.dimension() == axis;
    }
    if (equation.prim() instanceof Primitive.Iota2x32) {
      return true;
    }
    for (int i = 0; i < equation.in().size(); i++) {
      if (equation.in().get(i) instanceof Var operand
          && fact(operand).counted.contains(along.operandAxes().get(i))) {
        return true;
      }
    }
    return false;
  }

  /** The result axis whose ranges take, of each sharded operand, the range that the shard has. */
  private Fact sharded(Equation equation, int step) {
    Shape shape = equation.out().getFirst().type().shape();
    String why = "leaves no axis that the shards could keep";
    for (int axis = 0; axis < shape.rank(); axis++) {
      switch (CutRules.cut(equation, axis)) {
        case Cut.Refused(String reason) -> why = reason;
        case Cut.Along along -> {
          if (followsShards(equation, along)) {
            return new Fact(Placement.sharded(axis), step, new TreeSet<>(), new TreeSet<>());
          }
        }
      }
    }
    throw refused(equation, why);
  }

  private boolean followsShards(Equation equation, Cut.Along along) {
    for (int i = 0; i < equation.in().size(); i++) {
      if (placement(equation.in().get(i)) instanceof Placement.Sharded(int axis)
          && along.operandAxes().get(i) != axis) {
        return false;
      }
    }
    return true;
  }

  private ShardingException refused(Equation equation, String why) {
    StringBuilder operands = new StringBuilder();
    for (Atom operand : equation.in()) {
      operands.append(operands.isEmpty() ? "" : ", ").append(operand.type());
      if (placement(operand) instanceof Placement.Sharded sharded) {
        operands.append(" (").append(sharded).append(')');
      }
    }
    return new ShardingException(
        equation.prim().jaxName()
            + ": "
            + why
            + ", of "
            + operands
            + " to "
            + equation.out().getFirst().type()
            + "; do it on combined or returned values, or pass the input replicated");
  }
}

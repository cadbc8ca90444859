package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which arrays of a plan may have the memory of an older one. An update of an array needs no copy
 * of it where nobody reads the old value after the update: then both are one piece of memory, and
 * only the window that changes is written. A pointwise result may likewise be written over an
 * operand that is read for the last time, element by element.
 */
final class InPlaceUpdates {
  private final Map<Var, Integer> lastRead = new HashMap<>();
  private final Map<Var, Integer> written = new HashMap<>();
  private final Map<Var, Var> older = new HashMap<>();
  private final Map<Var, Var> newer = new HashMap<>();
  private final Map<Var, List<Var>> overwritable = new HashMap<>();

  private InPlaceUpdates() {}

  /** The updates of a plan. */
  static InPlaceUpdates of(Plan plan) {
    InPlaceUpdates updates = new InPlaceUpdates();
    List<Step> steps = plan.steps();
    for (int number = 0; number < steps.size(); number++) {
      int at = number;
      PlanBinder.reads(steps.get(number))
          .flatMap(access -> PlanBinder.memory(access).stream())
          .forEach(variable -> updates.lastRead.put(variable, at));
      steps.get(number).written().forEach(variable -> updates.written.put(variable, at));
    }
    // A result is read when all steps are done.
    plan.results().stream()
        .flatMap(result -> PlanBinder.memory(result).stream())
        .forEach(variable -> updates.lastRead.put(variable, Integer.MAX_VALUE));
    for (int number = 0; number < steps.size(); number++) {
      updates.add(number, steps.get(number));
    }
    return updates;
  }

  private void add(int number, Step step) {
    switch (step) {
      case Step.Assembly assembly -> {
        List<Access> reads = assembly.pieces().stream().map(Step.Piece::from).toList();
        if (reads.size() > 1 && isWhole(assembly.pieces().getFirst(), assembly.target())) {
          update(number, assembly.target(), reads);
        }
      }
      case Step.Routine(Primitive.Whole prim, List<Access> from, List<Var> targets) -> {
        if (prim instanceof Indexing.DynamicUpdateSlice || prim instanceof Indexing.Scatter) {
          update(number, targets.getFirst(), from);
        }
      }
      case Region region -> overwrite(number, region);
      case Step.Flow _ -> {}
    }
  }

  private static boolean isWhole(Step.Piece piece, Var target) {
    return piece.start().stream().allMatch(start -> start == 0)
        && piece.strides().stream().allMatch(stride -> stride == 1)
        && piece.extents().equals(Arrays.stream(target.type().shape().dims()).boxed().toList());
  }

  /** A step that writes some window of its first operand. */
  private void update(int number, Var target, List<Access> reads) {
    if (reads.getFirst().source() instanceof Source.Memory(Var old)
        && isSame(reads.getFirst(), old.type())
        && isSame(reads.getFirst(), target.type())
        && lastRead.get(old) == number
        && reads.stream().skip(1).noneMatch(read -> PlanBinder.memory(read).contains(old))) {
      older.put(target, old);
      newer.put(old, target);
    }
  }

  /** A region's only output may lie where an operand lies that it reads at the same places. */
  private void overwrite(int number, Region region) {
    if (region.stores().size() != 1
        || !region.folds().isEmpty()
        || region.stores().getFirst().step() != 1) {
      return;
    }
    Var target = region.stores().getFirst().target();
    List<Var> operands = new ArrayList<>();
    for (Access access : region.inputs().values()) {
      if (access.source() instanceof Source.Memory(Var old)
          && lastRead.get(old) == number
          && old.type().dtype().bytes() == target.type().dtype().bytes()
          && !operands.contains(old)
          && region.inputs().values().stream()
              .filter(read -> PlanBinder.memory(read).contains(old))
              .allMatch(read ->
                  isSame(read, old.type()) && read.type().shape().equals(target.type().shape()))) {
        operands.add(old);
      }
    }
    overwritable.put(target, operands);
  }

  private static boolean isSame(Access access, ArrayType type) {
    return access.chain().isEmpty()
        && access.type().dtype() == type.dtype()
        && access.type().shape().equals(type.shape());
  }

  /** What an array is an update of, in one piece of memory with it; null for nothing. */
  @Nullable Var older(Var variable) {
    return older.get(variable);
  }

  /** What an array of updates began as. */
  Var oldest(Var variable) {
    Var at = variable;
    for (Var next = older.get(at); next != null; next = older.get(at)) {
      at = next;
    }
    return at;
  }

  /** What an array becomes by its updates. */
  Var newest(Var variable) {
    Var at = variable;
    for (Var next = newer.get(at); next != null; next = newer.get(at)) {
      at = next;
    }
    return at;
  }

  /** The last step that reads or writes the memory of an array and of its updates. */
  int lastUse(Var variable) {
    Var last = newest(variable);
    return Math.max(written.getOrDefault(last, -1), lastRead.getOrDefault(last, -1));
  }

  /** Arrays whose memory an array may have if nobody else wants it any more. */
  List<Var> overwritable(Var variable) {
    Var first = oldest(variable);
    return written.containsKey(first)
        ? overwritable.getOrDefault(first, List.of())
        : List.of(first);
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds steps that can run together over rows: regions that follow one another, agree on the extent
 * of their first axis, do not fold over it, and read of each other only the row they are at.
 */
final class RowGroups {
  /** Rows from which threads find enough to share out. */
  private static final long LEAST_ROWS = 256;

  /** Bytes of a pass from which its arrays leave a core's cache before the next pass. */
  private static final long LEAST_BYTES = 1 << 19;

  /** Bytes of the rows at work, over all arrays: what a core's second-level cache holds easily. */
  private static final long BYTES_AT_ONCE = 1 << 18;

  private final Plan plan;
  private final InPlaceUpdates updates;

  RowGroups(Plan plan, InPlaceUpdates updates) {
    this.plan = plan;
    this.updates = updates;
  }

  /**
   * Steps that run together.
   *
   * @param first number of the first one
   * @param members the steps
   * @param rows number of rows
   * @param passed arrays that no other step reads
   */
  record Group(int first, List<RowStep> members, long rows, List<Var> passed) {
    /** Copies the lists. */
    Group {
      members = List.copyOf(members);
      passed = List.copyOf(passed);
    }

    /** Number of the step behind the last one. */
    int end() {
      return first + members.size();
    }
  }

  /**
   * The longest group that begins with a step.
   *
   * @param first number of the step
   * @param bound what each step of the plan runs as
   * @return the group, or nothing if the step runs alone
   */
  Optional<Group> from(int first, List<List<BoundStep>> bound) {
    if (!(plan.steps().get(first) instanceof Region region) || region.space().rank() == 0) {
      return Optional.empty();
    }
    long rows = region.space().dim(0);
    if (rows < LEAST_ROWS) {
      return Optional.empty();
    }
    List<RowStep> members = new ArrayList<>();
    Set<Var> written = new LinkedHashSet<>();
    int number = first;
    while (number < plan.steps().size()
        && bound.get(number).size() == 1
        && bound.get(number).getFirst() instanceof RowStep member
        && member.splitsInto(rows)
        && joins(plan.steps().get(number), first, rows, written)) {
      members.add(member);
      written.addAll(plan.steps().get(number).written());
      number++;
    }
    if (members.size() < 2 || bytes(first, number) < LEAST_BYTES) {
      return Optional.empty();
    }
    int last = number - 1;
    List<Var> passed = written.stream().filter(variable -> isPassed(variable, last)).toList();
    return Optional.of(new Group(first, members, rows, passed));
  }

  private boolean joins(Step step, int first, long rows, Set<Var> written) {
    return step instanceof Region region
        && region.space().rank() > 0
        && region.space().dim(0) == rows
        && !region.reduced().contains(0)
        && region.folds().stream().allMatch(fold -> fold.part() == null)
        && region.inputs().values().stream()
            .allMatch(read ->
                PlanBinder.memory(read).stream().noneMatch(written::contains)
                    || staysInRow(read, rows))
        && region.written().stream().allMatch(target -> mayBeWritten(target, first, rows));
  }

  /**
   * A result may be written over an operand that is read for the last time, element by element.
   * Earlier steps of the group go over its later rows when the first ones are written over already,
   * so they must read the row that they are at, too.
   */
  private boolean mayBeWritten(Var target, int first, long rows) {
    List<Var> old = updates.overwritable(target);
    return plan.steps().subList(first, plan.steps().size()).stream()
        .flatMap(PlanBinder::reads)
        .filter(read -> PlanBinder.memory(read).stream().anyMatch(old::contains))
        .allMatch(read -> staysInRow(read, rows));
  }

  /** Whether an operand reads, for each row, the same row of a dense array. */
  private static boolean staysInRow(Access read, long rows) {
    if (!(read.source() instanceof Source.Memory(Var variable))) {
      return false;
    }
    View view = read.on(Access.denseLayout(variable.type().dtype(), variable.type().shape()));
    long size = variable.type().shape().size();
    if (view == null
        || view.shape().rank() == 0
        || view.shape().dim(0) != rows
        || size % rows != 0
        || view.stride(0) != size / rows) {
      return false;
    }
    long least = view.offset();
    long most = view.offset();
    for (int axis = 1; axis < view.shape().rank(); axis++) {
      long reach = view.stride(axis) * (view.shape().dim(axis) - 1);
      least += Math.min(0, reach);
      most += Math.max(0, reach);
    }
    return least >= 0 && most < size / rows;
  }

  /** Whether nobody wants an array once a step is done. */
  private boolean isPassed(Var variable, int last) {
    return updates.newest(variable).equals(variable) && updates.lastUse(variable) <= last;
  }

  private long bytes(int first, int end) {
    return plan.steps().subList(first, end).stream()
        .mapToLong(step -> step instanceof Region region ? widest(region) : 0)
        .max()
        .orElse(0);
  }

  /** Bytes of the largest array that a region reads or writes as a whole. */
  private static long widest(Region region) {
    long size = region.space().size();
    long stored =
        region.stores().stream()
            .mapToLong(store -> store.value().type().dtype().bytes())
            .max()
            .orElse(0);
    long read =
        region.inputs().values().stream()
            .filter(access -> access.source() instanceof Source.Memory)
            .mapToLong(access -> access.type().dtype().bytes())
            .max()
            .orElse(0);
    return size * Math.max(stored, read);
  }

  /**
   * The step that a group is.
   *
   * @param group the group
   * @param placements where arrays lie
   * @param parallel whether the work is worth more than one thread
   */
  RowGroup bind(Group group, Placements placements, boolean parallel) {
    long rowBytes = 0;
    for (Step step : plan.steps().subList(group.first, group.end())) {
      for (Var variable : step.written()) {
        rowBytes += variable.type().shape().size() / group.rows * variable.type().dtype().bytes();
      }
    }
    rowBytes += bytes(group.first, group.end()) / group.rows;
    long rowsAtOnce = Math.clamp(BYTES_AT_ONCE / Math.max(1, rowBytes), 1, group.rows);
    List<RowGroup.Passed> passed = new ArrayList<>();
    for (Var variable : group.passed) {
      int bytes = variable.type().dtype().bytes();
      long row = variable.type().shape().size() / group.rows;
      // A block that starts anywhere may be rounded up behind the last row.
      long room = Feed.rounded(row * rowsAtOnce) + Kernel.ROUND;
      passed.add(
          new RowGroup.Passed(
              placements.of(variable).slot(), row * bytes, ScratchPlan.align(room * bytes)));
    }
    long memberBytes = group.members.stream().mapToLong(BoundStep::scratchBytes).max().orElse(0);
    return new RowGroup(
        group.members, passed, group.rows, rowsAtOnce, ScratchPlan.align(memberBytes), parallel);
  }
}

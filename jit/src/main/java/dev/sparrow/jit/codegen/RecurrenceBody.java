package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import dev.sparrow.jit.lower.ValueNumbering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a step of a recurrence computes for each element: the next carry and what is kept of the
 * step. Bodies are equal when their steps are, so a body can be the key of a cache.
 *
 * <p>The frame of {@link Recurrence#run} is that of {@link KernelBody}, where the first inputs and
 * outputs are the carries: their frame slots hold the addresses the initial values are read from
 * and the last values written to. Behind it lies a stride in bytes for each input and output in the
 * same order: what its address moves by from step to step.
 *
 * @param step the step; its first inputs are {@link KernelExpr.Carry} leaves, its outputs the next
 *     carries, then the condition if there is one, then what is kept
 * @param inputs how each input reaches the step
 * @param carries number of carries
 * @param conditional whether an element goes on only while a condition holds
 * @param shared for each output, whether it is one value for all elements
 */
public record RecurrenceBody(
    KernelBody step, List<Input> inputs, int carries, boolean conditional, List<Boolean> shared) {
  /**
   * Estimated bytes of bytecode up to which a step is one method: HotSpot compiles none of 8 000
   * bytes, and a vector form has two passes.
   */
  private static final int SIZE_LIMIT = 3_000;

  /**
   * How an input reaches a step.
   *
   * @param role what it is
   * @param storage how its elements lie in memory
   */
  public record Input(Role role, Storage storage) {}

  /** What an input of a step is. */
  public enum Role {
    /** Goes from step to step, one for each element. */
    CARRY,
    /** Goes from step to step, the same for all elements. */
    SHARED_CARRY,
    /** The same in all steps: a load, or a uniform value whose bits are in the frame. */
    FIXED,
    /** At an address that moves from step to step: a load, or a uniform value in memory. */
    MOVING
  }

  /** Copies the lists. */
  public RecurrenceBody {
    inputs = List.copyOf(inputs);
    shared = List.copyOf(shared);
  }

  /**
   * Something a step computes.
   *
   * @param value its value
   * @param storage how it lies in memory
   * @param shared whether it is one value for all elements
   */
  public record Output(KernelExpr value, Storage storage, boolean shared) {}

  /**
   * A recurrence for a number of steps.
   *
   * @param inputs its inputs, carries first
   * @param next the next carries, in the order of the carries
   * @param kept what else a step computes
   * @return the body
   */
  public static RecurrenceBody of(List<Input> inputs, List<Output> next, List<Output> kept) {
    return of(inputs, next, List.of(), kept);
  }

  /**
   * A recurrence of which each element goes on while a condition holds for it.
   *
   * @param inputs its inputs, carries first
   * @param next the next carries, in the order of the carries
   * @param condition the condition, a MASK
   * @return the body
   */
  public static RecurrenceBody until(List<Input> inputs, List<Output> next, KernelExpr condition) {
    return of(inputs, next, List.of(new Output(condition, Storage.MASK, false)), List.of());
  }

  private static RecurrenceBody of(
      List<Input> inputs, List<Output> next, List<Output> condition, List<Output> kept) {
    List<Output> others = new ArrayList<>(condition);
    others.addAll(kept);
    List<Output> all = new ArrayList<>(next);
    all.addAll(others);
    KernelBody step =
        KernelBody.ofStep(
            inputs.size(),
            next.stream().map(Output::value).toList(),
            others.stream().map(Output::value).toList(),
            all.stream().map(Output::storage).toList());
    return new RecurrenceBody(
        step, inputs, next.size(), !condition.isEmpty(), all.stream().map(Output::shared).toList());
  }

  /** {@return whether the step is small enough for one method} */
  public boolean fits() {
    return step.sizeBytes() <= SIZE_LIMIT;
  }

  /** {@return length of the frame} */
  public int frameSlots() {
    return strideSlot(step.frameSlots());
  }

  /**
   * Frame slot of a stride.
   *
   * @param slot frame slot of an input or output
   * @return slot of what its address moves by
   */
  public int strideSlot(int slot) {
    return slot - 1 + step.frameSlots();
  }

  /** {@return the number of the first output that is kept of a step} */
  public int firstKept() {
    return carries + (conditional ? 1 : 0);
  }

  /** {@return whether an element keeps its carry where the condition does not hold} */
  public boolean standsStillWhenDone() {
    KernelExpr condition = step.outputs().get(carries);
    List<KernelExpr> next =
        ValueNumbering.replace(
            step.outputs().subList(0, carries), Map.of(condition, LaneOps.mask(false)));
    return IntStream.range(0, carries)
        .allMatch(
            i -> next.get(i) instanceof KernelExpr.Carry(int input, LaneType _) && input == i);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecurrenceBody body
        && step.equals(body.step)
        && inputs.equals(body.inputs)
        && carries == body.carries
        && conditional == body.conditional
        && shared.equals(body.shared);
  }

  @Override
  public int hashCode() {
    return 31 * step.hashCode() + inputs.hashCode();
  }
}

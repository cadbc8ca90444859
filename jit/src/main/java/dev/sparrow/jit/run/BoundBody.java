package dev.sparrow.jit.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The steps of a plan and where its temporaries lie: everything but addresses. Whoever runs it says
 * where inputs and results are. Thread-safe.
 */
final class BoundBody {
  private final int slots;
  private final int[] temporarySlots;
  private final long[] temporaryOffsets;
  private final long temporaryBytes;
  private final long arenaBytes;
  private final long scratchBytes;
  private final BoundStep[] steps;

  /**
   * @param slots number of slots; inputs come first
   * @param temporaries offset of each temporary, by slot
   * @param temporaryBytes bytes of all temporaries
   * @param steps what runs, in order
   */
  BoundBody(int slots, Map<Integer, Long> temporaries, long temporaryBytes, List<BoundStep> steps) {
    this.slots = slots;
    this.temporarySlots = temporaries.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.temporaryOffsets =
        Arrays.stream(temporarySlots).mapToLong(slot -> temporaries.get(slot)).toArray();
    this.temporaryBytes = ScratchPlan.align(temporaryBytes);
    this.arenaBytes = this.temporaryBytes + most(steps.stream().mapToLong(BoundStep::arenaBytes));
    this.scratchBytes = most(steps.stream().mapToLong(BoundStep::scratchBytes));
    this.steps = steps.toArray(BoundStep[]::new);
  }

  private static long most(LongStream bytes) {
    return ScratchPlan.align(bytes.max().orElse(0));
  }

  /** Bytes a run needs for what its workers share. */
  long arenaBytes() {
    return arenaBytes;
  }

  /** Bytes a run needs for each worker. */
  long scratchBytes() {
    return scratchBytes;
  }

  /**
   * Prepares a run: gives temporaries their places and leaves inputs and results to be filled in.
   *
   * @param arena address of {@link #arenaBytes} bytes
   * @param scratch address of the first worker's scratch
   * @param scratchBytes distance from one worker's scratch to the next one's
   * @param threads number of workers
   */
  Addresses open(long arena, long scratch, long scratchBytes, int threads) {
    long[] base = new long[slots];
    long[] end = new long[slots];
    for (int i = 0; i < temporarySlots.length; i++) {
      base[temporarySlots[i]] = arena + temporaryOffsets[i];
      end[temporarySlots[i]] = arena + temporaryBytes;
    }
    return new Addresses(base, end, arena + temporaryBytes, scratch, scratchBytes, threads);
  }

  /** Prepares a run inside a step of another plan, with that step's workers. */
  Addresses open(long arena, Addresses outer) {
    return open(arena, outer.scratch(), outer.scratchBytes(), outer.threads());
  }

  void run(Addresses addresses) {
    for (BoundStep step : steps) {
      step.run(addresses);
    }
  }

  /**
   * Runs all steps and adds up the time of each.
   *
   * @param addresses where everything lies
   * @param owners for each step the place of its time; none for -1
   * @param nanos the times
   */
  void runTimed(Addresses addresses, List<Integer> owners, long[] nanos) {
    for (int i = 0; i < steps.length; i++) {
      long begin = System.nanoTime();
      steps[i].run(addresses);
      if (owners.get(i) >= 0) {
        nanos[owners.get(i)] += System.nanoTime() - begin;
      }
    }
  }
}

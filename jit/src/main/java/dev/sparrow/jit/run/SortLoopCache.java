package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.SortLoopWriter;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.sort.SortLoops;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The vector loops of sorts, warmed up from when they are first asked for; until all of them are
 * fast there are none, because there is another way to sort.
 */
final class SortLoopCache implements SortLoops.Source {
  private static final SortLoopCache SHARED = new SortLoopCache(LoopForm.preferred());

  private final LoopForm form;
  private final Map<LaneType, Loops> loops = new ConcurrentHashMap<>();

  private SortLoopCache(LoopForm form) {
    this.form = form;
  }

  static SortLoopCache shared() {
    return SHARED;
  }

  @Override
  public boolean isPossible() {
    return form == LoopForm.VECTOR_512;
  }

  @Override
  public Optional<SortLoops> ready(LaneType type) {
    if (!isPossible()) {
      return Optional.empty();
    }
    Loops own = loops.computeIfAbsent(type, Loops::new);
    return own.isWarm() ? Optional.of(own) : Optional.empty();
  }

  /** The loops of a type. */
  private final class Loops implements SortLoops {
    private final Map<Task, Candidate> candidates = new EnumMap<>(Task.class);
    private final FrameLoop transposition;

    Loops(LaneType type) {
      for (Task task : Task.values()) {
        Candidate candidate = new Candidate(task, type);
        candidates.put(task, candidate);
        WarmUp.shared().submit(candidate);
      }
      this.transposition = Transpositions.of(type.bytes());
    }

    boolean isWarm() {
      return candidates.values().stream().allMatch(candidate -> candidate.warm != null);
    }

    @Override
    public FrameLoop loop(Task task, LaneType type) {
      return Objects.requireNonNull(candidates.get(task).warm);
    }

    @Override
    public FrameLoop transposition(LaneType type) {
      return transposition;
    }
  }

  /** A loop, and whether it is faster than a sort of as many elements in an array. */
  private final class Candidate implements WarmUp.Candidate {
    private final Task task;
    private final LaneType type;
    private volatile @Nullable FrameLoop warm;

    Candidate(Task task, LaneType type) {
      this.task = task;
      this.type = type;
    }

    @Override
    public WarmUp.Trial trial(long readable, long writable) {
      FrameLoop loop = SortLoopWriter.write(task, type, form);
      int[] numbers = new SplittableRandom(0).ints(1 << 12).toArray();
      return new WarmUp.Trial(
          elements -> Arrays.sort(Arrays.copyOf(numbers, elements)),
          elements -> loop.run(frame(readable, writable, elements)),
          () -> warm = loop);
    }

    private long[] frame(long readable, long writable, int elements) {
      int lanes = TranspositionWriter.LINE / type.bytes();
      long[] frame = new long[SortLoopWriter.FRAME];
      frame[SortLoopWriter.FROM] = writable;
      frame[SortLoopWriter.COUNT] =
          elements == 0 ? 0 : Math.max(1, elements / lanes / vectors(lanes));
      frame[SortLoopWriter.PIVOT] = 1;
      // All zeros are less, so that of the rest nothing but whole vectors of no lanes is written.
      frame[SortLoopWriter.LOW] = writable;
      frame[SortLoopWriter.HIGH] = writable + (long) elements * type.bytes();
      frame[SortLoopWriter.STEP] = (long) SortLoopWriter.TOGETHER * TranspositionWriter.LINE;
      frame[SortLoopWriter.LAST] = elements == 0 ? 0 : 1;
      frame[SortLoopWriter.LAST_FROM] = readable;
      frame[SortLoopWriter.SEEN] = lanes;
      return frame;
    }

    /** Vectors of a group. */
    private int vectors(int lanes) {
      return switch (task) {
        case PARTITION -> 1;
        case COLUMNS -> lanes;
        case MERGE_1, LANES -> 2;
        case MERGE_2 -> 4;
        case MERGE_4 -> 8;
        case HALVE_8 -> 16;
      };
    }
  }
}

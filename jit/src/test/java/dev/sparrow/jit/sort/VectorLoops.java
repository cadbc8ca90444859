package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.SortLoopWriter;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Loops of 512-bit vectors that need no warming up, or none. */
final class VectorLoops implements SortLoops {
  static final SortLoops.Source NONE = source(Optional.empty());
  static final SortLoops.Source READY = source(Optional.of(new VectorLoops()));

  private final Map<String, FrameLoop> loops = new HashMap<>();

  private VectorLoops() {}

  private static SortLoops.Source source(Optional<SortLoops> loops) {
    return new SortLoops.Source() {
      @Override
      public boolean isPossible() {
        return loops.isPresent();
      }

      @Override
      public Optional<SortLoops> ready(LaneType type) {
        return loops;
      }
    };
  }

  @Override
  public FrameLoop loop(Task task, LaneType type) {
    return loops.computeIfAbsent(
        task + " " + type, _ -> SortLoopWriter.write(task, type, LoopForm.VECTOR_512));
  }

  @Override
  public FrameLoop transposition(LaneType type) {
    return loops.computeIfAbsent(
        type.toString(), _ -> TranspositionWriter.write(type, LoopForm.VECTOR_512));
  }
}

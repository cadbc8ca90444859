package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes reads and updates at dynamic positions runnable. */
final class IndexingBinder {
  private final Step.Routine routine;
  private final Placements placements;
  private final Var target;
  private final int targetSlot;
  private final int bytes;

  private IndexingBinder(Step.Routine routine, Placements placements) {
    this.routine = routine;
    this.placements = placements;
    this.target = routine.targets().getFirst();
    this.targetSlot = placements.of(target).slot();
    this.bytes = target.type().dtype().bytes();
  }

  /** The steps, none of which runs for an empty result. */
  static List<BoundStep> bind(Indexing prim, Step.Routine routine, Placements placements) {
    IndexingBinder binder = new IndexingBinder(routine, placements);
    if (binder.target.type().shape().size() == 0) {
      return List.of();
    }
    return switch (prim) {
      case Indexing.DynamicSlice _ -> List.of(binder.dynamicSlice());
      case Indexing.DynamicUpdateSlice() -> binder.dynamicUpdateSlice();
      case Indexing.Gather gather -> List.of(binder.gather(gather));
      case Indexing.Scatter scatter -> binder.scatter(scatter);
    };
  }

  private Placement operand(int number) {
    return placements.of(routine.from().get(number));
  }

  private Shape shape(int number) {
    return routine.from().get(number).type().shape();
  }

  private BoundStep dynamicSlice() {
    View layout = operand(0).layout();
    Shape sizes = target.type().shape();
    StridedMove move =
        StridedMove.of(
            new StridedMove.Window(operand(0).slot(), layout.offset(), layout.strides()),
            new StridedMove.Window(targetSlot, 0, sizes.rowMajorStrides()),
            sizes.dims(),
            bytes);
    return dynamic(1, layout.strides(), shape(0), sizes, true, move);
  }

  private List<BoundStep> dynamicUpdateSlice() {
    List<BoundStep> steps = new ArrayList<>();
    steps.add(copyOperand());
    Shape sizes = shape(1);
    if (sizes.size() > 0) {
      View layout = operand(1).layout();
      long[] strides = target.type().shape().rowMajorStrides();
      StridedMove move =
          StridedMove.of(
              new StridedMove.Window(operand(1).slot(), layout.offset(), layout.strides()),
              new StridedMove.Window(targetSlot, 0, strides),
              sizes.dims(),
              bytes);
      steps.add(dynamic(2, strides, shape(0), sizes, false, move));
    }
    return steps;
  }

  private DynamicMove dynamic(
      int first, long[] strides, Shape whole, Shape sizes, boolean reading, StridedMove move) {
    List<Access> starts = routine.from().subList(first, routine.from().size());
    long[] limits =
        IntStream.range(0, whole.rank())
            .mapToLong(axis -> whole.dim(axis) - sizes.dim(axis))
            .toArray();
    return new DynamicMove(
        starts.stream().map(placements::scalar).toList(),
        starts.stream().map(start -> start.type().dtype()).toList(),
        strides,
        limits,
        reading,
        move);
  }

  private BoundStep copyOperand() {
    View layout = operand(0).layout();
    Shape shape = target.type().shape();
    return StridedMove.of(
        new StridedMove.Window(operand(0).slot(), layout.offset(), layout.strides()),
        new StridedMove.Window(targetSlot, 0, shape.rowMajorStrides()),
        shape.dims(),
        bytes);
  }

  private GatherLoop gather(Indexing.Gather gather) {
    GatherDimensions dims = gather.dimensions();
    DType dtype = target.type().dtype();
    long[] sizes = gather.sliceSizes().stream().mapToLong(Long::longValue).toArray();
    long[] strides = operand(0).layout().strides();
    long[] result = target.type().shape().rowMajorStrides();
    List<Integer> axes = dims.windowAxes(sizes.length);
    long[] windowDims = pick(sizes, axes);
    long[] windowTarget = pick(result, dims.offsetDims());
    boolean clip = WindowStarts.clips(gather.bounds(), true);
    long fill = gather.fill() == null ? Indexing.defaultFill(dtype) : gather.fill().bits();
    return new GatherLoop(
        operand(0),
        operand(1),
        targetSlot,
        batch(dims, strides, result),
        starts(dims, strides, sizes, clip),
        new WindowCopy(windowDims, pick(strides, axes), windowTarget, bytes),
        new WindowCopy(windowDims, new long[windowDims.length], windowTarget, bytes),
        fill,
        bytes);
  }

  private List<BoundStep> scatter(Indexing.Scatter scatter) {
    List<BoundStep> steps = new ArrayList<>();
    steps.add(copyOperand());
    if (shape(2).size() > 0) {
      GatherDimensions dims = scatter.dimensions().gather();
      long[] strides = target.type().shape().rowMajorStrides();
      long[] updates = operand(2).layout().strides();
      List<Integer> axes = dims.windowAxes(strides.length);
      long[] windowDims = pick(shape(2).dims(), dims.offsetDims());
      long[] sizes = IntStream.range(0, strides.length).mapToLong(_ -> 1).toArray();
      for (int i = 0; i < axes.size(); i++) {
        sizes[axes.get(i)] = windowDims[i];
      }
      boolean clip = WindowStarts.clips(scatter.bounds(), false);
      steps.add(
          new ScatterLoop(
              targetSlot,
              operand(1),
              operand(2),
              batch(dims, strides, updates),
              starts(dims, strides, sizes, clip),
              new WindowCopy(
                  windowDims, pick(updates, dims.offsetDims()), pick(strides, axes), bytes),
              new UpdateArithmetic(scatter.mode(), target.type().dtype())));
    }
    return steps;
  }

  private WindowStarts starts(GatherDimensions dims, long[] strides, long[] sizes, boolean clip) {
    View indices = operand(1).layout();
    Shape whole = shape(0);
    long[] limits = new long[dims.startIndexMap().size()];
    for (int i = 0; i < limits.length; i++) {
      int axis = dims.startIndexMap().get(i);
      limits[i] = whole.dim(axis) - sizes[axis];
    }
    return new WindowStarts(
        indices.dtype(),
        indices.stride(indices.shape().rank() - 1),
        pick(strides, dims.startIndexMap()),
        limits,
        clip);
  }

  /** The windows in order of the indices; {@code dense} are strides of the result or updates. */
  private WindowBatch batch(GatherDimensions dims, long[] operand, long[] dense) {
    View indices = operand(1).layout();
    int rank = indices.shape().rank() - 1;
    long[] inStep = new long[rank];
    for (int i = 0; i < dims.operandBatchingDims().size(); i++) {
      inStep[dims.startIndicesBatchingDims().get(i)] = operand[dims.operandBatchingDims().get(i)];
    }
    List<Integer> denseAxes =
        IntStream.range(0, dense.length)
            .filter(axis -> !dims.offsetDims().contains(axis))
            .boxed()
            .toList();
    List<Integer> axes = IntStream.range(0, rank).boxed().toList();
    return new WindowBatch(
        pick(indices.shape().dims(), axes),
        pick(indices.strides(), axes),
        inStep,
        pick(dense, denseAxes));
  }

  private static long[] pick(long[] values, List<Integer> places) {
    return places.stream().mapToLong(place -> values[place]).toArray();
  }
}

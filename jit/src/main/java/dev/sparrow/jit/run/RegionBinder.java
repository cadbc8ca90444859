package dev.sparrow.jit.run;

import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Makes a region runnable once the strides of its inputs are known: chooses its loops, decides how
 * each input reaches the kernel, and gets the kernel.
 */
final class RegionBinder {
  /** Reduced positions from which a leaf is worth a kernel call of its own. */
  private static final long LONG_FOLD = 64;

  /** Sizes of a block where an input is contiguous along rows: 16 elements fill a cache line. */
  private static final PointwiseLoop.Tile TURNED = new PointwiseLoop.Tile(16, Kernel.BLOCK / 16);

  /** Its sizes where the kernel is one loop: each block costs copies and calls. */
  private static final PointwiseLoop.Tile LARGE_TURNED =
      new PointwiseLoop.Tile(64, Kernel.LONG_BLOCK / 64);

  /** Inputs and outputs whose large blocks, of 64 KB at most, a second-level cache holds. */
  private static final int FEW_OPERANDS = 3;

  private final Region region;
  private final Placements placements;
  private final KernelCache kernels;
  private final boolean parallel;
  private final ScratchPlan scratch = new ScratchPlan();

  /** Inputs that lie somewhere or count, in order. */
  private final Map<Var, Layout> layouts = new LinkedHashMap<>();

  private final List<Integer> keptAxes;

  RegionBinder(Region region, Placements placements, KernelCache kernels, boolean parallel) {
    this.region = region;
    this.placements = placements;
    this.kernels = kernels;
    this.parallel = parallel;
    this.keptAxes =
        IntStream.range(0, region.space().rank())
            .boxed()
            .filter(axis -> !region.reduced().contains(axis))
            .toList();
    region.inputs().forEach(this::addLayout);
  }

  private void addLayout(Var variable, Access access) {
    View layout =
        switch (access.source()) {
          case Source.Memory _ -> placements.of(access).layout();
          case Source.Counter(Shape shape, _, _) ->
              access.on(Access.denseLayout(access.type().dtype(), shape));
          case Source.Constant _ -> null;
        };
    if (layout != null) {
      layouts.put(variable, Layout.of(layout, region.space().rank()));
    }
  }

  BoundStep bind() {
    long size = region.space().size();
    if (region.folds().isEmpty()) {
      return size == 0 ? addresses -> {} : pointwise();
    }
    long kept = extent(keptAxes);
    long reduced = extent(region.reduced());
    if (kept == 0) {
      return addresses -> {};
    }
    if (reduced == 0) {
      return new FoldLoop(LeafSource.NONE, targets(), kept, 0, 0, false);
    }
    return foldsAcrossRows(kept, reduced) ? columns(kept, reduced) : rows(kept, reduced);
  }

  private BoundStep pointwise() {
    Nest nest = Nest.rowMajor(region.space().dims(), allStrides());
    PointwiseLoop.Tile tile =
        nest.isTurned()
            ? turned(nest)
            : new PointwiseLoop.Tile(1, (int) Math.min(Kernel.BLOCK, nest.run()));
    BlockProgram program = program(nest, tile.elements(), tile.rows(), false, new ArrayList<>());
    return new PointwiseLoop(program, nest.rows(), nest.run(), tile, scratch.bytes(), parallel);
  }

  private PointwiseLoop.Tile turned(Nest nest) {
    boolean large =
        nest.run() > TURNED.run() && allStrides().size() <= FEW_OPERANDS && isOneLoop(nest);
    return large ? LARGE_TURNED : TURNED;
  }

  /** Whether the kernel, which depends on no size of a block, is one loop. */
  private boolean isOneLoop(Nest nest) {
    return new RegionBinder(region, placements, kernels, parallel)
        .program(nest, TURNED.elements(), TURNED.rows(), false, new ArrayList<>())
        .isOneLoop();
  }

  private BoundStep rows(long kept, long reduced) {
    Nest nest = Nest.of(region.space().dims(), keptAxes, region.reduced(), allStrides());
    int block = (int) Math.min(ReductionTree.LEAF, reduced);
    List<Integer> ports = new ArrayList<>();
    BlockProgram program = program(nest, block, 1, true, ports);
    List<RowLeaves.Operand> operands = new ArrayList<>();
    for (int fold = 0; fold < region.folds().size(); fold++) {
      FoldArithmetic arithmetic = arithmetic(region.folds().get(fold));
      int bytes = arithmetic.dtype().bytes();
      operands.add(
          new RowLeaves.Operand(
              ports.get(fold),
              LeafFold.of(arithmetic, kernels),
              scratch.place(LeafFold.LANES, bytes),
              scratch.place(RowLeaves.AT_ONCE, bytes),
              program.whereItLies(ports.get(fold))));
    }
    LeafSource source = new RowLeaves(program, operands, reduced);
    long leaves = ReductionTree.leaves(reduced);
    return new FoldLoop(source, targets(), kept, leaves, scratch.bytes(), parallel);
  }

  private BoundStep columns(long kept, long reduced) {
    Nest nest = Nest.of(region.space().dims(), region.reduced(), keptAxes, allStrides());
    ColumnLeaves.Tiling tiling = ColumnLeaves.Tiling.of(kept, reduced);
    List<Integer> ports = new ArrayList<>();
    BlockProgram program =
        program(nest, tiling.rows() * tiling.pitch(), tiling.rows(), false, ports);
    List<ColumnLeaves.Operand> operands = new ArrayList<>();
    for (int fold = 0; fold < region.folds().size(); fold++) {
      Combination combination = new Combination(arithmetic(region.folds().get(fold)), kernels);
      long accumulators = (long) tiling.lanes() * tiling.pitch() + Kernel.BLOCK;
      operands.add(
          new ColumnLeaves.Operand(
              ports.get(fold), combination, scratch.place(accumulators, combination.bytes())));
    }
    LeafSource source = new ColumnLeaves(program, operands, tiling, reduced);
    long leaves = ReductionTree.leaves(reduced);
    return new FoldLoop(source, targets(), kept, leaves, scratch.bytes(), parallel);
  }

  /** Whether to go through many kept positions at a time rather than along one reduction. */
  private boolean foldsAcrossRows(long kept, long reduced) {
    if (kept < 8) {
      return false;
    }
    if (reduced < LONG_FOLD) {
      return true;
    }
    int packedAcross = 0;
    int packedAlong = 0;
    for (long[] strides : allStrides()) {
      packedAcross += needsPacking(strides[lastLong(keptAxes)]) ? 1 : 0;
      packedAlong += needsPacking(strides[lastLong(region.reduced())]) ? 1 : 0;
    }
    return packedAcross < packedAlong;
  }

  /** An operand that stays put or moves by one element feeds a kernel as it lies. */
  private static boolean needsPacking(long stride) {
    return stride != 0 && stride != 1;
  }

  private int lastLong(List<Integer> axes) {
    for (int axis : axes.reversed()) {
      if (region.space().dim(axis) > 1) {
        return axis;
      }
    }
    return axes.getLast();
  }

  private long extent(List<Integer> axes) {
    return axes.stream().mapToLong(axis -> region.space().dim(axis)).reduce(1, (a, b) -> a * b);
  }

  private long[] strides(Region.Store store) {
    long[] strides = region.space().rowMajorStrides();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] *= store.step();
    }
    return strides;
  }

  /** Strides of every moving input, then of every store. */
  private List<long[]> allStrides() {
    List<long[]> strides = new ArrayList<>();
    layouts.values().forEach(layout -> strides.add(layout.array()));
    region.stores().forEach(store -> strides.add(strides(store)));
    return strides;
  }

  /**
   * Feeds, kernel and drains of a block.
   *
   * @param nest loops
   * @param block most elements of a block
   * @param blockRows most rows of a block
   * @param readsStored whether folds may read a block's elements where they are stored
   * @param foldPorts filled with the frame slot of each fold's operand
   */
  private BlockProgram program(
      Nest nest, int block, int blockRows, boolean readsStored, List<Integer> foldPorts) {
    BlockInputs inputs = new BlockInputs(placements, scratch, block, blockRows == 1);
    int walk = 0;
    for (Map.Entry<Var, Access> input : region.inputs().entrySet()) {
      Var variable = input.getKey();
      Access access = input.getValue();
      if (access.source() instanceof Source.Constant(Literal literal)) {
        inputs.addConstant(variable, literal);
        continue;
      }
      Layout layout = Objects.requireNonNull(layouts.get(variable));
      Walk rows = nest.rowWalks().get(walk);
      Walk run = nest.runWalks().get(walk);
      walk++;
      if (access.source() instanceof Source.Memory(Var base)) {
        inputs.addMemory(variable, access, base, layout, rows, run);
      } else if (access.source() instanceof Source.Counter counter) {
        inputs.addCounter(variable, counter, layout, rows, run);
      }
    }
    List<Var> outputs = new ArrayList<>();
    List<Drain> drains = new ArrayList<>();
    Map<Var, Integer> kept = new HashMap<>(inputs.inMemory());
    for (Region.Store store : region.stores()) {
      if (readsStored && store.step() == 1) {
        kept.putIfAbsent(store.value(), inputs.feeds().size() + drains.size());
      }
      outputs.add(store.value());
      drains.add(
          drain(store, nest.rowWalks().get(walk), nest.runWalks().get(walk), nest.run(), block));
      walk++;
    }
    for (Region.Fold fold : region.folds()) {
      Integer port = kept.get(fold.value());
      if (port == null) {
        port = inputs.feeds().size() + drains.size();
        outputs.add(fold.value());
        int bytes = fold.value().type().dtype().bytes();
        drains.add(new Drain.Kept(scratch.place(block, bytes)));
        kept.put(fold.value(), port);
      }
      foldPorts.add(port);
    }
    if (outputs.isEmpty()) {
      return BlockProgram.withoutKernel(inputs.feeds());
    }
    KernelBody body =
        RegionBody.of(
            region, inputs.leaves(), inputs.elements(), inputs.feeds().size() - 1, outputs);
    return BlockProgram.of(inputs.feeds(), drains, body, kernels);
  }

  private Drain drain(Region.Store store, Walk rows, Walk run, long rowSize, int block) {
    int slot = placements.of(store.target()).slot();
    int bytes = store.value().type().dtype().bytes();
    long place = scratch.place(block, bytes);
    boolean follow = rows.rank() == 1 && rows.stride(0) == rowSize && run.isContiguous();
    return store.step() == 1
        ? new Drain.Stored(
            slot, bytes, region.space().size(), rows, run, follow ? rowSize : 0, place)
        : new Drain.Interleaved(slot, store.component(), bytes, rows, run, place);
  }

  private List<FoldTarget> targets() {
    return region.folds().stream().map(this::target).toList();
  }

  private FoldTarget target(Region.Fold fold) {
    int slot = placements.of(fold.target()).slot();
    Region.Part part = fold.part();
    if (part == null) {
      return FoldTarget.whole(slot, arithmetic(fold));
    }
    long inner = extent(keptAxes.stream().filter(axis -> axis > part.axis()).toList());
    int nodes = Math.toIntExact(fold.target().type().shape().dim(part.axis()));
    return new FoldTarget(slot, arithmetic(fold), part.firstLeaf(), nodes, inner);
  }

  private static FoldArithmetic arithmetic(Region.Fold fold) {
    return new FoldArithmetic(fold.monoid(), fold.value().type().dtype());
  }
}

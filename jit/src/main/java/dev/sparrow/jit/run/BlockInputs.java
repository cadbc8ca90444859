package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.Lowering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides how each input of a region reaches its kernel: read where it lies, packed first, passed
 * as one value, or counted by the kernel itself. Inputs that lie alike share a frame slot.
 */
final class BlockInputs {
  private static final Walk NOWHERE = Walk.of(new long[0], new long[0]);

  private final Placements placements;
  private final ScratchPlan scratch;
  private final int block;
  private final boolean oneRow;
  private final List<Feed> feeds = new ArrayList<>();
  private final Map<Port, KernelExpr> ports = new HashMap<>();
  private final Map<Var, KernelExpr> leaves = new HashMap<>();
  private final Map<Var, KernelExpr> elements = new HashMap<>();
  private final Map<Var, Integer> inMemory = new HashMap<>();
  private @Nullable Port index;

  private record Port(Object source, DType dtype, Layout layout) {}

  /**
   * @param placements where arrays lie
   * @param scratch where packed inputs go
   * @param block most elements of a block
   * @param oneRow whether a block lies within one row
   */
  BlockInputs(Placements placements, ScratchPlan scratch, int block, boolean oneRow) {
    this.placements = placements;
    this.scratch = scratch;
    this.block = block;
    this.oneRow = oneRow;
    feeds.add(new Feed.Count(CountOrigin.ZERO, 0, NOWHERE));
  }

  /** The count at a block's first element, then each input: the first slots of a frame. */
  List<Feed> feeds() {
    return feeds;
  }

  /** What stands for each input in the kernel's body. */
  Map<Var, KernelExpr> leaves() {
    return leaves;
  }

  /** The inputs from memory as they lie there. */
  Map<Var, KernelExpr> elements() {
    return elements;
  }

  /** Frame slots of the inputs that a kernel reads element by element. */
  Map<Var, Integer> inMemory() {
    return inMemory;
  }

  void addConstant(Var variable, Literal literal) {
    leaves.put(variable, RegionBody.constant(literal));
  }

  void addMemory(Var variable, Access access, Var base, Layout layout, Walk rows, Walk run) {
    DType dtype = access.type().dtype();
    int slot = placements.of(base).slot();
    int bytes = dtype.bytes();
    Port port = new Port(base, dtype, layout);
    KernelExpr leaf = ports.get(port);
    if (leaf == null) {
      if (isUniform(rows, run)) {
        leaf = uniform(port, new Feed.Uniform(slot, layout.offset(), dtype, rows));
      } else if (isContiguous(run)) {
        long copy = scratch.place(block, bytes);
        leaf = load(port, new Feed.Contiguous(slot, layout.offset(), bytes, rows, copy));
      } else {
        long packed = scratch.place(block, bytes);
        leaf = load(port, new Feed.Packed(slot, layout.offset(), bytes, rows, run, packed));
      }
    }
    elements.put(variable, leaf);
    leaves.put(variable, Lowering.unpack(leaf, dtype));
    if (leaf instanceof KernelExpr.Load(int input, _)) {
      inMemory.put(variable, 1 + input);
    }
  }

  void addCounter(Var variable, Source.Counter counter, Layout layout, Walk rows, Walk run) {
    CountOrigin origin = placements.origin(counter);
    Port port = new Port(origin, DType.INT64, layout);
    boolean uniform = isUniform(rows, run);
    if (!uniform && isContiguous(run) && (index == null || index.equals(port))) {
      index = port;
      feeds.set(0, new Feed.Count(origin, layout.offset(), rows));
      long limit = counter.first().isEmpty() ? counter.shape().size() : Long.MAX_VALUE;
      leaves.put(variable, RegionBody.indexPart(counter.part(), limit));
      return;
    }
    KernelExpr leaf = ports.get(port);
    if (leaf == null && uniform) {
      leaf = uniform(port, new Feed.UniformCount(origin, layout.offset(), rows));
    } else if (leaf == null) {
      long packed = scratch.place(block, Long.BYTES);
      leaf = load(port, new Feed.PackedCount(origin, layout.offset(), rows, run, packed));
    }
    leaves.put(variable, RegionBody.part(counter.part(), leaf));
  }

  private boolean isUniform(Walk rows, Walk run) {
    return run.isUniform() && (oneRow || rows.isUniform());
  }

  private boolean isContiguous(Walk run) {
    return run.isContiguous() && oneRow;
  }

  private KernelExpr uniform(Port port, Feed feed) {
    return input(
        port, new KernelExpr.Scalar(feeds.size() - 1, Lowering.storage(port.dtype).lane()), feed);
  }

  private KernelExpr load(Port port, Feed feed) {
    return input(port, new KernelExpr.Load(feeds.size() - 1, Lowering.storage(port.dtype)), feed);
  }

  private KernelExpr input(Port port, KernelExpr leaf, Feed feed) {
    feeds.add(feed);
    ports.put(port, leaf);
    return leaf;
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.Lowering;
import dev.sparrow.jit.lower.Storage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Combines partial results of a fold. Kernels do it: one of two inputs for arrays element by
 * element, one that takes a whole leaf to its virtual lanes, and one that folds lanes by halves,
 * several at a time.
 */
final class Combination {
  /** Rows of a whole leaf, one element for each virtual lane. */
  private static final int ROWS = ReductionTree.LEAF / ReductionTree.LANES;

  /** Factor by which one call of {@link #halving} makes runs of lanes fewer. */
  private static final int HALVED = 8;

  /** Frame slots that {@link #rows} needs: the most of all kernels here. */
  static final int FRAME = 1 + ROWS + 1;

  private final FoldArithmetic arithmetic;
  private final TieredKernel pair;
  private final TieredKernel rows;
  private final TieredKernel halving;
  private final int bytes;

  /**
   * @param arithmetic how elements combine
   * @param kernels where kernels come from
   */
  Combination(FoldArithmetic arithmetic, KernelCache kernels) {
    this.arithmetic = arithmetic;
    this.bytes = arithmetic.dtype().bytes();
    List<KernelExpr> inputs =
        IntStream.range(0, ROWS)
            .mapToObj(input -> value(new KernelExpr.Load(input, storage())))
            .toList();
    this.pair = kernels.get(body(2, combine(inputs.get(0), inputs.get(1))));
    KernelExpr lane = value(new KernelExpr.Const(arithmetic.identity(), storage().lane()));
    for (KernelExpr row : inputs) {
      lane = combine(lane, row);
    }
    this.rows = kernels.get(body(ROWS, lane));
    List<KernelExpr> lanes = inputs.subList(0, HALVED);
    while (lanes.size() > 1) {
      int half = lanes.size() / 2;
      List<KernelExpr> left = lanes.subList(0, half);
      List<KernelExpr> right = lanes.subList(half, lanes.size());
      lanes = IntStream.range(0, half).mapToObj(i -> combine(left.get(i), right.get(i))).toList();
    }
    this.halving = kernels.get(body(HALVED, lanes.getFirst()));
  }

  private Storage storage() {
    return Lowering.storage(arithmetic.dtype());
  }

  private KernelExpr value(KernelExpr element) {
    return Lowering.unpack(element, arithmetic.dtype());
  }

  private KernelExpr combine(KernelExpr left, KernelExpr right) {
    Fn fn = arithmetic.monoid().combine();
    return Lowering.lower(fn, arithmetic.dtype(), List.of(left, right));
  }

  private KernelBody body(int inputs, KernelExpr result) {
    KernelExpr packed = Lowering.pack(result, arithmetic.dtype());
    return KernelBody.of(inputs, List.of(packed), List.of(storage()));
  }

  int bytes() {
    return bytes;
  }

  /** Says how many blocks of rows, and how many leaves, are about to be combined. */
  void expect(long blocks, long leaves) {
    pair.expect(blocks);
    rows.expect(leaves);
    halving.expect(leaves);
  }

  /** left[i] = left[i] combined with right[i]. */
  void combine(long left, long right, int count, long[] frame) {
    for (int at = 0; at < count; at += Kernel.BLOCK) {
      frame[1] = left + (long) at * bytes;
      frame[2] = right + (long) at * bytes;
      frame[3] = frame[1];
      pair.run(frame, Math.min(Kernel.BLOCK, count - at));
    }
  }

  /** Takes the elements of a whole leaf to its virtual lanes. */
  void wholeLeaf(long elements, long lanes, long[] frame) {
    for (int row = 0; row < ROWS; row++) {
      frame[1 + row] = elements + (long) row * ReductionTree.LANES * bytes;
    }
    frame[1 + ROWS] = lanes;
    rows.run(frame, ReductionTree.LANES);
  }

  /**
   * Takes the elements of a leaf that is not full to its virtual lanes.
   *
   * @param elements the first element
   * @param whole number of elements that fill rows of lanes
   * @param last the row that follows them
   * @param missing a row of identities, which stands for every other one
   * @param lanes where the lanes go
   * @param frame room for a frame
   */
  void partLeaf(long elements, int whole, long last, long missing, long lanes, long[] frame) {
    int wholeRows = whole / ReductionTree.LANES;
    for (int row = 0; row < ROWS; row++) {
      frame[1 + row] =
          row < wholeRows
              ? elements + (long) row * ReductionTree.LANES * bytes
              : row == wholeRows ? last : missing;
    }
    frame[1 + ROWS] = lanes;
    rows.run(frame, ReductionTree.LANES);
  }

  /** Writes the identity. */
  void clear(long address, int count) {
    StridedCopy.fill(arithmetic.identity(), address, count, bytes);
  }

  /**
   * Folds runs of elements by halves into the first.
   *
   * @param address the first run; the memory of all of them changes
   * @param runs number of runs, a power of two
   * @param pitch elements in a run
   * @param frame room for a frame
   */
  void halve(long address, int runs, int pitch, long[] frame) {
    int left = runs;
    while (left >= HALVED) {
      left /= HALVED;
      int count = left * pitch;
      // Calls write up to ROUND elements, in ascending order: only what has been read already.
      for (int at = 0; at < count; at += Kernel.BLOCK) {
        for (int run = 0; run < HALVED; run++) {
          frame[1 + run] = address + ((long) run * count + at) * bytes;
        }
        frame[1 + HALVED] = frame[1];
        halving.run(frame, Math.min(Kernel.BLOCK, count - at));
      }
    }
    for (left /= 2; left > 0; left /= 2) {
      combine(address, address + (long) left * pitch * bytes, left * pitch, frame);
    }
  }
}

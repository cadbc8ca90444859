package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.graph.ContractionOrder;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/**
 * Sums of products of two lines each: products whose result has one row and one column. A sum is a
 * chain of dependent additions, so eight chains, of leaves or of sums, run side by side.
 */
public final class PairSums {
  /** Chains side by side: additions take four cycles, and two start in each. */
  private static final int CHAINS = 8;

  /** Leaves that a thread takes at once, a power of two. */
  private static final int RUN = 64;

  private static final int LEAF = ContractionOrder.leaf(DType.FLOAT32);

  private final LaneType type;
  private final long terms;
  private final long leaves;

  /**
   * @param result dtype of the sums, not complex
   * @param terms terms of each
   */
  public PairSums(DType result, long terms) {
    this.type = Accumulators.of(result);
    this.terms = terms;
    this.leaves = Math.max(1, (terms + LEAF - 1) / LEAF);
  }

  /** {@return bytes of memory each thread needs} */
  public long scratchBytes() {
    return 2L * LEAF * CHAINS * type.bytes();
  }

  /** Where the lines of a sum lie. */
  @FunctionalInterface
  public interface Place {
    /**
     * The line of a sum.
     *
     * @param sum number of the sum
     * @return its first term's address
     */
    long of(long sum);
  }

  /**
   * Computes sums.
   *
   * @param sums number of sums
   * @param left stride and dtype of left lines, whatever their address
   * @param leftOf where each lies
   * @param right stride and dtype of right lines
   * @param rightOf where each lies
   * @param target address of the first result; the others follow
   * @param dtype dtype of results
   * @param scratch memory of the first thread; that of the others follows
   * @param sharing how work is spread over threads
   */
  public void run(
      long sums,
      Lines left,
      Place leftOf,
      Lines right,
      Place rightOf,
      long target,
      DType dtype,
      MatrixProduct.Scratch scratch,
      Sharing sharing) {
    long runs = (leaves + RUN - 1) / RUN;
    if (runs == 1) {
      sharing.run(
          sums,
          (worker, begin, end) -> {
            Chains chains = new Chains(left, right, scratch.of(worker));
            for (long sum = begin; sum < end; sum++) {
              long bits = chains.sum(leftOf.of(sum), rightOf.of(sum), 0, leaves);
              write(bits, target + sum * dtype.bytes(), dtype, scratch.of(worker));
            }
          });
      return;
    }
    for (long sum = 0; sum < sums; sum++) {
      long[] parts = new long[Math.toIntExact(runs)];
      long from = leftOf.of(sum);
      long with = rightOf.of(sum);
      sharing.run(
          runs,
          (worker, begin, end) -> {
            Chains chains = new Chains(left, right, scratch.of(worker));
            for (long run = begin; run < end; run++) {
              parts[(int) run] =
                  chains.sum(from, with, run * RUN, Math.min(leaves, (run + 1) * RUN));
            }
          });
      write(tree(parts, parts.length), target + sum * dtype.bytes(), dtype, scratch.address());
    }
  }

  private void write(long bits, long to, DType dtype, long scratch) {
    if (type.bytes() == 4) {
      Memory.storeBytes4((int) bits, scratch);
    } else {
      Memory.store(bits, scratch);
    }
    Elements.finish(scratch, type, to, dtype);
  }

  /** Adds neighbours until one is left; a last one without neighbour moves up. */
  private long tree(long[] nodes, int count) {
    int left = count;
    while (left > 1) {
      for (int i = 0; i + 1 < left; i += 2) {
        nodes[i / 2] = add(nodes[i], nodes[i + 1]);
      }
      if (left % 2 == 1) {
        nodes[left / 2] = nodes[left - 1];
      }
      left = (left + 1) / 2;
    }
    return nodes[0];
  }

  private long add(long x, long y) {
    return switch (type) {
      case F32 ->
          Float.floatToRawIntBits(Float.intBitsToFloat((int) x) + Float.intBitsToFloat((int) y));
      case F64 ->
          Double.doubleToRawLongBits(Double.longBitsToDouble(x) + Double.longBitsToDouble(y));
      case I32, I64 -> x + y;
      case MASK -> throw new IllegalStateException("masks are not summed");
    };
  }

  /** One thread's part. */
  private final class Chains {
    private final Lines left;
    private final Lines right;
    private final long scratch;
    private final boolean stored;
    private final long[] nodes = new long[RUN];
    private final long[] x = new long[CHAINS];
    private final long[] y = new long[CHAINS];

    Chains(Lines left, Lines right, long scratch) {
      this.left = left;
      this.right = right;
      this.scratch = scratch;
      this.stored =
          Accumulators.isStored(left.dtype(), type) && Accumulators.isStored(right.dtype(), type);
    }

    /** Bits of the node over some leaves, at most {@link #RUN}, from a multiple of it. */
    long sum(long leftLine, long rightLine, long beginLeaf, long endLeaf) {
      int count = (int) (endLeaf - beginLeaf);
      for (int first = 0; first < count; first += CHAINS) {
        int chains = Math.min(CHAINS, count - first);
        for (int chain = 0; chain < CHAINS; chain++) {
          long leaf = beginLeaf + first + Math.min(chain, chains - 1);
          x[chain] = place(left, leftLine, leaf, chain, 0);
          y[chain] = place(right, rightLine, leaf, chain, 1);
        }
        long step = stored ? left.termStride() * type.bytes() : type.bytes();
        long other = stored ? right.termStride() * type.bytes() : type.bytes();
        int length = length(beginLeaf + first);
        int last = length(beginLeaf + first + chains - 1);
        if (chains == CHAINS && last == length) {
          leaves(first, length, step, other);
        } else {
          for (int chain = 0; chain < chains; chain++) {
            nodes[first + chain] =
                leaf(x[chain], y[chain], length(beginLeaf + first + chain), step, other);
          }
        }
      }
      return tree(nodes, count);
    }

    private int length(long leaf) {
      return (int) Math.min(LEAF, terms - leaf * LEAF);
    }

    private long place(Lines lines, long line, long leaf, int chain, int side) {
      long address = line + leaf * LEAF * lines.termStride() * lines.dtype().bytes();
      if (stored) {
        return address;
      }
      long target = scratch + ((long) side * CHAINS + chain) * LEAF * type.bytes();
      Lines at = new Lines(address, lines.dtype(), 0, lines.termStride());
      Panels.pack(at, 0, 1, 1, 0, length(leaf), target, type);
      return target;
    }

    private void leaves(int first, int length, long step, long other) {
      switch (type) {
        case F32 -> leavesF32(first, length, step, other);
        case F64 -> leavesF64(first, length, step, other);
        case I32, I64 -> {
          for (int chain = 0; chain < CHAINS; chain++) {
            nodes[first + chain] = leaf(x[chain], y[chain], length, step, other);
          }
        }
        case MASK -> throw new IllegalStateException("masks are not summed");
      }
    }

    private void leavesF32(int first, int length, long step, long other) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      float s4 = 0;
      float s5 = 0;
      float s6 = 0;
      float s7 = 0;
      for (int term = 0; term < length; term++) {
        long dx = term * step;
        long dy = term * other;
        s0 = Math.fma(Memory.loadF32(x[0] + dx), Memory.loadF32(y[0] + dy), s0);
        s1 = Math.fma(Memory.loadF32(x[1] + dx), Memory.loadF32(y[1] + dy), s1);
        s2 = Math.fma(Memory.loadF32(x[2] + dx), Memory.loadF32(y[2] + dy), s2);
        s3 = Math.fma(Memory.loadF32(x[3] + dx), Memory.loadF32(y[3] + dy), s3);
        s4 = Math.fma(Memory.loadF32(x[4] + dx), Memory.loadF32(y[4] + dy), s4);
        s5 = Math.fma(Memory.loadF32(x[5] + dx), Memory.loadF32(y[5] + dy), s5);
        s6 = Math.fma(Memory.loadF32(x[6] + dx), Memory.loadF32(y[6] + dy), s6);
        s7 = Math.fma(Memory.loadF32(x[7] + dx), Memory.loadF32(y[7] + dy), s7);
      }
      float[] sums = {s0, s1, s2, s3, s4, s5, s6, s7};
      for (int chain = 0; chain < CHAINS; chain++) {
        nodes[first + chain] = Float.floatToRawIntBits(sums[chain]);
      }
    }

    private void leavesF64(int first, int length, long step, long other) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double s5 = 0;
      double s6 = 0;
      double s7 = 0;
      for (int term = 0; term < length; term++) {
        long dx = term * step;
        long dy = term * other;
        s0 = Math.fma(Memory.loadF64(x[0] + dx), Memory.loadF64(y[0] + dy), s0);
        s1 = Math.fma(Memory.loadF64(x[1] + dx), Memory.loadF64(y[1] + dy), s1);
        s2 = Math.fma(Memory.loadF64(x[2] + dx), Memory.loadF64(y[2] + dy), s2);
        s3 = Math.fma(Memory.loadF64(x[3] + dx), Memory.loadF64(y[3] + dy), s3);
        s4 = Math.fma(Memory.loadF64(x[4] + dx), Memory.loadF64(y[4] + dy), s4);
        s5 = Math.fma(Memory.loadF64(x[5] + dx), Memory.loadF64(y[5] + dy), s5);
        s6 = Math.fma(Memory.loadF64(x[6] + dx), Memory.loadF64(y[6] + dy), s6);
        s7 = Math.fma(Memory.loadF64(x[7] + dx), Memory.loadF64(y[7] + dy), s7);
      }
      double[] sums = {s0, s1, s2, s3, s4, s5, s6, s7};
      for (int chain = 0; chain < CHAINS; chain++) {
        nodes[first + chain] = Double.doubleToRawLongBits(sums[chain]);
      }
    }

    private long leaf(long at, long with, int length, long step, long other) {
      return switch (type) {
        case F32 -> {
          float sum = 0;
          for (int term = 0; term < length; term++) {
            float factor = Memory.loadF32(with + term * other);
            sum = Math.fma(Memory.loadF32(at + term * step), factor, sum);
          }
          yield Float.floatToRawIntBits(sum);
        }
        case F64 -> {
          double sum = 0;
          for (int term = 0; term < length; term++) {
            double factor = Memory.loadF64(with + term * other);
            sum = Math.fma(Memory.loadF64(at + term * step), factor, sum);
          }
          yield Double.doubleToRawLongBits(sum);
        }
        case I32 -> {
          int sum = 0;
          for (int term = 0; term < length; term++) {
            sum += Memory.loadI32(at + term * step) * Memory.loadI32(with + term * other);
          }
          yield sum;
        }
        case I64 -> {
          long sum = 0;
          for (int term = 0; term < length; term++) {
            sum += Memory.loadI64(at + term * step) * Memory.loadI64(with + term * other);
          }
          yield sum;
        }
        case MASK -> throw new IllegalStateException("masks are not summed");
      };
    }
  }
}

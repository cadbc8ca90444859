package dev.sparrow.jit.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;

/** A kernel made of smaller ones, run one after another over the same block. */
final class PiecewiseKernel implements Kernel {
  /** What may pass from one loop to the next without leaving a first-level cache of 48 KB. */
  private static final int SCRATCH_BYTES = 32 << 10;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Kernel[] kernels;
  private final int[][] inputs;
  private final int[][] outputs;
  private final int scratchValues;
  private final int slots;
  private final int longest;
  private final long valueBytes;

  PiecewiseKernel(KernelSplitter.Split split, List<Kernel> kernels) {
    this.kernels = kernels.toArray(Kernel[]::new);
    this.inputs = places(split, KernelSplitter.Piece::inputs);
    this.outputs = places(split, KernelSplitter.Piece::outputs);
    this.scratchValues = split.scratchValues();
    this.longest = longestCall(split);
    this.valueBytes = (long) split.scratchWidth() * (longest + ROUND);
    this.slots =
        split.pieces().stream().mapToInt(piece -> piece.body().frameSlots()).max().orElse(1);
  }

  /** Most elements of a call: as many blocks as scratch has room for, one at least. */
  static int longestCall(KernelSplitter.Split split) {
    int fitting = SCRATCH_BYTES / Math.max(1, split.scratchValues() * split.scratchWidth());
    return Math.clamp(fitting - fitting % BLOCK, BLOCK, LONG_BLOCK);
  }

  private static int[][] places(
      KernelSplitter.Split split, Function<KernelSplitter.Piece, List<Integer>> which) {
    return split.pieces().stream()
        .map(which)
        .map(places -> places.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /**
   * One thread's blocks of scratch and the frame of the piece that runs; grows to what is asked.
   */
  private static final class Scratch {
    private MemorySegment memory = MemorySegment.NULL;
    private long[] frame = new long[0];

    long address(long bytes) {
      if (memory.byteSize() < bytes) {
        memory = Arena.ofAuto().allocate(bytes, 64);
      }
      return memory.address();
    }

    long[] frame(int slots) {
      if (frame.length < slots) {
        frame = new long[slots];
      }
      return frame;
    }
  }

  @Override
  public void run(long[] frame, int n) {
    if (n > longest) {
      throw new IllegalArgumentException(
          "this kernel of several loops takes %d elements at most, not %d".formatted(longest, n));
    }
    Scratch scratch = SCRATCH.get();
    long address = scratch.address(scratchValues * valueBytes);
    long[] own = scratch.frame(slots);
    own[0] = frame[0];
    for (int piece = 0; piece < kernels.length; piece++) {
      int slot = 1;
      for (int source : inputs[piece]) {
        own[slot++] = place(source, frame, address);
      }
      for (int target : outputs[piece]) {
        own[slot++] = place(target, frame, address);
      }
      kernels[piece].run(own, n);
    }
  }

  private long place(int where, long[] frame, long scratch) {
    return where >= 0 ? frame[where] : scratch + (-1 - where) * valueBytes;
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Primitive;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.fourier.LineTransform;
import dev.sparrow.jit.fourier.SplitTransform;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.lower.LaneType;

/**
 * Fourier transforms of lines. Short ones are shared out in groups, longer ones line by line; of
 * the longest the tiles are, in two halves.
 *
 * @param transform what is done to a line
 * @param from operands
 * @param to slot of the result, which is dense
 * @param lines number of lines
 * @param count numbers of a line
 * @param scale what results are multiplied by
 */
record FourierLoop(
    LineTransform transform, LinePlace from, int to, long lines, long count, double scale)
    implements BoundStep {
  /** Numbers from which work is spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 13;

  /** Length from which several threads work on a line. */
  private static final long LONG = 1 << 16;

  static BoundStep of(Primitive.Fft prim, Step.Routine routine, Placements placements) {
    Placement from = placements.of(routine.from().getFirst());
    Shape shape = from.layout().shape();
    int axis = shape.rank() - 1;
    int n = Math.toIntExact(shape.dim(axis));
    LaneType type = from.layout().dtype() == DType.COMPLEX64 ? LaneType.F32 : LaneType.F64;
    boolean forward = prim.type() == Primitive.FftType.FFT;
    return new FourierLoop(
        FourierCache.shared().transform(n, type, forward ? Sense.FORWARD : Sense.BACKWARD),
        LinePlace.of(from, axis),
        placements.of(routine.targets().getFirst()).slot(),
        shape.size() / n,
        n,
        forward ? 1 : 1.0 / n);
  }

  /** Operations on each number: five for each halving. */
  static long cost(Shape shape) {
    long n = shape.dim(-1);
    return 5 * shape.size() * Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(n - 1));
  }

  private boolean isLong() {
    return count >= LONG && transform instanceof SplitTransform;
  }

  @Override
  public long scratchBytes() {
    return isLong() ? ((SplitTransform) transform).halfBytes() : transform.scratchBytes();
  }

  @Override
  public long arenaBytes() {
    return isLong() ? ((SplitTransform) transform).betweenBytes() : 0;
  }

  @Override
  public void run(Addresses addresses) {
    int threads = lines * count >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    if (isLong()) {
      for (long line = 0; line < lines; line++) {
        longLine((SplitTransform) transform, line, threads, addresses);
      }
      return;
    }
    int together = transform.together();
    ParallelLoop.run(
        (lines + together - 1) / together,
        threads,
        (worker, begin, end) -> {
          for (long group = begin; group < end; group++) {
            group(group * together, addresses, worker);
          }
        });
  }

  private void group(long first, Addresses addresses, int worker) {
    int number = (int) Math.min(transform.together(), lines - first);
    long[] starts = new long[number];
    for (int i = 0; i < number; i++) {
      starts[i] = from.line(addresses, first + i).address();
    }
    int bytes = from.dtype().bytes();
    transform.run(
        new LineTransform.Lines(starts, from.stride() * bytes, target(first, addresses)),
        number,
        scale,
        addresses.scratch(worker));
  }

  private long target(long line, Addresses addresses) {
    return addresses.base()[to] + line * count * from.dtype().bytes();
  }

  private void longLine(SplitTransform split, long line, int threads, Addresses addresses) {
    long start = from.line(addresses, line).address();
    long step = from.stride() * from.dtype().bytes();
    long between = addresses.arena();
    ParallelLoop.run(
        split.firstTiles(),
        threads,
        (worker, begin, end) -> {
          for (long tile = begin; tile < end; tile++) {
            split.first(start, step, (int) tile, between, addresses.scratch(worker));
          }
        });
    long result = target(line, addresses);
    ParallelLoop.run(
        split.secondTiles(),
        threads,
        (worker, begin, end) -> {
          for (long tile = begin; tile < end; tile++) {
            split.second(result, scale, (int) tile, between, addresses.scratch(worker));
          }
        });
  }
}

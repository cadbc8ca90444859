package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Runs vector loops on scratch until HotSpot has compiled them, on one background thread that
 * pauses often, and lets each take over when it is faster than its scalar twin.
 */
final class WarmUp {
  /** Something with a scalar and a vector loop. */
  interface Candidate {
    /**
     * Makes the loops ready to run on scratch.
     *
     * @param readable address of a block of zeros, of the widest type
     * @param writable address of as much memory that may be written
     * @return how to run them
     */
    Trial trial(long readable, long writable);
  }

  /**
   * The loops of a candidate.
   *
   * @param scalar runs the scalar loop for a number of elements
   * @param vector runs the vector loop
   * @param adopt lets the vector loop take over
   */
  record Trial(IntConsumer scalar, IntConsumer vector, Runnable adopt) {}

  /** A loop being warmed up. */
  private static final class Progress {
    final Trial trial;
    long scalarNanos = Long.MAX_VALUE;
    long vectorNanos = Long.MAX_VALUE;
    int rounds;

    Progress(Trial trial) {
      this.trial = trial;
    }
  }

  /** HotSpot's thresholds are some thousand calls; a round makes this many short ones. */
  private static final int CALLS_A_ROUND = 512;

  /** A loop that is not faster after this many rounds never will be. */
  private static final int MOST_ROUNDS = 2000;

  private static final int MEASURED_BLOCKS = 3;
  private static final long PAUSE_MILLIS = 2;

  private static final WarmUp SHARED = new WarmUp();

  private final BlockingQueue<Candidate> waiting = new LinkedBlockingQueue<>();

  private WarmUp() {
    Thread.ofPlatform().daemon().name("sparrow-warm-up").start(this::warmUpForever);
  }

  static WarmUp shared() {
    return SHARED;
  }

  /** Has a candidate warmed up when its turn comes. */
  void submit(Candidate candidate) {
    waiting.add(candidate);
  }

  private void warmUpForever() {
    int bytes = (Kernel.BLOCK + Kernel.ROUND) * Long.BYTES;
    ByteBuffer zeros = ByteBuffer.allocateDirect(bytes);
    ByteBuffer target = ByteBuffer.allocateDirect(bytes);
    Deque<Progress> loops = new ArrayDeque<>();
    try {
      while (true) {
        if (loops.isEmpty()) {
          loops.add(start(waiting.take(), zeros, target));
        }
        for (Candidate next = waiting.poll(); next != null; next = waiting.poll()) {
          loops.addLast(start(next, zeros, target));
        }
        // Loops take turns: while HotSpot compiles one, another is warmed up.
        Progress progress = loops.removeFirst();
        if (!isSettled(progress)) {
          loops.addLast(progress);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Progress start(Candidate candidate, ByteBuffer zeros, ByteBuffer target) {
    return new Progress(
        candidate.trial(
            MemorySegment.ofBuffer(zeros).address(), MemorySegment.ofBuffer(target).address()));
  }

  /** Runs one round; true if the vector loop took over or is given up. */
  private static boolean isSettled(Progress progress) {
    Trial trial = progress.trial;
    long begin = System.nanoTime();
    for (int call = 0; call < CALLS_A_ROUND; call++) {
      trial.vector.accept(Kernel.ROUND);
      if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS * 10)) {
        break;
      }
    }
    for (int block = 0; block < MEASURED_BLOCKS; block++) {
      progress.scalarNanos = Math.min(progress.scalarNanos, nanos(trial.scalar));
      progress.vectorNanos = Math.min(progress.vectorNanos, nanos(trial.vector));
    }
    progress.rounds++;
    if (progress.vectorNanos < progress.scalarNanos) {
      trial.adopt.run();
      return true;
    }
    return progress.rounds == MOST_ROUNDS;
  }

  private static long nanos(IntConsumer loop) {
    long begin = System.nanoTime();
    loop.accept(Kernel.BLOCK);
    return System.nanoTime() - begin;
  }
}

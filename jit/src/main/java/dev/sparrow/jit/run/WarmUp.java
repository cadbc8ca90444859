package dev.sparrow.jit.run;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.management.ThreadMXBean;
import dev.sparrow.jit.codegen.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs vector loops on scratch until HotSpot has compiled them, on one background thread that
 * pauses often, and lets each take over when it is faster than its scalar twin. A loop that is
 * called meanwhile comes before those that nobody has called since their last turn, and one that
 * has had few turns before one that has had many: neither a crowd of functions that were called
 * once nor a loop that never becomes faster keeps the work at hand waiting.
 *
 * <p>HotSpot compiles what is called often, and counts calls whatever they do; but a pass of a
 * vector loop that is not compiled takes a hundred times as long as afterwards, and its many calls
 * into the library have HotSpot compile that first. So most calls are for no elements, and only
 * some make a pass: enough for HotSpot to see that the loop is taken. A loop that HotSpot does not
 * come to optimise is written anew. So is one that has become slow some time after it took over:
 * HotSpot may give a compiled loop up when a call takes a path that none took before, and does not
 * always find back.
 *
 * <p>Two flags shorten this from thousands of calls to some dozens, and have the loop compiled
 * before anything else that waits: {@code CompileThresholdScaling} and {@code
 * BackgroundCompilation}, for the loops alone (docs/ARCHITECTURE.md). Nothing depends on them.
 */
final class WarmUp {
  /** Something with a scalar and a vector loop. */
  interface Candidate {
    /**
     * Writes the vector loop, anew each time, and makes the loops ready to run on scratch.
     *
     * @param readable address of a block of zeros, of the widest type
     * @param writable address of as much memory that may be written
     * @return how to run them
     */
    Trial trial(long readable, long writable);

    /** Calls so far that the scalar loop served; {@link #UNKNOWN} where nobody counts. */
    default long scalarCalls() {
      return UNKNOWN;
    }

    /** Says that the loops will not run on scratch any more. */
    default void finish() {}
  }

  /** Calls of a loop that does not count them: it is taken for one that is called. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * The loops of a candidate.
   *
   * @param scalar runs the scalar loop for a number of elements
   * @param vector runs the vector loop for a number of elements, which may be 0
   * @param adopt lets the vector loop take over
   */
  record Trial(IntConsumer scalar, IntConsumer vector, Runnable adopt) {}

  /** A loop being warmed up. */
  static final class Progress {
    final Candidate candidate;
    Trial trial;
    long scalarNanos = Long.MAX_VALUE;
    long vectorNanos = Long.MAX_VALUE;

    /** Rounds since the loop was written. */
    int rounds;

    /** How often the loop has been written anew. */
    int renewals;

    int roundsSinceFaster;

    /** How often the loop has been looked at again since it settled. */
    int looks;

    /** When it will be next, of {@link System#nanoTime}. */
    long lookAt;

    long callsSeen = -1;
    boolean adopted;

    Progress(Candidate candidate, Trial trial) {
      this.candidate = candidate;
      this.trial = trial;
    }

    /** Begins again with loops written anew; what serves until then is the time to beat. */
    void renew(Trial fresh) {
      trial = fresh;
      scalarNanos = Math.min(scalarNanos, vectorNanos);
      vectorNanos = Long.MAX_VALUE;
      roundsSinceFaster = 0;
      adopted = false;
      rounds = 0;
      looks = 0;
      renewals++;
    }

    /** Has the loop looked at again after a while, the longer the more often it has been. */
    void lookLater() {
      lookAt = System.nanoTime() + (FIRST_LOOK_NANOS << 2 * looks);
    }

    /** Whether the loop has had its rounds: more each time it is written. */
    boolean isOut() {
      return rounds >= RENEWAL_ROUNDS << renewals;
    }

    /** Whether the scalar loop has been called since the last round, and may soon be replaced. */
    boolean isUrgent() {
      long calls = candidate.scalarCalls();
      return !adopted && rounds < RENEWAL_ROUNDS && (calls == UNKNOWN || calls > callsSeen);
    }
  }

  /** Calls of the first round; each round makes twice as many as the one before, up to the most. */
  private static final int FIRST_CALLS = 64;

  private static final int MOST_CALLS = 2048;

  /** One call in so many makes passes. */
  private static final int SPARSE = 8;

  /** Longest time of a round's calls: what waits longest for the others. */
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  /** A loop that is not faster after so many renewals, minutes of pauses, never will be. */
  private static final int MOST_RENEWALS = 4;

  /**
   * Rounds after which a loop that is still slow is written anew; again after twice as many, and so
   * on. When much is compiled at a time, HotSpot may give a loop a low level from which no way
   * leads to the optimising compiler, however often the loop is called: its simple compiler has
   * failed once on the way. The same loop in a new class begins anew.
   */
  private static final int RENEWAL_ROUNDS = 64;

  /**
   * Bytes that a pass over a block allocates where HotSpot has not optimised the loop, so that each
   * operation makes an object of its vector: with twenty operations, of about a hundred bytes each,
   * in 64 turns. An optimised loop may still make one or two in a turn, a trial's own frame is
   * less.
   */
  private static final long BOXES = 1 << 17;

  /** A loop that took over is let go when this many rounds have not made it faster. */
  private static final int SETTLED_ROUNDS = 8;

  /** Time from when a loop has settled to when it is looked at again; then four times as long. */
  private static final long FIRST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A loop that has been looked at so often, over some minutes, is left alone. */
  private static final int LOOKS = 5;

  /** A loop that takes so many times as long as it did, and some time more, has become slow. */
  private static final int SLOWER = 4;

  private static final long SLOWER_NANOS = TimeUnit.MICROSECONDS.toNanos(2);

  private static final int MEASUREMENTS = 3;
  private static final long PAUSE_MILLIS = 1;

  /** Rounds of a loop by which the pause after the next one is a millisecond longer. */
  private static final int ROUNDS_PER_PAUSE_MILLI = 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final WarmUp SHARED = new WarmUp();

  private final BlockingQueue<Candidate> waiting = new LinkedBlockingQueue<>();

  /** Candidates that are neither settled nor given up. */
  private final AtomicInteger pending = new AtomicInteger();

  /** Starts a thread that lives as long as the JVM. */
  WarmUp() {
    Thread.ofPlatform().daemon().name("sparrow-warm-up").start(this::warmUpForever);
  }

  static WarmUp shared() {
    return SHARED;
  }

  /** Has a candidate warmed up when its turn comes. */
  void submit(Candidate candidate) {
    pending.incrementAndGet();
    waiting.add(candidate);
  }

  /** Candidates that wait or are being warmed up. */
  int pending() {
    return pending.get();
  }

  private void warmUpForever() {
    int bytes = (Kernel.BLOCK + Kernel.ROUND) * Long.BYTES;
    ByteBuffer zeros = ByteBuffer.allocateDirect(bytes);
    ByteBuffer target = ByteBuffer.allocateDirect(bytes);
    List<Progress> loops = new ArrayList<>();
    List<Progress> settled = new ArrayList<>();
    try {
      Candidate next = waiting.take();
      while (true) {
        for (; next != null; next = waiting.poll()) {
          loops.add(start(next, zeros, target));
        }
        long pause = Long.MAX_VALUE;
        if (!loops.isEmpty()) {
          Progress progress = next(loops);
          pause = pauseNanos(progress);
          progress.callsSeen = progress.candidate.scalarCalls();
          if (isSettled(progress)) {
            loops.remove(progress);
            pending.decrementAndGet();
            settle(progress, settled);
          } else if (progress.isOut() && !isHopeless(progress) && isSlow(progress)) {
            progress.renew(trial(progress.candidate, zeros, target));
          }
        }
        for (Progress slow : lookAgain(settled)) {
          slow.renew(trial(slow.candidate, zeros, target));
          pending.incrementAndGet();
          loops.add(slow);
          pause = 0;
        }
        next = waiting.poll(Math.min(pause, nanosToLook(settled)), NANOSECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has a loop that took over looked at again; lets go of another. */
  private static void settle(Progress progress, List<Progress> settled) {
    if (progress.adopted && progress.looks < LOOKS) {
      progress.lookLater();
      settled.add(progress);
    } else {
      progress.candidate.finish();
    }
  }

  private static long nanosToLook(List<Progress> settled) {
    long now = System.nanoTime();
    return settled.stream()
        .mapToLong(each -> Math.max(0, each.lookAt - now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Looks at the loops whose time has come, and takes those out that have become slow. */
  private static List<Progress> lookAgain(List<Progress> settled) {
    long now = System.nanoTime();
    List<Progress> due = settled.stream().filter(each -> each.lookAt - now <= 0).toList();
    settled.removeAll(due);
    List<Progress> slow = new ArrayList<>();
    for (Progress each : due) {
      long nanos = nanos(each.trial.vector, Kernel.BLOCK);
      if (nanos > SLOWER * each.vectorNanos + SLOWER_NANOS && each.renewals < MOST_RENEWALS) {
        each.vectorNanos = nanos;
        slow.add(each);
      } else {
        each.looks++;
        settle(each, settled);
      }
    }
    return slow;
  }

  private static Progress start(Candidate candidate, ByteBuffer zeros, ByteBuffer target) {
    return new Progress(candidate, trial(candidate, zeros, target));
  }

  private static Trial trial(Candidate candidate, ByteBuffer zeros, ByteBuffer target) {
    return candidate.trial(
        MemorySegment.ofBuffer(zeros).address(), MemorySegment.ofBuffer(target).address());
  }

  private static boolean isHopeless(Progress progress) {
    return progress.renewals >= MOST_RENEWALS && progress.isOut();
  }

  /** Whether a loop is no faster than its scalar twin, or is only because that is slow, too. */
  private static boolean isSlow(Progress progress) {
    return !progress.adopted || allocatedBytes(progress.trial.vector) > BOXES;
  }

  private static long allocatedBytes(IntConsumer loop) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    loop.accept(Kernel.BLOCK);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** The loop whose turn it is; the newest of several. */
  static Progress next(List<Progress> loops) {
    Progress next = loops.getLast();
    boolean isUrgent = next.isUrgent();
    for (Progress each : loops.reversed()) {
      boolean eachIsUrgent = each.isUrgent();
      if (eachIsUrgent == isUrgent ? each.rounds < next.rounds : eachIsUrgent) {
        next = each;
        isUrgent = eachIsUrgent;
      }
    }
    return next;
  }

  /** A loop that has had many rounds in vain leaves the core to others for longer and longer. */
  private static long pauseNanos(Progress progress) {
    return MILLISECONDS.toNanos(PAUSE_MILLIS + progress.rounds / ROUNDS_PER_PAUSE_MILLI);
  }

  /** Runs one round; true if the vector loop is as fast as it gets, or is given up. */
  private static boolean isSettled(Progress progress) {
    call(progress);
    progress.rounds++;
    if (!progress.adopted) {
      // A short measurement tells whether a long one, of a block, is worth its time.
      if (nanos(progress.trial.vector, Kernel.ROUND) < nanos(progress.trial.scalar, Kernel.ROUND)
          && isFasterForABlock(progress)) {
        progress.trial.adopt.run();
        progress.adopted = true;
      }
      return isHopeless(progress);
    }
    long before = progress.vectorNanos;
    progress.vectorNanos = Math.min(before, nanos(progress.trial.vector, Kernel.BLOCK));
    boolean isFaster = progress.vectorNanos < before - before / 8;
    progress.roundsSinceFaster = isFaster ? 0 : progress.roundsSinceFaster + 1;
    return progress.roundsSinceFaster >= SETTLED_ROUNDS
        && (!isSlow(progress) || isHopeless(progress));
  }

  private static void call(Progress progress) {
    int calls = Math.min(MOST_CALLS, FIRST_CALLS << Math.min(progress.rounds, 8));
    long begin = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      progress.trial.vector.accept(call % SPARSE == 0 ? Kernel.ROUND : 0);
      if (System.nanoTime() - begin > ROUND_NANOS) {
        break;
      }
    }
  }

  private static boolean isFasterForABlock(Progress progress) {
    progress.scalarNanos =
        Math.min(progress.scalarNanos, nanos(progress.trial.scalar, Kernel.BLOCK));
    progress.vectorNanos =
        Math.min(progress.vectorNanos, nanos(progress.trial.vector, Kernel.BLOCK));
    return progress.vectorNanos < progress.scalarNanos;
  }

  private static long nanos(IntConsumer loop, int elements) {
    long least = Long.MAX_VALUE;
    for (int measurement = 0; measurement < MEASUREMENTS; measurement++) {
      long begin = System.nanoTime();
      loop.accept(elements);
      least = Math.min(least, System.nanoTime() - begin);
    }
    return least;
  }
}

package dev.sparrow.jit.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A loop that several threads take pieces of. Its caller begins at once, waits for none that has
 * not begun, and has sleeping threads woken only for a loop that lasts long enough for them to be
 * of use, which the time of its pieces so far tells.
 */
final class SharedLoop {
  /** The part of what is left of a share that is taken at once. */
  private static final int PART = 4;

  /** The same for a caller whose loop seems too short for others. */
  private static final int PART_ALONE = 2;

  /** Pieces for each thread, so that a slow thread holds up the others little. */
  private static final int PIECES_PER_THREAD = 32;

  /** Pieces from which the first one is short enough to be done alone, for its time. */
  private static final int PIECES_TO_TRY = 12;

  /**
   * Work left for each thread from which another is woken: being woken takes some 10 microseconds
   * of the one who wakes, and as many pass until the other begins.
   */
  private static final long WAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

  /** How long the caller looks for the end of the last pieces before it sleeps. */
  private static final long AWAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final long items;
  private final int pieces;
  private final int most;
  private final boolean keepsThreads;
  private final ParallelLoop.Body body;
  private final LoopShares shares;
  private final List<Invited> invited = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Place in the list of the next one that may have to be woken. */
  private final AtomicInteger nextToWake = new AtomicInteger();

  /** Those invited who may still take pieces. */
  private final AtomicInteger present = new AtomicInteger();

  /** What a piece takes; 0 where that is not known. */
  private volatile long pieceNanos;

  /** The caller, when it sleeps. */
  private volatile @Nullable Thread waiting;

  private record Invited(LoopThread thread, LoopThread.Invitation invitation) {}

  /**
   * @param items number of items
   * @param threads most threads that run it, at least 2
   * @param keepsThreads whether threads stay when the callers of other loops need their cores
   * @param body what to do
   */
  SharedLoop(long items, int threads, boolean keepsThreads, ParallelLoop.Body body) {
    this.items = items;
    this.pieces = (int) Math.min(items, (long) threads * PIECES_PER_THREAD);
    this.most = threads - 1;
    this.keepsThreads = keepsThreads;
    this.body = body;
    this.shares = new LoopShares(pieces, threads);
  }

  /**
   * The caller's part: pieces like the others, then waiting for those who are not done.
   *
   * @param threads those who may be invited
   */
  void run(List<LoopThread> threads) {
    try {
      invite(threads);
      lead();
    } catch (Throwable thrown) {
      // For the others to stop, too.
      failure.compareAndSet(null, thrown);
      throw thrown;
    } finally {
      // Other threads write to this run's memory: it must not be given back before they are done.
      awaitOthers();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      rethrow(thrown);
    }
  }

  /** What was thrown elsewhere looks to the caller as if it had met it itself. */
  private static void rethrow(Throwable thrown) {
    thrown.addSuppressed(new IllegalStateException("kernel: another thread of this loop failed"));
    switch (thrown) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException("kernel: another thread failed", thrown);
    }
  }

  private void invite(List<LoopThread> threads) {
    for (LoopThread thread : threads) {
      if (invited.size() == most) {
        return;
      }
      // In the list before it is out: one that is out and could not be withdrawn would never end.
      var invitation = new LoopThread.Invitation(this, invited.size() + 1);
      invited.add(new Invited(thread, invitation));
      present.incrementAndGet();
      if (!thread.invite(invitation)) {
        present.decrementAndGet();
        invited.removeLast();
      }
    }
  }

  /** The caller takes pieces, and has sleeping threads woken if they are of use. */
  private void lead() {
    if (isAnyAsleep()) {
      if (pieces < PIECES_TO_TRY) {
        pieceNanos = WAKE_NANOS;
      } else {
        takeUntilWorthAnother();
      }
      wakeNext();
    }
    drain(0);
  }

  /** Takes pieces while what is left seems too short for a thread that must be woken. */
  private void takeUntilWorthAnother() {
    long begin = System.nanoTime();
    long done = 0;
    for (long span = shares.takeOne(0);
        LoopShares.size(span) > 0 && failure.get() == null;
        span = shares.take(0, PART_ALONE)) {
      run(0, span);
      done += LoopShares.size(span);
      pieceNanos = Math.max(1, (System.nanoTime() - begin) / done);
      if (isWorthAnother()) {
        return;
      }
    }
  }

  private boolean isAnyAsleep() {
    for (Invited each : invited) {
      if (each.thread.isAsleep()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one more thread would be of use beside those that are awake or being woken. */
  private boolean isWorthAnother() {
    long nanos = pieceNanos * shares.left();
    return nanos > WAKE_NANOS * (1 + nextToWake.get());
  }

  private void wakeNext() {
    while (isWorthAnother()) {
      int next = nextToWake.getAndIncrement();
      if (next >= invited.size()) {
        return;
      }
      LoopThread thread = invited.get(next).thread;
      if (thread.isAsleep()) {
        thread.wake();
        return;
      }
    }
  }

  /**
   * The part of a thread that has accepted its invitation. What it throws, the caller throws.
   *
   * @param worker number of the worker it is
   */
  void help(int worker) {
    ParallelLoop.join();
    try {
      if (pieceNanos > 0) {
        // Who was woken wakes two others: so many are awake soon, and the caller's time is spared.
        wakeNext();
        wakeNext();
      }
      drain(worker);
    } catch (Throwable thrown) {
      // Not swallowed: the caller throws it.
      failure.compareAndSet(null, thrown);
    } finally {
      ParallelLoop.leave();
    }
  }

  /** The end of a thread's part: it touches this loop's memory no more. */
  void leave() {
    if (present.decrementAndGet() == 0) {
      // None waits as a rule; unpark takes none for nothing.
      LockSupport.unpark(waiting);
    }
  }

  private void drain(int worker) {
    for (long span = shares.take(worker, PART);
        LoopShares.size(span) > 0 && failure.get() == null;
        span = shares.take(worker, PART)) {
      run(worker, span);
      if (worker > 0 && !keepsThreads && ParallelLoop.isCrowded()) {
        // Other loops have begun: their callers need the core more.
        return;
      }
    }
  }

  private void run(int worker, long span) {
    body.run(worker, item(LoopShares.begin(span)), item(LoopShares.end(span)));
  }

  /** First item of a piece. */
  private long item(int piece) {
    long whole = items / pieces;
    return piece * whole + Math.min(piece, items % pieces);
  }

  /** Takes back what has not been accepted. */
  private void withdraw() {
    for (Invited each : invited) {
      if (each.thread.withdraw(each.invitation)) {
        present.decrementAndGet();
      }
    }
  }

  private void awaitOthers() {
    withdraw();
    long begin = System.nanoTime();
    while (present.get() > 0 && ParallelLoop.mayStayAwake(0)) {
      if (!ParallelLoop.stayAwake(begin, AWAKE_NANOS)) {
        break;
      }
    }
    if (present.get() == 0) {
      return;
    }
    waiting = Thread.currentThread();
    boolean interrupted = false;
    while (present.get() > 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

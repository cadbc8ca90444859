package dev.sparrow.jit.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A daemon that takes part in loops it is invited to. After a loop it stays awake for some time,
 * since the next one tends to follow soon and waking a thread takes longer than many a loop.
 */
final class LoopThread {
  /**
   * How long a thread looks for its next loop before it sleeps: some times what waking takes both
   * sides, more than what passes between the steps of a program or between calls that follow one
   * another.
   */
  private static final long AWAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** Threads that look for a loop. */
  private static final AtomicInteger LOOKING = new AtomicInteger();

  /** What a thread has that is in a loop: nobody can invite it. */
  private static final Invitation BUSY = new Invitation(null, 0);

  private final AtomicReference<@Nullable Invitation> slot = new AtomicReference<>();
  private final Thread thread;
  private boolean isStarted;

  /** Whether it takes {@link #wake} to have this thread see an invitation. */
  private volatile boolean isAsleep = true;

  /**
   * A place in a loop.
   *
   * @param loop the loop
   * @param worker number of the worker that the thread is to be
   */
  record Invitation(@Nullable SharedLoop loop, int worker) {}

  /**
   * @param number number of this thread among all
   */
  LoopThread(int number) {
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("sparrow-kernel-" + number)
            .unstarted(() -> ParallelLoop.asWorker(this::serve));
  }

  /**
   * Offers a place in a loop. A thread that is awake takes it by itself; who offers it waits for
   * {@link SharedLoop}'s end of it or withdraws it.
   *
   * @return whether the thread had nothing else to do
   */
  boolean invite(Invitation invitation) {
    return slot.compareAndSet(null, invitation);
  }

  /** Takes an invitation back; true if the thread has not begun and never will. */
  boolean withdraw(Invitation invitation) {
    return slot.compareAndSet(invitation, null);
  }

  /** Whether this thread sees an invitation only when it is woken. */
  boolean isAsleep() {
    return isAsleep;
  }

  /** Wakes the thread, which takes the caller some microseconds. */
  void wake() {
    synchronized (this) {
      if (!isStarted) {
        thread.start();
        isStarted = true;
        return;
      }
    }
    LockSupport.unpark(thread);
  }

  private void serve() {
    while (true) {
      accept(next());
      look();
    }
  }

  /** Runs a loop; a method of its own, so that a sleeping thread holds no memory of a loop. */
  private void accept(Invitation invitation) {
    SharedLoop loop = invitation.loop;
    if (loop != null && slot.compareAndSet(invitation, BUSY)) {
      loop.help(invitation.worker);
      // In this order, so that the caller's next loop finds this thread free.
      slot.set(null);
      loop.leave();
    }
  }

  /** Stays awake for a while, or until invited. */
  private void look() {
    long begin = System.nanoTime();
    LOOKING.incrementAndGet();
    try {
      while (slot.get() == null && ParallelLoop.mayStayAwake(LOOKING.get())) {
        if (!ParallelLoop.stayAwake(begin, AWAKE_NANOS)) {
          return;
        }
      }
    } finally {
      LOOKING.decrementAndGet();
    }
  }

  private Invitation next() {
    Invitation invitation = slot.get();
    if (invitation != null) {
      return invitation;
    }
    isAsleep = true;
    for (invitation = slot.get(); invitation == null; invitation = slot.get()) {
      LockSupport.park(this);
      // An interrupted thread would not sleep.
      Thread.interrupted();
    }
    isAsleep = false;
    return invitation;
  }
}

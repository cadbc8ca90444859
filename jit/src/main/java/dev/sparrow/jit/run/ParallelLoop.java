package dev.sparrow.jit.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spreads a loop over the cores. The calling thread takes part; the others come from one pool of
 * daemons that all loops share. Which thread does which item is left to chance, so items must not
 * depend on each other, and their results must not depend on the thread.
 */
public final class ParallelLoop {
  /** System property: threads a loop may use, default the number of cores. */
  public static final String THREADS_PROPERTY = "sparrow.threads";

  /** Pieces each thread's share is cut into, so that a slow thread holds up the others little. */
  private static final int PIECES_PER_THREAD = 4;

  private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();

  /** Threads in loops that are shared now. */
  private static final AtomicInteger BUSY = new AtomicInteger();

  private ParallelLoop() {}

  /** What is done for some items. */
  @FunctionalInterface
  interface Body {
    /**
     * Does items {@code begin} to {@code end - 1}.
     *
     * @param worker number of the thread within this loop, from 0; one thread at a time has it
     * @param begin first item
     * @param end one past the last item
     */
    void run(int worker, long begin, long end);
  }

  /** The pool, made on first use. */
  private static final class Pool {
    static final int THREADS =
        Math.max(
            1, Integer.getInteger(THREADS_PROPERTY, Runtime.getRuntime().availableProcessors()));
    static final ExecutorService WORKERS =
        Executors.newFixedThreadPool(
            Math.max(1, THREADS - 1),
            Thread.ofPlatform().daemon().name("sparrow-kernel-", 0).factory());
  }

  /**
   * Runs code whose loops stay on the calling thread: inside a Spark task, say, which owns one
   * core.
   *
   * @param <R> result type
   * @param body the code
   * @return its result
   */
  public static <R> R onCallingThread(Supplier<R> body) {
    return withThreads(1, body);
  }

  /**
   * Runs code whose loops use at most some threads.
   *
   * @param <R> result type
   * @param threads the most threads, the calling one included; at least 1
   * @param body the code
   * @return its result
   */
  public static <R> R withThreads(int threads, Supplier<R> body) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: need at least 1, got " + threads);
    }
    return ScopedValue.where(LIMIT, threads).call(body::get);
  }

  /** {@return the most threads a loop of the calling thread may use} */
  public static int threads() {
    return LIMIT.isBound() ? LIMIT.get() : Pool.THREADS;
  }

  /**
   * Runs a loop to its end. Several loops at once share the cores: each takes as many threads of
   * the pool as the others leave, unless {@link #withThreads} said how many it may have.
   *
   * @param items number of items
   * @param threads threads to use
   * @param body what to do
   */
  static void run(long items, int threads, Body body) {
    int used = (int) Math.min(threads, items);
    if (used <= 1) {
      body.run(0, 0, items);
      return;
    }
    int busy = BUSY.incrementAndGet();
    int helpers = LIMIT.isBound() ? used - 1 : Math.clamp(Pool.THREADS - busy, 0, used - 1);
    Shared loop = new Shared(items, used, LIMIT.isBound(), body);
    try {
      for (int worker = 1; worker <= helpers; worker++) {
        int number = worker;
        Pool.WORKERS.execute(() -> loop.help(number));
      }
      loop.finish();
    } finally {
      BUSY.decrementAndGet();
    }
  }

  /** A loop that several threads take pieces of. */
  private static final class Shared {
    private final long items;
    private final long piece;
    private final boolean keepsThreads;
    private final Body body;
    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Helpers at work; and none may begin once the caller has run out of pieces. */
    private int helping;

    private boolean isOver;

    Shared(long items, int threads, boolean keepsThreads, Body body) {
      this.items = items;
      this.piece = Math.max(1, items / ((long) threads * PIECES_PER_THREAD));
      this.keepsThreads = keepsThreads;
      this.body = body;
    }

    /** The caller's part: pieces like the others, then waiting for those who are not done. */
    void finish() {
      try {
        drain(0);
      } finally {
        // Other threads write to this run's memory: it must not be given back before they are done.
        awaitHelpers();
      }
      Throwable thrown = failure.get();
      if (thrown != null) {
        throw new IllegalStateException("kernel: a worker thread failed", thrown);
      }
    }

    void help(int worker) {
      if (!begin()) {
        return;
      }
      BUSY.incrementAndGet();
      try {
        // A kernel's loop never starts another, but a thread of the pool must not wait for it.
        ScopedValue.where(LIMIT, 1).run(() -> drain(worker));
      } catch (Throwable thrown) {
        failure.compareAndSet(null, thrown);
      } finally {
        BUSY.decrementAndGet();
        end();
      }
    }

    private void drain(int worker) {
      for (long begin = next.getAndAdd(piece); begin < items; begin = next.getAndAdd(piece)) {
        body.run(worker, begin, Math.min(items, begin + piece));
        if (worker > 0 && !keepsThreads && BUSY.get() > Pool.THREADS) {
          // Other loops have begun: their callers need the core more.
          return;
        }
      }
    }

    private synchronized boolean begin() {
      helping += isOver ? 0 : 1;
      return !isOver;
    }

    private synchronized void end() {
      helping--;
      notifyAll();
    }

    private synchronized void awaitHelpers() {
      isOver = true;
      boolean interrupted = false;
      while (helping > 0) {
        try {
          wait();
        } catch (InterruptedException retry) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

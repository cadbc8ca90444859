package dev.sparrow.jit.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

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
   * Runs a loop to its end.
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
    long piece = Math.max(1, items / ((long) used * PIECES_PER_THREAD));
    AtomicLong next = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch others = new CountDownLatch(used - 1);
    for (int worker = 1; worker < used; worker++) {
      int number = worker;
      Pool.WORKERS.execute(() -> {
        try {
          // A kernel's loop never starts another, but a thread of the pool must not wait for it.
          ScopedValue.where(LIMIT, 1).run(() -> drain(number, items, piece, next, body));
        } catch (Throwable thrown) {
          failure.compareAndSet(null, thrown);
        } finally {
          others.countDown();
        }
      });
    }
    try {
      drain(0, items, piece, next, body);
    } finally {
      // Other threads write to this run's memory: it must not be given back before they are done.
      awaitUninterruptibly(others);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("kernel: a worker thread failed", failure.get());
    }
  }

  private static void drain(int worker, long items, long piece, AtomicLong next, Body body) {
    for (long begin = next.getAndAdd(piece); begin < items; begin = next.getAndAdd(piece)) {
      body.run(worker, begin, Math.min(items, begin + piece));
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException retry) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.sparrow.jit.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Spreads a loop over the cores. The calling thread takes part; the others come from one pool of
 * daemons that all loops share. Each has its own part of the items, the same from loop to loop, and
 * whoever is done takes from the others' parts. So which thread does which item is left to chance
 * after all: items must not depend on each other, nor their results on the thread.
 */
public final class ParallelLoop {
  /** System property: threads a loop may use, default the number of cores. */
  public static final String THREADS_PROPERTY = "sparrow.threads";

  /** How long a thread without work keeps its core from other programs. */
  private static final long ALONE_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  /** A thread that lets go of its core and has it back sooner had no other one waiting. */
  private static final long OTHERS_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();

  /** Threads in loops that are shared now. */
  private static final AtomicInteger BUSY = new AtomicInteger();

  /** Threads that run code whose loops are limited: tasks of Spark, as a rule. */
  private static final AtomicInteger LIMITED = new AtomicInteger();

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

  /** The pool, made on first use; its threads start when they are first woken. */
  private static final class Pool {
    static final int THREADS =
        Math.max(
            1, Integer.getInteger(THREADS_PROPERTY, Runtime.getRuntime().availableProcessors()));

    /** Cores that threads of loops may keep to themselves for a while. */
    static final int CORES = Math.min(THREADS, Runtime.getRuntime().availableProcessors());

    static final List<LoopThread> OTHERS =
        IntStream.range(0, THREADS - 1).mapToObj(LoopThread::new).toList();
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
    if (LIMIT.isBound()) {
      return ScopedValue.where(LIMIT, threads).call(body::get);
    }
    LIMITED.incrementAndGet();
    try {
      return ScopedValue.where(LIMIT, threads).call(body::get);
    } finally {
      LIMITED.decrementAndGet();
    }
  }

  /** Runs a thread of the pool: a loop in a loop stays on it. */
  static void asWorker(Runnable body) {
    ScopedValue.where(LIMIT, 1).run(body);
  }

  /** {@return the most threads a loop of the calling thread may use} */
  public static int threads() {
    return LIMIT.isBound() ? LIMIT.get() : Pool.THREADS;
  }

  /**
   * Runs a loop to its end. Several loops at once share the cores: each takes as many threads of
   * the pool as the others leave, unless {@link #withThreads} said how many it may have. What the
   * body throws on any thread, this throws, once no thread is in the body.
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
    try {
      int others = Math.min(used - 1, Pool.OTHERS.size());
      int helpers = LIMIT.isBound() ? others : Math.clamp(Pool.THREADS - busy, 0, others);
      if (helpers == 0) {
        body.run(0, 0, items);
      } else {
        new SharedLoop(items, 1 + helpers, LIMIT.isBound(), body).run(Pool.OTHERS);
      }
    } finally {
      BUSY.decrementAndGet();
    }
  }

  /** Counts a thread that joins a loop. */
  static void join() {
    BUSY.incrementAndGet();
  }

  /** Counts a thread that leaves a loop. */
  static void leave() {
    BUSY.decrementAndGet();
  }

  /** Whether more threads are in loops than there should be. */
  static boolean isCrowded() {
    return BUSY.get() > Pool.THREADS;
  }

  /**
   * Whether threads may stay awake without work: only on cores that nobody else of this JVM needs,
   * as far as loops know. Some thread works outside of loops if none does inside.
   *
   * @param idle threads that stay awake so, the calling one included
   */
  static boolean mayStayAwake(int idle) {
    return Math.max(1, Math.max(BUSY.get(), LIMITED.get())) + idle <= Pool.CORES;
  }

  /**
   * Passes some time awake: shortly without letting go of the core, then such that other programs
   * get it where they wait for one.
   *
   * @param begin {@link System#nanoTime} since when this thread stays awake
   * @param most for how many nanoseconds it is to
   * @return false if that is over, or another program has had the core
   */
  // Yielding is for speed alone: whoever waits for something looks for it itself.
  @SuppressWarnings("ThreadPriorityCheck")
  static boolean stayAwake(long begin, long most) {
    long now = System.nanoTime();
    if (now - begin < ALONE_NANOS) {
      Thread.onSpinWait();
      return true;
    }
    Thread.yield();
    long after = System.nanoTime();
    return after - begin < most && after - now < OTHERS_NANOS;
  }
}

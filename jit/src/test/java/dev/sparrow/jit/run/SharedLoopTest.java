package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers of shared loops rely on, whoever else runs loops meanwhile. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedLoopTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  /** On a machine that other programs keep busy, a thread may begin long after it is woken. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** A loop that notes which items were done, and that no two threads were the same worker. */
  private static final class Tally implements ParallelLoop.Body {
    private final int[] times;
    private final AtomicIntegerArray atWork;
    private final long nanosPerItem;
    private volatile String wrong = "";

    Tally(int items, int threads, long nanosPerItem) {
      this.times = new int[items];
      this.atWork = new AtomicIntegerArray(Math.max(1, threads));
      this.nanosPerItem = nanosPerItem;
    }

    @Override
    public void run(int worker, long begin, long end) {
      if (atWork.incrementAndGet(worker) != 1) {
        wrong = "two threads are worker " + worker;
      }
      for (long item = begin; item < end; item++) {
        // Plain, as kernels write: the caller must see it all the same.
        times[(int) item]++;
        spend(nanosPerItem);
      }
      atWork.decrementAndGet(worker);
    }

    void assertEachOnce(String where) {
      assertEquals("", wrong, where);
      for (int item = 0; item < times.length; item++) {
        assertEquals(1, times[item], where + ": item " + item);
      }
      for (int worker = 0; worker < atWork.length(); worker++) {
        assertEquals(0, atWork.get(worker), where + ": worker " + worker + " is still at work");
      }
    }
  }

  private static void spend(long nanos) {
    if (nanos > 0) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < nanos) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyItemIsDoneOnceWhoeverElseRunsLoops(int callers) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      SplittableRandom random = new SplittableRandom(SEED + caller);
      Runnable loops = () -> manyLoops(random, 20_000 / callers);
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, thrown) -> failure.compareAndSet(null, thrown))
              .start(loops));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("-Dseed=" + SEED, failure.get());
    }
  }

  private static void manyLoops(SplittableRandom random, int loops) {
    for (int loop = 0; loop < loops; loop++) {
      int items = random.nextInt(1, random.nextBoolean() ? 8 : 300);
      int used = random.nextInt(1, 7);
      // From loops too short for two threads to such as wake others.
      long nanos = random.nextInt(20) == 0 ? random.nextLong(4_000) : random.nextLong(60);
      Tally tally = new Tally(items, used, nanos);
      if (random.nextBoolean()) {
        ParallelLoop.run(items, used, tally);
      } else {
        ParallelLoop.withThreads(
            used,
            () -> {
              ParallelLoop.run(items, used, tally);
              return null;
            });
      }
      tally.assertEachOnce(
          "-Dseed=%d: loop %d, %d items, %d threads".formatted(SEED, loop, items, used));
      if (random.nextInt(50) == 0) {
        // Long enough for the others to fall asleep.
        LockSupport.parkNanos(random.nextLong(400_000));
      }
    }
  }

  @Test
  void loopsInLoopsEnd() {
    int outer = 60;
    int inner = 50;
    AtomicIntegerArray done = new AtomicIntegerArray(outer * inner);
    for (int round = 1; round <= 20; round++) {
      ParallelLoop.run(
          outer,
          4,
          (_, begin, end) -> {
            for (long item = begin; item < end; item++) {
              int first = (int) item * inner;
              ParallelLoop.run(
                  inner,
                  4,
                  (_, from, to) -> {
                    for (long at = from; at < to; at++) {
                      done.incrementAndGet(first + (int) at);
                      spend(2_000);
                    }
                  });
            }
          });
      for (int item = 0; item < outer * inner; item++) {
        assertEquals(round, done.get(item));
      }
    }
  }

  @Test
  void aThreadOfThePoolRunsLoopsAlone() throws InterruptedException {
    assumeTrue(ParallelLoop.threads() > 1);
    AtomicInteger threads = new AtomicInteger();
    withAnotherThread(() -> threads.set(ParallelLoop.threads()), () -> {});
    assertEquals(1, threads.get());
  }

  @Test
  void whatAnotherThreadThrowsTheCallerThrows() throws InterruptedException {
    assumeTrue(ParallelLoop.threads() > 1);
    for (Throwable thrown :
        List.of(new IllegalArgumentException("bad item"), new AssertionError())) {
      Throwable met =
          assertThrows(Throwable.class, () -> withAnotherThread(() -> sneak(thrown), () -> {}));
      assertSame(thrown, met);
      // The place of the call is there, too.
      assertTrue(
          List.of(met.getSuppressed()[0].getStackTrace()).stream()
              .anyMatch(frame -> frame.getClassName().equals(SharedLoopTest.class.getName())));
    }
    Tally after = new Tally(100, 2, 1_000);
    ParallelLoop.run(100, 2, after);
    after.assertEachOnce("the loop after one that failed");
  }

  @Test
  void aCallerThatFailsWaitsForTheOthers() {
    assumeTrue(ParallelLoop.threads() > 1);
    AtomicBoolean inside = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    IllegalStateException own = new IllegalStateException("the caller's");
    Throwable met =
        assertThrows(
            IllegalStateException.class,
            () ->
                withAnotherThread(
                    () -> {
                      inside.set(true);
                      begun.countDown();
                      spend(TimeUnit.MILLISECONDS.toNanos(20));
                      inside.set(false);
                    },
                    () -> {
                      await(begun);
                      throw own;
                    }));
    assertSame(own, met);
    assertFalse(inside.get(), "the loop's memory is given back while a thread is at work");
  }

  /** A loop looks short by its first pieces: threads that sleep are woken when it turns out not. */
  @Test
  void aLoopWhoseFirstItemsAreShortIsSharedToo() {
    assumeTrue(ParallelLoop.threads() > 1);
    // Until those awake from other loops sleep.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    Thread caller = Thread.currentThread();
    AtomicInteger others = new AtomicInteger();
    ParallelLoop.run(
        64,
        2,
        (_, begin, end) -> {
          for (long item = begin; item < end; item++) {
            spend(item < 4 ? 0 : TimeUnit.MILLISECONDS.toNanos(2));
            others.addAndGet(Thread.currentThread() == caller ? 0 : 1);
          }
        });
    assertTrue(others.get() > 0, "the caller was alone");
  }

  @Test
  void aLoopStopsSoonAfterAFailure() {
    AtomicInteger done = new AtomicInteger();
    int items = 100_000;
    assertThrows(
        IllegalStateException.class,
        () ->
            ParallelLoop.run(
                items,
                4,
                (_, begin, end) -> {
                  done.addAndGet((int) (end - begin));
                  throw new IllegalStateException("item " + begin);
                }));
    assertTrue(done.get() < items, () -> done + " items done");
  }

  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() throws InterruptedException {
    assumeTrue(ParallelLoop.threads() > 1);
    Thread caller = Thread.currentThread();
    for (boolean before : new boolean[] {true, false}) {
      AtomicBoolean inside = new AtomicBoolean();
      CountDownLatch begun = new CountDownLatch(1);
      if (before) {
        caller.interrupt();
      }
      withAnotherThread(
          () -> {
            inside.set(true);
            begun.countDown();
            spend(TimeUnit.MILLISECONDS.toNanos(5));
            caller.interrupt();
            spend(TimeUnit.MILLISECONDS.toNanos(20));
            inside.set(false);
          },
          () -> {
            while (begun.getCount() > 0) {
              Thread.onSpinWait();
            }
          });
      assertFalse(inside.get());
      assertTrue(Thread.interrupted());
    }
  }

  /**
   * Runs a loop of which a thread of the pool does some items and the caller others; waits until
   * one comes.
   */
  private static void withAnotherThread(Runnable others, Runnable callers)
      throws InterruptedException {
    CountDownLatch joined = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicBoolean begun = new AtomicBoolean();
    long end = System.nanoTime() + MOST_NANOS;
    Thread caller = Thread.currentThread();
    ParallelLoop.run(
        64,
        2,
        (worker, _, _) -> {
          if (Thread.currentThread() != caller) {
            assertEquals(1, worker);
            joined.countDown();
            if (first.getAndSet(false)) {
              others.run();
            }
          } else if (begun.getAndSet(true)) {
            awaitAwake(joined, end);
            if (joined.getCount() == 0) {
              callers.run();
            }
          } else {
            // The first piece tells that the loop is long; the second waits for the other thread.
            spend(TimeUnit.MICROSECONDS.toNanos(200));
          }
        });
    assertEquals(0, joined.getCount(), "no other thread took part");
  }

  /** Waits until {@code end} at most, for an interrupted thread, too. */
  private static void awaitAwake(CountDownLatch latch, long end) {
    while (latch.getCount() > 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}

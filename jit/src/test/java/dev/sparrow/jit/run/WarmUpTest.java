package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose turn it is when several loops wait for HotSpot. */
class WarmUpTest {
  private static WarmUp.Progress loop(long scalarCalls, long callsSeen, int rounds) {
    WarmUp.Trial trial = new WarmUp.Trial(_ -> {}, _ -> {}, () -> {});
    WarmUp.Candidate candidate =
        new WarmUp.Candidate() {
          @Override
          public WarmUp.Trial trial(long readable, long writable) {
            return trial;
          }

          @Override
          public long scalarCalls() {
            return scalarCalls;
          }
        };
    WarmUp.Progress progress = new WarmUp.Progress(candidate, trial);
    progress.callsSeen = callsSeen;
    progress.rounds = rounds;
    return progress;
  }

  @Test
  void aLoopThatIsCalledComesBeforeThoseThatAreNot() {
    WarmUp.Progress called = loop(200, 100, 50);
    assertSame(called, WarmUp.next(List.of(loop(100, 100, 0), called, loop(7, 7, 1))));
  }

  @Test
  void aNewLoopIsTakenForOneThatIsCalled() {
    WarmUp.Progress fresh = loop(48, -1, 0);
    assertSame(fresh, WarmUp.next(List.of(fresh, loop(100, 100, 0))));
  }

  @Test
  void aLoopThatDoesNotCountItsCallsIsTakenForOneThatIsCalled() {
    WarmUp.Progress unknown = loop(WarmUp.UNKNOWN, WarmUp.UNKNOWN, 9);
    assertSame(unknown, WarmUp.next(List.of(loop(5, 5, 0), unknown)));
  }

  @Test
  void amongLoopsThatAreCalledTheOneWithTheFewestRoundsComesFirst() {
    WarmUp.Progress few = loop(10, 5, 2);
    assertSame(few, WarmUp.next(List.of(loop(10, 5, 3), few, loop(10, 5, 400))));
  }

  @Test
  void aLoopThatHasTakenOverWaitsForThoseThatHaveNot() {
    WarmUp.Progress adopted = loop(10, 5, 0);
    adopted.adopted = true;
    WarmUp.Progress called = loop(10, 5, 30);
    assertSame(called, WarmUp.next(List.of(called, adopted)));
  }

  @Test
  void aLoopThatHasHadManyRoundsInVainComesBeforeNoOther() {
    WarmUp.Progress few = loop(100, 100, 60);
    assertSame(few, WarmUp.next(List.of(loop(200, 100, 64), few, loop(200, 100, 500))));
  }

  @Test
  void theNewestComesFirstAmongEquals() {
    WarmUp.Progress newest = loop(10, 5, 1);
    assertSame(newest, WarmUp.next(List.of(loop(10, 5, 1), newest)));
  }

  @ParameterizedTest
  @CsvSource({"0,63,false", "0,64,true", "1,64,false", "1,127,false", "1,128,true", "4,1024,true"})
  void aLoopHasMoreRoundsEachTimeItIsWritten(int renewals, int rounds, boolean isOut) {
    WarmUp.Progress progress = loop(10, 5, rounds);
    progress.renewals = renewals;
    assertEquals(isOut, progress.isOut());
  }

  /** What a loop is like that HotSpot does not come to optimise. */
  enum Stuck {
    SLOWER_THAN_ITS_TWIN,
    FASTER_THAN_A_TWIN_THAT_IS_SLOW_TOO
  }

  @ParameterizedTest
  @EnumSource
  void aLoopThatIsNotOptimisedIsWrittenAnew(Stuck stuck) throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    CountDownLatch adopted = new CountDownLatch(1);
    new WarmUp().submit((_, _) -> trial(stuck, written.incrementAndGet(), adopted));
    assertTrue(adopted.await(60, TimeUnit.SECONDS));
    assertEquals(2, written.get());
  }

  private static WarmUp.Trial trial(Stuck stuck, int written, CountDownLatch adopted) {
    IntConsumer scalar = _ -> spend(stuck == Stuck.SLOWER_THAN_ITS_TWIN ? 100_000 : 400_000);
    if (written == 1) {
      return new WarmUp.Trial(scalar, WarmUpTest::box, () -> {});
    }
    return new WarmUp.Trial(scalar, _ -> spend(10_000), adopted::countDown);
  }

  @Test
  void aLoopThatBecomesSlowAfterItTookOverIsWrittenAnew() throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    AtomicLong tookOver = new AtomicLong(Long.MAX_VALUE);
    CountDownLatch adopted = new CountDownLatch(2);
    new WarmUp()
        .submit((_, _) -> {
          boolean first = written.incrementAndGet() == 1;
          return new WarmUp.Trial(
              _ -> spend(2_000_000),
              _ -> {
                boolean slow = first && System.nanoTime() > tookOver.get() + 500_000_000;
                spend(slow ? 1_000_000 : 10_000);
              },
              () -> {
                tookOver.compareAndSet(Long.MAX_VALUE, System.nanoTime());
                adopted.countDown();
              });
        });
    assertTrue(adopted.await(60, TimeUnit.SECONDS));
    assertEquals(2, written.get());
  }

  /** Takes 200 microseconds for elements and, as vectors that are objects do, memory. */
  private static void box(int elements) {
    byte[][] vectors = new byte[elements][200];
    spend(200_000 + vectors.length);
  }

  private static void spend(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}

package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void theNewestComesFirstAmongEquals() {
    WarmUp.Progress newest = loop(10, 5, 1);
    assertSame(newest, WarmUp.next(List.of(loop(10, 5, 1), newest)));
  }
}

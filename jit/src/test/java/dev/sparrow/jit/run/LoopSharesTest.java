package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopSharesTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void aWorkerTakesItsOwnShareFromTheFrontAndOthersFromTheBack() {
    LoopShares shares = new LoopShares(16, 2);
    assertSpan(8, 9, shares.takeOne(1));
    assertSpan(9, 12, shares.take(1, 2));
    assertSpan(12, 14, shares.take(1, 2));
    assertSpan(14, 15, shares.take(1, 2));
    assertSpan(15, 16, shares.take(1, 2));
    assertEquals(8, shares.left());
    assertSpan(4, 8, shares.take(1, 2));
    assertSpan(0, 1, shares.takeOne(0));
    assertSpan(1, 4, shares.take(0, 1));
    assertEquals(0, shares.left());
    assertEquals(0, LoopShares.size(shares.take(0, 2)));
    assertEquals(0, LoopShares.size(shares.take(1, 2)));
    assertEquals(0, LoopShares.size(shares.takeOne(1)));
  }

  private static void assertSpan(int begin, int end, long span) {
    assertEquals(begin, LoopShares.begin(span));
    assertEquals(end, LoopShares.end(span));
    assertEquals(end - begin, LoopShares.size(span));
  }

  /** In any order of the workers: each piece once, and none is left when nothing is handed out. */
  @Test
  void everyPieceIsTakenOnce() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 2000; round++) {
      int pieces = random.nextInt(1, 200);
      int workers = random.nextInt(1, 9);
      int part = random.nextInt(1, 6);
      // Some never come.
      int present = random.nextInt(1, workers + 1);
      String where = "-Dseed=%d: round %d".formatted(SEED, round);
      LoopShares shares = new LoopShares(pieces, workers);
      BitSet taken = new BitSet(pieces);
      while (shares.left() > 0) {
        int worker = random.nextInt(present);
        long span = random.nextInt(8) == 0 ? shares.takeOne(worker) : shares.take(worker, part);
        assertTrue(taken.get(LoopShares.begin(span), LoopShares.end(span)).isEmpty(), where);
        taken.set(LoopShares.begin(span), LoopShares.end(span));
        assertEquals(pieces, taken.cardinality() + shares.left(), where);
      }
      assertEquals(pieces, taken.cardinality(), where);
    }
  }

  @Test
  void threadsTakeEveryPieceOnce() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      int pieces = random.nextInt(1, 1000);
      int workers = random.nextInt(2, 5);
      int part = random.nextInt(1, 6);
      LoopShares shares = new LoopShares(pieces, workers);
      AtomicIntegerArray times = new AtomicIntegerArray(pieces);
      List<Thread> threads = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        int number = worker;
        threads.add(Thread.ofPlatform().start(() -> takeAll(shares, number, part, times)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertTrue(
          IntStream.range(0, pieces).allMatch(piece -> times.get(piece) == 1),
          "-Dseed=%d: round %d: %s".formatted(SEED, round, times));
    }
  }

  private static void takeAll(LoopShares shares, int worker, int part, AtomicIntegerArray times) {
    for (long span = shares.take(worker, part);
        LoopShares.size(span) > 0;
        span = shares.take(worker, part)) {
      for (int piece = LoopShares.begin(span); piece < LoopShares.end(span); piece++) {
        times.incrementAndGet(piece);
      }
    }
  }
}

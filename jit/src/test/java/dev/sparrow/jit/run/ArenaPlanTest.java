package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArenaPlanTest {
  @Test
  void lifetimesThatDoNotMeetShareMemory() {
    ArenaPlan plan = new ArenaPlan();
    assertEquals(0, plan.place(1000, 0, 1));
    assertEquals(1024, plan.place(1000, 1, 2));
    assertEquals(0, plan.place(1000, 2, 3));
    assertEquals(2048, plan.bytes());
  }

  @Test
  void lifetimesThatMeetNeverOverlap() {
    record Placed(long begin, long end, int first, int last) {}
    long seed = Long.getLong("seed", 5);
    SplittableRandom random = new SplittableRandom(seed);
    ArenaPlan plan = new ArenaPlan();
    List<Placed> all = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      long size = random.nextInt(1, 5000);
      int last = step + random.nextInt(0, 12);
      long begin = plan.place(size, step, last);
      Placed placed = new Placed(begin, begin + size, step, last);
      for (Placed other : all) {
        boolean meet = other.last >= placed.first;
        boolean overlap = other.begin < placed.end && placed.begin < other.end;
        assertTrue(!meet || !overlap, "-Dseed=" + seed + ": " + placed + " and " + other);
      }
      assertTrue(placed.end <= plan.bytes());
      all.add(placed);
    }
  }
}

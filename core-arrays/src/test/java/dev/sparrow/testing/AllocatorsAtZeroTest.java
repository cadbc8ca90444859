package dev.sparrow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllocatorsAtZeroTest {
  private static List<NDArray> small(int arrays) {
    return Stream.generate(() -> HostValues.array(new float[] {1, 2})).limit(arrays).toList();
  }

  @Test
  void anOlderArrayThatLivesOnIsNoLeakOfThoseAfterIt() {
    List<NDArray> older = small(3);
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    assertEquals(19, small(19).size());
    assertTrue(AllocatorsAtZero.collect(before) <= before);
    assertFalse(older.getLast().isDeleted());
  }

  @Test
  void oneSmallArrayIsALeak() {
    List<NDArray> older = small(3);
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    List<NDArray> leak = small(1);
    assertTrue(AllocatorsAtZero.bytesInUseAfterCollection() > before);
    assertFalse(leak.getLast().isDeleted() || older.getLast().isDeleted());
  }
}

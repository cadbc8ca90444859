package dev.sparrow.sharding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.graph.ReductionTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1023, 1024, 1025, 5000, 3_000_000, (1L << 53) + 12_345})
  void piecesTileTheAxisAtLeafBoundaries(long extent) {
    for (int pieces : new int[] {1, 2, 3, 7, 64, 1000}) {
      long next = 0;
      long longest = 0;
      long shortest = Long.MAX_VALUE;
      for (int index = 0; index < pieces; index++) {
        Shard shard = Shard.of(extent, pieces, index);
        assertEquals(next, shard.start());
        assertTrue(
            shard.start() % ReductionTree.LEAF == 0 || shard.length() == 0, shard.toString());
        next = shard.end();
        longest = Math.max(longest, shard.length());
        shortest = Math.min(shortest, shard.length());
      }
      assertEquals(extent, next);
      assertEquals(longest, Shard.of(extent, pieces, 0).length());
      assertTrue(longest - shortest <= 2 * ReductionTree.LEAF);
    }
  }

  @Test
  void pieceThatDoesNotExistIsRefused() {
    ShardingException thrown = assertThrows(ShardingException.class, () -> Shard.of(5000, 3, 3));
    assertEquals(
        "shard: there is no piece 3 of an axis of length 5000 cut into 3 pieces",
        thrown.getMessage());
    assertThrows(ShardingException.class, () -> Shard.of(5000, 0, 0));
    assertThrows(ShardingException.class, () -> new Shard(0, -1, 5));
  }
}

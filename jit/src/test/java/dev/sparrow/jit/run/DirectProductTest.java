package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.jit.dot.DirectProduct;
import dev.sparrow.jit.dot.Lines;
import dev.sparrow.jit.dot.Tiles;
import dev.sparrow.jit.lower.LaneType;
import org.junit.jupiter.api.Test;

/** What microkernels cannot reach where it lies: no test has memory for products as large. */
class DirectProductTest {
  private static final Tiles TILES = TileCache.of(LaneType.F32);

  @Test
  void linesFarApartOrBackwardsArePacked() {
    long far = (1L << 27) / Float.BYTES;
    assertFalse(DirectProduct.packs(new Lines(0, DType.FLOAT32, far - 1, 1), TILES));
    assertTrue(DirectProduct.packs(new Lines(0, DType.FLOAT32, far, 1), TILES));
    assertTrue(DirectProduct.packs(new Lines(0, DType.FLOAT32, 1, far), TILES));
    assertTrue(DirectProduct.packs(new Lines(0, DType.FLOAT32, -1, 1), TILES));
  }

  @Test
  void resultsWhoseRowsAreFarApartGoByWayOfScratch() {
    long most = Integer.MAX_VALUE / Float.BYTES;
    assertEquals(0, product(most).scratchBytes());
    assertTrue(product(most + 1).scratchBytes() > 0);
  }

  private static DirectProduct product(long resultStride) {
    Lines left = new Lines(0, DType.FLOAT32, 16, 1);
    Lines right = new Lines(0, DType.FLOAT32, 1, 64);
    return new DirectProduct(DType.FLOAT32, resultStride, 4, 64, 16, left, right, TILES);
  }
}

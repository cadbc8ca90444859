package dev.sparrow.arrow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Structures of the C Data Interface, as another language would pass them. */
@ExtendWith(AllocatorsAtZero.class)
class CDataTest {
  @Test
  void arraysGoThroughOnTheSameMemory() {
    List<NDArray> arrays =
        List.of(
            Creation.arange(7),
            Creation.arange(0.0, 24.0, 1.0).reshape(4, 6),
            Creation.arange(24).reshape(2, 3, 4).astype(DType.UINT8));
    for (NDArray x : arrays) {
      try (RootAllocator other = new RootAllocator();
          ArrowArray array = ArrowArray.allocateNew(other);
          ArrowSchema schema = ArrowSchema.allocateNew(other)) {
        CData.exportArray("x", x, array.memoryAddress(), schema.memoryAddress());
        NDArray back = CData.importArray(array.memoryAddress(), schema.memoryAddress());
        assertEquals(x.type(), back.type());
        assertArrayEquals(x.toByteArray(), back.toByteArray());
        assertEquals(address(x), address(back));
        back.close();
      }
    }
  }

  private static long address(NDArray x) {
    return HostValues.read("address", x, view -> view.address());
  }

  @Test
  void memoryStaysWhileTheOtherSideHasIt() {
    try (RootAllocator other = new RootAllocator();
        ArrowArray array = ArrowArray.allocateNew(other);
        ArrowSchema schema = ArrowSchema.allocateNew(other)) {
      NDArray x = Creation.arange(100_000).add(1).blockUntilReady();
      CData.exportArray("x", x, array.memoryAddress(), schema.memoryAddress());
      x.close();
      NDArray back = CData.importArray(array.memoryAddress(), schema.memoryAddress());
      assertEquals(5_000_050_000L, back.astype(DType.FLOAT64).sum().toDouble());
    }
  }

  @Test
  void whatArrowCannotHoldIsRefused() {
    DTypeException refused =
        assertThrows(
            DTypeException.class,
            () -> CData.exportArray("x", Creation.zeros(2).astype(DType.BFLOAT16), 0, 0));
    assertEquals(
        "arrow: no Arrow type holds bfloat16; astype(float32) loses nothing", refused.getMessage());
  }
}

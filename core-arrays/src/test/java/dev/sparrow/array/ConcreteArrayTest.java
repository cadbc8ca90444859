package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose memory it is, and until when. */
@ExtendWith(AllocatorsAtZero.class)
class ConcreteArrayTest {
  private static final int LARGE = 1 << 18;

  @Test
  void closeGivesMemoryBackAndLaterUseFails() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    NDArray x = HostValues.array(new float[LARGE]);
    assertTrue(BufferPool.shared().bytesInUse() >= before + 4 * LARGE);
    x.close();
    x.close();
    assertEquals(before, BufferPool.shared().bytesInUse());
    assertTrue(x.isDeleted());
    assertEquals(Shape.of(LARGE), x.shape());
    IllegalStateException deleted = assertThrows(IllegalStateException.class, x::toFloatArray);
    assertEquals("Array has been deleted with shape=f32[262144].", deleted.getMessage());
    assertThrows(IllegalStateException.class, x::blockUntilReady);
    assertThrows(IllegalStateException.class, () -> x.reshape(2, -1));
  }

  @Test
  void aWindowKeepsTheMemoryOfAClosedArray() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    NDArray x = HostValues.array(new int[] {1, 2, 3, 4});
    NDArray window = x.get("1:3");
    x.close();
    assertArrayEquals(new int[] {2, 3}, window.toIntArray());
    window.close();
    assertEquals(before, BufferPool.shared().bytesInUse());
  }

  @Test
  void workInFlightKeepsTheMemoryOfAClosedArray() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    ConcreteArray x = (ConcreteArray) HostValues.array(new int[] {5});
    x.hold();
    x.close();
    assertEquals(1, x.heldView().shape().size());
    assertTrue(x.heldView().address() != 0);
    x.unhold();
    assertEquals(before, BufferPool.shared().bytesInUse());
    assertThrows(IllegalStateException.class, x::hold);
  }

  @Test
  void unreachableArraysGiveMemoryBack() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    fillAndForget();
    assertEquals(before, AllocatorsAtZero.bytesInUseAfterCollection());
  }

  private static void fillAndForget() {
    long before = BufferPool.shared().bytesInUse();
    NDArray x = HostValues.array(new double[LARGE]);
    NDArray window = x.reshape(2, -1).transpose();
    assertEquals(2, window.shape().dim(1));
    assertTrue(BufferPool.shared().bytesInUse() > before);
  }

  @Test
  void wrapsForeignArrowMemoryWithoutCopy() {
    try (RootAllocator allocator = new RootAllocator()) {
      ArrowBuf foreign = allocator.buffer(16);
      for (int i = 0; i < 4; i++) {
        foreign.setInt(4L * i, 10 + i);
      }
      View view = View.dense(ArrowBuffer.wrap(foreign), DType.INT32, Shape.of(4));
      NDArray x = ConcreteArray.ready(ArrayType.of(DType.INT32, 4), view);
      assertEquals(2, foreign.refCnt());
      assertEquals(foreign.memoryAddress(), view.address());
      foreign.close();
      assertArrayEquals(new int[] {10, 11, 12, 13}, x.toIntArray());
      x.close();
      assertEquals(0, allocator.getAllocatedMemory());
    }
  }

  @Test
  void scalarsFromJavaNumbersTakeMemoryOnlyWhenRead() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    ConcreteArray weak = ConcreteArray.scalar(Literal.of(2.5, DType.FLOAT32, true));
    assertEquals(before, BufferPool.shared().bytesInUse());
    assertEquals(2.5, weak.item());
    assertTrue(BufferPool.shared().bytesInUse() > before);
    weak.close();
    assertEquals(before, BufferPool.shared().bytesInUse());
  }

  @Test
  void pendingArraysHaveATypeAtOnceAndAValueLater() {
    CompletableFuture<View> future = new CompletableFuture<>();
    ConcreteArray x = ConcreteArray.pending(ArrayType.of(DType.INT32, 2), future);
    assertFalse(x.isReady());
    assertTrue(x.isKnownDense());
    NDArray window = x.get("::-1");
    assertEquals(Shape.of(2), window.shape());
    assertFalse(window.isReady());
    View view = View.allocate(DType.INT32, Shape.of(2));
    view.buffer().memory().setInt(view.address() - view.buffer().memory().memoryAddress(), 1);
    view.buffer().memory().setInt(view.address() - view.buffer().memory().memoryAddress() + 4, 2);
    future.complete(view);
    assertTrue(x.isReady());
    assertSame(x, x.blockUntilReady());
    assertArrayEquals(new int[] {2, 1}, window.toIntArray());
  }

  @Test
  void failedArraysThrowTheirErrorWhereverTheyAreRead() {
    CompletableFuture<View> future = new CompletableFuture<>();
    ConcreteArray x = ConcreteArray.pending(ArrayType.of(DType.INT32, 2), future);
    NDArray window = x.get("1:");
    IllegalStateException failure = new IllegalStateException("kernel failed");
    future.completeExceptionally(failure);
    assertTrue(x.isReady());
    assertSame(failure, assertThrows(IllegalStateException.class, x::blockUntilReady));
    assertSame(failure, assertThrows(IllegalStateException.class, window::toIntArray));
    x.close();
    window.close();
  }

  @Test
  void aPendingArrayClosedBeforeItsValueComesFreesIt() {
    long before = AllocatorsAtZero.bytesInUseAfterCollection();
    CompletableFuture<View> future = new CompletableFuture<>();
    ConcreteArray x = ConcreteArray.pending(ArrayType.of(DType.INT32, 2), future);
    x.close();
    future.complete(View.allocate(DType.INT32, Shape.of(2)));
    assertEquals(before, BufferPool.shared().bytesInUse());
  }
}

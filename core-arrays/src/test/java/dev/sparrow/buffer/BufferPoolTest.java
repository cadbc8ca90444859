package dev.sparrow.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {
  private static RootAllocator allocator(long limit) {
    return new RootAllocator(AllocationListener.NOOP, limit, requested -> requested);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 255, 256, 1000, 4096, 1 << 20, (1 << 20) + 1, 9_999_999})
  void buffersAreAlignedPaddedAndHardlyLarger(long bytes) {
    try (RootAllocator allocator = allocator(1L << 30)) {
      BufferPool pool = new BufferPool(allocator, 0);
      ArrowBuffer buffer = pool.take(bytes);
      assertEquals(0, buffer.address() % ArrowBuffer.ALIGNMENT);
      assertEquals(bytes, buffer.bytes());
      assertEquals(0, buffer.capacity() % ArrowBuffer.ALIGNMENT);
      assertTrue(buffer.capacity() >= bytes);
      assertTrue(buffer.capacity() <= Math.max(256, bytes + bytes / 8 + 64));
      long end = buffer.memory().memoryAddress() + buffer.memory().capacity();
      assertTrue(end - buffer.address() >= buffer.capacity());
      buffer.release();
      assertEquals(0, allocator.getAllocatedMemory());
    }
  }

  @Test
  void freedBuffersAreTakenAgain() {
    try (RootAllocator allocator = allocator(1L << 30)) {
      BufferPool pool = new BufferPool(allocator, 1L << 30);
      ArrowBuffer first = pool.take(1 << 20);
      long address = first.address();
      first.release();
      assertEquals(0, pool.bytesInUse());
      assertTrue(pool.bytesAllocated() > 0);
      ArrowBuffer second = pool.take((1 << 20) - 5);
      assertEquals(address, second.address());
      assertEquals((1 << 20) - 5, second.bytes());
      second.release();
      pool.trim();
      assertEquals(0, pool.bytesAllocated());
    }
  }

  /** The JVM's own limit on direct memory, which counts what others allocate, may come first. */
  @Test
  void idleMemoryGoesWhenTheJvmRefusesMore() {
    AtomicReference<RootAllocator> memory = new AtomicReference<>();
    AllocationListener jvm =
        new AllocationListener() {
          @Override
          public void onPreAllocation(long size) {
            if (memory.get().getAllocatedMemory() + size > 3 << 20) {
              throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }
          }
        };
    try (RootAllocator allocator = new RootAllocator(jvm, 1L << 30, requested -> requested)) {
      memory.set(allocator);
      BufferPool pool = new BufferPool(allocator, 1L << 30);
      pool.take(2 << 20).release();
      ArrowBuffer larger = pool.take((2 << 20) + (1 << 19));
      assertEquals((2 << 20) + (1 << 19), larger.bytes());
      larger.release();
      pool.trim();
      assertEquals(0, allocator.getAllocatedMemory());
    }
  }

  @Test
  void idleMemoryIsBounded() {
    try (RootAllocator allocator = allocator(1L << 30)) {
      BufferPool pool = new BufferPool(allocator, 3 << 20);
      List<ArrowBuffer> buffers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        buffers.add(pool.take(1 << 20));
      }
      buffers.forEach(ArrowBuffer::release);
      assertEquals(0, pool.bytesInUse());
      assertTrue(pool.bytesAllocated() <= 3 << 20);
      pool.trim();
    }
  }

  @Test
  void idleMemoryGoesFirstWhenTheLimitIsReached() {
    try (RootAllocator allocator = allocator(4 << 20)) {
      BufferPool pool = new BufferPool(allocator, 4 << 20);
      pool.take(3 << 20).release();
      ArrowBuffer other = pool.take(2 << 20);
      assertTrue(pool.bytesAllocated() < 3 << 20);
      other.release();
      pool.trim();
    }
  }

  @Test
  void aFullPoolSaysHowFullAndWhatToDo() {
    try (RootAllocator allocator = allocator(1 << 20)) {
      BufferPool pool = new BufferPool(allocator, 0);
      ArrowBuffer held = pool.take(1 << 19);
      OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> pool.take(1 << 20));
      String message = error.getMessage();
      assertTrue(message.contains("an array needs 1.0 MiB"), message);
      assertTrue(message.contains("of 1.0 MiB are in use"), message);
      assertTrue(message.contains("sparrow.memory.limit"), message);
      held.release();
      assertEquals(0, allocator.getAllocatedMemory());
    }
  }

  @Test
  void holdersAreCounted() {
    try (RootAllocator allocator = allocator(1 << 20)) {
      ArrowBuffer buffer = new BufferPool(allocator, 0).take(100);
      buffer.retain();
      buffer.release();
      assertTrue(buffer.address() != 0);
      buffer.release();
      assertEquals(0, allocator.getAllocatedMemory());
      assertThrows(IllegalStateException.class, buffer::address);
      assertThrows(IllegalStateException.class, buffer::retain);
      assertThrows(IllegalStateException.class, buffer::release);
    }
  }
}

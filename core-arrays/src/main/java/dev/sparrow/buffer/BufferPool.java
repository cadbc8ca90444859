package dev.sparrow.buffer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;

/**
 * Allocates buffers and keeps freed ones for reuse: on fresh pages a 4 MB result costs as much in
 * page faults as in arithmetic.
 *
 * <p>Sizes are rounded up to classes an eighth of a power of two apart, so at most an eighth of a
 * buffer is slack. Idle memory is bounded by a quarter of the limit. When the limit is reached,
 * idle memory goes first, then garbage is collected so that unreachable arrays return theirs, then
 * the caller waits and tries again, as direct ByteBuffers do.
 */
public final class BufferPool {
  /** System property: most bytes of array memory, default the maximum heap size. */
  public static final String LIMIT_PROPERTY = "sparrow.memory.limit";

  private static final int ATTEMPTS = 9;

  private final BufferAllocator allocator;
  private final long idleLimit;
  private final Map<Long, ArrayDeque<ArrowBuf>> idle = new HashMap<>();
  private long idleBytes;

  BufferPool(BufferAllocator allocator, long idleLimit) {
    this.allocator = allocator;
    this.idleLimit = idleLimit;
  }

  /** {@return the pool of this JVM} */
  public static BufferPool shared() {
    return Shared.POOL;
  }

  /** Created on first use, so that types alone need no memory. */
  private static final class Shared {
    static final BufferPool POOL = create();

    private static BufferPool create() {
      long limit = Long.getLong(LIMIT_PROPERTY, Runtime.getRuntime().maxMemory());
      try {
        // Arrow's default policy would round 4 MB and its padding up to 8 MB; our classes are
        // finer.
        RootAllocator root =
            new RootAllocator(AllocationListener.NOOP, limit, requested -> requested);
        return new BufferPool(root, limit / 4);
      } catch (ExceptionInInitializerError | NoClassDefFoundError closed) {
        throw new IllegalStateException(
            "memory: Arrow cannot reach off-heap memory; start the JVM with"
                + " --add-opens=java.base/java.nio=ALL-UNNAMED",
            closed);
      }
    }
  }

  /**
   * A buffer of at least the given size.
   *
   * @param bytes wanted size
   * @return the buffer, held once
   */
  ArrowBuffer take(long bytes) {
    long capacity = sizeClass(bytes);
    ArrowBuf memory = takeIdle(capacity);
    if (memory == null) {
      memory = allocate(capacity);
    }
    ArrowBuf taken = memory;
    long start = taken.memoryAddress();
    long aligned = (start + ArrowBuffer.ALIGNMENT - 1) & -ArrowBuffer.ALIGNMENT;
    return new ArrowBuffer(taken, aligned, bytes, capacity, () -> giveBack(taken, capacity));
  }

  /** {@return bytes taken from Arrow and now in use by buffers} */
  public synchronized long bytesInUse() {
    return allocator.getAllocatedMemory() - idleBytes;
  }

  /** {@return bytes taken from Arrow, in use or idle} */
  public long bytesAllocated() {
    return allocator.getAllocatedMemory();
  }

  /** Frees all idle memory. */
  public synchronized void trim() {
    idle.values().forEach(queue -> queue.forEach(ArrowBuf::close));
    idle.clear();
    idleBytes = 0;
  }

  private ArrowBuf allocate(long capacity) {
    long pauseMillis = 1;
    for (int attempt = 1; ; attempt++) {
      try {
        return allocator.buffer(capacity + ArrowBuffer.ALIGNMENT);
      } catch (OutOfMemoryException full) {
        if (attempt == ATTEMPTS) {
          OutOfMemoryError error =
              new OutOfMemoryError(
                  "memory: an array needs "
                      + capacity
                      + " bytes, "
                      + bytesInUse()
                      + " of "
                      + allocator.getLimit()
                      + " are in use; close() arrays early or raise -D"
                      + LIMIT_PROPERTY);
          error.initCause(full);
          throw error;
        }
      }
      trim();
      System.gc();
      try {
        Thread.sleep(pauseMillis);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("memory: interrupted while waiting", interrupted);
      }
      pauseMillis *= 2;
    }
  }

  private synchronized ArrowBuf takeIdle(long capacity) {
    ArrayDeque<ArrowBuf> queue = idle.get(capacity);
    if (queue == null || queue.isEmpty()) {
      return null;
    }
    idleBytes -= queue.peekLast().capacity();
    return queue.pollLast();
  }

  private synchronized void giveBack(ArrowBuf memory, long capacity) {
    if (idleBytes + memory.capacity() > idleLimit) {
      memory.close();
      return;
    }
    idleBytes += memory.capacity();
    idle.computeIfAbsent(capacity, size -> new ArrayDeque<>()).addLast(memory);
  }

  private static long sizeClass(long bytes) {
    long padded = Math.max((bytes + ArrowBuffer.ALIGNMENT - 1) & -ArrowBuffer.ALIGNMENT, 256);
    long step = Math.max(Long.highestOneBit(padded) / 8, ArrowBuffer.ALIGNMENT);
    return (padded + step - 1) / step * step;
  }
}

package dev.sparrow.buffer;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

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
  /**
   * System property: most bytes of array memory, such as {@code 512m} or {@code 2g}; default the
   * maximum heap size.
   */
  public static final String LIMIT_PROPERTY = "sparrow.memory.limit";

  private static final int ATTEMPTS = 9;

  /** Places that a refusal names. */
  private static final int SITES_NAMED = 3;

  private final BufferAllocator allocator;
  private final long idleLimit;

  /** Idle memory by size class. */
  private final @Nullable ArrayDeque<ArrowBuf>[] idle = newQueues();

  private long idleBytes;
  private final BufferOwner owner = new BufferOwner.Pool(this);
  private final Object slabLock = new Object();

  /** The slab that buffers are cut from; weak, so that it goes when they are gone. */
  private WeakReference<@Nullable Slab> current = new WeakReference<>(null);

  private final AtomicLong unusedInSlabs = new AtomicLong();

  BufferPool(BufferAllocator allocator, long idleLimit) {
    this.allocator = allocator;
    this.idleLimit = idleLimit;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable ArrayDeque<ArrowBuf>[] newQueues() {
    return (ArrayDeque<ArrowBuf>[]) new ArrayDeque<?>[Long.SIZE * 8];
  }

  /** {@return the pool of this JVM} */
  public static BufferPool shared() {
    return Shared.POOL;
  }

  /** Created on first use, so that types alone need no memory. */
  private static final class Shared {
    static final BufferPool POOL = create();

    private static BufferPool create() {
      String given = System.getProperty(LIMIT_PROPERTY);
      long limit = given == null ? Runtime.getRuntime().maxMemory() : ByteSize.parse(given);
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
   * A buffer of at least the given size, with memory of its own.
   *
   * @param bytes wanted size
   * @return the buffer, held once
   */
  ArrowBuffer take(long bytes) {
    long capacity = sizeClass(bytes);
    ArrowBuf memory = takeMemory(capacity);
    return new ArrowBuffer(memory, aligned(memory.memoryAddress()), bytes, capacity, owner);
  }

  /**
   * A buffer of at least the given size that shares its memory with others.
   *
   * @param bytes wanted size, at most {@link Slab#LARGEST}
   * @return the buffer, held once
   */
  ArrowBuffer takeSmall(long bytes) {
    long capacity = aligned(Math.max(bytes, 1));
    synchronized (slabLock) {
      Slab slab = current.get();
      if (slab == null || !slab.holds(capacity)) {
        if (slab != null) {
          slab.retire();
        }
        slab = new Slab(this, takeMemory(sizeClass(Slab.BYTES)));
        current = new WeakReference<>(slab);
      }
      return slab.cut(bytes, capacity);
    }
  }

  /** The first aligned address from one on. */
  static long aligned(long address) {
    return (address + ArrowBuffer.ALIGNMENT - 1) & -ArrowBuffer.ALIGNMENT;
  }

  /** Counts bytes of slabs that are in no buffer. */
  void addUnused(long bytes) {
    unusedInSlabs.addAndGet(bytes);
  }

  /** {@return bytes taken from Arrow and now in use by buffers} */
  public synchronized long bytesInUse() {
    return allocator.getAllocatedMemory() - idleBytes - unusedInSlabs.get();
  }

  /** {@return bytes taken from Arrow, in use or idle} */
  public long bytesAllocated() {
    return allocator.getAllocatedMemory();
  }

  /** {@return most bytes that may be taken from Arrow} */
  public long limit() {
    return allocator.getLimit();
  }

  /** Frees all idle memory. */
  public synchronized void trim() {
    for (ArrayDeque<ArrowBuf> queue : idle) {
      if (queue != null) {
        queue.forEach(ArrowBuf::close);
        queue.clear();
      }
    }
    idleBytes = 0;
  }

  private ArrowBuf takeMemory(long capacity) {
    ArrowBuf memory = takeIdle(capacity);
    return memory != null ? memory : allocate(capacity);
  }

  private ArrowBuf allocate(long capacity) {
    long pauseMillis = 1;
    for (int attempt = 1; ; attempt++) {
      try {
        long bytes = capacity + ArrowBuffer.ALIGNMENT;
        return HugePages.isFor(bytes) ? HugePages.take(allocator, bytes) : allocator.buffer(bytes);
      } catch (OutOfMemoryException | OutOfMemoryError full) {
        // Arrow refuses past our limit, the JVM past its own for direct memory, which counts what
        // others allocate too: idle memory and unreachable arrays are what to give up in both
        // cases.
        if (attempt == ATTEMPTS) {
          OutOfMemoryError error = new OutOfMemoryError(exhausted(capacity));
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

  private String exhausted(long capacity) {
    StringBuilder message = new StringBuilder();
    message
        .append("memory: an array needs ")
        .append(ByteSize.text(capacity))
        .append(", ")
        .append(ByteSize.text(bytesInUse()))
        .append(" of ")
        .append(ByteSize.text(limit()))
        .append(" are in use");
    if (AllocationSites.isTracing()) {
      AllocationSites.inUse().stream()
          .limit(SITES_NAMED)
          .forEach(site -> message.append("; ").append(site));
    }
    message.append("; close arrays early, use a MemoryScope, or raise -D").append(LIMIT_PROPERTY);
    if (!AllocationSites.isTracing()) {
      message
          .append("; -D")
          .append(AllocationSites.PROPERTY)
          .append("=true tells where arrays are made");
    }
    return message.toString();
  }

  private synchronized @Nullable ArrowBuf takeIdle(long capacity) {
    ArrayDeque<ArrowBuf> queue = idle[classOf(capacity)];
    ArrowBuf memory = queue == null ? null : queue.pollLast();
    if (memory != null) {
      idleBytes -= memory.capacity();
    }
    return memory;
  }

  /** Makes memory of this pool idle, or frees it if there is enough. */
  synchronized void giveBack(ArrowBuf memory) {
    long bytes = memory.capacity();
    if (idleBytes + bytes > idleLimit) {
      memory.close();
      return;
    }
    idleBytes += bytes;
    int number = classOf(bytes - ArrowBuffer.ALIGNMENT);
    if (idle[number] == null) {
      idle[number] = new ArrayDeque<>();
    }
    idle[number].addLast(memory);
  }

  /** Number of a size class: eight for each power of two. */
  private static int classOf(long capacity) {
    int log = Long.SIZE - 1 - Long.numberOfLeadingZeros(capacity);
    return log * 8 + (int) (capacity >>> (log - 3) & 7);
  }

  private static long sizeClass(long bytes) {
    long padded = Math.max((bytes + ArrowBuffer.ALIGNMENT - 1) & -ArrowBuffer.ALIGNMENT, 256);
    long step = Math.max(Long.highestOneBit(padded) / 8, ArrowBuffer.ALIGNMENT);
    return (padded + step - 1) / step * step;
  }
}

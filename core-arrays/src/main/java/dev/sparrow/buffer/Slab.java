package dev.sparrow.buffer;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Memory that small buffers are cut from. A buffer keeps its slab reachable, and the memory of a
 * slab goes back to the pool when all of its buffers are released or nobody can reach it. So small
 * arrays need no cleaner of their own, which would cost more than computing them.
 */
final class Slab implements BufferOwner {
  /** Bytes of a slab: what one small array that lives long can hold back. */
  static final int BYTES = 1 << 15;

  /** Largest buffer cut from a slab. */
  static final int LARGEST = 1 << 11;

  private static final Cleaner CLEANER = Cleaner.create();

  private final ArrowBuf memory;
  private final long start;
  private final Use use;
  private final Cleaner.Cleanable cleanable;
  private long next;
  private volatile boolean isFull;

  /** The part of a slab that its cleaner may reach. */
  private static final class Use implements Runnable {
    private final BufferPool pool;
    private final ArrowBuf memory;

    /** Bytes that are in no buffer. */
    private final AtomicLong unused;

    Use(BufferPool pool, ArrowBuf memory) {
      this.pool = pool;
      this.memory = memory;
      this.unused = new AtomicLong(memory.capacity());
      pool.addUnused(memory.capacity());
    }

    void add(long bytes) {
      unused.addAndGet(bytes);
      pool.addUnused(bytes);
    }

    boolean isNone() {
      return unused.get() == memory.capacity();
    }

    @Override
    public void run() {
      pool.addUnused(-unused.get());
      pool.giveBack(memory);
    }
  }

  /**
   * @param pool where the memory comes from and goes
   * @param memory at least {@link #BYTES} and the alignment
   */
  Slab(BufferPool pool, ArrowBuf memory) {
    this.memory = memory;
    this.start = BufferPool.aligned(memory.memoryAddress());
    this.use = new Use(pool, memory);
    this.cleanable = CLEANER.register(this, use);
  }

  /**
   * Whether a buffer can be cut off; if not, this slab is done. Callers take turns.
   *
   * @param capacity its size, a multiple of the alignment
   */
  boolean holds(long capacity) {
    if (next + capacity > BYTES && use.isNone()) {
      next = 0;
    }
    return next + capacity <= BYTES;
  }

  /** Cuts off a buffer. Callers take turns. */
  ArrowBuffer cut(long bytes, long capacity) {
    long address = start + next;
    next += capacity;
    use.add(-capacity);
    return new ArrowBuffer(memory, address, bytes, capacity, this);
  }

  /** Says that no more buffers will be cut off. */
  void retire() {
    isFull = true;
    freeIfUnused();
  }

  @Override
  public void takeBack(ArrowBuffer buffer) {
    use.add(buffer.capacity());
    freeIfUnused();
  }

  private void freeIfUnused() {
    if (isFull && use.isNone()) {
      cleanable.clean();
    }
  }
}

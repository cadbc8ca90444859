package dev.sparrow.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.arrow.memory.ArrowBuf;

/**
 * A region of off-heap memory in Arrow's layout: 64-byte aligned, padded so that a kernel may read
 * and write whole vectors past the last element.
 *
 * <p>Counted by its holders: {@link #retain} adds one, {@link #release} takes one away, and the
 * last release returns the memory to the {@link BufferPool}, or to its owner when the memory was
 * wrapped. Small buffers share memory, which is also freed when none of them is reachable.
 */
public final class ArrowBuffer {
  /** Alignment and padding of every allocated buffer, in bytes. */
  public static final int ALIGNMENT = 64;

  private static final VarHandle HOLDERS = holdersHandle();

  private final ArrowBuf memory;
  private final long address;
  private final long bytes;
  private final long capacity;
  private final BufferOwner owner;
  private volatile int holders = 1;

  ArrowBuffer(ArrowBuf memory, long address, long bytes, long capacity, BufferOwner owner) {
    this.memory = memory;
    this.address = address;
    this.bytes = bytes;
    this.capacity = capacity;
    this.owner = owner;
  }

  private static VarHandle holdersHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(ArrowBuffer.class, "holders", int.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  /**
   * New memory, not initialised, from the pool of this JVM; the caller is its only holder.
   *
   * @param bytes wanted size
   * @return a buffer of at least that size
   * @throws OutOfMemoryError if the memory limit is reached and collecting garbage did not help
   */
  public static ArrowBuffer allocate(long bytes) {
    return bytes <= Slab.LARGEST
        ? BufferPool.shared().takeSmall(bytes)
        : BufferPool.shared().take(bytes);
  }

  /**
   * New memory, not initialised, for a caller who releases it soon, whatever happens.
   *
   * @param bytes wanted size
   * @return a buffer of at least that size
   * @throws OutOfMemoryError if the memory limit is reached and collecting garbage did not help
   */
  public static ArrowBuffer scratch(long bytes) {
    return BufferPool.shared().take(bytes);
  }

  /**
   * Memory of somebody else's Arrow buffer, without a copy. The Arrow buffer's reference count goes
   * up by one until the last holder releases.
   *
   * @param memory the Arrow buffer; must not be written while this buffer is in use
   * @return a buffer on the same memory, held by the caller
   */
  public static ArrowBuffer wrap(ArrowBuf memory) {
    memory.getReferenceManager().retain();
    return new ArrowBuffer(
        memory,
        memory.memoryAddress(),
        memory.capacity(),
        memory.capacity(),
        new BufferOwner.Lender());
  }

  /** {@return the address of the first byte} */
  public long address() {
    if (holders <= 0) {
      throw new IllegalStateException("buffer: memory was released; the array has been deleted");
    }
    return address;
  }

  /** {@return the size that was asked for} */
  public long bytes() {
    return bytes;
  }

  /** {@return bytes that may be read and written: the size with its padding} */
  public long capacity() {
    return capacity;
  }

  /**
   * {@return the memory as a segment of {@link #capacity} bytes, valid while somebody holds this}
   */
  public MemorySegment segment() {
    return MemorySegment.ofAddress(address()).reinterpret(capacity);
  }

  /** {@return the Arrow buffer behind this memory, of which this may be a part} */
  public ArrowBuf memory() {
    return memory;
  }

  /** {@return whether somebody else may read this memory: another holder, or who lent it} */
  public boolean isShared() {
    return holders > 1
        || switch (owner) {
          case BufferOwner.Lender _ -> true;
          case BufferOwner.Pool _, Slab _ -> false;
        };
  }

  /** {@return whether the memory is free when nobody can reach this buffer, released or not} */
  public boolean isFreedUnreleased() {
    return owner instanceof Slab;
  }

  /** Adds a holder. */
  public void retain() {
    if ((int) HOLDERS.getAndAdd(this, 1) <= 0) {
      throw new IllegalStateException("buffer: retained after its last release");
    }
  }

  /** Takes a holder away; the last one gives the memory back. */
  public void release() {
    int before = (int) HOLDERS.getAndAdd(this, -1);
    if (before <= 0) {
      throw new IllegalStateException("buffer: released more often than retained");
    }
    if (before == 1) {
      owner.takeBack(this);
    }
  }
}

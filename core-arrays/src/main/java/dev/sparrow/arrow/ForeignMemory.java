package dev.sparrow.arrow;

import dev.sparrow.buffer.ArrowBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;

/** Memory of an array as a buffer of somebody else's allocator, without a copy. */
final class ForeignMemory extends ForeignAllocation {
  private final ArrowBuffer owner;

  private ForeignMemory(ArrowBuffer owner, long address, long bytes) {
    super(bytes, address);
    this.owner = owner;
  }

  /**
   * A buffer on memory that stays until the buffer is closed.
   *
   * @param owner gets one more holder until then
   * @param address the first byte
   * @param bytes how many
   * @param allocator counts them, and must not be closed before the buffer
   */
  static ArrowBuf lend(ArrowBuffer owner, long address, long bytes, BufferAllocator allocator) {
    owner.retain();
    return allocator.wrapForeignAllocation(new ForeignMemory(owner, address, bytes));
  }

  @Override
  protected void release0() {
    owner.release();
  }
}

package dev.sparrow.buffer;

/** Whoever gets the memory of a buffer that nobody holds any more. */
sealed interface BufferOwner permits BufferOwner.Pool, Slab, BufferOwner.Lender {
  /** Takes a buffer's memory; called once. */
  void takeBack(ArrowBuffer buffer);

  /** The pool whose memory is this buffer's alone. */
  record Pool(BufferPool pool) implements BufferOwner {
    @Override
    public void takeBack(ArrowBuffer buffer) {
      pool.giveBack(buffer.memory());
    }
  }

  /** Somebody else, who may go on reading the memory and counts references by Arrow. */
  record Lender() implements BufferOwner {
    @Override
    public void takeBack(ArrowBuffer buffer) {
      buffer.memory().getReferenceManager().release();
    }
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;

/** Where an operand of a loop or branch lies. */
sealed interface FlowOperand {
  /** Its strides. */
  View layout();

  /** The address of its first element, now; constants are put there. */
  long address(Addresses outer);

  /** The address from which offsets of layouts count. */
  default long origin(Addresses outer) {
    return address(outer) - layout().offset() * layout().dtype().bytes();
  }

  /** One past the last byte that may be read. */
  long end(Addresses outer);

  /** Fills in a slot of a body. */
  default void place(Addresses outer, Addresses body, int slot) {
    body.put(slot, address(outer), end(outer));
  }

  /** Writes the elements one after another. */
  default void copyTo(Addresses outer, long target) {
    View layout = layout();
    Walk walk = Walk.of(layout.shape().dims(), layout.strides());
    long size = layout.shape().size();
    StridedCopy.gather(address(outer), walk, 0, size, layout.dtype().bytes(), target);
  }

  /** An array in memory, at the layout's offset from the start of a slot. */
  record Stored(int slot, View layout) implements FlowOperand {
    @Override
    public long address(Addresses outer) {
      return outer.base()[slot] + layout.offset() * layout.dtype().bytes();
    }

    @Override
    public long end(Addresses outer) {
      return outer.end()[slot];
    }
  }

  /** A constant, for which the step keeps a place in its own memory. */
  record Cell(Literal literal, long offset, View layout) implements FlowOperand {
    @Override
    public long address(Addresses outer) {
      long address = outer.arena() + offset;
      StridedCopy.fill(literal.bits(), address, 1, layout.dtype().bytes());
      return address;
    }

    @Override
    public long end(Addresses outer) {
      return outer.arena() + offset + Feed.rounded(1) * layout.dtype().bytes();
    }
  }

  /**
   * A copy in the step's own memory, in a layout that suits the steps: a matrix whose columns lie
   * one after another. It is made when a slot is filled in.
   *
   * @param original what is copied
   * @param offset where the step keeps it
   * @param layout strides of the copy
   */
  record Copied(FlowOperand original, long offset, View layout) implements FlowOperand {
    @Override
    public long address(Addresses outer) {
      long address = outer.arena() + offset;
      View from = original.layout();
      // Elements of the copy one after another, innermost axis last.
      Walk walk =
          Walk.of(
              new long[] {from.shape().dim(1), from.shape().dim(0)},
              new long[] {from.stride(1), from.stride(0)});
      int bytes = from.dtype().bytes();
      StridedCopy.gather(original.address(outer), walk, 0, from.shape().size(), bytes, address);
      return address;
    }

    @Override
    public long end(Addresses outer) {
      return outer.arena() + offset + Feed.rounded(layout.shape().size()) * layout.dtype().bytes();
    }
  }
}

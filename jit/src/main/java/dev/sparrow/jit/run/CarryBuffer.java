package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import java.util.List;

/**
 * The two places between which a carry goes back and forth: where the loop's result is wanted, and
 * one of the loop's own. A step reads one and writes the other; the first one reads the initial
 * value where it lies, if it is dense. A carry that every step updates in place has the first place
 * only, and begins as a copy of the initial value there.
 *
 * @param initial the initial value
 * @param target slot of the result
 * @param other offset of the other place in the step's memory
 * @param inPlace whether a step's result is an update of what it read, in the same memory
 * @param layout dtype and shape, dense
 */
record CarryBuffer(FlowOperand initial, int target, long other, boolean inPlace, View layout) {
  /** What a loop that runs step by step says of itself. */
  static String describe(List<CarryBuffer> carries) {
    long inPlace = carries.stream().filter(CarryBuffer::inPlace).count();
    return inPlace == 0
        ? "step by step"
        : "step by step, %d of %d carries updated in place".formatted(inPlace, carries.size());
  }

  private long bytes() {
    return layout.shape().size() * layout.dtype().bytes();
  }

  /** The address of one of the places: that of the result if {@code wanted}. */
  private long address(Addresses outer, boolean wanted) {
    return wanted || inPlace ? outer.base()[target] : outer.arena() + other;
  }

  /** Says where a step finds the carry and where it leaves it. */
  private long end(Addresses outer, boolean wanted) {
    return wanted || inPlace
        ? outer.end()[target]
        : outer.arena() + other + Feed.rounded(layout.shape().size()) * layout.dtype().bytes();
  }

  /** Fills in the slot that a body reads the carry from. */
  void read(Addresses outer, Addresses body, int slot, boolean wanted) {
    body.put(slot, address(outer, wanted), end(outer, wanted));
  }

  /** Fills in the slot that a body writes the carry to. */
  void write(Addresses outer, Addresses body, int slot, boolean wanted) {
    read(outer, body, slot, wanted);
  }

  /**
   * Fills in the slot that the first step reads.
   *
   * @param free the place that the first step does not write, where a copy may go
   */
  void begin(Addresses outer, Addresses body, int slot, boolean free) {
    if (initial.layout().isDense() && !inPlace) {
      initial.place(outer, body, slot);
    } else {
      initial.copyTo(outer, address(outer, free));
      read(outer, body, slot, free);
    }
  }

  /** The initial value is the result. */
  void pass(Addresses outer) {
    initial.copyTo(outer, address(outer, true));
  }

  /** The result lies in the loop's own place. */
  void settle(Addresses outer) {
    if (inPlace) {
      return;
    }
    StridedCopy.copy(address(outer, false), 1, address(outer, true), 1, bytes(), 1);
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.codegen.RecurrenceBody;
import dev.sparrow.jit.run.RecurrenceLoop.Carry;
import dev.sparrow.jit.run.RecurrenceLoop.Input;
import dev.sparrow.jit.run.RecurrenceLoop.Kept;

/**
 * One thread's part in a {@link RecurrenceLoop}. Elements are read and written where they lie if
 * they lie next to each other and nothing is touched beyond them; else some steps at a time are
 * packed into scratch and unpacked from it.
 */
final class RecurrenceRun {
  private final RecurrenceLoop loop;
  private final RecurrenceBody body;
  private final Addresses outer;
  private final long scratch;
  private final long[] frame;
  private long start;
  private int count;

  /** Row that the next call begins with, and where it goes from there. */
  private long row;

  private int direction = 1;
  private final long[] directInputs;
  private final long[] directKept;

  RecurrenceRun(RecurrenceLoop loop, Addresses outer, long scratch) {
    this.loop = loop;
    this.body = loop.body();
    this.outer = outer;
    this.scratch = scratch;
    this.frame = new long[body.frameSlots()];
    this.directInputs = new long[loop.inputs().size()];
    this.directKept = new long[loop.kept().size()];
  }

  /** Runs all steps for some elements. */
  void block(long first, int elements) {
    start = first;
    count = elements;
    frame[0] = first;
    for (int i = 0; i < loop.carries().size(); i++) {
      begin(loop.carries().get(i), i);
    }
    for (int i = 0; i < loop.inputs().size(); i++) {
      if (!RecurrenceLoop.moves(loop.inputs().get(i))) {
        fix(loop.inputs().get(i), slot(i));
      }
    }
    if (loop.isConditional()) {
      while (loop.recurrence().run(frame, count, loop.callSteps(count, false)) > 0) {
        goOn();
      }
    } else {
      takeSteps(loop.steps().count());
    }
    for (int i = 0; i < loop.carries().size(); i++) {
      Carry carry = loop.carries().get(i);
      if (carry.shared() && start == 0) {
        long last = frame[body.step().outputSlot(i)];
        StridedCopy.copy(last, 1, outer.base()[carry.target()], 1, 1, carry.bytes());
      }
    }
  }

  private int slot(int input) {
    return body.step().inputSlot(loop.carries().size() + input);
  }

  private void begin(Carry carry, int number) {
    int in = body.step().inputSlot(number);
    int out = body.step().outputSlot(number);
    long own = scratch + carry.place();
    FlowOperand initial = carry.initial();
    int bytes = carry.bytes();
    if (carry.shared()) {
      StridedCopy.copy(initial.address(outer), 1, own, 1, 1, bytes);
      // Every group of elements begins a call with the same value.
      frame[in] = own;
      frame[out] = own + ArrowBuffer.ALIGNMENT;
      return;
    }
    long address = initial.address(outer) + start * bytes;
    boolean inPlace =
        initial.layout().isDense()
            && !isPadded()
            && address + Feed.rounded(count) * bytes <= initial.end(outer);
    if (!inPlace) {
      Walk walk = Walk.of(initial.layout().shape().dims(), initial.layout().strides());
      StridedCopy.gather(initial.address(outer), walk, start, count, bytes, own);
      pad(own, bytes);
    }
    frame[in] = inPlace ? address : own;
    frame[out] = outer.base()[carry.target()] + start * bytes;
  }

  /** Whether elements beyond the last one must end when it does. */
  private boolean isPadded() {
    return loop.isConditional() && count != Feed.rounded(count);
  }

  private void pad(long address, int bytes) {
    if (isPadded()) {
      long last = address + (count - 1L) * bytes;
      StridedCopy.copy(last, 0, last + bytes, 1, Feed.rounded(count) - count, bytes);
    }
  }

  private void fix(Input input, int slot) {
    int bytes = input.bytes();
    long address = input.address(outer, 0);
    if (input.source().shared()) {
      long bits = StridedCopy.load(address, bytes);
      frame[slot] = input.source().view().dtype() == DType.BOOL && bits != 0 ? 1 : bits;
      return;
    }
    long direct = address + start * bytes;
    boolean inPlace = input.run().isContiguous() && !isPadded() && isReadable(input, direct);
    long own = scratch + input.place();
    if (!inPlace) {
      StridedCopy.gather(address, input.run(), start, count, bytes, own);
      pad(own, bytes);
    }
    frame[slot] = inPlace ? direct : own;
  }

  private boolean isReadable(Input input, long address) {
    return address + Feed.rounded(count) * input.bytes() <= input.operand().end(outer);
  }

  /** Later calls go on from where the one before left off. */
  private void goOn() {
    for (int i = 0; i < loop.carries().size(); i++) {
      long in = frame[body.step().inputSlot(i)];
      long out = frame[body.step().outputSlot(i)];
      Carry carry = loop.carries().get(i);
      if (carry.shared()) {
        StridedCopy.copy(out, 1, in, 1, 1, carry.bytes());
      } else {
        frame[body.step().inputSlot(i)] = out;
      }
    }
  }

  private void takeSteps(long steps) {
    boolean reverse = loop.steps().reverse();
    direction = reverse ? -1 : 1;
    for (int i = 0; i < directInputs.length; i++) {
      directInputs[i] = directRows(loop.inputs().get(i), steps);
    }
    for (int i = 0; i < directKept.length; i++) {
      directKept[i] = directRows(loop.kept().get(i), steps);
    }
    for (long done = 0; done < steps; ) {
      row = reverse ? steps - 1 - done : done;
      int taken = callSteps(steps - done);
      for (int i = 0; i < directInputs.length; i++) {
        if (RecurrenceLoop.moves(loop.inputs().get(i))) {
          move(loop.inputs().get(i), slot(i), row < directInputs[i], taken);
        }
      }
      for (int i = 0; i < directKept.length; i++) {
        Kept kept = loop.kept().get(i);
        int slot = body.step().outputSlot(body.firstKept() + i);
        boolean direct = row < directKept[i];
        frame[slot] = direct ? address(kept, row) : scratch + kept.place();
        frame[body.strideSlot(slot)] =
            direct ? direction * kept.stride() : Feed.rounded(count) * kept.bytes();
      }
      loop.recurrence().run(frame, count, taken);
      goOn();
      for (int i = 0; i < directKept.length; i++) {
        if (row >= directKept[i]) {
          unpack(loop.kept().get(i), taken);
        }
      }
      done += taken;
    }
  }

  /** Steps of the next call: of one kind for every array. */
  private int callSteps(long left) {
    int steps = (int) Math.min(left, loop.callSteps(count, false));
    for (int i = 0; i < directInputs.length; i++) {
      steps = callSteps(steps, directInputs[i]);
    }
    for (long rows : directKept) {
      steps = callSteps(steps, rows);
    }
    return steps;
  }

  private int callSteps(int steps, long directRows) {
    if (row < directRows) {
      return direction > 0 ? (int) Math.min(steps, directRows - row) : steps;
    }
    int packed = Math.min(steps, loop.callSteps(count, true));
    return direction > 0 ? packed : (int) Math.min(packed, row - directRows + 1);
  }

  /** The first rows of an input that may be read where they lie; the others are packed. */
  private long directRows(Input input, long steps) {
    if (!RecurrenceLoop.moves(input) || input.source().shared()) {
      return Long.MAX_VALUE;
    }
    if (!input.run().isContiguous() || input.stride() < 0) {
      return 0;
    }
    long last = input.operand().end(outer) - Feed.rounded(count) * input.bytes();
    long room = last - input.address(outer, 0) - start * input.bytes();
    if (room < 0) {
      return 0;
    }
    return input.stride() == 0 ? steps : Math.min(steps, room / input.stride() + 1);
  }

  /**
   * The first rows that may be written where they lie; the others go through scratch. A row that is
   * no multiple of what a loop writes spoils the beginning of the next one, which is no harm only
   * if the same thread writes that one later.
   */
  private long directRows(Kept kept, long steps) {
    if (kept.shared() || count == Feed.rounded(count)) {
      return Long.MAX_VALUE;
    }
    if (count != loop.elements() || direction < 0) {
      return 0;
    }
    long room = Feed.rounded(steps * count) - Feed.rounded(count);
    return Math.min(steps, room / count + 1);
  }

  private void move(Input input, int slot, boolean direct, int steps) {
    int bytes = input.bytes();
    long address = input.address(outer, row);
    if (input.source().shared()) {
      frame[slot] = address;
      frame[body.strideSlot(slot)] = direction * input.stride();
      return;
    }
    if (direct) {
      frame[slot] = address + start * bytes;
      frame[body.strideSlot(slot)] = direction * input.stride();
      return;
    }
    long own = scratch + input.place();
    long pitch = Feed.rounded(count);
    if (input.run().rank() == 1 && Math.abs(input.stride()) == bytes) {
      // Steps lie next to each other: go through them element by element.
      long step = direction * input.stride() / bytes;
      for (int i = 0; i < count; i++) {
        long from = address + input.run().offset(start + i) * bytes;
        StridedCopy.copy(from, step, own + (long) i * bytes, pitch, steps, bytes);
      }
    } else {
      for (int i = 0; i < steps; i++) {
        long from = address + (long) i * direction * input.stride();
        StridedCopy.gather(from, input.run(), start, count, bytes, own + i * pitch * bytes);
      }
    }
    frame[slot] = own;
    frame[body.strideSlot(slot)] = pitch * bytes;
  }

  private long address(Kept kept, long step) {
    long elements = kept.shared() ? 0 : start;
    return outer.base()[kept.slot()] + step * kept.stride() + elements * kept.bytes();
  }

  private void unpack(Kept kept, int steps) {
    long pitch = Feed.rounded(count) * kept.bytes();
    for (int i = 0; i < steps; i++) {
      StridedCopy.copy(
          scratch + kept.place() + i * pitch,
          1,
          address(kept, row + (long) i * direction),
          1,
          count,
          kept.bytes());
    }
  }
}

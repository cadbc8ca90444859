package dev.sparrow.jit.run;

import java.util.List;

/**
 * Runs a body once for each index of a leading axis. Nothing is allocated and nothing is looked up
 * from step to step: addresses move on.
 *
 * @param body the body; slots of constants, carry and elements come first, then those of the carry
 *     and of the elements it returns
 * @param length number of steps
 * @param reverse whether the last index comes first
 * @param constants operands that are the same for every step
 * @param carries what goes from step to step
 * @param xs operands of which a step takes one element
 * @param ys results of which a step makes one element
 * @param ownBytes memory of this step beside that of the body
 */
record ScanLoop(
    BoundBody body,
    long length,
    boolean reverse,
    List<FlowOperand> constants,
    List<CarryBuffer> carries,
    List<Stacked> xs,
    List<Target> ys,
    long ownBytes)
    implements BoundStep {
  /**
   * An operand and the distance in bytes between its elements along the leading axis.
   *
   * @param operand the whole
   * @param stride distance in bytes
   */
  record Stacked(FlowOperand operand, long stride) {}

  /**
   * A result and the distance in bytes between its elements along the leading axis.
   *
   * @param slot the whole
   * @param stride distance in bytes
   */
  record Target(int slot, long stride) {}

  @Override
  public long arenaBytes() {
    return ownBytes + body.arenaBytes();
  }

  @Override
  public long scratchBytes() {
    return body.scratchBytes();
  }

  @Override
  public String describe() {
    return CarryBuffer.describe(carries);
  }

  @Override
  public void run(Addresses outer) {
    if (length == 0) {
      carries.forEach(carry -> carry.pass(outer));
      return;
    }
    Addresses inner = body.open(outer.arena() + ownBytes, outer);
    int slot = 0;
    for (FlowOperand constant : constants) {
      constant.place(outer, inner, slot++);
    }
    int carryIn = slot;
    int x = carryIn + carries.size();
    int carryOut = x + xs.size();
    int y = carryOut + carries.size();
    for (int i = 0; i < xs.size(); i++) {
      xs.get(i).operand.place(outer, inner, x + i);
    }
    for (int i = 0; i < ys.size(); i++) {
      inner.put(y + i, outer.base()[ys.get(i).slot], outer.end()[ys.get(i).slot]);
    }
    moveOn(inner, x, y, reverse ? length - 1 : 0);
    for (long step = 0; step < length; step++) {
      boolean wanted = (length - 1 - step) % 2 == 0;
      for (int i = 0; i < carries.size(); i++) {
        CarryBuffer carry = carries.get(i);
        if (step == 0) {
          carry.begin(outer, inner, carryIn + i, !wanted);
        } else {
          carry.read(outer, inner, carryIn + i, !wanted);
        }
        carry.write(outer, inner, carryOut + i, wanted);
      }
      body.run(inner);
      moveOn(inner, x, y, reverse ? -1 : 1);
    }
  }

  private void moveOn(Addresses inner, int x, int y, long steps) {
    long[] base = inner.base();
    for (int i = 0; i < xs.size(); i++) {
      base[x + i] += steps * xs.get(i).stride;
    }
    for (int i = 0; i < ys.size(); i++) {
      base[y + i] += steps * ys.get(i).stride;
    }
  }
}

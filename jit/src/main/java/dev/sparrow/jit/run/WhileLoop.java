package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;
import java.util.List;

/**
 * Runs a body while a condition holds.
 *
 * @param condition the condition; slots of its constants and the carry come first, then the answer
 * @param body the body; slots of its constants and the carry come first, then the carry it returns
 * @param tested constants of the condition
 * @param constants constants of the body
 * @param carries what goes from step to step
 * @param answer offset in this step's memory of what the condition says
 * @param ownBytes memory of this step beside that of condition and body
 */
record WhileLoop(
    BoundBody condition,
    BoundBody body,
    List<FlowOperand> tested,
    List<FlowOperand> constants,
    List<CarryBuffer> carries,
    long answer,
    long ownBytes)
    implements BoundStep {
  @Override
  public long arenaBytes() {
    return ownBytes + Math.max(condition.arenaBytes(), body.arenaBytes());
  }

  @Override
  public long scratchBytes() {
    return Math.max(condition.scratchBytes(), body.scratchBytes());
  }

  @Override
  public String describe() {
    return CarryBuffer.describe(carries);
  }

  @Override
  public void run(Addresses outer) {
    // Condition and body take turns, so they may have the same memory.
    Addresses test = condition.open(outer.arena() + ownBytes, outer);
    Addresses inner = body.open(outer.arena() + ownBytes, outer);
    place(tested, outer, test);
    place(constants, outer, inner);
    long said = outer.arena() + answer;
    test.put(tested.size() + carries.size(), said, outer.arena() + ownBytes);
    int carryOut = constants.size() + carries.size();
    boolean wanted = false;
    for (long step = 0; ; step++) {
      // The step before wrote the place that is not written now.
      wanted = !wanted;
      for (int i = 0; i < carries.size(); i++) {
        CarryBuffer carry = carries.get(i);
        if (step == 0) {
          carry.begin(outer, test, tested.size() + i, !wanted);
          carry.begin(outer, inner, constants.size() + i, !wanted);
        } else {
          carry.read(outer, test, tested.size() + i, !wanted);
          carry.read(outer, inner, constants.size() + i, !wanted);
        }
        carry.write(outer, inner, carryOut + i, wanted);
      }
      condition.run(test);
      if (Memory.loadBytes1(said) == 0) {
        finish(outer, step, !wanted);
        return;
      }
      body.run(inner);
    }
  }

  private static void place(List<FlowOperand> operands, Addresses outer, Addresses inner) {
    int slot = 0;
    for (FlowOperand operand : operands) {
      operand.place(outer, inner, slot++);
    }
  }

  private void finish(Addresses outer, long steps, boolean wanted) {
    for (CarryBuffer carry : carries) {
      if (steps == 0) {
        carry.pass(outer);
      } else if (!wanted) {
        carry.settle(outer);
      }
    }
  }
}

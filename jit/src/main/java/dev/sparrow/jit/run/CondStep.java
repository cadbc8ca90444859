package dev.sparrow.jit.run;

import java.util.List;

/**
 * Runs one of several branches.
 *
 * @param index which one
 * @param operands what each branch takes
 * @param targets slots of the results
 * @param branches the branches; slots of the operands come first, then those of the results
 * @param ownBytes memory of this step beside that of the branches
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CondStep(
    ScalarOperand index,
    List<FlowOperand> operands,
    int[] targets,
    List<BoundBody> branches,
    long ownBytes)
    implements BoundStep {
  @Override
  public long arenaBytes() {
    return ownBytes + branches.stream().mapToLong(BoundBody::arenaBytes).max().orElse(0);
  }

  @Override
  public long scratchBytes() {
    return branches.stream().mapToLong(BoundBody::scratchBytes).max().orElse(0);
  }

  @Override
  public void run(Addresses outer) {
    BoundBody branch = branches.get(Math.clamp(index.bits(outer), 0, branches.size() - 1));
    Addresses inner = branch.open(outer.arena() + ownBytes, outer);
    int slot = 0;
    for (FlowOperand operand : operands) {
      operand.place(outer, inner, slot++);
    }
    for (int target : targets) {
      inner.put(slot++, outer.base()[target], outer.end()[target]);
    }
    branch.run(inner);
  }
}

package dev.sparrow.jit.codegen;

import dev.sparrow.jit.codegen.RecurrenceBody.Input;
import dev.sparrow.jit.codegen.RecurrenceBody.Role;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the method {@link Recurrence#run}: a loop over groups of elements, and in it one over the
 * steps, between which carries stay in local variables. Nodes are written by the form's {@link
 * LoopWriter}.
 */
final class RecurrenceWriter {
  private static final int STEPS_LOCAL = 3;

  private final CodeBuilder code;
  private final RecurrenceBody body;
  private final KernelBody step;
  private final LoopWriter nodes;
  private final int strandCount;
  private final Map<Integer, Integer> strideLocals = new HashMap<>();
  private List<LoopWriter.Strand> strands = List.of();

  RecurrenceWriter(CodeBuilder code, RecurrenceBody body, LoopWriter nodes, int strandCount) {
    this.code = code;
    this.body = body;
    this.step = body.step();
    this.nodes = nodes;
    this.strandCount = strandCount;
  }

  void write() {
    for (int i = 0; i < body.inputs().size(); i++) {
      Input input = body.inputs().get(i);
      if (isShared(i) && input.role() != Role.FIXED || input.role() == Role.CARRY) {
        nodes.readFromMemory(i, input.storage());
      }
      if (input.role() == Role.CARRY) {
        nodes.prepare(new Load(i, input.storage()));
      }
    }
    nodes.open();
    movingSlots().forEach(this::loadStride);
    int left = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(left);
    code.iconst_0().istore(nodes.indexLocal);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    code.iload(nodes.indexLocal).iload(LoopWriter.COUNT_LOCAL).if_icmpge(end);
    strands = nodes.beginStrands(strandCount);
    movingSlots().forEach(nodes::loadAddress);
    readCarries();
    writeSteps(left);
    storeCarries();
    code.iinc(nodes.indexLocal, nodes.step() * strandCount);
    code.goto_(head);
    code.labelBinding(end);
    code.iload(left).ireturn();
  }

  private boolean isShared(int input) {
    return body.inputs().get(input).role() == Role.SHARED_CARRY
        || step.input(input).orElse(null) instanceof Scalar;
  }

  /** Frame slots whose addresses move from step to step. */
  private List<Integer> movingSlots() {
    List<Integer> slots = new ArrayList<>();
    for (int i = body.carries(); i < body.inputs().size(); i++) {
      if (body.inputs().get(i).role() == Role.MOVING && step.input(i).isPresent()) {
        slots.add(step.inputSlot(i));
      }
    }
    for (int i = body.firstKept(); i < step.outputs().size(); i++) {
      slots.add(step.outputSlot(i));
    }
    return slots;
  }

  private void loadStride(int slot) {
    int local = code.allocateLocal(TypeKind.LONG);
    code.aload(LoopWriter.FRAME_LOCAL).loadConstant(body.strideSlot(slot)).laload().lstore(local);
    strideLocals.put(slot, local);
  }

  /** Reads carries, and what is fixed for each element: memory may look changed to the compiler. */
  private void readCarries() {
    for (LoopWriter.Strand strand : strands) {
      nodes.turnTo(strand);
      for (int i = 0; i < body.inputs().size(); i++) {
        Input input = body.inputs().get(i);
        Storage storage = input.storage();
        KernelExpr leaf = i < body.carries() ? carry(i) : step.input(i).orElse(null);
        switch (input.role()) {
          case CARRY -> {
            nodes.pushAddress(step.inputSlot(i), storage);
            nodes.writeLoad(storage);
            nodes.pin(leaf);
          }
          case SHARED_CARRY -> {
            nodes.pushSharedAddress(step.inputSlot(i));
            nodes.writeLoadBits(storage);
            nodes.writeUniform(storage.lane());
            nodes.pin(leaf);
          }
          case FIXED -> {
            if (leaf instanceof Load load) {
              nodes.pushAddress(step.inputSlot(i), storage);
              nodes.writeLoad(storage);
              nodes.pin(load);
            }
          }
          case MOVING -> {}
        }
      }
    }
  }

  private Carry carry(int input) {
    return new Carry(input, body.inputs().get(input).storage().lane());
  }

  private void writeSteps(int left) {
    int number = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label tired = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(number);
    code.labelBinding(head);
    code.iload(number).iload(STEPS_LOCAL).if_icmpge(tired);
    if (body.conditional()) {
      leaveUnlessAny(done);
    }
    nodes.computeSideBySide(strands);
    keep();
    nextCarries();
    for (int slot : movingSlots()) {
      nodes.moveAddress(slot, strideLocals.get(slot));
    }
    code.iinc(number, 1);
    code.goto_(head);
    code.labelBinding(tired);
    if (body.conditional()) {
      code.iinc(left, 1);
    }
    code.labelBinding(done);
  }

  /**
   * Leaves when no strand goes on. Every strand is asked: nodes of its condition that the step
   * needs too stay in local variables, which must have a value however the step is reached.
   */
  private void leaveUnlessAny(Label done) {
    KernelExpr condition = step.outputs().get(body.carries());
    int any = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(any);
    for (LoopWriter.Strand strand : strands) {
      nodes.turnTo(strand);
      nodes.push(condition);
      nodes.writeAny();
      code.iload(any).ior().istore(any);
    }
    code.iload(any).ifeq(done);
  }

  private void keep() {
    for (int output = body.firstKept(); output < step.outputs().size(); output++) {
      for (LoopWriter.Strand strand : strands) {
        nodes.turnTo(strand);
        nodes.push(step.outputs().get(output));
        store(output, step.outputSlot(output));
      }
    }
  }

  /** All next carries are computed before the first of them takes its place. */
  private void nextCarries() {
    for (LoopWriter.Strand strand : strands) {
      nodes.turnTo(strand);
      for (int i = 0; i < body.carries(); i++) {
        KernelExpr next = step.outputs().get(i);
        nodes.push(next);
        nodes.writeAsCarry(next);
      }
      for (int i = body.carries() - 1; i >= 0; i--) {
        nodes.pin(carry(i));
      }
    }
  }

  private void storeCarries() {
    for (int i = 0; i < body.carries(); i++) {
      for (LoopWriter.Strand strand : strands) {
        nodes.turnTo(strand);
        nodes.push(LaneOps.canonical(carry(i)));
        store(i, step.outputSlot(i));
      }
    }
  }

  /** Stores the value on the stack. What all elements share is stored once, by its first lane. */
  private void store(int output, int slot) {
    Storage storage = step.storage(output);
    if (body.shared().get(output)) {
      nodes.pushSharedAddress(slot);
      nodes.writeStoreFirst(storage);
    } else {
      nodes.pushAddress(slot, storage);
      nodes.writeStore(storage);
    }
  }
}

package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/** One element a pass, in plain bytecode. */
final class ScalarLoopWriter extends LoopWriter {
  ScalarLoopWriter(CodeBuilder code, KernelBody body) {
    super(code, body);
  }

  @Override
  int step() {
    return 1;
  }

  @Override
  int strands() {
    return 1;
  }

  @Override
  TypeKind kind(KernelExpr node) {
    return ScalarCode.kind(node.type());
  }

  @Override
  boolean isImmediate(Apply node, int operand) {
    return false;
  }

  @Override
  boolean isFree(KernelExpr leaf) {
    return leaf instanceof Const;
  }

  @Override
  void writePrologue() {}

  @Override
  void writeConst(Const leaf) {
    ScalarCode.constant(code, leaf.bits(), leaf.type());
  }

  @Override
  void writeUniform(LaneType type) {
    ScalarCode.fromBits(code, type);
  }

  @Override
  void writeLoad(LaneType type) {
    ScalarCode.load(code, type);
  }

  @Override
  void writeIndexLow() {
    pushBaseWord(BaseWord.Word.LOW);
    pushElement();
    code.iadd();
  }

  @Override
  void writeStore(KernelExpr output) {
    ScalarCode.store(code, output.type());
  }

  @Override
  void writeApply(Apply node) {
    node.args().forEach(this::push);
    ScalarCode.apply(code, node.op(), node.args().getLast().type(), node.type());
  }
}

package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;

/**
 * Writes microkernels: all sums of the tile in local variables, which HotSpot keeps in registers,
 * and a loop over the terms. Lanes of a vector are neighbouring columns; a scalar form has vectors
 * of one lane.
 */
public final class MicrokernelWriter {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc VALUE_LAYOUT = ClassDesc.of("java.lang.foreign.ValueLayout");
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());
  private static final int FRAME_LOCAL = 1;

  private final CodeBuilder code;
  private final LaneType type;
  private final int lanes;
  private final int rows;
  private final int vectors;
  private final boolean scalar;
  private final VectorNames names;
  private final int[][] sums;
  private final int[] columns;
  private final int[] rowOffsets;
  private int a;
  private int b;

  private MicrokernelWriter(CodeBuilder code, LaneType type, int lanes, int rows, int vectors) {
    this.code = code;
    this.type = type;
    this.lanes = lanes;
    this.rows = rows;
    this.vectors = vectors;
    this.scalar = lanes == 1;
    this.names = new VectorNames(lanes);
    this.sums = new int[rows][vectors];
    this.columns = new int[vectors];
    this.rowOffsets = new int[rows];
  }

  /**
   * Writes a microkernel.
   *
   * @param type what it computes in: F32, F64, I32 or I64
   * @param form width of its vectors
   * @param rows rows of a tile
   * @param vectors vectors in a row of a tile
   * @return the microkernel, not yet warm
   */
  public static Microkernel write(LaneType type, LoopForm form, int rows, int vectors) {
    int lanes = form == LoopForm.SCALAR ? 1 : form.vectorBits() / type.bits();
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        form == LoopForm.SCALAR ? "StandInTile" : "VectorLoopTile",
        Microkernel.class,
        RUN,
        code -> new MicrokernelWriter(code, type, lanes, rows, vectors).write());
  }

  private void write() {
    a = load(Microkernel.A);
    b = load(Microkernel.B);
    int aStep = load(Microkernel.A_STEP);
    int bStep = load(Microkernel.B_STEP);
    loadRowOffsets();
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        pushZero();
        sums[row][vector] = store();
      }
    }
    for (int vector = 0; vector < vectors; vector++) {
      columns[vector] = code.allocateLocal(kind());
    }
    int left = code.allocateLocal(TypeKind.INT);
    frame(Microkernel.TERMS).l2i().istore(left);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    code.iload(left).ifle(end);
    writeTerm();
    code.lload(a).lload(aStep).ladd().lstore(a);
    code.lload(b).lload(bStep).ladd().lstore(b);
    code.iinc(left, -1).goto_(head);
    code.labelBinding(end);
    writeTile();
    if (type.isFloat()) {
      reportNaN();
    }
    code.return_();
  }

  private void loadRowOffsets() {
    for (int row = 1; row < rows; row++) {
      rowOffsets[row] = code.allocateLocal(TypeKind.LONG);
      frame(Microkernel.A_ROW).loadConstant((long) row).lmul().lstore(rowOffsets[row]);
    }
  }

  /** One term of every sum. */
  private void writeTerm() {
    for (int vector = 0; vector < vectors; vector++) {
      code.lload(b);
      addConstant(vector);
      pushVector();
      code.storeLocal(kind(), columns[vector]);
    }
    int element = code.allocateLocal(kind());
    for (int row = 0; row < rows; row++) {
      pushBroadcast(row);
      code.storeLocal(kind(), element);
      for (int vector = 0; vector < vectors; vector++) {
        code.loadLocal(kind(), element);
        code.loadLocal(kind(), columns[vector]);
        code.loadLocal(kind(), sums[row][vector]);
        multiplyAdd();
        code.storeLocal(kind(), sums[row][vector]);
      }
    }
  }

  private void pushBroadcast(int row) {
    if (!scalar) {
      names.pushSpecies(code, type);
    }
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.getstatic(VALUE_LAYOUT, "JAVA_" + layout() + "_UNALIGNED", layoutType());
    code.lload(a);
    if (row > 0) {
      code.lload(rowOffsets[row]).ladd();
    }
    code.invokeinterface(
        VectorNames.SEGMENT, "get", MethodTypeDesc.of(element(), layoutType(), CD_long));
    if (!scalar) {
      code.invokestatic(
          names.vector(type),
          "broadcast",
          MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, names.element(type)));
    }
  }

  /** element, column, sum to sum + element · column. */
  private void multiplyAdd() {
    if (type.isFloat() && scalar) {
      code.invokestatic(MATH, "fma", MethodTypeDesc.of(element(), element(), element(), element()));
    } else if (type.isFloat()) {
      method("fma", VectorNames.VECTOR, VectorNames.VECTOR);
    } else if (scalar && type == LaneType.I32) {
      code.dup_x2().pop().imul().iadd();
    } else if (scalar) {
      // Longs do not fit the stack's shuffles: sum + element * column from a local variable.
      int sum = code.allocateLocal(TypeKind.LONG);
      code.lstore(sum).lmul().lload(sum).ladd();
    } else {
      int sum = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(sum);
      method("mul", VectorNames.VECTOR);
      code.aload(sum);
      method("add", VectorNames.VECTOR);
    }
  }

  private void add() {
    if (!scalar) {
      method("add", VectorNames.VECTOR);
      return;
    }
    switch (type) {
      case I32 -> code.iadd();
      case I64 -> code.ladd();
      case F32 -> code.fadd();
      case F64 -> code.dadd();
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    }
  }

  /**
   * Sets the frame's flag if the sum of a whole tile is NaN: a tile without NaN may cause it, one
   * with NaN always does, and it costs half of a look at every element.
   */
  private void reportNaN() {
    int[] chains = new int[Math.min(4, rows * vectors)];
    for (int i = 0; i < rows * vectors; i++) {
      int sum = sums[i / vectors][i % vectors];
      if (i < chains.length) {
        chains[i] = sum;
      } else {
        code.loadLocal(kind(), chains[i % chains.length]);
        code.loadLocal(kind(), sum);
        add();
        code.storeLocal(kind(), chains[i % chains.length]);
      }
    }
    for (int i = 1; i < chains.length; i++) {
      code.loadLocal(kind(), chains[0]).loadLocal(kind(), chains[i]);
      add();
      code.storeLocal(kind(), chains[0]);
    }
    code.aload(FRAME_LOCAL).loadConstant(Microkernel.NAN);
    code.loadLocal(kind(), chains[0]);
    if (scalar) {
      code.invokestatic(
          ClassDesc.of(type == LaneType.F32 ? "java.lang.Float" : "java.lang.Double"),
          "isNaN",
          MethodTypeDesc.of(CD_boolean, element()));
    } else {
      names.pushOperator(code, VectorNames.COMPARISON, "NE");
      code.loadLocal(kind(), chains[0]);
      code.invokevirtual(
          names.vector(type),
          "compare",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
      code.invokevirtual(VectorNames.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
    }
    code.i2l().lastore();
  }

  private void writeTile() {
    int to = load(Microkernel.C);
    int step = load(Microkernel.C_ROW);
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        code.loadLocal(kind(), sums[row][vector]);
        if (scalar) {
          code.lload(to);
          addConstant(vector);
          code.invokestatic(MEMORY, "store", MethodTypeDesc.of(CD_void, element(), CD_long));
        } else {
          code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
          code.lload(to);
          addConstant(vector);
          code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
          code.invokevirtual(
              names.vector(type),
              "intoMemorySegment",
              MethodTypeDesc.of(CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
        }
      }
      code.lload(to).lload(step).ladd().lstore(to);
    }
  }

  /** Adds the bytes of a number of vectors to the address on the stack. */
  private void addConstant(int vector) {
    if (vector > 0) {
      code.loadConstant((long) vector * lanes * type.bytes()).ladd();
    }
  }

  private void pushVector() {
    if (scalar) {
      code.invokestatic(MEMORY, "load" + type, MethodTypeDesc.of(element(), CD_long));
      return;
    }
    int address = code.allocateLocal(TypeKind.LONG);
    code.lstore(address);
    names.pushSpecies(code, type);
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.lload(address);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokestatic(
        names.vector(type),
        "fromMemorySegment",
        MethodTypeDesc.of(
            names.vector(type),
            VectorNames.SPECIES,
            VectorNames.SEGMENT,
            CD_long,
            VectorNames.BYTE_ORDER));
  }

  private void pushZero() {
    if (!scalar) {
      names.pushSpecies(code, type);
      code.invokestatic(
          names.vector(type), "zero", MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES));
      return;
    }
    switch (type) {
      case I32 -> code.iconst_0();
      case I64 -> code.lconst_0();
      case F32 -> code.fconst_0();
      case F64 -> code.dconst_0();
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    }
  }

  private void method(String name, ClassDesc... params) {
    code.invokevirtual(names.vector(type), name, MethodTypeDesc.of(names.vector(type), params));
  }

  private ClassDesc element() {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    };
  }

  private String layout() {
    return switch (type) {
      case I32 -> "INT";
      case I64 -> "LONG";
      case F32 -> "FLOAT";
      case F64 -> "DOUBLE";
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    };
  }

  private ClassDesc layoutType() {
    String name = layout();
    return ClassDesc.of(
        "java.lang.foreign.ValueLayout$Of"
            + name.charAt(0)
            + name.substring(1).toLowerCase(Locale.ROOT));
  }

  private TypeKind kind() {
    return scalar ? TypeKind.from(element()) : TypeKind.REFERENCE;
  }

  private int load(int slot) {
    int local = code.allocateLocal(TypeKind.LONG);
    frame(slot).lstore(local);
    return local;
  }

  private CodeBuilder frame(int slot) {
    return code.aload(FRAME_LOCAL).loadConstant(slot).laload();
  }

  private int store() {
    int local = code.allocateLocal(kind());
    code.storeLocal(kind(), local);
    return local;
  }
}

package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes microkernels: all sums of the tile in local variables, which HotSpot keeps in registers,
 * and a loop over the terms. Lanes of a vector are neighbouring columns; a scalar form has vectors
 * of one lane.
 */
public final class MicrokernelWriter {
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());
  private static final int FRAME_LOCAL = 1;

  private static final int MOST_TERMS = 1 << 20;

  /** Rows whose elements are loaded at a time where registers are few. */
  private static final int ROWS_AHEAD = 2;

  /**
   * Terms, distances and addresses are masked, which changes none, but tells HotSpot that no
   * address leaves memory: it then leaves out the checks, for which a full processor has no time.
   * For all that HotSpot knows, there are more terms than there may be, which {@link Fence fences}
   * need.
   */
  private static final int TERMS_MASK = 2 * MOST_TERMS - 1;

  private static final long STEP_MASK = Microkernel.MOST_DISTANCE - 1;
  private static final long TILE_ROW_MASK = Microkernel.MOST_TILE_DISTANCE;

  private final CodeBuilder code;
  private final Tile tile;
  private final LaneType type;
  private final int rows;
  private final int vectors;
  private final TileLanes each;
  private final int[][] sums;
  private final int[] columns;
  private final int[] rowOffsets;

  /** Terms that are left. */
  private int left;

  /** Address of the term's elements of the left operand. */
  private int a;

  private int aStep;

  /** Address of the term's elements of the right operand. */
  private int b;

  private int bStep;
  private int firstB;

  /** Address of the distance of the term's elements from the first ones. */
  private int list;

  private MicrokernelWriter(CodeBuilder code, LaneType type, Tile tile) {
    this.code = code;
    this.tile = tile;
    this.type = type;
    this.rows = tile.rows();
    this.vectors = tile.vectors();
    this.each = new TileLanes(code, type, tile.lanes());
    this.sums = new int[rows][vectors];
    this.columns = new int[vectors];
    this.rowOffsets = new int[rows];
  }

  /**
   * Writes a microkernel.
   *
   * @param type what it computes in: F32, F64, I32 or I64
   * @param tile what for; vectors of one lane are scalars
   * @return the microkernel, not yet warm
   */
  public static Microkernel write(LaneType type, Tile tile) {
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        tile.lanes() == 1 ? "StandInTile" : "VectorLoopTile",
        Microkernel.class,
        RUN,
        code -> new MicrokernelWriter(code, type, tile).write());
  }

  private void write() {
    a = load(Microkernel.A, Memory.ADDRESS_MASK);
    b = load(Microkernel.B, Memory.ADDRESS_MASK);
    if (tile.right() == Tile.Right.LISTED) {
      firstB = b;
      list = load(Microkernel.B_LIST, Memory.ADDRESS_MASK);
      b = code.allocateLocal(TypeKind.LONG);
    } else {
      bStep = load(Microkernel.B_STEP, STEP_MASK);
    }
    if (tile.left() == Tile.Left.STRIDED) {
      aStep = load(Microkernel.A_STEP, STEP_MASK);
      loadRowOffsets();
    }
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        each.pushZero();
        sums[row][vector] = store();
      }
    }
    for (int vector = 0; vector < vectors; vector++) {
      columns[vector] = code.allocateLocal(each.kind());
    }
    left = code.allocateLocal(TypeKind.INT);
    frame(Microkernel.TERMS).l2i().loadConstant(TERMS_MASK).iand().istore(left);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    code.iload(left).ifeq(end);
    if (tile.right() == Tile.Right.LISTED) {
      code.lload(firstB);
      each.pushUnsigned(() -> code.lload(list));
      code.ladd().lstore(b);
    }
    writeTerm();
    moveOn();
    // Masked, for C2 repeats the body of a loop that it sees count, until sums wait in memory.
    code.iload(left).iconst_1().isub().loadConstant(TERMS_MASK).iand().istore(left);
    code.goto_(head);
    code.labelBinding(end);
    int to = load(Microkernel.C, Memory.ADDRESS_MASK);
    int step = load(Microkernel.C_ROW, TILE_ROW_MASK);
    writeTile(to, step);
    if (type.isFloat()) {
      reportNaN();
    }
    code.return_();
  }

  /** Moves addresses to the next term. */
  private void moveOn() {
    switch (tile.right()) {
      case LISTED -> move(list, () -> code.loadConstant((long) Integer.BYTES));
      case STRIDED -> move(b, () -> code.lload(bStep));
    }
    switch (tile.left()) {
      case PACKED -> move(a, () -> code.loadConstant((long) rows * type.bytes()));
      case STRIDED -> move(a, () -> code.lload(aStep));
    }
  }

  private void move(int address, Runnable pushDistance) {
    code.lload(address);
    pushDistance.run();
    code.ladd().loadConstant(Memory.ADDRESS_MASK).land().lstore(address);
  }

  private void loadRowOffsets() {
    for (int row = 1; row < rows; row++) {
      rowOffsets[row] = code.allocateLocal(TypeKind.LONG);
      frame(Microkernel.A_ROW).loadConstant(STEP_MASK).land();
      code.loadConstant((long) row).lmul().lstore(rowOffsets[row]);
    }
  }

  /** One term of every sum. */
  private void writeTerm() {
    for (int vector = 0; vector < vectors; vector++) {
      code.lload(b);
      each.addBytes(vector);
      each.pushVector();
      code.storeLocal(each.kind(), columns[vector]);
    }
    int element = code.allocateLocal(each.kind());
    for (int row = 0; row < rows; row++) {
      if (row > 0 && row % ROWS_AHEAD == 0 && fills16Registers()) {
        int number = MOST_TERMS + row;
        // As many terms are never left, of which C2 doesn't know.
        Fence.write(code, divisor -> divisor.iload(left).loadConstant(number).isub());
      }
      int line = row;
      each.pushBroadcast(() -> pushLeft(line));
      code.storeLocal(each.kind(), element);
      for (int vector = 0; vector < vectors; vector++) {
        code.loadLocal(each.kind(), element);
        code.loadLocal(each.kind(), columns[vector]);
        code.loadLocal(each.kind(), sums[row][vector]);
        each.multiplyAdd();
        code.storeLocal(each.kind(), sums[row][vector]);
      }
    }
  }

  /**
   * Whether the sums, a row of columns and an element of each row are more than the registers that
   * processors without AVX-512 have, so that C2, which loads all elements first, would have sums
   * wait in memory. With AVX-512 narrow vectors have 32 registers, too.
   */
  private boolean fills16Registers() {
    return tile.lanes() > 1
        && LoopForm.preferred() != LoopForm.VECTOR_512
        && rows * vectors + vectors + rows > 16;
  }

  /** The address of a row's element of the left operand. */
  private void pushLeft(int row) {
    code.lload(a);
    if (row > 0 && tile.left() == Tile.Left.STRIDED) {
      code.lload(rowOffsets[row]).ladd();
    } else if (row > 0) {
      code.loadConstant((long) row * type.bytes()).ladd();
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
        code.loadLocal(each.kind(), chains[i % chains.length]);
        code.loadLocal(each.kind(), sum);
        each.add();
        code.storeLocal(each.kind(), chains[i % chains.length]);
      }
    }
    for (int i = 1; i < chains.length; i++) {
      code.loadLocal(each.kind(), chains[0]).loadLocal(each.kind(), chains[i]);
      each.add();
      code.storeLocal(each.kind(), chains[0]);
    }
    code.aload(FRAME_LOCAL).loadConstant(Microkernel.NAN);
    each.pushIsNaN(chains[0]);
    code.i2l().lastore();
  }

  private void writeTile(int first, int step) {
    int to = code.allocateLocal(TypeKind.LONG);
    for (int row = 0; row < rows; row++) {
      code.lload(first).lload(step).loadConstant((long) row).lmul().ladd().lstore(to);
      for (int vector = 0; vector < vectors; vector++) {
        int place = vector;
        each.store(
            sums[row][vector],
            () -> {
              code.lload(to);
              each.addBytes(place);
            });
      }
    }
  }

  private int load(int slot, long mask) {
    int local = code.allocateLocal(TypeKind.LONG);
    frame(slot).loadConstant(mask).land().lstore(local);
    return local;
  }

  private CodeBuilder frame(int slot) {
    return code.aload(FRAME_LOCAL).loadConstant(slot).laload();
  }

  private int store() {
    int local = code.allocateLocal(each.kind());
    code.storeLocal(each.kind(), local);
    return local;
  }
}

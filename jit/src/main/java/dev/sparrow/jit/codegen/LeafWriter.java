package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes loops that fold leaves of {@link ReductionTree}, each to one element. A leaf is read in
 * the order of memory, which a processor fetches in advance, and its virtual lanes stay in
 * registers until they are one; so while one leaf's lanes fold, the next one's elements are read.
 *
 * <p>Where virtual lanes are more than registers, a leaf is gone through once for each part of
 * them, and they fold in memory.
 */
public final class LeafWriter {
  /** Frame slot: address of the first leaf's first element. */
  public static final int ELEMENTS = 1 + LeafBody.ELEMENTS;

  /**
   * Frame slot: number of elements of each leaf, from 1 to {@link ReductionTree#LEAF}; as many as
   * make whole rows of virtual lanes are read.
   */
  public static final int PRESENT = 1 + LeafBody.PRESENT;

  /** Frame slot: address of memory for the virtual lanes. */
  public static final int LANES = 1 + LeafBody.LEFT;

  private static final int OTHER_LANES = 1 + LeafBody.RIGHT;
  private static final int OUTPUTS = OTHER_LANES + 1;

  /** Frame slot: address of the results, one after another. */
  public static final int RESULTS = OUTPUTS + LeafBody.PACKED;

  /** Frame slot: number of leaves, less than 2²³. */
  public static final int LEAVES = RESULTS + 1;

  /** Frame slot: bytes from a leaf to the next. */
  public static final int STEP = LEAVES + 1;

  /** Slots of a frame. */
  public static final int FRAME = STEP + 1;

  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());

  /** Vectors that stay in registers. */
  private static final int MOST_VECTORS = 8;

  /** Vectors that are read in a pass: C2 does not inline many more loads in one method. */
  private static final int VECTORS_A_PASS = 8;

  /**
   * Estimated bytes of bytecode up to which a method is compiled well. Of sums, products and
   * extremes eight vectors fit; of those of 2-byte floats, which take twice to five times as many
   * operations, as few as HotSpot still optimises.
   */
  private static final int SIZE_LIMIT = 5_200;

  private final CodeBuilder code;
  private final LeafBody body;
  private final LoopWriter nodes;
  private final Storage storage;
  private final KernelExpr folded;
  private final int step;
  private final int rowVectors;
  private final int rows;
  private final int[] lanes;
  private LoopWriter.Strand strand;

  private LeafWriter(CodeBuilder code, LeafBody body, LoopWriter nodes) {
    this.code = code;
    this.body = body;
    this.nodes = nodes;
    this.storage = body.storage();
    this.folded = body.folded();
    this.step = nodes.step();
    this.rowVectors = ReductionTree.LANES / step;
    int vectors = Math.min(MOST_VECTORS, rowVectors);
    while (vectors > 1 && vectors * body.nodes().sizeBytes() > SIZE_LIMIT) {
      vectors /= 2;
    }
    int room = SIZE_LIMIT / (vectors * body.nodes().sizeBytes());
    this.rows = Math.max(1, Math.min(VECTORS_A_PASS / vectors, Integer.highestOneBit(room * 2)));
    this.lanes = new int[vectors];
    this.strand = nodes.new Strand(0);
  }

  /**
   * Writes a loop.
   *
   * @param body what to fold
   * @param form the loop to write; a body without a vector form is written as a scalar loop
   * @return the loop, not yet warm
   */
  public static FrameLoop write(LeafBody body, LoopForm form) {
    LoopForm own = form.of(body.nodes());
    return KernelWriter.define(
        // The names are those of loops for which HotSpot is told how long to wait.
        own == LoopForm.SCALAR ? "StandInLoopLeaves" : "VectorLoopLeaves",
        FrameLoop.class,
        RUN,
        code -> {
          LoopWriter nodes =
              switch (own) {
                case SCALAR -> new ScalarLoopWriter(code, body.nodes());
                case VECTOR_128, VECTOR_256, VECTOR_512 ->
                    new VectorLoopWriter(code, body.nodes(), own);
              };
          new LeafWriter(code, body, nodes).write();
        });
  }

  private void write() {
    code.aload(LoopWriter.FRAME_LOCAL).loadConstant(OTHER_LANES);
    code.aload(LoopWriter.FRAME_LOCAL).loadConstant(LANES).laload().lastore();
    nodes.open();
    int present = frame(PRESENT);
    int whole = code.allocateLocal(TypeKind.INT);
    code.iload(present).loadConstant(-rows * ReductionTree.LANES).iand().istore(whole);
    int left = frame(LEAVES);
    int leafStep = code.allocateLocal(TypeKind.LONG);
    code.aload(LoopWriter.FRAME_LOCAL).loadConstant(STEP).laload().lstore(leafStep);
    int resultStep = code.allocateLocal(TypeKind.LONG);
    code.loadConstant((long) storage.bytes()).lstore(resultStep);
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = code.allocateLocal(nodes.kind(folded));
    }
    repeatWhile(
        () -> code.iload(left),
        () -> {
          if (lanes.length == rowVectors) {
            code.iconst_0().istore(nodes.indexLocal);
            foldRows(whole, present);
            halveVectors();
          } else {
            foldParts(whole, present);
            halveInMemory();
          }
          foldLanes();
          turnTo(0);
          pin(folded, lanes[0]);
          nodes.push(body.output(LeafBody.PACKED));
          nodes.pushSharedAddress(RESULTS);
          nodes.writeStoreFirst(storage);
          nodes.moveAddress(ELEMENTS, leafStep);
          nodes.moveAddress(RESULTS, resultStep);
          code.iinc(left, -1);
        });
    code.return_();
  }

  /** Folds elements into the lanes that stay in registers, from the index on. */
  private void foldRows(int whole, int present) {
    for (int lane : lanes) {
      turnTo(0);
      keep(LeafBody.IDENTITY, lane);
    }
    repeatUpTo(
        whole,
        rows * ReductionTree.LANES,
        () -> {
          for (int row = 0; row < rows; row++) {
            foldRow(LeafBody.NEXT, row);
          }
        });
    repeatUpTo(present, ReductionTree.LANES, () -> foldRow(LeafBody.NEXT_IF_PRESENT, 0));
  }

  private void foldRow(int output, int row) {
    for (int i = 0; i < lanes.length; i++) {
      turnTo(row * rowVectors + i);
      pin(folded, lanes[i]);
      keep(output, lanes[i]);
    }
  }

  private void foldParts(int whole, int present) {
    int part = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(part);
    repeatWhile(
        () -> code.loadConstant(ReductionTree.LANES).iload(part).isub(),
        () -> {
          code.iload(part).istore(nodes.indexLocal);
          foldRows(whole, present);
          code.iload(part).istore(nodes.indexLocal);
          for (int i = 0; i < lanes.length; i++) {
            turnTo(i);
            pin(folded, lanes[i]);
            storeFolded();
          }
          code.iinc(part, lanes.length * step);
        });
  }

  private void halveInMemory() {
    int half = code.allocateLocal(TypeKind.INT);
    int distance = code.allocateLocal(TypeKind.LONG);
    code.loadConstant(ReductionTree.LANES / 2).istore(half);
    repeatWhile(
        () -> code.iload(half).loadConstant(step - 1).isub(),
        () -> {
          code.iload(half).i2l().loadConstant((long) storage.bytes()).lmul().lstore(distance);
          nodes.loadAddress(OTHER_LANES);
          nodes.moveAddress(OTHER_LANES, distance);
          code.iconst_0().istore(nodes.indexLocal);
          repeatWhile(
              () -> code.iload(half).iload(nodes.indexLocal).isub(),
              () -> {
                turnTo(0);
                keep(LeafBody.PAIR, lanes[0]);
                pin(folded, lanes[0]);
                storeFolded();
                code.iinc(nodes.indexLocal, step);
              });
          code.iload(half).iconst_1().ishr().istore(half);
        });
    code.iconst_0().istore(nodes.indexLocal);
    turnTo(0);
    keep(LeafBody.LEFT_LANE, lanes[0]);
  }

  private void storeFolded() {
    nodes.push(body.output(LeafBody.PACKED));
    nodes.pushAddress(LANES, storage);
    nodes.writeStore(storage);
  }

  private void halveVectors() {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        turnTo(0);
        pin(body.output(LeafBody.LEFT_LANE), lanes[i]);
        pin(body.output(LeafBody.RIGHT_LANE), lanes[i + half]);
        keep(LeafBody.PAIR, lanes[i]);
      }
    }
  }

  /** Folds the lanes of the first vector into its first lane. */
  private void foldLanes() {
    for (int half = step / 2; half > 0; half /= 2) {
      turnTo(0);
      pin(body.output(LeafBody.LEFT_LANE), lanes[0]);
      code.loadLocal(nodes.kind(folded), lanes[0]);
      nodes.writeDown(folded.type(), half);
      nodes.pin(body.output(LeafBody.RIGHT_LANE));
      keep(LeafBody.PAIR, lanes[0]);
    }
  }

  /** Turns to a pass that begins so many vectors behind the index. */
  private void turnTo(int number) {
    strand = nodes.new Strand(number);
    nodes.turnTo(strand);
  }

  /** Says that a node's value is what a local variable holds. */
  private void pin(KernelExpr node, int local) {
    strand.pinned.put(node, local);
  }

  private void keep(int output, int local) {
    KernelExpr node = body.output(output);
    nodes.push(node);
    nodes.writeAsCarry(node);
    code.storeLocal(nodes.kind(folded), local);
  }

  /** Repeats a body while the index, which then moves by a distance, is below a limit. */
  private void repeatUpTo(int limit, int distance, Runnable repeated) {
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    code.iload(nodes.indexLocal).iload(limit).if_icmpge(end);
    repeated.run();
    code.iinc(nodes.indexLocal, distance);
    code.goto_(head);
    code.labelBinding(end);
  }

  /** Repeats a body while what is pushed is greater than 0. */
  private void repeatWhile(Runnable push, Runnable repeated) {
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    push.run();
    code.ifle(end);
    repeated.run();
    code.goto_(head);
    code.labelBinding(end);
  }

  private int frame(int slot) {
    int local = code.allocateLocal(TypeKind.INT);
    code.aload(LoopWriter.FRAME_LOCAL).loadConstant(slot).laload().l2i();
    code.loadConstant(LoopWriter.COUNT_MASK).iand().istore(local);
    return local;
  }
}

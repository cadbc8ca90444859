package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes the method {@link Kernel#run} for a body: what does not change over a block first, then
 * the loop. Every node is computed once: a value with one use stays on the operand stack, a shared
 * one goes to a local variable. The two forms say how a single node is written. {@link
 * RecurrenceWriter} writes another loop around the same nodes.
 */
abstract sealed class LoopWriter permits ScalarLoopWriter, VectorLoopWriter {
  static final int FRAME_LOCAL = 1;
  static final int COUNT_LOCAL = 2;

  /**
   * The bits that numbers of elements and of leaves may have: no call has near as many. Addresses,
   * counts and indices are masked, which changes none, but tells HotSpot that an offset is a small
   * int and no address leaves memory: it leaves out checks that would take longer than short
   * arithmetic, and has loads and stores add the offset.
   */
  static final int COUNT_MASK = (1 << 23) - 1;

  /** The same of an index, which may pass the count by a turn. */
  private static final int INDEX_MASK = 2 * COUNT_MASK + 1;

  /** Operations of each strand between two {@linkplain Fence fences}. */
  private static final int FENCE_DISTANCE = 12;

  /**
   * The element at which the first fence would divide by 0. No call has as many, but for all that
   * HotSpot knows one might.
   */
  private static final int FIRST_FENCE = (COUNT_MASK + 1) / 2;

  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();

  final CodeBuilder code;
  final KernelBody body;

  private final Map<KernelExpr, Integer> uses = new HashMap<>();
  private final Map<KernelExpr, Integer> invariantLocals = new HashMap<>();
  private final Set<KernelExpr> invariants = new HashSet<>();
  private Strand strand;
  private final Map<Integer, Integer> addressLocals = new HashMap<>();

  /** Uniform inputs whose frame slot holds an address instead of bits, and how they lie there. */
  private final Map<Integer, Storage> addressed = new HashMap<>();

  private RareParts rare = RareParts.NONE;

  private final Map<TypeKind, Deque<Integer>> freeLocals = new EnumMap<>(TypeKind.class);
  int indexLocal;

  LoopWriter(CodeBuilder code, KernelBody body) {
    this.code = code;
    this.body = body;
  }

  /** Elements per pass of the loop. */
  abstract int step();

  /** Passes written side by side, to keep the processor busy while a chain of operations waits. */
  abstract int strands();

  /** Passes side by side in the loop of {@link #write}, which has no other loop inside. */
  int strandsOfPlainLoop() {
    return strands();
  }

  /** How the value of a node is held in a local variable. */
  abstract TypeKind kind(KernelExpr node);

  /** Whether an operand is part of the instruction, and no value of its own. */
  abstract boolean isImmediate(Apply node, int operand);

  /** Whether a leaf is written anew at each use instead of being kept in a local variable. */
  abstract boolean isFree(KernelExpr leaf);

  /** Computes before the loop what the form itself needs. */
  abstract void writePrologue();

  /** Pushes a constant that is no NaN: constant pools do not keep the bits of one. */
  abstract void writeConst(Const leaf);

  /** Turns the raw bits on the stack (long for 8-byte types, else int) into a uniform value. */
  abstract void writeUniform(LaneType type);

  /** Turns the address on the stack into the value of elements there. */
  abstract void writeLoad(Storage storage);

  /** Readies what loads of one kind need, before any loop. */
  abstract void prepare(Load load);

  /** Stores the first lane of the value on the stack below an address. */
  abstract void writeStoreFirst(Storage storage);

  /** Turns a truth value on the stack into an int: whether any lane holds. */
  abstract void writeAny();

  /** Makes the value of a node on the stack what a carry of its type is held as. */
  abstract void writeAsCarry(KernelExpr node);

  /**
   * Moves lanes of the value on the stack down by a power of two below their number; what the last
   * ones hold afterwards is arbitrary.
   */
  abstract void writeDown(LaneType type, int by);

  /** Pushes the low index words; the loop variable is pushed by {@link #pushElement}. */
  abstract void writeIndexLow();

  /** What is computed in branches. */
  abstract RareParts rareParts();

  /** Of two truth values on the stack, makes one that holds where either does. */
  abstract void writeEither();

  /** Of two values below a mask on the stack, takes the upper one where the mask holds. */
  abstract void writeBlend(KernelExpr mask, LaneType type);

  /** Pushes operands with {@link #push} and applies the operation. */
  abstract void writeApply(Apply node);

  /** Stores the value on the stack below an address: value, address to nothing. */
  abstract void writeStore(Storage storage);

  /** Writes the whole method. */
  final void write() {
    open();
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.iload(COUNT_LOCAL).loadConstant(COUNT_MASK).iand().istore(COUNT_LOCAL);
    code.iconst_0().istore(indexLocal);
    code.labelBinding(head);
    code.iload(indexLocal).iload(COUNT_LOCAL).if_icmpge(end);
    List<Strand> strands = beginStrands(strandsOfPlainLoop());
    computeSideBySide(strands);
    for (int output = 0; output < body.outputs().size(); output++) {
      KernelExpr node = body.outputs().get(output);
      for (Strand one : strands) {
        strand = one;
        push(node);
        pushAddress(body.outputSlot(output), body.storage(output));
        writeStore(body.storage(output));
      }
    }
    code.iinc(indexLocal, step() * strands.size());
    code.goto_(head);
    code.labelBinding(end);
    code.return_();
  }

  /** Most values that differ from element to element and are needed at one time. */
  final int mostAlive() {
    Map<KernelExpr, Integer> usesLeft = new HashMap<>(uses);
    int alive = 0;
    int most = 0;
    for (KernelExpr node : body.nodes()) {
      if (!invariants.contains(node) && !rare.isInside(node)) {
        alive++;
        most = Math.max(most, alive);
        for (int i = 0; i < node.args().size(); i++) {
          KernelExpr operand = node.args().get(i);
          if (!isImmediate((Apply) node, i)
              && !invariants.contains(operand)
              && usesLeft.merge(operand, -1, Integer::sum) == 0) {
            alive--;
          }
        }
      }
    }
    return most;
  }

  /** Writes what comes before any loop. */
  final void open() {
    countUses();
    rare = rareParts();
    strand = new Strand(0);
    loadAddresses();
    indexLocal = code.allocateLocal(TypeKind.INT);
    writePrologue();
    writeInvariants();
  }

  /** Says that a uniform input is read from memory, at an address that may move. */
  final void readFromMemory(int input, Storage storage) {
    addressed.put(input, storage);
  }

  /** Begins some passes. */
  final List<Strand> beginStrands(int count) {
    return IntStream.range(0, count).mapToObj(Strand::new).toList();
  }

  /** What is written from now on belongs to one of the passes. */
  final void turnTo(Strand one) {
    strand = one;
  }

  /**
   * Computes every node for all strands before the next node: C2 keeps the order it reads, and the
   * processor's window is too short to find a second strand behind the whole of the first. Of more
   * than two strands C2 takes two in turn and leaves the others until these are done, so fences are
   * put between.
   */
  final void computeSideBySide(List<Strand> strands) {
    if (strands.size() == 1) {
      return;
    }
    int computed = 0;
    for (KernelExpr node : body.nodes()) {
      if (invariants.contains(node) || rare.isInside(node)) {
        continue;
      }
      if (rare.of(node) != null) {
        List<Strand> wanting = strands.stream().filter(one -> one.isWanted(node)).toList();
        if (!wanting.isEmpty()) {
          computeRarely(rare.of(node), wanting);
        }
        continue;
      }
      for (Strand one : strands) {
        strand = one;
        if (strand.isWanted(node)) {
          compute(node);
          strand.locals.put(node, store(node));
          computed++;
          if (strands.size() > 2 && computed % (FENCE_DISTANCE * strands.size()) == 0) {
            int number = FIRST_FENCE + computed;
            Fence.write(code, divisor -> divisor.iload(indexLocal).loadConstant(number).isub());
          }
        }
      }
    }
  }

  /** Keeps the value on the stack for this pass, wherever the leaf is used. */
  final void pin(KernelExpr leaf) {
    Integer local = strand.pinned.get(leaf);
    if (local == null) {
      strand.pinned.put(leaf, store(leaf));
    } else {
      code.storeLocal(kind(leaf), local);
    }
  }

  /** Pushes a node's value, computing it at its first use. */
  final void push(KernelExpr node) {
    Integer invariant = invariantLocals.get(node);
    if (invariant != null) {
      code.loadLocal(kind(node), invariant);
      return;
    }
    Integer pinned = strand.pinned.get(node);
    if (pinned != null) {
      code.loadLocal(kind(node), pinned);
      return;
    }
    int left = strand.pendingUses.merge(node, -1, Integer::sum);
    Integer local = strand.locals.get(node);
    if (local != null) {
      code.loadLocal(kind(node), local);
      if (left == 0) {
        strand.locals.remove(node);
        free(kind(node), local);
      }
      return;
    }
    compute(node);
    if (left > 0 && !isFree(node)) {
      duplicate(node);
      strand.locals.put(node, store(node));
    }
  }

  /**
   * Pushes a choice that has a rare part.
   *
   * @return whether it has one; otherwise nothing is written
   */
  final boolean pushRarely(Apply node) {
    RareParts.Part part = rare.of(node);
    if (part == null) {
      return false;
    }
    computeRarely(part, List.of(strand));
    int local = strand.locals.remove(node);
    code.loadLocal(kind(node), local);
    free(kind(node), local);
    return true;
  }

  /**
   * Makes the choices of a part: first what they are in most lanes, then one branch, for where the
   * mask of any strand holds. Strands so stay side by side up to the branch.
   */
  private void computeRarely(RareParts.Part part, List<Strand> strands) {
    List<Map<Apply, Integer>> values = new ArrayList<>();
    for (Strand one : strands) {
      strand = one;
      // What the branch reads must have been computed whether or not it is taken.
      for (KernelExpr inner : body.nodes()) {
        if (part.inside().contains(inner) || part.choices().contains(inner)) {
          inner.args().stream().filter(operand -> !rare.isInside(operand)).forEach(this::keep);
        }
      }
      Map<Apply, Integer> own = new HashMap<>();
      for (Apply choice : part.choices()) {
        push(choice.args().get(2));
        own.put(choice, store(choice));
      }
      values.add(own);
    }
    KernelExpr mask = part.mask();
    for (Strand one : strands) {
      strand = one;
      code.loadLocal(kind(mask), localOf(mask));
      if (one != strands.getFirst()) {
        writeEither();
      }
    }
    writeAny();
    Label end = code.newLabel();
    code.ifeq(end);
    for (int i = 0; i < strands.size(); i++) {
      strand = strands.get(i);
      for (Apply choice : part.choices()) {
        code.loadLocal(kind(choice), values.get(i).get(choice));
        push(choice.args().get(1));
        push(mask);
        writeBlend(mask, choice.type());
        code.storeLocal(kind(choice), values.get(i).get(choice));
      }
    }
    code.labelBinding(end);
    for (int i = 0; i < strands.size(); i++) {
      strands.get(i).locals.putAll(values.get(i));
    }
  }

  /** Computes a node that has no value yet, for uses to come. */
  private void keep(KernelExpr node) {
    if (!invariantLocals.containsKey(node) && strand.isWanted(node)) {
      compute(node);
      strand.locals.put(node, store(node));
    }
  }

  private int localOf(KernelExpr node) {
    Integer invariant = invariantLocals.get(node);
    Integer pinned = strand.pinned.get(node);
    return invariant != null ? invariant : pinned != null ? pinned : strand.locals.get(node);
  }

  private void free(TypeKind kind, int local) {
    freeLocals.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(local);
  }

  /** Pushes the block's base index word as an int. */
  final void pushBaseWord(BaseWord.Word word) {
    code.aload(FRAME_LOCAL).iconst_0().laload();
    if (word == BaseWord.Word.HIGH) {
      code.bipush(32).lushr();
    }
    code.l2i();
  }

  /** Pushes the number of the element, within the block, that the pass starts at. */
  final void pushElement() {
    code.iload(indexLocal);
    if (strand.number > 0) {
      code.loadConstant(strand.number * step()).iadd();
    }
  }

  private void compute(KernelExpr node) {
    switch (node) {
      case Load(int input, Storage storage) -> {
        pushAddress(body.inputSlot(input), storage);
        writeLoad(storage);
      }
      case Carry _ -> throw new IllegalStateException(node + " is not pinned");
      case Scalar(int input, LaneType type) when addressed.containsKey(input) -> {
        code.lload(addressLocals.get(body.inputSlot(input)));
        writeLoadBits(addressed.get(input));
        writeUniform(type);
      }
      case Scalar(int input, LaneType type) -> {
        code.aload(FRAME_LOCAL).loadConstant(body.inputSlot(input)).laload();
        if (type.bytes() < 8) {
          code.l2i();
        }
        writeUniform(type);
      }
      case BaseWord(BaseWord.Word word) -> {
        pushBaseWord(word);
        writeUniform(LaneType.I32);
      }
      case Const leaf -> {
        if (leaf.type() == LaneType.F32 && Float.isNaN(Float.intBitsToFloat((int) leaf.bits()))) {
          code.loadConstant((int) leaf.bits());
          writeUniform(LaneType.F32);
        } else if (leaf.type() == LaneType.F64
            && Double.isNaN(Double.longBitsToDouble(leaf.bits()))) {
          code.loadConstant(leaf.bits());
          writeUniform(LaneType.F64);
        } else {
          writeConst(leaf);
        }
      }
      case IndexLow _ -> writeIndexLow();
      case Apply apply -> writeApply(apply);
    }
  }

  /** Turns an address on the stack into the raw bits of the element there. */
  final void writeLoadBits(Storage storage) {
    String method =
        switch (storage) {
          case I8, I16 -> "loadBytes" + storage.bytes();
          case I32, F32 -> "loadI32";
          case I64, F64 -> "loadI64";
          case MASK -> "loadMASK";
        };
    ClassDesc bits =
        switch (storage) {
          case I8, I16, I32, F32 -> ConstantDescs.CD_int;
          case I64, F64 -> ConstantDescs.CD_long;
          case MASK -> ConstantDescs.CD_boolean;
        };
    code.invokestatic(MEMORY, method, MethodTypeDesc.of(bits, ConstantDescs.CD_long));
  }

  private void countUses() {
    body.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    for (KernelExpr node : body.nodes()) {
      List<KernelExpr> args = node.args();
      for (int i = 0; i < args.size(); i++) {
        if (!isImmediate((Apply) node, i)) {
          uses.merge(args.get(i), 1, Integer::sum);
        }
      }
    }
  }

  private void loadAddresses() {
    for (int input = 0; input < body.inputCount(); input++) {
      if (body.input(input).orElse(null) instanceof Load || addressed.containsKey(input)) {
        loadAddress(body.inputSlot(input));
      }
    }
    for (int output = 0; output < body.outputs().size(); output++) {
      loadAddress(body.outputSlot(output));
    }
  }

  /** Reads an address from the frame, again if it was moved. */
  final void loadAddress(int slot) {
    int local = addressLocals.computeIfAbsent(slot, _ -> code.allocateLocal(TypeKind.LONG));
    code.aload(FRAME_LOCAL).loadConstant(slot).laload();
    code.loadConstant(Memory.ADDRESS_MASK).land().lstore(local);
  }

  /** Moves an address by what a local variable holds. */
  final void moveAddress(int slot, int strideLocal) {
    int local = addressLocals.get(slot);
    code.lload(local).lload(strideLocal).ladd();
    code.loadConstant(Memory.ADDRESS_MASK).land().lstore(local);
  }

  /** Pushes an address as it is: that of a value all elements share. */
  final void pushSharedAddress(int slot) {
    code.lload(addressLocals.get(slot));
  }

  /** Pushes the address of this pass's elements. */
  final void pushAddress(int slot, Storage storage) {
    code.lload(addressLocals.get(slot)).iload(indexLocal);
    code.loadConstant(INDEX_MASK).iand().i2l();
    int shift = Integer.numberOfTrailingZeros(storage.bytes());
    if (shift > 0) {
      code.loadConstant(shift).lshl();
    }
    code.ladd();
    if (strand.number > 0) {
      code.loadConstant((long) strand.number * step() * storage.bytes()).ladd();
    }
  }

  /** Computes invariant nodes that the loop uses; those only other invariants use stay inside. */
  private void writeInvariants() {
    Set<KernelExpr> usedInLoop = new HashSet<>(body.outputs());
    for (KernelExpr node : body.nodes()) {
      boolean invariant =
          switch (node) {
            case Const _, BaseWord _ -> true;
            case Scalar(int input, _) -> !addressed.containsKey(input);
            case Load _, IndexLow _, Carry _ -> false;
            // Its branch is that of other choices, too, which may need elements.
            case Apply choice when rare.of(choice) != null -> false;
            case Apply(_, _, List<KernelExpr> args) -> invariants.containsAll(args);
          };
      if (invariant) {
        invariants.add(node);
      } else {
        for (int i = 0; i < node.args().size(); i++) {
          if (!isImmediate((Apply) node, i)) {
            usedInLoop.add(node.args().get(i));
          }
        }
      }
    }
    for (KernelExpr node : body.nodes()) {
      boolean kept = usedInLoop.contains(node) && !rare.isInside(node) && !isFree(node);
      if (invariants.contains(node) && kept) {
        compute(node);
        invariantLocals.put(node, store(node));
      }
    }
  }

  private int store(KernelExpr node) {
    TypeKind kind = kind(node);
    Deque<Integer> free = freeLocals.get(kind);
    int local = free == null || free.isEmpty() ? code.allocateLocal(kind) : free.pop();
    code.storeLocal(kind, local);
    return local;
  }

  private void duplicate(KernelExpr node) {
    if (kind(node).slotSize() == 2) {
      code.dup2();
    } else {
      code.dup();
    }
  }

  /** One of the passes written side by side: where its values are. */
  final class Strand {
    final int number;
    final Map<KernelExpr, Integer> pendingUses = new HashMap<>(uses);
    final Map<KernelExpr, Integer> locals = new HashMap<>();
    final Map<KernelExpr, Integer> pinned = new HashMap<>();

    Strand(int number) {
      this.number = number;
    }

    /** Whether a node has uses left and no value yet. */
    boolean isWanted(KernelExpr node) {
      return pendingUses.getOrDefault(node, 0) > 0
          && !locals.containsKey(node)
          && !pinned.containsKey(node);
    }
  }
}

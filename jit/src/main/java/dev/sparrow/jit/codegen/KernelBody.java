package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import dev.sparrow.jit.lower.Storage;
import dev.sparrow.jit.lower.ValueNumbering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one kernel computes for each element of a block: outputs as expressions over inputs. Equal
 * nodes are one object. Bodies are equal when they compute the same nodes in the same order, so a
 * body can be the key of a kernel cache.
 *
 * <p>The frame of {@link Kernel#run}: slot 0 is the global index of the block's first element; then
 * one slot per input: the address of a contiguous input, or the raw bits of a uniform one (I32 and
 * F32 in the low 32 bits; MASK 0 or 1); then one slot per output: its address. Elements lie in
 * memory as their {@link Storage} says; a mask has one byte per element: nonzero is true, 1 is
 * written. Float outputs have canonical NaN.
 */
public final class KernelBody {
  /**
   * Estimated bytes of bytecode, per pass, up to which a body makes one kernel: about 140
   * operations. HotSpot never compiles a method of 8 000 bytes or more; well below that C2 takes
   * seconds, runs out of registers, and the processor finds fewer passes to overlap.
   */
  static final int SIZE_LIMIT = 2_200;

  /** The same for what is in branches, too: two passes of it are below HotSpot's limit. */
  private static final int MOST_BYTES = 3_600;

  private final int inputCount;
  private final List<KernelExpr> outputs;
  private final List<Storage> storages;
  private final List<KernelExpr> nodes;
  private final Map<Integer, KernelExpr> leaves = new HashMap<>();
  private final String text;

  private KernelBody(int inputCount, List<KernelExpr> outputs, List<Storage> storages) {
    this.inputCount = inputCount;
    this.storages = List.copyOf(storages);
    this.outputs = ValueNumbering.unify(outputs);
    this.nodes = ValueNumbering.operandsFirst(this.outputs);
    for (KernelExpr node : nodes) {
      switch (node) {
        case Load(int input, _) -> declare(input, node);
        case Scalar(int input, _) -> declare(input, node);
        case Carry(int input, _) -> declare(input, node);
        case Const _, IndexLow _, BaseWord _, Apply _ -> {}
      }
    }
    this.text = print();
  }

  /**
   * A body whose outputs lie in memory as lanes do.
   *
   * @param inputCount number of inputs; the expressions need not use all of them
   * @param outputs what to compute, in output order; at least one
   * @return the body
   * @throws IllegalArgumentException where an expression names an input that does not exist, or one
   *     input in two ways
   */
  public static KernelBody of(int inputCount, List<KernelExpr> outputs) {
    return of(inputCount, outputs, outputs.stream().map(x -> Storage.of(x.type())).toList());
  }

  /**
   * A body with the given outputs.
   *
   * @param inputCount number of inputs; the expressions need not use all of them
   * @param outputs what to compute, in output order; at least one
   * @param storages how each of them lies in memory
   * @return the body
   * @throws IllegalArgumentException where an expression names an input that does not exist, or one
   *     input in two ways, or is stored as another lane type
   */
  public static KernelBody of(int inputCount, List<KernelExpr> outputs, List<Storage> storages) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("KernelBody: needs an output");
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).type() != storages.get(i).lane()) {
        throw new IllegalArgumentException(
            "KernelBody: output " + i + ", " + outputs.get(i) + ", stored as " + storages.get(i));
      }
    }
    return new KernelBody(inputCount, outputs.stream().map(LaneOps::canonical).toList(), storages);
  }

  /**
   * The body of a step of a recurrence.
   *
   * @param inputCount number of inputs, those that are carried first
   * @param carried the next values of what is carried, whose NaNs need not be canonical
   * @param others what else to compute
   * @param storages how all of them lie in memory
   * @return the body
   */
  static KernelBody ofStep(
      int inputCount, List<KernelExpr> carried, List<KernelExpr> others, List<Storage> storages) {
    List<KernelExpr> outputs = new ArrayList<>(carried);
    others.forEach(other -> outputs.add(LaneOps.canonical(other)));
    return new KernelBody(inputCount, outputs, storages);
  }

  private void declare(int input, KernelExpr leaf) {
    if (input < 0 || input >= inputCount) {
      throw new IllegalArgumentException(
          "KernelBody: " + leaf + " names an input outside 0 to " + (inputCount - 1));
    }
    KernelExpr before = leaves.put(input, leaf);
    if (before != null) {
      throw new IllegalArgumentException(
          "KernelBody: input " + input + " used as " + before + " and as " + leaf);
    }
  }

  /**
   * Number of inputs.
   *
   * @return inputs, unused ones included
   */
  public int inputCount() {
    return inputCount;
  }

  /**
   * How an input is used.
   *
   * @param input index of the input
   * @return its {@link Load} or {@link Scalar} leaf; empty where no output depends on the input,
   *     and then its frame slot is not read
   */
  public Optional<KernelExpr> input(int input) {
    return Optional.ofNullable(leaves.get(input));
  }

  /**
   * The outputs.
   *
   * @return expressions, in output order
   */
  public List<KernelExpr> outputs() {
    return outputs;
  }

  /**
   * How an output lies in memory.
   *
   * @param output index of the output
   * @return its storage
   */
  public Storage storage(int output) {
    return storages.get(output);
  }

  /**
   * Every node once, operands before what uses them.
   *
   * @return the nodes
   */
  public List<KernelExpr> nodes() {
    return nodes;
  }

  /**
   * Length of the frame.
   *
   * @return slots
   */
  public int frameSlots() {
    return 1 + inputCount + outputs.size();
  }

  /**
   * Frame slot of an input.
   *
   * @param input index of the input
   * @return slot
   */
  public int inputSlot(int input) {
    return 1 + input;
  }

  /**
   * Frame slot of an output.
   *
   * @param output index of the output
   * @return slot
   */
  public int outputSlot(int output) {
    return 1 + inputCount + output;
  }

  /**
   * Bytes a lane occupies in vector form: all nodes of a body have the same number of lanes, set by
   * the widest type among them.
   *
   * @return 8 where a node is I64 or F64, else 4
   */
  public int laneBytes() {
    return nodes.stream().anyMatch(node -> node.type().bytes() == 8) ? 8 : 4;
  }

  /**
   * Whether every node has a vector form. Division of I64 and the exact float remainder have none,
   * so a body with one of them is always a scalar loop.
   *
   * @return true where the body can be written with vectors
   */
  public boolean isVectorisable() {
    return nodes.stream().noneMatch(KernelBody::isScalarOnly);
  }

  private static boolean isScalarOnly(KernelExpr node) {
    return node instanceof Apply(Op op, LaneType type, _)
        && switch (op) {
          case REM, UDIV, UREM -> true;
          case DIV -> type == LaneType.I64;
          case ADD, SUB, MUL, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, ROL, NOT, NEG, ABS -> false;
          case SQRT, FMA, CANONICAL, EQ, NE, LT, LE, ULT, SELECT, RARELY, CONVERT, BITCAST -> false;
        };
  }

  /**
   * Whether the body is small enough for one kernel; a larger one is cut. What is computed in
   * branches is out of the way of what is not, and counts less.
   *
   * @return true where HotSpot compiles the kernel well
   */
  public boolean fits() {
    int all = sizeBytes();
    int rare = RareParts.of(this).sizeBytes();
    return all - rare + rare / RareParts.LESS <= SIZE_LIMIT && all <= MOST_BYTES;
  }

  /**
   * Upper estimate of the kernel's bytecode.
   *
   * @return bytes
   */
  public int sizeBytes() {
    return 60 + 30 * outputs.size() + nodes.stream().mapToInt(KernelBody::sizeBytes).sum();
  }

  /**
   * What one node adds to the estimate.
   *
   * @param node a node
   * @return bytes
   */
  public static int sizeBytes(KernelExpr node) {
    return switch (node) {
      case Load _, Carry _ -> 30;
      case Scalar _, Const _, BaseWord _ -> 14;
      case IndexLow _ -> 24;
      case Apply(_, _, List<KernelExpr> args) -> 8 + 3 * args.size();
    };
  }

  /**
   * The body as text: one line per node, stable for golden files.
   *
   * @return text that two bodies share only if they are equal
   */
  public String text() {
    return text;
  }

  private String print() {
    Map<KernelExpr, String> names = new HashMap<>();
    StringBuilder lines = new StringBuilder("inputs ").append(inputCount).append('\n');
    for (KernelExpr node : nodes) {
      String name = "%" + names.size();
      names.put(node, name);
      String what =
          switch (node) {
            case Load(int input, Storage storage) -> "load " + input + ':' + storage;
            case Scalar(int input, _) -> "scalar " + input;
            case Carry(int input, _) -> "carry " + input;
            case Const(long bits, _) -> "const 0x" + Long.toHexString(bits);
            case IndexLow _ -> "index";
            case BaseWord(BaseWord.Word word) -> "base " + word;
            case Apply(Op op, _, List<KernelExpr> args) ->
                args.stream().map(names::get).collect(Collectors.joining(" ", op + " ", ""));
          };
      lines.append(name).append(':').append(node.type()).append(" = ").append(what).append('\n');
    }
    return lines
        .append(
            IntStream.range(0, outputs.size())
                .mapToObj(i -> names.get(outputs.get(i)) + ':' + storages.get(i))
                .collect(Collectors.joining(" ", "outputs ", "\n")))
        .toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelBody body && text.equals(body.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

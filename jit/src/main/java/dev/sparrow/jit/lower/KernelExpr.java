package dev.sparrow.jit.lower;

import java.util.List;

/**
 * One node of an immutable machine-level expression over the elements of a block. Nodes form a DAG:
 * a shared object is computed once. Make nodes with the factories of {@link LaneOps}.
 *
 * <p>The same expression is read by the vector writer, the scalar writer and the test interpreter,
 * which agree bit for bit; {@link LaneArithmetic} defines every operation.
 */
public sealed interface KernelExpr {

  /**
   * Type of the node's value.
   *
   * @return the lane type
   */
  LaneType type();

  /**
   * Operands, in order.
   *
   * @return the operands; empty for a leaf
   */
  default List<KernelExpr> args() {
    return List.of();
  }

  /**
   * Element i of a contiguous input.
   *
   * @param input index of the input in its body
   * @param storage how elements lie in memory
   */
  record Load(int input, Storage storage) implements KernelExpr {
    /**
     * Elements that lie in memory as lanes do.
     *
     * @param input index of the input in its body
     * @param type type of the element
     */
    public Load(int input, LaneType type) {
      this(input, Storage.of(type));
    }

    @Override
    public LaneType type() {
      return storage.lane();
    }
  }

  /**
   * A value that is the same for all elements of a block.
   *
   * @param input index of the input in its body
   * @param type type of the value
   */
  record Scalar(int input, LaneType type) implements KernelExpr {}

  /**
   * What the step before left of a value that goes from step to step; its initial value in the
   * first step. Only in recurrences.
   *
   * @param input index of the input in its body
   * @param type type of the value
   */
  record Carry(int input, LaneType type) implements KernelExpr {}

  /**
   * A constant.
   *
   * @param bits raw bits of the value: sign-extended from 32 bits for I32 and F32, 0 or 1 for MASK
   * @param type type of the value
   */
  record Const(long bits, LaneType type) implements KernelExpr {}

  /** Low 32 bits of the element's global index (base + i), as I32. */
  record IndexLow() implements KernelExpr {
    @Override
    public LaneType type() {
      return LaneType.I32;
    }
  }

  /**
   * One 32-bit word of the block's 64-bit base index, as I32.
   *
   * @param word which word
   */
  record BaseWord(Word word) implements KernelExpr {
    /** A half of a 64-bit index. */
    public enum Word {
      /** Bits 31 to 0. */
      LOW,
      /** Bits 63 to 32. */
      HIGH
    }

    @Override
    public LaneType type() {
      return LaneType.I32;
    }
  }

  /**
   * An operation on operands. Equality is identity: value equality would walk a DAG as a tree,
   * which is exponential for expressions such as a hash. {@code KernelBody} gives equal nodes one
   * object.
   *
   * @param op the operation
   * @param type type of the result
   * @param args operands, as many as the operation's arity
   */
  record Apply(Op op, LaneType type, List<KernelExpr> args) implements KernelExpr {
    /** Checks the number of operands; {@link LaneOps} checks their types. */
    public Apply {
      args = List.copyOf(args);
      if (args.size() != op.arity()) {
        throw new IllegalArgumentException(
            op + ": takes " + op.arity() + " operands, got " + args.size());
      }
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return op + ":" + type;
    }
  }
}

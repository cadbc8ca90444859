package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * How a leaf of a fold is folded: what {@link LeafWriter} needs of arithmetic. Bodies are equal
 * when they compute the same, so a body can be the key of a cache.
 *
 * @param nodes the values below, as outputs of a kernel's body
 */
public record LeafBody(KernelBody nodes) {
  /** Input: what a lane has folded so far. */
  static final int FOLDED = 0;

  /** Input: elements. */
  static final int ELEMENTS = 1;

  /** Input: number of elements of a leaf. */
  static final int PRESENT = 2;

  /** Input: lanes that are folded with others. */
  static final int LEFT = 3;

  /** Input: those others. */
  static final int RIGHT = 4;

  private static final int INPUTS = 5;

  /** Output: a lane with one element more. */
  static final int NEXT = 0;

  /** Output: the same where elements that are not present leave a lane as it is. */
  static final int NEXT_IF_PRESENT = 1;

  /** Output: what a lane starts from. */
  static final int IDENTITY = 2;

  /** Output: two lanes folded. */
  static final int PAIR = 3;

  /** Output: the first operand of {@link #PAIR}. */
  static final int LEFT_LANE = 4;

  /** Output: the second one. */
  static final int RIGHT_LANE = 5;

  /** Output: a lane as it lies in memory. */
  static final int PACKED = 6;

  /**
   * A body.
   *
   * @param combine how two lanes combine
   * @param unpack an element as it lies in memory to a lane
   * @param pack the opposite
   * @param identity what changes no lane, as it lies in memory
   * @param storage how elements lie in memory
   * @return the body
   */
  public static LeafBody of(
      BinaryOperator<KernelExpr> combine,
      UnaryOperator<KernelExpr> unpack,
      UnaryOperator<KernelExpr> pack,
      KernelExpr identity,
      Storage storage) {
    KernelExpr element = unpack.apply(new Load(ELEMENTS, storage));
    KernelExpr none = unpack.apply(identity);
    KernelExpr left = unpack.apply(new Load(LEFT, storage));
    KernelExpr right = unpack.apply(new Load(RIGHT, storage));
    KernelExpr folded = new Carry(FOLDED, none.type());
    KernelExpr present = new Scalar(PRESENT, LaneType.I32);
    KernelExpr isPresent = LaneOps.lt(LaneOps.indexLow(), present);
    List<KernelExpr> carried =
        List.of(
            combine.apply(folded, element),
            combine.apply(folded, LaneOps.select(isPresent, element, none)),
            none,
            combine.apply(left, right),
            left,
            right);
    List<Storage> storages = Collections.nCopies(PACKED + 1, storage);
    return new LeafBody(KernelBody.ofStep(INPUTS, carried, List.of(pack.apply(folded)), storages));
  }

  /** What a lane has folded so far. */
  KernelExpr folded() {
    return new Carry(FOLDED, output(IDENTITY).type());
  }

  KernelExpr output(int number) {
    return nodes.outputs().get(number);
  }

  Storage storage() {
    return nodes.storage(PACKED);
  }
}

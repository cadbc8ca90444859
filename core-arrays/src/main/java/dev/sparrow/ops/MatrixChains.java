package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.List;

/** Products of several matrices. */
public final class MatrixChains {
  /** First of a long row of letters: one for each axis. */
  private static final char FIRST_LETTER = '\u4e00';

  private MatrixChains() {}

  /**
   * The product of matrices, in the order of multiplication that takes the fewest products.
   *
   * @param arrays at least two; all but the first and last have two axes, those may be vectors
   * @return the product
   * @throws ShapeException if there are fewer than two or they do not fit
   */
  @JaxName("linalg.multi_dot")
  public static NDArray multiDot(List<NDArray> arrays) {
    if (arrays.size() < 2) {
      throw new ShapeException("multi_dot: needs at least two arrays, got " + arrays.size());
    }
    StringBuilder subscripts = new StringBuilder();
    char name = FIRST_LETTER;
    for (int i = 0; i < arrays.size(); i++) {
      boolean end = i == 0 || i == arrays.size() - 1;
      int rank = arrays.get(i).rank();
      if (rank != 2 && !(end && rank == 1)) {
        throw new ShapeException(
            "multi_dot: operand "
                + i
                + " must have 2 axes"
                + (end ? ", or 1" : "")
                + ", got "
                + arrays.get(i).type());
      }
      if (i > 0) {
        subscripts.append(',');
      }
      boolean vectorFirst = i == 0 && rank == 1;
      boolean vectorLast = i > 0 && rank == 1;
      if (!vectorFirst) {
        subscripts.append(name++);
      }
      if (!vectorLast) {
        subscripts.append(name);
      }
    }
    subscripts.append("->");
    if (arrays.getFirst().rank() == 2) {
      subscripts.append(FIRST_LETTER);
    }
    if (arrays.getLast().rank() == 2) {
      subscripts.append(name);
    }
    return Einsum.einsum(subscripts.toString(), arrays, null);
  }
}

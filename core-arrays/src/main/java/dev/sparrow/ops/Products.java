package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Products of vectors, matrices and stacks of them. Sums of products are taken in a fixed order
 * ({@link dev.sparrow.graph.ContractionOrder}), so a result has the same bits for any layout,
 * thread count or partitioning, and a row of a product those of the product of the row.
 *
 * <p>Dtypes promote; float16 and bfloat16 accumulate in float32; integers wrap.
 */
public final class Products {
  private Products() {}

  /**
   * Sums products over axes of two operands: the general contraction of {@code jax.lax}.
   *
   * @param lhs left operand
   * @param rhs right operand
   * @param dimensions the role of each axis
   * @param preferredElementType dtype to accumulate in and return, or null for the operands'
   * @return batch axes, free axes of lhs, free axes of rhs
   * @throws ShapeException if the axes do not fit each other
   */
  public static NDArray dotGeneral(
      NDArray lhs, NDArray rhs, DotDimensions dimensions, @Nullable DType preferredElementType) {
    return Lax.bind(new Contraction.DotGeneral(dimensions, preferredElementType), lhs, rhs);
  }

  /**
   * The matrix product; stacks of matrices broadcast over their leading axes.
   *
   * @param a (…, n, k), or (k) which counts as a row
   * @param b (…, k, m), or (k) which counts as a column
   * @return (…, n, m), without the axis of an operand that was a vector
   */
  public static NDArray matmul(NDArray a, NDArray b) {
    return matmul(a, b, null);
  }

  /**
   * The matrix product; stacks of matrices broadcast over their leading axes.
   *
   * @param a (…, n, k), or (k) which counts as a row
   * @param b (…, k, m), or (k) which counts as a column
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return (…, n, m), without the axis of an operand that was a vector
   * @throws ShapeException if an operand is a scalar or the shapes do not fit
   */
  @JaxName({"matmul", "linalg.matmul"})
  public static NDArray matmul(NDArray a, NDArray b, @Nullable DType preferredElementType) {
    requireAxis(0, a);
    requireAxis(1, b);
    int aLead = Math.max(a.rank() - 2, 0);
    int bLead = Math.max(b.rank() - 2, 0);
    int lead = Math.max(aLead, bLead);
    // Where each axis of the contraction's result belongs, in the order the contraction has them.
    List<Integer> batch = new ArrayList<>();
    List<Integer> ofA = new ArrayList<>();
    List<Integer> ofB = new ArrayList<>();
    List<Integer> aDropped = new ArrayList<>();
    List<Integer> bDropped = new ArrayList<>();
    List<Integer> aBatch = new ArrayList<>();
    List<Integer> bBatch = new ArrayList<>();
    for (int axis = 0; axis < lead; axis++) {
      int aAxis = axis - (lead - aLead);
      int bAxis = axis - (lead - bLead);
      if (aAxis < 0) {
        ofB.add(axis);
      } else if (bAxis < 0) {
        ofA.add(axis);
      } else if (a.shape().dim(aAxis) == 1) {
        ofB.add(axis);
        aDropped.add(aAxis);
      } else if (b.shape().dim(bAxis) == 1) {
        ofA.add(axis);
        bDropped.add(bAxis);
      } else if (a.shape().dim(aAxis) == b.shape().dim(bAxis)) {
        batch.add(axis);
        aBatch.add(aAxis - aDropped.size());
        bBatch.add(bAxis - bDropped.size());
      } else {
        throw new ShapeException(
            "matmul: incompatible shapes "
                + a.type()
                + " and "
                + b.type()
                + "; leading axes must be equal or 1");
      }
    }
    int next = lead;
    if (a.rank() > 1) {
      ofA.add(next++);
    }
    if (b.rank() > 1) {
      ofB.add(next);
    }
    NDArray left = aDropped.isEmpty() ? a : Lax.bind(new Primitive.Squeeze(aDropped), a);
    NDArray right = bDropped.isEmpty() ? b : Lax.bind(new Primitive.Squeeze(bDropped), b);
    int contracted = right.rank() - (b.rank() > 1 ? 2 : 1);
    DotDimensions dimensions =
        new DotDimensions(List.of(left.rank() - 1), List.of(contracted), aBatch, bBatch);
    NDArray product = contract("matmul", left, right, dimensions, preferredElementType);
    List<Integer> places = new ArrayList<>(batch);
    places.addAll(ofA);
    places.addAll(ofB);
    return permuted(product, places);
  }

  /**
   * The sum of products over the last axis of one operand and the last but one of the other; with a
   * scalar, the product.
   *
   * @param a (…, k), or a scalar
   * @param b (…, k, m), (k), or a scalar
   * @return the other axes of a, then those of b
   */
  public static NDArray dot(NDArray a, NDArray b) {
    return dot(a, b, null);
  }

  /**
   * The sum of products over the last axis of one operand and the last but one of the other; with a
   * scalar, the product.
   *
   * @param a (…, k), or a scalar
   * @param b (…, k, m), (k), or a scalar
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return the other axes of a, then those of b
   */
  @JaxName("dot")
  public static NDArray dot(NDArray a, NDArray b, @Nullable DType preferredElementType) {
    boolean scalar = a.rank() == 0 || b.rank() == 0;
    DotDimensions dimensions =
        scalar
            ? new DotDimensions(List.of(), List.of(), List.of(), List.of())
            : DotDimensions.contracting(a.rank() - 1, Math.max(b.rank() - 2, 0));
    return contract("dot", a, b, dimensions, preferredElementType);
  }

  private static void requireAxis(int position, NDArray operand) {
    if (operand.rank() == 0) {
      throw new ShapeException(
          "matmul: input operand "
              + position
              + " must have ndim at least 1, but it has ndim 0; multiply by a scalar with mul");
    }
  }

  /** A contraction of promoted operands; weak operands give a weak result. */
  private static NDArray contract(
      String operation,
      NDArray a,
      NDArray b,
      DotDimensions dimensions,
      @Nullable DType preferredElementType) {
    ArrayType joined = Promotion.join(List.of(a.type(), b.type()));
    NDArray left = Operands.convert(operation, a, joined.dtype(), joined.weak());
    NDArray right = Operands.convert(operation, b, joined.dtype(), joined.weak());
    DType dtype = preferredElementType != null ? preferredElementType : joined.dtype();
    NDArray product = dotGeneral(left, right, dimensions, dtype);
    return Lax.convert(product, dtype, joined.weak() && preferredElementType == null);
  }

  /** Puts axis i of a product where {@code places} says. */
  private static NDArray permuted(NDArray product, List<Integer> places) {
    List<Integer> order = IntStream.range(0, places.size()).mapToObj(places::indexOf).toList();
    boolean inOrder = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    return inOrder ? product : Lax.bind(new Primitive.Transpose(order), product);
  }
}

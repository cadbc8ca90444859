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

  /**
   * The sum of products of all elements, in order; the conjugate of the first operand where
   * complex.
   *
   * @param a first operand, any shape
   * @param b second operand, as many elements
   * @return a scalar
   */
  public static NDArray vdot(NDArray a, NDArray b) {
    return vdot(a, b, null);
  }

  /**
   * The sum of products of all elements, in order; the conjugate of the first operand where
   * complex.
   *
   * @param a first operand, any shape
   * @param b second operand, as many elements
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return a scalar
   */
  @JaxName("vdot")
  public static NDArray vdot(NDArray a, NDArray b, @Nullable DType preferredElementType) {
    return dot(Shaping.ravel(Operands.conjugate(a)), Shaping.ravel(b), preferredElementType);
  }

  /**
   * Sums of products along the last axes of two stacks of vectors; the conjugate of the first
   * operand where complex. Other axes broadcast.
   *
   * @param x1 first operand
   * @param x2 second operand
   * @return an array without that axis
   */
  public static NDArray vecdot(NDArray x1, NDArray x2) {
    return vecdot(x1, x2, null, null);
  }

  /**
   * Sums of products along one axis of two stacks of vectors; the conjugate of the first operand
   * where complex. Other axes broadcast.
   *
   * @param x1 first operand
   * @param x2 second operand
   * @param axis the axis of both, negative from the end; null for the last
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return an array without that axis
   */
  @JaxName({"vecdot", "linalg.vecdot"})
  public static NDArray vecdot(
      NDArray x1, NDArray x2, @Nullable Integer axis, @Nullable DType preferredElementType) {
    int at = axis == null ? -1 : axis;
    if (x1.rank() == 0
        || x2.rank() == 0
        || x1.shape().dim(x1.shape().axis("vecdot", at))
            != x2.shape().dim(x2.shape().axis("vecdot", at))) {
      throw new ShapeException(
          "vecdot: operands must have the same extent along axis "
              + at
              + ", got "
              + x1.type()
              + " and "
              + x2.type());
    }
    NDArray left = Shaping.moveaxis(Operands.conjugate(x1), at, -1);
    NDArray right = Shaping.moveaxis(x2, at, -1);
    NDArray row = Shaping.expandDims(left, -2);
    NDArray column = Shaping.expandDims(right, -1);
    NDArray product = matmul(row, column, preferredElementType);
    return Shaping.squeeze(product, -2, -1);
  }

  /**
   * The sum of products over the last axes of both operands; with a scalar, the product.
   *
   * @param a (…, k), or a scalar
   * @param b (…, k), or a scalar
   * @return the other axes of a, then those of b
   */
  public static NDArray inner(NDArray a, NDArray b) {
    return inner(a, b, null);
  }

  /**
   * The sum of products over the last axes of both operands; with a scalar, the product.
   *
   * @param a (…, k), or a scalar
   * @param b (…, k), or a scalar
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return the other axes of a, then those of b
   */
  @JaxName("inner")
  public static NDArray inner(NDArray a, NDArray b, @Nullable DType preferredElementType) {
    if (a.rank() == 0 || b.rank() == 0) {
      return dot(a, b, preferredElementType);
    }
    return contract(
        "inner", a, b, DotDimensions.contracting(a.rank() - 1, b.rank() - 1), preferredElementType);
  }

  /**
   * Matrices times vectors; stacks broadcast.
   *
   * @param x1 (…, n, k)
   * @param x2 (…, k)
   * @return (…, n)
   */
  @JaxName("matvec")
  public static NDArray matvec(NDArray x1, NDArray x2) {
    return Shaping.squeeze(matmul(x1, Shaping.expandDims(x2, -1)), -1);
  }

  /**
   * Vectors times matrices; stacks broadcast; the conjugate of the vectors where complex.
   *
   * @param x1 (…, k)
   * @param x2 (…, k, m)
   * @return (…, m)
   */
  @JaxName("vecmat")
  public static NDArray vecmat(NDArray x1, NDArray x2) {
    NDArray row = Shaping.expandDims(Operands.conjugate(x1), -2);
    return Shaping.squeeze(matmul(row, x2), -2);
  }

  /**
   * Sums products over the last axes of one operand and the first of the other.
   *
   * @param a first operand
   * @param b second operand
   * @param axes how many axes
   * @return the other axes of a, then those of b
   */
  public static NDArray tensordot(NDArray a, NDArray b, int axes) {
    return tensordot(a, b, axes, null);
  }

  /**
   * Sums products over the last axes of one operand and the first of the other.
   *
   * @param a first operand
   * @param b second operand
   * @param axes how many axes
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return the other axes of a, then those of b
   */
  @JaxName({"tensordot", "linalg.tensordot"})
  public static NDArray tensordot(
      NDArray a, NDArray b, int axes, @Nullable DType preferredElementType) {
    if (axes < 0 || axes > Math.min(a.rank(), b.rank())) {
      throw new ShapeException(
          "tensordot: number of axes must be from 0 to "
              + Math.min(a.rank(), b.rank())
              + ", the smaller rank of "
              + a.type()
              + " and "
              + b.type()
              + ", got "
              + axes);
    }
    List<Integer> last = IntStream.range(a.rank() - axes, a.rank()).boxed().toList();
    List<Integer> first = IntStream.range(0, axes).boxed().toList();
    return contract(
        "tensordot",
        a,
        b,
        new DotDimensions(last, first, List.of(), List.of()),
        preferredElementType);
  }

  /**
   * Sums products over given axes of both operands.
   *
   * @param a first operand
   * @param b second operand
   * @param axes axes of a, then as many axes of b, negative from the end
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return the other axes of a, then those of b
   */
  @JaxName({"tensordot", "linalg.tensordot"})
  public static NDArray tensordot(
      NDArray a, NDArray b, List<List<Integer>> axes, @Nullable DType preferredElementType) {
    if (axes.size() != 2 || axes.get(0).size() != axes.get(1).size()) {
      throw new ShapeException("tensordot: axes must be two lists of the same length, got " + axes);
    }
    List<Integer> ofA = axes.get(0).stream().map(x -> a.shape().axis("tensordot", x)).toList();
    List<Integer> ofB = axes.get(1).stream().map(x -> b.shape().axis("tensordot", x)).toList();
    return contract(
        "tensordot", a, b, new DotDimensions(ofA, ofB, List.of(), List.of()), preferredElementType);
  }

  /** A contraction of promoted operands; weak operands give a weak result. */
  static NDArray contract(
      String operation,
      NDArray a,
      NDArray b,
      DotDimensions dimensions,
      @Nullable DType preferredElementType) {
    requireEqualExtents(operation, a, b, dimensions);
    ArrayType joined = Promotion.join(List.of(a.type(), b.type()));
    NDArray left = Operands.convert(operation, a, joined.dtype(), joined.weak());
    NDArray right = Operands.convert(operation, b, joined.dtype(), joined.weak());
    DType dtype = preferredElementType != null ? preferredElementType : joined.dtype();
    NDArray product = dotGeneral(left, right, dimensions, dtype);
    return Lax.convert(product, dtype, joined.weak() && preferredElementType == null);
  }

  private static void requireEqualExtents(
      String operation, NDArray a, NDArray b, DotDimensions dimensions) {
    for (int i = 0; i < dimensions.lhsContracting().size(); i++) {
      int left = dimensions.lhsContracting().get(i);
      int right = dimensions.rhsContracting().get(i);
      if (a.shape().dim(left) != b.shape().dim(right)) {
        throw new ShapeException(
            operation
                + (": contracting axes must have the same size, got %d (axis %d of %s) and %d (axis"
                        + " %d of %s)")
                    .formatted(
                        a.shape().dim(left),
                        left,
                        a.type(),
                        b.shape().dim(right),
                        right,
                        b.type()));
      }
    }
  }

  /** Puts axis i of a product where {@code places} says. */
  private static NDArray permuted(NDArray product, List<Integer> places) {
    List<Integer> order = IntStream.range(0, places.size()).mapToObj(places::indexOf).toList();
    boolean inOrder = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    return inOrder ? product : Lax.bind(new Primitive.Transpose(order), product);
  }
}

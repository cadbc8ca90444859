package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.IndexedUpdate;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds of rows that share a number. Rows are folded in their order, so floats have the same bits
 * whatever the number of threads; rows whose number lies outside are dropped.
 */
public final class Segments {
  private Segments() {}

  /**
   * Sums of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments
   * @return an array of shape (numSegments, rest of the shape of data); 0 for an empty segment
   */
  public static NDArray segmentSum(NDArray data, NDArray segmentIds, long numSegments) {
    return segmentSum(data, segmentIds, (Long) numSegments);
  }

  /**
   * Sums of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments; null for one more than the largest id, which only values
   *     can tell
   * @return an array of shape (numSegments, rest of the shape of data); 0 for an empty segment
   */
  @JaxName({"segment_sum", "ops.segment_sum"})
  public static NDArray segmentSum(NDArray data, NDArray segmentIds, @Nullable Long numSegments) {
    return fold("segment_sum", Monoid.SUM, data, segmentIds, numSegments);
  }

  /**
   * Products of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments
   * @return an array of shape (numSegments, rest of the shape of data); 1 for an empty segment
   */
  public static NDArray segmentProd(NDArray data, NDArray segmentIds, long numSegments) {
    return segmentProd(data, segmentIds, (Long) numSegments);
  }

  /**
   * Products of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments; null for one more than the largest id
   * @return an array of shape (numSegments, rest of the shape of data); 1 for an empty segment
   */
  @JaxName({"segment_prod", "ops.segment_prod"})
  public static NDArray segmentProd(NDArray data, NDArray segmentIds, @Nullable Long numSegments) {
    return fold("segment_prod", Monoid.PROD, data, segmentIds, numSegments);
  }

  /**
   * Largest elements of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments
   * @return an array of shape (numSegments, rest of the shape of data); the smallest value there is
   *     for an empty segment
   */
  public static NDArray segmentMax(NDArray data, NDArray segmentIds, long numSegments) {
    return segmentMax(data, segmentIds, (Long) numSegments);
  }

  /**
   * Largest elements of the rows of each segment; NaN wins.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments; null for one more than the largest id
   * @return an array of shape (numSegments, rest of the shape of data); the smallest value there is
   *     for an empty segment
   */
  @JaxName({"segment_max", "ops.segment_max"})
  public static NDArray segmentMax(NDArray data, NDArray segmentIds, @Nullable Long numSegments) {
    return fold("segment_max", Monoid.MAX, data, segmentIds, numSegments);
  }

  /**
   * Smallest elements of the rows of each segment.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments
   * @return an array of shape (numSegments, rest of the shape of data); the largest value there is
   *     for an empty segment
   */
  public static NDArray segmentMin(NDArray data, NDArray segmentIds, long numSegments) {
    return segmentMin(data, segmentIds, (Long) numSegments);
  }

  /**
   * Smallest elements of the rows of each segment; NaN wins.
   *
   * @param data rows along axis 0
   * @param segmentIds the segment of each row
   * @param numSegments number of segments; null for one more than the largest id
   * @return an array of shape (numSegments, rest of the shape of data); the largest value there is
   *     for an empty segment
   */
  @JaxName({"segment_min", "ops.segment_min"})
  public static NDArray segmentMin(NDArray data, NDArray segmentIds, @Nullable Long numSegments) {
    return fold("segment_min", Monoid.MIN, data, segmentIds, numSegments);
  }

  private static NDArray fold(
      String operation, Monoid monoid, NDArray data, NDArray ids, @Nullable Long numSegments) {
    if (!ids.dtype().isInteger()) {
      throw new DTypeException(operation + ": segment_ids must be integers, got " + ids.type());
    }
    if (data.rank() < ids.rank() || !leading(data, ids)) {
      throw new ShapeException(
          operation
              + ": data "
              + data.type()
              + " needs a row for each of segment_ids "
              + ids.type());
    }
    long segments = numSegments == null ? ids.max().toLong() + 1 : numSegments;
    if (segments < 0) {
      throw new ShapeException(operation + ": num_segments must be non-negative, got " + segments);
    }
    Shape shape = data.shape();
    for (int i = 1; i < ids.rank(); i++) {
      shape = shape.without(List.of(0));
    }
    NDArray identity = identity(monoid, data.dtype());
    NDArray empty = Lax.broadcastTo(identity, shape.with(0, segments));
    IndexedUpdate place = empty.at(ids).mode(IndexMode.DROP).withoutWrapping();
    return switch (monoid) {
      case SUM -> place.add(data);
      case PROD -> place.mul(data);
      case MAX -> place.max(data);
      case MIN -> place.min(data);
      case AND, OR, XOR -> throw new IllegalArgumentException(monoid.toString());
    };
  }

  private static boolean leading(NDArray data, NDArray ids) {
    for (int axis = 0; axis < ids.rank(); axis++) {
      if (data.shape().dim(axis) != ids.shape().dim(axis)) {
        return false;
      }
    }
    return true;
  }

  private static NDArray identity(Monoid monoid, DType dtype) {
    Literal literal = new Literal(monoid.identity(dtype), ArrayType.of(dtype));
    return ConcreteArray.scalar(literal);
  }
}

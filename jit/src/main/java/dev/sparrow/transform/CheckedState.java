package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What has failed so far in a program that is run again: the number of the first place, and the
 * values of its message. Both are values of the program, so that loops and branches carry them.
 */
final class CheckedState {
  private final CheckSites sites;
  private NDArray code;
  private NDArray payload;

  CheckedState(CheckSites sites, NDArray code, NDArray payload) {
    this.sites = sites;
    this.code = code;
    this.payload = payload;
  }

  /** Nothing has failed. */
  static List<NDArray> clean(CheckSites sites) {
    return List.of(
        scalar(0, DType.INT32),
        Lax.broadcastInDim(scalar(0, DType.UINT32), Shape.of(sites.words()), List.of()));
  }

  static List<ArrayType> types(CheckSites sites) {
    return List.of(ArrayType.of(DType.INT32), ArrayType.of(DType.UINT32, sites.words()));
  }

  List<NDArray> values() {
    return List.of(code, payload);
  }

  /** Goes on after a part of the program that carried the state along. */
  void goOn(List<NDArray> values) {
    code = values.get(0);
    payload = values.get(1);
  }

  /**
   * Something fails here if a condition holds, and nothing has before.
   *
   * @param failed a bool scalar
   * @param site the place
   * @param words u32[1, …], the values of its message; empty if there are none
   */
  void fail(NDArray failed, CheckSite site, List<NDArray> words) {
    NDArray none = Lax.apply(Fn.EQ, code, scalar(0, DType.INT32));
    NDArray first = Lax.apply(Fn.AND, failed, none);
    code = Lax.select(first, scalar(sites.number(site), DType.INT32), code);
    if (words.isEmpty()) {
      return;
    }
    NDArray row = PayloadWords.joined(words);
    row = Lax.reshape(row, Shape.of(row.size()));
    NDArray padded =
        Lax.bind(
            new Primitive.Pad(List.of(0L), List.of(sites.words() - row.size()), List.of(0L)),
            row,
            scalar(0, DType.UINT32));
    NDArray wide = Lax.broadcastInDim(first, payload.shape(), List.of());
    payload = Lax.select(wide, padded, payload);
  }

  /**
   * The user's check fails where it does not hold, for the first element of a batch.
   *
   * @param holds the predicate, of the shape of the lanes
   * @param values values of the message, stacked along the lanes
   */
  void failUnless(NDArray holds, CheckSite site, List<NDArray> values) {
    long rows = holds.size();
    if (rows == 0) {
      return;
    }
    NDArray each = Lax.reshape(holds, Shape.of(rows));
    NDArray failed = Lax.apply(Fn.NOT, Lax.reduce(Monoid.AND, each, List.of(0)));
    List<NDArray> words = new ArrayList<>();
    NDArray lane = firstWhere(Lax.apply(Fn.NOT, each));
    if (!site.lanes().isEmpty()) {
      words.add(Lax.reshape(Lax.convert(lane, DType.UINT32), Shape.of(1, 1)));
    }
    for (NDArray value : values) {
      if (value.size() > 0) {
        words.add(row(PayloadWords.encode(value, rows), lane));
      }
    }
    fail(failed, site, words);
  }

  /** A row of a matrix as a matrix. */
  private static NDArray row(NDArray matrix, NDArray number) {
    return matrix.shape().dim(0) == 1
        ? matrix
        : Lax.bind(
            new Indexing.DynamicSlice(List.of(1L, matrix.shape().dim(1))),
            matrix,
            number,
            scalar(0, number.dtype()));
  }

  /** The first place of a vector that holds. */
  static NDArray firstWhere(NDArray holds) {
    DType index = holds.size() > Integer.MAX_VALUE ? DType.INT64 : DType.INT32;
    return Lax.bind(
        new Primitive.ArgReduce(Primitive.Extreme.MAX, 0, index), Lax.convert(holds, DType.INT32));
  }

  /**
   * Fails if an array has a NaN.
   *
   * @param x floats or complex numbers
   */
  void failIfNan(NDArray x, CheckSite site) {
    NDArray nan = Lax.apply(Fn.NE, x, x);
    fail(any(nan), site, List.of());
  }

  static NDArray any(NDArray holds) {
    return Lax.reduce(Monoid.OR, holds, IntStream.range(0, holds.rank()).boxed().toList());
  }

  static NDArray scalar(long value, DType dtype) {
    return ConcreteArray.scalar(Literal.of(value, dtype, false));
  }
}

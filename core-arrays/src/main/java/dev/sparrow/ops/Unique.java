package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Distinct elements, ascending. How many there are only values can tell, so these wait for them,
 * and cannot be traced unless a size is given.
 */
public final class Unique {
  private Unique() {}

  /**
   * How distinct elements are looked for.
   *
   * @param axis the axis whose slices are compared; null for the elements of the flattened array
   * @param size how many are returned, cut or filled up; null for as many as there are
   * @param fillValue what fills up values; null for the smallest one
   * @param nan whether all NaN are one element
   */
  public record Options(
      @Nullable Integer axis, @Nullable Long size, @Nullable Double fillValue, NanEquality nan) {
    /** {@return all distinct elements of the flattened array, NaN as one} */
    public static Options standard() {
      return new Options(null, null, null, NanEquality.EQUAL);
    }

    /**
     * These options for slices along an axis.
     *
     * @param other the axis, negative from the end
     * @return the options
     */
    public Options along(int other) {
      return new Options(other, size, fillValue, nan);
    }

    /**
     * These options with a size, under which the function can be traced.
     *
     * @param other how many, filled up with the smallest
     * @return the options
     */
    public Options sized(long other) {
      return new Options(axis, other, fillValue, nan);
    }

    /**
     * These options with a size, under which the function can be traced.
     *
     * @param other how many
     * @param fill what fills up values
     * @return the options
     */
    public Options sized(long other, double fill) {
      return new Options(axis, other, fill, nan);
    }

    /** {@return these options with every NaN an element of its own, as the array API wants it} */
    public Options distinctNan() {
      return new Options(axis, size, fillValue, NanEquality.DISTINCT);
    }
  }

  /** Whether NaN equals NaN. */
  public enum NanEquality {
    /** All NaN are one element. */
    EQUAL,
    /** Each NaN is an element. */
    DISTINCT
  }

  /**
   * Distinct elements and where they were.
   *
   * @param values the distinct elements, ascending
   * @param indices where each was first
   * @param inverseIndices for each element the position among the values; of the operand's shape if
   *     that was flattened
   * @param counts how often each was there
   */
  public record Result(NDArray values, NDArray indices, NDArray inverseIndices, NDArray counts) {}

  /**
   * The distinct elements of the flattened array, ascending; NaN last and once.
   *
   * @param ar operand
   * @return an array of one axis
   */
  public static NDArray unique(NDArray ar) {
    return unique(ar, Options.standard());
  }

  /**
   * So many distinct elements of the flattened array, ascending; can be traced.
   *
   * @param ar operand
   * @param size how many, filled up with the smallest
   * @return an array of this size
   */
  public static NDArray unique(NDArray ar, long size) {
    return unique(ar, Options.standard().sized(size));
  }

  /**
   * The distinct elements, or slices, ascending.
   *
   * @param ar operand
   * @param options axis, size and more
   * @return the operand with fewer slices
   * @throws dev.sparrow.trace.ConcretizationException of a traced array without a size
   */
  public static NDArray unique(NDArray ar, Options options) {
    return Slices.ofValues(ar, options).values();
  }

  /**
   * The distinct elements, or slices, and where they were.
   *
   * @param ar operand
   * @param options axis, size and more
   * @return values, first positions, positions among the values, counts
   * @throws dev.sparrow.trace.ConcretizationException of a traced array without a size
   */
  public static Result uniqueAll(NDArray ar, Options options) {
    Slices slices = Slices.of(ar, options);
    return new Result(slices.values(), slices.indices(), slices.inverse(), slices.counts());
  }

  /**
   * Slices in order.
   *
   * @param options as given
   * @param axis the axis, of the operand or of the flattened one
   * @param operand the operand
   * @param sorted slices along axis 0, ascending
   * @param places where they were; null if only values were asked for
   * @param first which of them differ from the one before
   */
  record Slices(
      Options options,
      int axis,
      NDArray operand,
      NDArray sorted,
      @Nullable NDArray places,
      NDArray first) {
    static Slices of(NDArray ar, Options options) {
      return of(ar, options, false);
    }

    /** Slices of which only values are asked for: elements are sorted without their positions. */
    static Slices ofValues(NDArray ar, Options options) {
      // Each NaN as a value of its own keeps its bits, which a sort of elements alone does not.
      boolean alike = !ar.dtype().isFloat() || options.nan == NanEquality.EQUAL;
      return of(ar, options, alike && (options.axis == null || ar.rank() == 1));
    }

    private static Slices of(NDArray ar, Options options, boolean alone) {
      if (options.size == null && !(ar instanceof ConcreteArray)) {
        throw KnownSize.unknown(
            "unique",
            "the number of distinct elements",
            ar,
            "give a size, as in Options.standard().sized(n)");
      }
      NDArray operand = options.axis == null ? Shaping.ravel(ar) : ar;
      int axis = operand.shape().axis("unique", options.axis == null ? 0 : options.axis);
      NDArray slices = Shaping.moveaxis(operand, axis, 0);
      long count = slices.shape().dim(0);
      if (count == 0 && options.size != null && options.size > 0 && options.fillValue == null) {
        throw new ShapeException(
            "unique: of a zero-size array "
                + ar.type()
                + " a nonzero size needs a fill value, got size "
                + options.size);
      }
      if (alone && count > 0) {
        NDArray sorted = Sorting.sort(slices, 0);
        return new Slices(options, axis, ar, sorted, null, differs(sorted, options.nan));
      }
      NDArray number = Lax.iota(index(), Shape.of(count), 0);
      if (slices.size() == 0) {
        // Slices without elements are all the same.
        NDArray none = Lax.iota(index(), Shape.of(count), 0).eq(0);
        return new Slices(options, axis, ar, slices, number, none);
      }
      List<NDArray> keys = columns(slices, count);
      keys.add(number);
      List<NDArray> ordered = Sorting.sort(keys, 0, keys.size() - 1);
      NDArray order = ordered.getLast();
      NDArray first = Lax.broadcastTo(Creation.scalar(0, DType.BOOL), Shape.of(count));
      for (NDArray column : ordered.subList(0, ordered.size() - 1)) {
        first = Logic.logicalOr(first, differs(column, options.nan));
      }
      NDArray sorted =
          slices.rank() == 1
              ? ordered.getFirst()
              : Taking.take(slices, order, 0, IndexMode.PROMISE_IN_BOUNDS, null);
      return new Slices(options, axis, ar, sorted, order, first);
    }

    private static DType index() {
      return Profile.current().defaultInt();
    }

    private static List<NDArray> columns(NDArray slices, long count) {
      List<NDArray> columns = new ArrayList<>();
      if (slices.rank() == 1) {
        columns.add(slices);
        return columns;
      }
      NDArray matrix = Lax.reshape(slices, Shape.of(count, slices.size() / count));
      for (long i = 0; i < matrix.shape().dim(1); i++) {
        columns.add(matrix.get(Index.all(), Index.at(i)));
      }
      return columns;
    }

    /** Whether each element differs from the one before; the first one does. */
    private static NDArray differs(NDArray line, NanEquality nan) {
      NDArray later = line.get(Index.slice(1, line.size()));
      NDArray earlier = line.get(Index.slice(0, line.size() - 1));
      NDArray differs = later.ne(earlier);
      if (line.dtype().isInexact() && nan == NanEquality.EQUAL) {
        NDArray both = Logic.logicalAnd(Logic.isnan(later), Logic.isnan(earlier));
        differs = Logic.logicalAnd(differs, Logic.logicalNot(both));
      }
      NDArray one = Lax.broadcastTo(Creation.scalar(1, DType.BOOL), Shape.of(1));
      return Shaping.concatenate(List.of(one, differs), 0);
    }

    /** Positions in the order at which new values begin. */
    private NDArray starts(@Nullable Long size, double fill) {
      return IndexArrays.flatnonzero(first, size, fill);
    }

    private NDArray picked(NDArray from) {
      return Taking.take(from, starts(options.size, 0), 0, IndexMode.CLIP, null);
    }

    NDArray values() {
      Long size = options.size;
      Double fill = options.fillValue;
      if (sorted.shape().dim(0) == 0) {
        return Shaping.moveaxis(
            size == null || fill == null
                ? sorted
                : Creation.full(sorted.shape().with(0, size), fill, sorted.dtype()),
            0,
            axis);
      }
      NDArray values = places == null ? withFirstNan(picked(sorted)) : picked(sorted);
      if (size != null && fill != null) {
        NDArray there =
            Statistics.lying(
                Lax.iota(index(), Shape.of(size), 0).lt(Reductions.countNonzero(first)),
                new int[] {0},
                values.shape());
        values =
            Lax.select(
                Lax.broadcastTo(there, values.shape()),
                values,
                Creation.full(values.shape(), fill, values.dtype()));
      }
      return Shaping.moveaxis(values, 0, axis);
    }

    /** Of NaN, the bits of the first: they are lost in a sort of elements alone. */
    private NDArray withFirstNan(NDArray values) {
      if (!values.dtype().isFloat()) {
        return values;
      }
      NDArray line = Shaping.ravel(operand);
      // NaN wins: where there is one, it is found.
      NDArray nan = Taking.take(line, Reductions.argmax(line));
      return Logic.where(Logic.isnan(values), nan, values);
    }

    /** Where the sorted slices were. */
    NDArray order() {
      return Objects.requireNonNull(places, "only values were asked for");
    }

    NDArray indices() {
      return order().size() == 0 ? order() : picked(order());
    }

    NDArray inverse() {
      NDArray order = order();
      NDArray numbers = Cumulation.cumsum(Lax.convert(first, index()), -1).sub(1);
      NDArray inverse = Creation.zeros(order.shape(), index()).at(Index.take(order)).set(numbers);
      return options.axis == null ? Lax.reshape(inverse, operand.shape()) : inverse;
    }

    NDArray counts() {
      long all = first.size();
      NDArray ends;
      if (options.size == null) {
        ends =
            Shaping.concatenate(
                List.of(
                    starts(null, 0), Lax.broadcastTo(Creation.scalar(all, index()), Shape.of(1))),
                0);
      } else {
        ends = starts(options.size + 1, (double) all);
      }
      return Differences.diff(ends);
    }
  }
}

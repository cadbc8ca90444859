package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as sets of their elements; results are ascending and without duplicates. How many elements
 * they have only values can tell, so these wait for them, and cannot be traced unless a size is
 * given. NaN equals nothing here.
 */
public final class Sets {
  private Sets() {}

  /**
   * Common elements and where they were.
   *
   * @param values the common elements, ascending
   * @param indices1 where each was first in the first operand
   * @param indices2 where each was first in the second one
   */
  public record Intersection(NDArray values, NDArray indices1, NDArray indices2) {}

  /**
   * Whether each element is one of a set, by binary search.
   *
   * @param element operand, any shape
   * @param testElements elements of the set, any shape
   * @return bool of the shape of the operand
   */
  @JaxName("isin")
  public static NDArray isin(NDArray element, NDArray testElements) {
    DType dtype = common("isin", element, testElements);
    return contains(
        sorted(Lax.convert(Shaping.ravel(testElements), dtype)), Lax.convert(element, dtype));
  }

  private static DType common(String operation, NDArray ar1, NDArray ar2) {
    return Operands.promote(operation, Operands.zero(ar1), Operands.zero(ar2)).getFirst().dtype();
  }

  private static NDArray sorted(NDArray line) {
    return Sorting.sort(line);
  }

  /** Whether a sorted line holds values. */
  private static NDArray contains(NDArray line, NDArray values) {
    if (line.size() == 0) {
      return Creation.zeros(values.shape(), DType.BOOL);
    }
    NDArray place = Searching.searchsorted(line, values);
    return Taking.take(line, place, 0, IndexMode.CLIP, null).eq(values);
  }

  /**
   * The elements of both arrays.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @return an array of one axis
   */
  public static NDArray union1d(NDArray ar1, NDArray ar2) {
    return union1d(ar1, ar2, null, null);
  }

  /**
   * The elements of both arrays.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @param size size of the result, cut or filled up; null for as many as there are
   * @param fillValue what fills it up; null for the smallest element
   * @return an array of one axis
   */
  @JaxName("union1d")
  public static NDArray union1d(
      NDArray ar1, NDArray ar2, @Nullable Long size, @Nullable Double fillValue) {
    checkKnown("union1d", ar1, ar2, size);
    DType dtype = common("union1d", ar1, ar2);
    NDArray both =
        Shaping.concatenate(
            List.of(Shaping.ravel(Lax.convert(ar1, dtype)), Shaping.ravel(Lax.convert(ar2, dtype))),
            0);
    return Unique.unique(both, new Unique.Options(null, size, fillValue, Unique.NanEquality.EQUAL));
  }

  private static void checkKnown(String operation, NDArray ar1, NDArray ar2, @Nullable Long size) {
    for (NDArray operand : List.of(ar1, ar2)) {
      if (size == null && !(operand instanceof ConcreteArray)) {
        throw KnownSize.unknown(operation, "the number of elements", operand, "give a size");
      }
    }
  }

  /**
   * The elements that are in both arrays.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @return an array of one axis
   */
  public static NDArray intersect1d(NDArray ar1, NDArray ar2) {
    return intersect1d(ar1, ar2, null, null);
  }

  /**
   * The elements that are in both arrays.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @param size size of the result, cut or filled up; null for as many as there are
   * @param fillValue what fills it up; null for the smallest element, or 0 if there is none
   * @return an array of one axis
   */
  @JaxName("intersect1d")
  public static NDArray intersect1d(
      NDArray ar1, NDArray ar2, @Nullable Long size, @Nullable Double fillValue) {
    return intersection(ar1, ar2, size, fillValue).values();
  }

  /**
   * The elements that are in both arrays, and where they were first.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @param size size of the results, cut or filled up; null for as many as there are
   * @param fillValue what fills values up; null for the smallest element, or 0 if there is none;
   *     positions are filled up with the size of their operand
   * @return values and positions
   */
  public static Intersection intersection(
      NDArray ar1, NDArray ar2, @Nullable Long size, @Nullable Double fillValue) {
    checkKnown("intersect1d", ar1, ar2, size);
    DType dtype = common("intersect1d", ar1, ar2);
    Unique.Slices one = slices(Lax.convert(ar1, dtype));
    Unique.Slices two = slices(Lax.convert(ar2, dtype));
    NDArray kept = Logic.logicalAnd(one.first(), contains(two.sorted(), one.sorted()));
    Chosen chosen = Chosen.of(one.sorted(), kept, size);
    NDArray values = chosen.values(fillValue);
    return new Intersection(
        values,
        chosen.places(one.order()),
        chosen.filled(
            Taking.take(
                two.order(), Searching.searchsorted(two.sorted(), values), 0, IndexMode.CLIP, null),
            two.order().size()));
  }

  /** All elements of an operand, in order. */
  private static Unique.Slices slices(NDArray ar) {
    // The size is not asked for, so it does not matter.
    return Unique.Slices.of(ar, Unique.Options.standard().sized(0));
  }

  /**
   * The elements of one array that are not in another.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand
   * @return an array of one axis
   */
  public static NDArray setdiff1d(NDArray ar1, NDArray ar2) {
    return setdiff1d(ar1, ar2, null, null);
  }

  /**
   * The elements of one array that are not in another.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand
   * @param size size of the result, cut or filled up; null for as many as there are
   * @param fillValue what fills it up; null for 0
   * @return an array of one axis and the dtype of the first operand
   */
  @JaxName("setdiff1d")
  public static NDArray setdiff1d(
      NDArray ar1, NDArray ar2, @Nullable Long size, @Nullable Double fillValue) {
    checkKnown("setdiff1d", ar1, ar2, size);
    Unique.Slices one = slices(ar1);
    NDArray kept = Logic.logicalAnd(one.first(), Logic.logicalNot(isin(one.sorted(), ar2)));
    return Chosen.of(one.sorted(), kept, size).values(fillValue == null ? (Double) 0.0 : fillValue);
  }

  /**
   * The elements that are in one of two arrays and not in the other.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @return an array of one axis
   */
  public static NDArray setxor1d(NDArray ar1, NDArray ar2) {
    return setxor1d(ar1, ar2, null, null);
  }

  /**
   * The elements that are in one of two arrays and not in the other.
   *
   * @param ar1 first operand, flattened
   * @param ar2 second operand, flattened
   * @param size size of the result, cut or filled up; null for as many as there are
   * @param fillValue what fills it up; null for the smallest element, or 0 if there is none
   * @return an array of one axis
   */
  @JaxName("setxor1d")
  public static NDArray setxor1d(
      NDArray ar1, NDArray ar2, @Nullable Long size, @Nullable Double fillValue) {
    checkKnown("setxor1d", ar1, ar2, size);
    DType dtype = common("setxor1d", ar1, ar2);
    Unique.Slices one = slices(Lax.convert(ar1, dtype));
    Unique.Slices two = slices(Lax.convert(ar2, dtype));
    NDArray out =
        Shaping.concatenate(List.of(missing(one, two.sorted()), missing(two, one.sorted())), 0);
    NDArray both = Shaping.concatenate(List.of(one.sorted(), two.sorted()), 0);
    List<NDArray> ordered = Sorting.sort(List.of(both, out), 0, 1);
    return Chosen.of(ordered.get(0), ordered.get(1), size).values(fillValue);
  }

  private static NDArray missing(Unique.Slices of, NDArray in) {
    return Logic.logicalAnd(of.first(), Logic.logicalNot(contains(in, of.sorted())));
  }

  /**
   * Some elements of a line.
   *
   * @param line the line
   * @param at where they are; the end of the line where the size was filled up
   * @param count how many there are
   * @param sized whether a size was given
   */
  private record Chosen(NDArray line, NDArray at, NDArray count, boolean sized) {
    static Chosen of(NDArray line, NDArray mask, @Nullable Long size) {
      NDArray at = IndexArrays.flatnonzero(mask, size, (double) line.size());
      return new Chosen(line, at, Reductions.countNonzero(mask), size != null);
    }

    private NDArray there() {
      return Lax.iota(Profile.current().defaultInt(), at.shape(), 0).lt(count);
    }

    NDArray values(@Nullable Double fill) {
      if (!sized) {
        return Taking.take(line, at, 0, IndexMode.PROMISE_IN_BOUNDS, null);
      }
      if (line.size() == 0) {
        return Creation.full(at.shape(), fill == null ? 0.0 : fill, line.dtype());
      }
      NDArray found = Taking.take(line, at, 0, IndexMode.CLIP, null);
      if (fill != null) {
        return Logic.where(there(), found, Creation.scalar(fill, line.dtype()));
      }
      // The first one chosen is the smallest.
      NDArray zero = Operands.zero(line);
      NDArray smallest = at.size() == 0 ? zero : Logic.where(count.gt(0), found.get(0), zero);
      return Logic.where(there(), found, smallest);
    }

    NDArray places(NDArray order) {
      return filled(Taking.take(order, at, 0, IndexMode.CLIP, null), order.size());
    }

    NDArray filled(NDArray places, long fill) {
      return sized ? Logic.where(there(), places, Creation.scalar(fill, places.dtype())) : places;
    }
  }
}

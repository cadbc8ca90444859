package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Sets;
import dev.sparrow.ops.Unique;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Set functions under the flags that JAX gives them. */
public final class SetFunctions {
  private SetFunctions() {}

  /**
   * {@code unique}.
   *
   * @param ar operand
   * @param returnIndex whether first positions are returned
   * @param returnInverse whether positions among the values are
   * @param returnCounts whether counts are
   * @param axis axis
   * @param equalNan whether NaN are one element
   * @param size size
   * @param fillValue what fills it up
   * @return values, and what else is asked for
   */
  @JaxName("unique")
  public static Object unique(
      NDArray ar,
      boolean returnIndex,
      boolean returnInverse,
      boolean returnCounts,
      @Nullable Integer axis,
      @Nullable Boolean equalNan,
      @Nullable Long size,
      @Nullable Double fillValue) {
    Unique.NanEquality nan =
        Boolean.FALSE.equals(equalNan) ? Unique.NanEquality.DISTINCT : Unique.NanEquality.EQUAL;
    Unique.Options options = new Unique.Options(axis, size, fillValue, nan);
    if (!returnIndex && !returnInverse && !returnCounts) {
      return Unique.unique(ar, options);
    }
    Unique.Result all = Unique.uniqueAll(ar, options);
    List<NDArray> wanted = new ArrayList<>(List.of(all.values()));
    if (returnIndex) {
      wanted.add(all.indices());
    }
    if (returnInverse) {
      wanted.add(all.inverseIndices());
    }
    if (returnCounts) {
      wanted.add(all.counts());
    }
    return wanted;
  }

  private static Unique.Options options(@Nullable Long size, @Nullable Double fillValue) {
    return new Unique.Options(null, size, fillValue, Unique.NanEquality.DISTINCT);
  }

  /**
   * {@code unique_values}.
   *
   * @param x operand
   * @param size size
   * @param fillValue what fills it up
   * @return values
   */
  @JaxName("unique_values")
  public static NDArray uniqueValues(NDArray x, @Nullable Long size, @Nullable Double fillValue) {
    return Unique.unique(x, options(size, fillValue));
  }

  /**
   * {@code unique_all}.
   *
   * @param x operand
   * @param size size
   * @param fillValue what fills it up
   * @return values, positions, inverse, counts
   */
  @JaxName("unique_all")
  public static Unique.Result uniqueAll(
      NDArray x, @Nullable Long size, @Nullable Double fillValue) {
    return Unique.uniqueAll(x, options(size, fillValue));
  }

  /**
   * {@code unique_counts}.
   *
   * @param x operand
   * @param size size
   * @param fillValue what fills it up
   * @return values, counts
   */
  @JaxName("unique_counts")
  public static List<NDArray> uniqueCounts(
      NDArray x, @Nullable Long size, @Nullable Double fillValue) {
    Unique.Result all = Unique.uniqueAll(x, options(size, fillValue));
    return List.of(all.values(), all.counts());
  }

  /**
   * {@code unique_inverse}.
   *
   * @param x operand
   * @param size size
   * @param fillValue what fills it up
   * @return values, inverse
   */
  @JaxName("unique_inverse")
  public static List<NDArray> uniqueInverse(
      NDArray x, @Nullable Long size, @Nullable Double fillValue) {
    Unique.Result all = Unique.uniqueAll(x, options(size, fillValue));
    return List.of(all.values(), all.inverseIndices());
  }

  /**
   * {@code isin}.
   *
   * @param element operand
   * @param testElements set
   * @param assumeUnique a promise that changes no value
   * @param invert whether elements that are not in the set are asked for
   * @return bool
   */
  @JaxName("isin")
  public static NDArray isin(
      NDArray element, NDArray testElements, boolean assumeUnique, boolean invert) {
    NDArray in = Sets.isin(element, testElements);
    return invert ? Logic.logicalNot(in) : in;
  }

  /**
   * {@code intersect1d} with positions.
   *
   * @param ar1 first operand
   * @param ar2 second operand
   * @param assumeUnique a promise that changes no value
   * @param returnIndices whether positions are returned
   * @param size size
   * @param fillValue what fills it up
   * @return values, and positions
   */
  @JaxName("intersect1d")
  public static Object intersect1d(
      NDArray ar1,
      NDArray ar2,
      boolean assumeUnique,
      Boolean returnIndices,
      @Nullable Long size,
      @Nullable Double fillValue) {
    return returnIndices
        ? Sets.intersection(ar1, ar2, size, fillValue)
        : Sets.intersect1d(ar1, ar2, size, fillValue);
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of tangents in which null is zero, and the lists without the nulls that programs take. */
final class Duals {
  private Duals() {}

  /** Which tangents are not zero. */
  static List<Boolean> isNonZero(List<@Nullable NDArray> tangents) {
    List<Boolean> nonZero = new ArrayList<>();
    for (NDArray tangent : tangents) {
      nonZero.add(tangent != null);
    }
    return List.copyOf(nonZero);
  }

  /** The tangents that are not zero. */
  static List<NDArray> nonZero(List<@Nullable NDArray> tangents) {
    List<NDArray> nonZero = new ArrayList<>();
    for (NDArray tangent : tangents) {
      if (tangent != null) {
        nonZero.add(tangent);
      }
    }
    return nonZero;
  }

  /** Values, then the tangents that are not zero. */
  static List<NDArray> both(List<NDArray> primals, List<@Nullable NDArray> tangents) {
    List<NDArray> both = new ArrayList<>(primals);
    both.addAll(nonZero(tangents));
    return both;
  }

  /** Values where a list says so, null elsewhere. */
  static List<@Nullable NDArray> spread(
      List<? extends @Nullable NDArray> values, List<Boolean> nonZero) {
    List<@Nullable NDArray> spread = new ArrayList<>();
    int next = 0;
    for (boolean present : nonZero) {
      spread.add(present ? values.get(next++) : null);
    }
    return spread;
  }

  /** The elements of a list at the places where another one is true. */
  static <T extends @Nullable Object> List<T> where(List<T> values, List<Boolean> chosen) {
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (chosen.get(i)) {
        kept.add(values.get(i));
      }
    }
    return kept;
  }

  /** Tangents with zeros in place of null. */
  static List<NDArray> orZeros(List<@Nullable NDArray> tangents, List<NDArray> primals) {
    List<NDArray> all = new ArrayList<>();
    for (int i = 0; i < primals.size(); i++) {
      all.add(Terms.orZeros(tangents.get(i), primals.get(i).type()));
    }
    return List.copyOf(all);
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What lies around an array that windows move over. */
public sealed interface WindowPadding {
  /** Padding that follows from sizes. */
  enum Automatic implements WindowPadding {
    /** None: windows stay within the array. */
    VALID,
    /** As much that there are ⌈extent/stride⌉ windows; of an odd number more behind. */
    SAME,
    /** As much that there are ⌈extent/stride⌉ windows; of an odd number more in front. */
    SAME_LOWER
  }

  /**
   * Padding as given; negative numbers crop.
   *
   * @param low before the first element of each axis
   * @param high behind the last
   */
  record Explicit(List<Long> low, List<Long> high) implements WindowPadding {
    /** Copies the lists. */
    public Explicit {
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (low.size() != high.size()) {
        throw new ShapeException(
            "padding: needs as many numbers before as behind, got "
                + low.size()
                + " and "
                + high.size());
      }
    }
  }

  /**
   * Padding as given.
   *
   * @param pairs before and behind, for each axis
   * @return the padding
   */
  static WindowPadding of(long[]... pairs) {
    List<Long> low = new ArrayList<>();
    List<Long> high = new ArrayList<>();
    for (long[] pair : pairs) {
      low.add(pair[0]);
      high.add(pair[1]);
    }
    return new Explicit(low, high);
  }

  /**
   * Windows with this padding. The numbers for SAME are those of {@code jax.lax.padtype_to_pads}.
   *
   * @param operation the operation to name in errors
   * @param extents extents of the array
   * @param unpadded windows whose padding is not used
   * @return the windows
   */
  default Windows around(String operation, List<Long> extents, Windows unpadded) {
    int rank = extents.size();
    if (unpadded.rank() != rank) {
      throw new ShapeException(
          operation
              + ": windows need an entry for each of "
              + rank
              + " axes, got sizes "
              + unpadded.sizes());
    }
    List<Long> low = new ArrayList<>(Collections.nCopies(rank, 0L));
    List<Long> high = new ArrayList<>(Collections.nCopies(rank, 0L));
    switch (this) {
      case Explicit(List<Long> before, List<Long> behind) -> {
        low = before;
        high = behind;
      }
      case Automatic automatic -> {
        for (int axis = 0; axis < rank && automatic != Automatic.VALID; axis++) {
          long stride = Math.max(1, unpadded.strides().get(axis));
          long extent = extents.get(axis);
          long windows = (extent + stride - 1) / stride;
          long total = Math.max(0, (windows - 1) * stride + unpadded.span(axis) - extent);
          long less = total / 2;
          low.set(axis, automatic == Automatic.SAME ? less : total - less);
          high.set(axis, automatic == Automatic.SAME ? total - less : less);
        }
      }
    }
    return new Windows(
        unpadded.sizes(),
        unpadded.strides(),
        low,
        high,
        unpadded.baseDilation(),
        unpadded.windowDilation());
  }
}

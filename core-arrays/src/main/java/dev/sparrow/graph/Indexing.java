package dev.sparrow.graph;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Primitive.UpdateMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and updates at positions that are known only when the program runs. Negative indices do not
 * count from the end here: whoever wants that adds the extent first.
 *
 * <p>Updates are applied in row-major order of the indices: for {@link UpdateMode#SET} the last one
 * at a place wins, for the others every one counts, so results do not depend on threads.
 */
public sealed interface Indexing extends Primitive.Whole {
  /** What happens to a window that does not lie within the operand. */
  enum Bounds {
    /** It is shifted until it does. */
    CLIP,
    /** A read gives the fill value; an update is dropped, the whole window. */
    FILL_OR_DROP,
    /** The caller promises there is none; a read clips and an update drops if there is. */
    PROMISE_IN_BOUNDS
  }

  /**
   * (operand, a start for each axis) → the window of {@code sizes} at the starts, which are shifted
   * so that it fits. Starts are integer scalars.
   *
   * @param sizes extents of the window
   */
  record DynamicSlice(List<Long> sizes) implements Indexing {
    /** Copies the list. */
    public DynamicSlice {
      sizes = List.copyOf(sizes);
    }

    @Override
    public String jaxName() {
      return "dynamic_slice";
    }
  }

  /**
   * (operand, update, a start for each axis) → operand with update in the window at the starts,
   * which are shifted so that it fits. Starts are integer scalars.
   */
  record DynamicUpdateSlice() implements Indexing {
    @Override
    public String jaxName() {
      return "dynamic_update_slice";
    }
  }

  /**
   * (operand, indices) → a window of {@code sliceSizes} for each index vector.
   *
   * @param dimensions how axes correspond
   * @param sliceSizes extents of a window, along every operand axis
   * @param bounds what happens to windows outside
   * @param fill what they read under {@link Bounds#FILL_OR_DROP}; null for the dtype's default, see
   *     {@link #defaultFill}
   */
  record Gather(
      GatherDimensions dimensions, List<Long> sliceSizes, Bounds bounds, @Nullable Literal fill)
      implements Indexing {
    /** Copies the list. */
    public Gather {
      sliceSizes = List.copyOf(sliceSizes);
    }

    @Override
    public String jaxName() {
      return "gather";
    }
  }

  /**
   * (operand, indices, updates) → operand with each window of updates combined with the elements at
   * its index vector.
   *
   * @param mode how an element and an update combine
   * @param dimensions how axes correspond
   * @param bounds what happens to windows outside
   */
  record Scatter(UpdateMode mode, ScatterDimensions dimensions, Bounds bounds) implements Indexing {
    @Override
    public String jaxName() {
      return switch (mode) {
        case SET -> "scatter";
        case ADD -> "scatter-add";
        case MUL -> "scatter-mul";
        case MIN -> "scatter-min";
        case MAX -> "scatter-max";
      };
    }
  }

  /**
   * What a read outside gives where no fill value is given, as in JAX: NaN for inexact dtypes, the
   * smallest signed integer, the largest unsigned one, true, and a key of all ones.
   *
   * @param dtype element type
   * @return raw bits of the element, of its real part if complex (the imaginary part is 0)
   */
  static long defaultFill(DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> Literal.bitsOf(dtype, Double.NaN);
      case COMPLEX64 -> Literal.bitsOf(DType.FLOAT32, Double.NaN);
      case COMPLEX128 -> Literal.bitsOf(DType.FLOAT64, Double.NaN);
      case INT8, INT16, INT32, INT64 -> -1L << (8 * dtype.bytes() - 1);
      case UINT8, UINT16, UINT32, UINT64 -> -1L >>> (64 - 8 * dtype.bytes());
      case BOOL -> 1;
      case KEY -> -1;
    };
  }
}

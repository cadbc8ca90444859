package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reduction may be told beyond its array; NumPy's keyword arguments. Start from {@link
 * #over}, then refine: {@code sum(x, Reduction.over(0).keepingDims().where(mask))}.
 *
 * @param axis axes to fold, negative from the end; null for all
 * @param dtype dtype to accumulate in and return, or null for the rule of the function
 * @param keepdims whether folded axes stay with extent 1
 * @param initial value to start from, or null
 * @param where bool mask of the elements that count, or null for all
 */
public record Reduction(
    @Nullable List<Integer> axis,
    @Nullable DType dtype,
    boolean keepdims,
    @Nullable NDArray initial,
    @Nullable NDArray where) {

  /**
   * Folds the given axes.
   *
   * @param axes axes, negative from the end; none for all
   * @return the options
   */
  public static Reduction over(int... axes) {
    List<Integer> list = new ArrayList<>();
    for (int axis : axes) {
      list.add(axis);
    }
    return new Reduction(axes.length == 0 ? null : List.copyOf(list), null, false, null, null);
  }

  /** {@return these options with folded axes kept at extent 1} */
  public Reduction keepingDims() {
    return new Reduction(axis, dtype, true, initial, where);
  }

  /**
   * These options with another result dtype.
   *
   * @param other accumulate in and return this
   * @return the options
   */
  public Reduction as(DType other) {
    return new Reduction(axis, other, keepdims, initial, where);
  }

  /**
   * These options with a value to start from.
   *
   * @param value rank 0
   * @return the options
   */
  public Reduction from(NDArray value) {
    return new Reduction(axis, dtype, keepdims, value, where);
  }

  /**
   * These options with a mask of the elements that count.
   *
   * @param mask bool; broadcasts to the array
   * @return the options
   */
  public Reduction where(NDArray mask) {
    return new Reduction(axis, dtype, keepdims, initial, mask);
  }

  /** These options, refused if they hold what a function does not take. */
  Reduction without(String operation, Part... parts) {
    for (Part part : parts) {
      Object given =
          switch (part) {
            case DTYPE -> dtype;
            case INITIAL -> initial;
            case WHERE -> where;
          };
      if (given != null) {
        throw new IllegalArgumentException(
            operation + ": takes no " + part.words + ", got " + part.shown(given));
      }
    }
    return this;
  }

  /** What not every function takes. */
  enum Part {
    DTYPE("dtype"),
    INITIAL("initial value"),
    WHERE("where mask");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    private Object shown(Object given) {
      return given instanceof NDArray array ? array.type() : given;
    }
  }
}

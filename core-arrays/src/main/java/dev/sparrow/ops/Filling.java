package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import org.jspecify.annotations.Nullable;

/** Arrays of one value, and arrays like others, with NumPy's options. */
public final class Filling {
  private Filling() {}

  /**
   * Zeros.
   *
   * @param shape extents
   * @param dtype element type; null for the default float
   * @return the zeros
   */
  @JaxName({"zeros", "empty"})
  public static NDArray zeros(Shape shape, @Nullable DType dtype) {
    return Creation.zeros(shape, floatUnless(dtype));
  }

  /**
   * Ones.
   *
   * @param shape extents
   * @param dtype element type; null for the default float
   * @return the ones
   */
  @JaxName("ones")
  public static NDArray ones(Shape shape, @Nullable DType dtype) {
    return Creation.ones(shape, floatUnless(dtype));
  }

  private static DType floatUnless(@Nullable DType dtype) {
    return dtype == null ? Profile.current().defaultFloat() : dtype;
  }

  /**
   * Zeros of another array's shape and dtype.
   *
   * @param a the other array
   * @param dtype another dtype, or null
   * @param shape another shape, or null
   * @return the zeros
   */
  @JaxName({"zeros_like", "empty_like"})
  public static NDArray zerosLike(NDArray a, @Nullable DType dtype, @Nullable Shape shape) {
    return Creation.zeros(shape == null ? a.shape() : shape, dtype == null ? a.dtype() : dtype);
  }

  /**
   * Ones of another array's shape and dtype.
   *
   * @param a the other array
   * @param dtype another dtype, or null
   * @param shape another shape, or null
   * @return the ones
   */
  @JaxName("ones_like")
  public static NDArray onesLike(NDArray a, @Nullable DType dtype, @Nullable Shape shape) {
    return Creation.ones(shape == null ? a.shape() : shape, dtype == null ? a.dtype() : dtype);
  }

  /**
   * One value in another array's shape and dtype.
   *
   * @param a the other array
   * @param fillValue the value; broadcasts to the shape
   * @param dtype another dtype, or null
   * @param shape another shape, or null
   * @return the array
   */
  @JaxName({"full_like", "lax.full_like"})
  public static NDArray fullLike(
      NDArray a, NDArray fillValue, @Nullable DType dtype, @Nullable Shape shape) {
    return Creation.full(
        shape == null ? a.shape() : shape, fillValue, dtype == null ? a.dtype() : dtype);
  }

  /**
   * An array as one of some dtype; nothing is copied where nothing changes, as arrays never do.
   *
   * @param a the array
   * @param dtype element type; null for its own
   * @return the array
   */
  @JaxName({"array", "asarray", "copy"})
  public static NDArray asarray(NDArray a, @Nullable DType dtype) {
    return dtype == null ? a : DTypes.astype(a, dtype);
  }

  /**
   * An array as one of some dtype and at least some axes.
   *
   * @param a the array
   * @param dtype element type; null for its own
   * @param ndmin axes it has at least; new ones come in front
   * @return the array
   */
  @JaxName("array")
  public static NDArray array(NDArray a, @Nullable DType dtype, @Nullable Integer ndmin) {
    return Shaping.atleast(asarray(a, dtype), ndmin == null ? 0 : ndmin);
  }
}

package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.JaxName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that need no compiler, with one of every kind of parameter and result. */
public final class FakeFunctions {
  private FakeFunctions() {}

  /** Options as the library's reductions take them. */
  public record Options(@Nullable List<Integer> axis, boolean keepdims, @Nullable DType dtype) {}

  /** A closed choice. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /** Two results with names. */
  public record Pair(NDArray first, NDArray second) {}

  @JaxName("same")
  public static NDArray same(NDArray x) {
    return x;
  }

  @JaxName("negated")
  public static NDArray negated(NDArray x) {
    float[] values = x.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return HostValues.array(values);
  }

  @JaxName("options")
  public static String options(NDArray x, Options options) {
    return options.axis() + " " + options.keepdims() + " " + options.dtype();
  }

  @JaxName("overloaded")
  public static String overloaded(long start, long stop) {
    return "range " + start + " " + stop;
  }

  @JaxName("overloaded")
  public static String overloaded(long stop) {
    return "until " + stop;
  }

  @JaxName("overloaded")
  public static String overloaded(double stop) {
    return "fraction " + stop;
  }

  @JaxName("overloaded")
  public static String overloaded(Shape shape, Side side) {
    return shape + " " + side;
  }

  @JaxName("axes")
  public static String axes(NDArray x, int... axes) {
    return List.of(axes.length, axes.length == 0 ? -1 : axes[axes.length - 1]).toString();
  }

  @JaxName("count")
  public static long count(List<NDArray> operands) {
    return operands.size();
  }

  @JaxName("fill")
  public static String fill(@Nullable Integer size, double fillValue) {
    return size + " " + fillValue;
  }

  @JaxName("two_results")
  public static Pair pair(NDArray x, NDArray y) {
    return new Pair(x, y);
  }

  @JaxName("profile")
  public static String profile() {
    return Profile.current().name();
  }

  @JaxName("refuses")
  public static NDArray refuses(NDArray x) {
    throw new IllegalArgumentException("refuses: no " + x.type() + "; give another");
  }

  @JaxName("breaks")
  public static NDArray breaks(NDArray x) {
    throw new AssertionError("a bug with " + x.type());
  }

  @JaxName("crashes")
  public static NDArray crashes(NDArray x) {
    throw new NullPointerException("a bug with " + x.type());
  }

  @JaxName("not_yet")
  public static NDArray notYet(NDArray x) {
    throw new UnsupportedOperationException("not_yet: " + x.type());
  }

  @JaxName("hangs")
  public static NDArray hangs(NDArray x) throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
    return x;
  }

  @JaxName("random.uniform")
  public static NDArray uniform(NDArray key, Shape shape, DType dtype, NDArray low, NDArray high) {
    byte[] words = key.toByteArray();
    return HostValues.array(new float[] {words[0], words[4], shape.size()});
  }
}

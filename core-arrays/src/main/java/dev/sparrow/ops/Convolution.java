package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.ConvDimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a convolution moves; every method makes a changed copy.
 *
 * @param strides distances between windows along the spatial axes; null for 1
 * @param padding what lies around the left operand
 * @param lhsDilation distances that its neighbours are spread to; null for 1
 * @param rhsDilation distances that the kernel's neighbours are spread to; null for 1
 * @param dimensions which axis is what; null for batch and channels in front
 * @param featureGroups groups of input channels that do not mix
 * @param batchGroups groups of the batch, each of which makes its own output channels
 * @param preferred dtype of the result; null for the operands'
 */
public record Convolution(
    @Nullable List<Long> strides,
    WindowPadding padding,
    @Nullable List<Long> lhsDilation,
    @Nullable List<Long> rhsDilation,
    @Nullable ConvDimensions dimensions,
    int featureGroups,
    int batchGroups,
    @Nullable DType preferred) {
  /** Copies the lists. */
  public Convolution {
    strides = strides == null ? null : List.copyOf(strides);
    lhsDilation = lhsDilation == null ? null : List.copyOf(lhsDilation);
    rhsDilation = rhsDilation == null ? null : List.copyOf(rhsDilation);
  }

  /**
   * Windows one apart, without dilation or groups, batch and channels in front.
   *
   * @param padding what lies around the left operand
   * @return the options
   */
  public static Convolution padded(WindowPadding padding) {
    return new Convolution(null, padding, null, null, null, 1, 1, null);
  }

  /**
   * Other distances between windows.
   *
   * @param steps for each spatial axis
   * @return the options
   */
  public Convolution strides(long... steps) {
    return new Convolution(
        boxed(steps),
        padding,
        lhsDilation,
        rhsDilation,
        dimensions,
        featureGroups,
        batchGroups,
        preferred);
  }

  /**
   * Other distances between neighbours of the left operand: a transposed convolution.
   *
   * @param steps for each spatial axis
   * @return the options
   */
  public Convolution lhsDilation(long... steps) {
    return new Convolution(
        strides,
        padding,
        boxed(steps),
        rhsDilation,
        dimensions,
        featureGroups,
        batchGroups,
        preferred);
  }

  /**
   * Other distances between neighbours of the kernel: an atrous convolution.
   *
   * @param steps for each spatial axis
   * @return the options
   */
  public Convolution rhsDilation(long... steps) {
    return new Convolution(
        strides,
        padding,
        lhsDilation,
        boxed(steps),
        dimensions,
        featureGroups,
        batchGroups,
        preferred);
  }

  /**
   * Axes by letters, as in {@code "NHWC", "HWIO", "NHWC"}: N the batch, C channels, O and I output
   * and input channels; all other letters are spatial axes, in the order that the kernel has them.
   *
   * @param lhs axes of the left operand
   * @param rhs axes of the kernel
   * @param out axes of the result
   * @return the options
   * @throws ShapeException if letters do not correspond
   */
  public Convolution axes(String lhs, String rhs, String out) {
    List<Integer> left = order("lhs", lhs, "NC", spatial(rhs, "OI"));
    List<Integer> kernel = order("rhs", rhs, "OI", spatial(rhs, "OI"));
    List<Integer> result = order("out", out, "NC", spatial(rhs, "OI"));
    return new Convolution(
        strides,
        padding,
        lhsDilation,
        rhsDilation,
        new ConvDimensions(left, kernel, result),
        featureGroups,
        batchGroups,
        preferred);
  }

  /**
   * Other groups.
   *
   * @param features groups of input channels that do not mix
   * @return the options
   */
  public Convolution featureGroups(int features) {
    return new Convolution(
        strides, padding, lhsDilation, rhsDilation, dimensions, features, batchGroups, preferred);
  }

  /**
   * Other groups of the batch.
   *
   * @param batches groups of the batch, each of which makes its own output channels
   * @return the options
   */
  public Convolution batchGroups(int batches) {
    return new Convolution(
        strides, padding, lhsDilation, rhsDilation, dimensions, featureGroups, batches, preferred);
  }

  /**
   * Another dtype of the result.
   *
   * @param dtype dtype of the result, at least as wide as the operands'
   * @return the options
   */
  public Convolution preferred(DType dtype) {
    return new Convolution(
        strides, padding, lhsDilation, rhsDilation, dimensions, featureGroups, batchGroups, dtype);
  }

  private static List<Long> boxed(long[] steps) {
    return Arrays.stream(steps).boxed().toList();
  }

  private static String spatial(String letters, String channels) {
    return letters.replaceAll("[" + channels + "]", "");
  }

  private static List<Integer> order(
      String which, String letters, String channels, String spatial) {
    List<Integer> axes = new ArrayList<>();
    for (char letter : (channels + spatial).toCharArray()) {
      int axis = letters.indexOf(letter);
      if (axis < 0 || axis != letters.lastIndexOf(letter)) {
        throw new ShapeException(
            "conv_general_dilated: the "
                + which
                + " axes '"
                + letters
                + "' need each of '"
                + channels
                + spatial
                + "' once");
      }
      axes.add(axis);
    }
    if (axes.size() != letters.length()) {
      throw new ShapeException(
          "conv_general_dilated: the "
              + which
              + " axes '"
              + letters
              + "' have letters that the kernel's do not");
    }
    return axes;
  }
}

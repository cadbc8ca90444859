package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.bind;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transposes of a convolution, each a convolution: of the cotangent with the reversed kernel
 * for the left operand, of the left operand with the cotangent for the kernel. Strides of the one
 * are dilations of the other, and groups of the one's output are groups of the other's input.
 */
final class ConvolutionTranspose {
  private final Windowed.Convolution conv;
  private final NDArray ct;
  private final Shape lhs;

  private ConvolutionTranspose(Windowed.Convolution conv, NDArray ct, Shape lhs) {
    this.conv = conv;
    this.ct = ct;
    this.lhs = lhs;
  }

  static List<@Nullable NDArray> apply(
      Windowed.Convolution conv,
      List<? extends @Nullable NDArray> in,
      List<ArrayType> types,
      NDArray ct) {
    NDArray lhs = in.get(0);
    NDArray rhs = in.get(1);
    if (lhs == null && rhs == null) {
      throw TransposeRules.notLinear(conv);
    }
    if (ct.size() == 0) {
      return Arrays.asList(null, null);
    }
    ConvolutionTranspose transpose = new ConvolutionTranspose(conv, ct, types.get(0).shape());
    DType wide = ct.dtype();
    return Arrays.asList(
        rhs == null || types.get(0).shape().size() == 0
            ? null
            : Terms.convert(transpose.ofLeft(Terms.convert(rhs, wide)), types.get(0).dtype()),
        lhs == null || types.get(1).shape().size() == 0
            ? null
            : Terms.convert(transpose.ofKernel(Terms.convert(lhs, wide)), types.get(1).dtype()));
  }

  private NDArray ofLeft(NDArray kernel) {
    ConvDimensions of = conv.dimensions();
    int groups = Math.max(conv.featureGroups(), conv.batchGroups());
    int outputs = of.rhs().get(0);
    int inputs = of.rhs().get(1);
    // The kernel's inputs become outputs, which keep the groups: (groups, inputs) from (inputs).
    NDArray apart = joined(split(kernel, outputs, groups), outputs, inputs);
    NDArray reversed = bind(new Primitive.Rev(of.rhs().subList(2, of.rhs().size())), apart);
    Windows back =
        WindowedDerivatives.backwards(
            conv.windows(), spatial(lhs, of.lhs()), spatial(ct.shape(), of.out()));
    ConvDimensions dimensions = new ConvDimensions(of.out(), swapped(of.rhs()), of.lhs());
    NDArray result =
        bind(new Windowed.Convolution(dimensions, back, groups, 1, null), ct, reversed);
    if (conv.batchGroups() == 1) {
      return result;
    }
    int features = of.lhs().get(1);
    return joined(split(result, features, groups), features, of.lhs().get(0));
  }

  private NDArray ofKernel(NDArray left) {
    ConvDimensions of = conv.dimensions();
    Windows windows = conv.windows();
    Shape extents = spatial(lhs, of.lhs());
    Shape counts = spatial(ct.shape(), of.out());
    List<Long> high = new ArrayList<>();
    for (int axis = 0; axis < windows.rank(); axis++) {
      // As many windows as the kernel has elements.
      long span = (counts.dim(axis) - 1) * windows.strides().get(axis) + 1;
      long room = windows.span(axis) - 1 + span;
      long spread = (extents.dim(axis) - 1) * windows.baseDilation().get(axis) + 1;
      high.add(room - spread - windows.low().get(axis));
    }
    Windows over =
        new Windows(
            Arrays.stream(counts.dims()).boxed().toList(),
            windows.windowDilation(),
            windows.low(),
            high,
            windows.baseDilation(),
            windows.strides());
    ConvDimensions dimensions =
        new ConvDimensions(swapped(of.lhs()), swapped(of.out()), swapped(of.rhs()));
    return bind(
        new Windowed.Convolution(dimensions, over, conv.batchGroups(), conv.featureGroups(), null),
        left,
        ct);
  }

  private static Shape spatial(Shape shape, List<Integer> axes) {
    return Shape.of(axes.stream().skip(2).mapToLong(shape::dim).toArray());
  }

  /** Batch and channels, or output and input channels, change places. */
  private static List<Integer> swapped(List<Integer> axes) {
    List<Integer> swapped = new ArrayList<>(axes);
    swapped.set(0, axes.get(1));
    swapped.set(1, axes.get(0));
    return swapped;
  }

  /** An axis of extent n as two, (groups, n / groups). */
  private static NDArray split(NDArray x, int axis, int groups) {
    Shape apart = x.shape().with(axis, x.shape().dim(axis) / groups).insert(axis, groups);
    return bind(new Primitive.Reshape(apart), x);
  }

  /** Takes the axis that {@link #split} put in front and joins it to another, as the outer one. */
  private static NDArray joined(NDArray x, int from, int to) {
    long groups = x.shape().dim(from);
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis != from) {
        order.add(axis);
      }
    }
    order.add(to, from);
    NDArray moved = bind(new Primitive.Transpose(order), x);
    Shape split = moved.shape();
    Shape whole = split.without(List.of(to)).with(to, groups * split.dim(to + 1));
    return bind(new Primitive.Reshape(whole), moved);
  }
}

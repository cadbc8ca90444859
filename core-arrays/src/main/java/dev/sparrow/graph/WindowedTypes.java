package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Result types of {@link Windowed}. */
final class WindowedTypes {
  private WindowedTypes() {}

  static ArrayType resultType(Windowed prim, List<ArrayType> in) {
    return switch (prim) {
      case Windowed.ReduceWindow(Monoid monoid, Windows windows) -> {
        TypeRules.arity(prim, in, 1);
        yield reduceWindow(prim.jaxName(), monoid, windows, in.getFirst());
      }
      case Windowed.SelectAndScatterAdd(Primitive.Extreme _, Windows windows) -> {
        TypeRules.arity(prim, in, 2);
        yield selectAndScatterAdd(windows, in.get(0), in.get(1));
      }
      case Windowed.Convolution convolution -> {
        TypeRules.arity(prim, in, 2);
        yield convolution(convolution, in.get(0), in.get(1));
      }
    };
  }

  private static ArrayType reduceWindow(String name, Monoid monoid, Windows windows, ArrayType in) {
    boolean accepts =
        switch (monoid) {
          case SUM, PROD -> in.dtype().isInteger() || in.dtype().isFloat();
          case MAX, MIN -> in.dtype() != DType.KEY && !in.dtype().isComplex();
          case AND, OR, XOR -> false;
        };
    if (!accepts) {
      throw new DTypeException(name + ": does not accept dtype " + in.dtype() + " at position 0");
    }
    checkWindows(name, windows, in.rank());
    return in.strong().withShape(counts(name, windows, in.shape()));
  }

  private static ArrayType selectAndScatterAdd(
      Windows windows, ArrayType source, ArrayType operand) {
    String name = "select_and_scatter_add";
    checkWindows(name, windows, operand.rank());
    boolean dilated =
        windows.baseDilation().stream().anyMatch(step -> step != 1)
            || windows.windowDilation().stream().anyMatch(step -> step != 1);
    Shape expected = counts(name, windows, operand.shape());
    if (dilated || !source.shape().equals(expected) || source.dtype() != operand.dtype()) {
      throw new ShapeException(
          name
              + ": the source must be "
              + operand.withShape(expected)
              + ", one element for each window without dilation, got "
              + source);
    }
    if (operand.dtype() == DType.KEY || operand.dtype().isComplex()) {
      throw new DTypeException(name + ": does not accept dtype " + operand.dtype());
    }
    return operand.strong();
  }

  private static void checkWindows(String name, Windows windows, int rank) {
    List<List<Long>> all =
        List.of(
            windows.sizes(),
            windows.strides(),
            windows.low(),
            windows.high(),
            windows.baseDilation(),
            windows.windowDilation());
    if (all.stream().anyMatch(entries -> entries.size() != rank)) {
      throw new ShapeException(
          name + ": windows need an entry for each of " + rank + " axes, got " + windows);
    }
    boolean valid =
        windows.sizes().stream().allMatch(size -> size >= 1)
            && windows.strides().stream().allMatch(step -> step >= 1)
            && windows.baseDilation().stream().allMatch(step -> step >= 1)
            && windows.windowDilation().stream().allMatch(step -> step >= 1);
    if (!valid) {
      throw new ShapeException(
          name + ": sizes, strides and dilations of windows must be at least 1, got " + windows);
    }
  }

  private static Shape counts(String name, Windows windows, Shape in) {
    long[] dims = new long[windows.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      if (windows.padded(axis, in.dim(axis)) < 0) {
        throw new ShapeException(
            name + ": padding crops more than axis " + axis + " of " + in + " has: " + windows);
      }
      dims[axis] = windows.count(axis, in.dim(axis));
    }
    return Shape.of(dims);
  }

  private static ArrayType convolution(Windowed.Convolution prim, ArrayType lhs, ArrayType rhs) {
    String name = prim.jaxName();
    ConvDimensions of = prim.dimensions();
    int rank = of.spatial() + 2;
    if (lhs.rank() != rhs.rank() || lhs.rank() != rank) {
      throw new ShapeException(
          name
              + ": lhs and rhs must have the same number of dimensions as the dimension numbers, "
              + rank
              + ", but got "
              + lhs
              + " and "
              + rhs);
    }
    for (List<Integer> axes : List.of(of.lhs(), of.rhs(), of.out())) {
      boolean permutation =
          axes.size() == rank
              && new HashSet<>(axes).size() == rank
              && axes.stream().allMatch(axis -> axis >= 0 && axis < rank);
      if (!permutation) {
        throw new ShapeException(name + ": " + axes + " is not an order of " + rank + " axes");
      }
    }
    checkWindows(name, prim.windows(), of.spatial());
    long batch = lhs.shape().dim(of.lhs().get(0));
    long features = lhs.shape().dim(of.lhs().get(1));
    long outputs = rhs.shape().dim(of.rhs().get(0));
    long inputs = rhs.shape().dim(of.rhs().get(1));
    checkGroups(prim, batch, features, outputs, inputs);
    List<Long> spatial = new ArrayList<>();
    for (int i = 0; i < of.spatial(); i++) {
      spatial.add(lhs.shape().dim(of.lhs().get(i + 2)));
      long window = rhs.shape().dim(of.rhs().get(i + 2));
      if (window != prim.windows().sizes().get(i)) {
        throw new ShapeException(
            name + ": the kernel " + rhs + " does not have the windows " + prim.windows());
      }
    }
    Shape counts =
        counts(
            name, prim.windows(), Shape.of(spatial.stream().mapToLong(Long::longValue).toArray()));
    long[] dims = new long[rank];
    dims[of.out().get(0)] = batch / prim.batchGroups();
    dims[of.out().get(1)] = outputs;
    for (int i = 0; i < of.spatial(); i++) {
      dims[of.out().get(i + 2)] = counts.dim(i);
    }
    if (lhs.dtype() != rhs.dtype() || !lhs.dtype().isInteger() && !lhs.dtype().isFloat()) {
      throw new DTypeException(
          name
              + ": requires arguments to have the same dtypes, real numbers, got "
              + lhs.dtype()
              + ", "
              + rhs.dtype());
    }
    DType preferred = prim.preferred();
    DType dtype = preferred == null ? lhs.dtype() : preferred;
    if (dtype.bytes() < lhs.dtype().bytes() || dtype.isInexact() != lhs.dtype().isInexact()) {
      throw new DTypeException(
          name
              + ": preferred_element_type must not be narrower than the original type, got "
              + dtype
              + " for "
              + lhs.dtype());
    }
    return new ArrayType(dtype, Shape.of(dims), lhs.weak() && rhs.weak());
  }

  private static void checkGroups(
      Windowed.Convolution prim, long batch, long features, long outputs, long inputs) {
    String name = prim.jaxName();
    int featureGroups = prim.featureGroups();
    int batchGroups = prim.batchGroups();
    if (featureGroups < 1 || batchGroups < 1 || featureGroups > 1 && batchGroups > 1) {
      throw new ShapeException(
          name
              + ": at most one of batch_group_count and feature_group_count may be greater than 1,"
              + " and none less, got "
              + batchGroups
              + " and "
              + featureGroups);
    }
    if (features % featureGroups != 0 || features / featureGroups != inputs) {
      throw new ShapeException(
          name
              + ": lhs feature dimension size divided by feature_group_count must equal the rhs"
              + " input feature dimension size, but "
              + features
              + " // "
              + featureGroups
              + " != "
              + inputs);
    }
    if (outputs % featureGroups != 0 || outputs % batchGroups != 0) {
      throw new ShapeException(
          name
              + ": rhs output feature dimension size must be a multiple of the number of groups,"
              + " but "
              + outputs
              + " is not a multiple of "
              + Math.max(featureGroups, batchGroups));
    }
    if (batch % batchGroups != 0) {
      throw new ShapeException(
          name
              + ": lhs batch dimension size must be a multiple of batch_group_count, but "
              + batch
              + " is not a multiple of "
              + batchGroups);
    }
  }
}

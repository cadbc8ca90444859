package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Functions that cut an array into several: windows on it, without a copy. */
public final class Splitting {
  private Splitting() {}

  /**
   * Equal parts along axis 0.
   *
   * @param ary operand
   * @param sections number of parts; must divide the extent
   * @return the parts
   */
  @JaxName("split")
  public static List<NDArray> split(NDArray ary, int sections) {
    return split(ary, sections, 0);
  }

  /**
   * Equal parts along an axis.
   *
   * @param ary operand
   * @param sections number of parts; must divide the extent
   * @param axis the axis
   * @return the parts
   */
  @JaxName("split")
  public static List<NDArray> split(NDArray ary, int sections, int axis) {
    return equal("split", ary, sections, axis);
  }

  private static List<NDArray> equal(String operation, NDArray ary, int sections, int axis) {
    int along = ary.shape().axis(operation, axis);
    long extent = ary.shape().dim(along);
    if (sections < 1 || extent % sections != 0) {
      throw new ShapeException(
          operation
              + ": array split does not result in an equal division: size "
              + extent
              + " of axis "
              + axis
              + " into "
              + sections
              + " parts; use arraySplit");
    }
    return arraySplit(ary, sections, along);
  }

  /**
   * Parts along axis 0 that begin at positions.
   *
   * @param ary operand
   * @param indices where the second, third, … part begins
   * @return one part more than positions
   */
  @JaxName({"split", "array_split"})
  public static List<NDArray> split(NDArray ary, long[] indices) {
    return split(ary, indices, 0);
  }

  /**
   * Parts along an axis that begin at positions.
   *
   * @param ary operand
   * @param indices where the second, third, … part begins, negative from the end
   * @param axis the axis
   * @return one part more than positions
   */
  @JaxName({"split", "array_split"})
  public static List<NDArray> split(NDArray ary, long[] indices, int axis) {
    int along = ary.shape().axis("split", axis);
    long extent = ary.shape().dim(along);
    List<NDArray> parts = new ArrayList<>();
    long from = 0;
    for (long index : indices) {
      parts.add(part(ary, along, from, index));
      from = index;
    }
    parts.add(part(ary, along, from, extent));
    return parts;
  }

  private static NDArray part(NDArray ary, int axis, long from, long to) {
    return ary.get(Taking.along(axis, Index.slice(from, to)));
  }

  /**
   * Nearly equal parts along axis 0; the first ones are longer by one where needed.
   *
   * @param ary operand
   * @param sections number of parts
   * @return the parts
   */
  @JaxName("array_split")
  public static List<NDArray> arraySplit(NDArray ary, int sections) {
    return arraySplit(ary, sections, 0);
  }

  /**
   * Nearly equal parts along an axis; the first ones are longer by one where needed.
   *
   * @param ary operand
   * @param sections number of parts, at least 1
   * @param axis the axis
   * @return the parts
   */
  @JaxName("array_split")
  public static List<NDArray> arraySplit(NDArray ary, int sections, int axis) {
    if (sections < 1) {
      throw new ShapeException("array_split: number of sections must be positive: " + sections);
    }
    int along = ary.shape().axis("array_split", axis);
    long extent = ary.shape().dim(along);
    long longer = extent % sections;
    List<NDArray> parts = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < sections; i++) {
      long to = from + extent / sections + (i < longer ? 1 : 0);
      parts.add(part(ary, along, from, to));
      from = to;
    }
    return parts;
  }

  /**
   * Equal parts along axis 1, of an array of one axis along that.
   *
   * @param ary operand
   * @param sections number of parts
   * @return the parts
   */
  @JaxName("hsplit")
  public static List<NDArray> hsplit(NDArray ary, int sections) {
    return equal("hsplit", ary, sections, ary.rank() == 1 ? 0 : 1);
  }

  /**
   * Parts along axis 1, of an array of one axis along that.
   *
   * @param ary operand
   * @param indices where the second, third, … part begins
   * @return the parts
   */
  @JaxName("hsplit")
  public static List<NDArray> hsplit(NDArray ary, long[] indices) {
    return split(ary, indices, ary.rank() == 1 ? 0 : 1);
  }

  /**
   * Equal parts along axis 0.
   *
   * @param ary operand of at least two axes
   * @param sections number of parts
   * @return the parts
   */
  @JaxName("vsplit")
  public static List<NDArray> vsplit(NDArray ary, int sections) {
    return equal("vsplit", ary, sections, 0);
  }

  /**
   * Parts along axis 0.
   *
   * @param ary operand of at least two axes
   * @param indices where the second, third, … part begins
   * @return the parts
   */
  @JaxName("vsplit")
  public static List<NDArray> vsplit(NDArray ary, long[] indices) {
    return split(ary, indices, 0);
  }

  /**
   * Equal parts along axis 2.
   *
   * @param ary operand of at least three axes
   * @param sections number of parts
   * @return the parts
   */
  @JaxName("dsplit")
  public static List<NDArray> dsplit(NDArray ary, int sections) {
    return equal("dsplit", ary, sections, 2);
  }

  /**
   * Parts along axis 2.
   *
   * @param ary operand of at least three axes
   * @param indices where the second, third, … part begins
   * @return the parts
   */
  @JaxName("dsplit")
  public static List<NDArray> dsplit(NDArray ary, long[] indices) {
    return split(ary, indices, 2);
  }

  /**
   * Parts of given sizes along axis 0.
   *
   * @param operand operand
   * @param sizes extents of the parts; they add up to the extent
   * @return the parts
   */
  @JaxName("split_sizes")
  public static List<NDArray> splitSizes(NDArray operand, long[] sizes) {
    return splitSizes(operand, sizes, 0);
  }

  /**
   * Parts of given sizes along an axis.
   *
   * @param operand operand
   * @param sizes extents of the parts; they add up to the extent
   * @param axis the axis
   * @return the parts
   */
  @JaxName("split_sizes")
  public static List<NDArray> splitSizes(NDArray operand, long[] sizes, int axis) {
    int along = operand.shape().axis("split", axis);
    long sum = LongStream.of(sizes).sum();
    if (sum != operand.shape().dim(along)) {
      throw new ShapeException(
          "split: sizes add up to "
              + sum
              + ", and axis "
              + axis
              + " of "
              + operand.type()
              + " has "
              + operand.shape().dim(along));
    }
    List<NDArray> parts = new ArrayList<>();
    long from = 0;
    for (long size : sizes) {
      parts.add(part(operand, along, from, from + size));
      from += size;
    }
    return parts;
  }

  /**
   * The slices along axis 0, without it.
   *
   * @param x operand
   * @return the slices
   */
  @JaxName("unstack")
  public static List<NDArray> unstack(NDArray x) {
    return unstack(x, 0);
  }

  /**
   * The slices along an axis, without it.
   *
   * @param x operand
   * @param axis the axis
   * @return the slices
   */
  @JaxName("unstack")
  public static List<NDArray> unstack(NDArray x, int axis) {
    if (x.rank() == 0) {
      throw new ShapeException("unstack: needs an array of rank > 0, got " + x.type());
    }
    int along = x.shape().axis("unstack", axis);
    Shape shape = x.shape();
    List<NDArray> slices = new ArrayList<>();
    for (long i = 0; i < shape.dim(along); i++) {
      slices.add(x.get(Taking.along(along, Index.at(i))));
    }
    return slices;
  }
}

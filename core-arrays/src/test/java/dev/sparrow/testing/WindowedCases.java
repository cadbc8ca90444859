package dev.sparrow.testing;

import static dev.sparrow.testing.OpCase.Domain.ANY;
import static dev.sparrow.testing.OpCase.Domain.UNIT;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@link OpCases} for windows: strides, padding that adds and crops, dilations, groups. */
final class WindowedCases {
  private WindowedCases() {}

  static List<OpCase> rows() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : DType.values()) {
      if (dtype == DType.KEY || dtype.isComplex()) {
        continue;
      }
      boolean number = dtype != DType.BOOL;
      for (Monoid monoid : List.of(Monoid.SUM, Monoid.PROD, Monoid.MAX, Monoid.MIN)) {
        if (number || monoid == Monoid.MAX || monoid == Monoid.MIN) {
          pools(rows, monoid, dtype);
        }
      }
      for (Primitive.Extreme extreme : Primitive.Extreme.values()) {
        if (number) {
          scatters(rows, extreme, dtype);
        }
      }
      if (number) {
        convolutions(rows, dtype);
      }
    }
    return rows;
  }

  private static Windows windows(
      List<Long> sizes,
      List<Long> strides,
      List<Long> low,
      List<Long> high,
      List<Long> base,
      List<Long> window) {
    return new Windows(sizes, strides, low, high, base, window);
  }

  private static List<Long> l(long... values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static void pools(List<OpCase> rows, Monoid monoid, DType dtype) {
    pool(rows, monoid, Windows.of(l(3), l(1)), ArrayType.of(dtype, 200));
    pool(rows, monoid, Windows.of(l(1, 2, 2, 1), l(1, 2, 2, 1)), ArrayType.of(dtype, 2, 6, 7, 3));
    pool(
        rows,
        monoid,
        windows(l(3, 2), l(2, 1), l(1, 0), l(2, -1), l(1, 2), l(2, 3)),
        ArrayType.of(dtype, 9, 8));
    pool(
        rows,
        monoid,
        windows(l(2, 5), l(1, 3), l(0, 4), l(0, 4), l(1, 1), l(1, 1)),
        ArrayType.of(dtype, 3, 20));
    pool(rows, monoid, Windows.of(l(4), l(1)), ArrayType.of(dtype, 3));
  }

  private static void pool(List<OpCase> rows, Monoid monoid, Windows windows, ArrayType type) {
    rows.add(new OpCase(new Windowed.ReduceWindow(monoid, windows), List.of(type), UNIT, 0));
  }

  private static void scatters(List<OpCase> rows, Primitive.Extreme extreme, DType dtype) {
    Windows padded = windows(l(3, 2), l(2, 1), l(1, 0), l(1, 1), l(1, 1), l(1, 1));
    rows.add(
        new OpCase(
            new Windowed.SelectAndScatterAdd(extreme, padded),
            List.of(ArrayType.of(dtype, 4, 5), ArrayType.of(dtype, 8, 5)),
            UNIT,
            0));
    rows.add(
        new OpCase(
            new Windowed.SelectAndScatterAdd(extreme, Windows.of(l(3), l(1))),
            List.of(ArrayType.of(dtype, 38), ArrayType.of(dtype, 40)),
            UNIT,
            0));
  }

  private static void convolutions(List<OpCase> rows, DType dtype) {
    Windows line = Windows.of(l(3), l(1));
    conv(rows, ConvDimensions.channelsFirst(1), line, 1, 1, dtype, l(2, 3, 10), l(4, 3, 3));
    Windows square = windows(l(3, 2), l(2, 1), l(1, 0), l(2, 1), l(1, 1), l(1, 2));
    ConvDimensions plane = ConvDimensions.channelsFirst(2);
    conv(rows, plane, square, 1, 1, dtype, l(2, 3, 7, 6), l(5, 3, 3, 2));
    Windows spread = windows(l(2, 3), l(1, 2), l(-1, 2), l(3, 0), l(2, 3), l(3, 1));
    conv(rows, plane, spread, 1, 1, dtype, l(1, 2, 5, 4), l(3, 2, 2, 3));
    conv(rows, plane, Windows.of(l(2, 2), l(1, 1)), 3, 1, dtype, l(2, 6, 5, 5), l(6, 2, 2, 2));
    conv(rows, plane, Windows.of(l(2, 2), l(1, 1)), 1, 2, dtype, l(4, 3, 4, 5), l(4, 3, 2, 2));
    ConvDimensions last =
        new ConvDimensions(List.of(0, 3, 1, 2), List.of(3, 2, 0, 1), List.of(0, 3, 1, 2));
    conv(rows, last, Windows.of(l(3, 3), l(1, 1)), 1, 1, dtype, l(1, 6, 7, 3), l(3, 3, 3, 8));
    ConvDimensions none = ConvDimensions.channelsFirst(0);
    conv(rows, none, Windows.of(l(), l()), 1, 1, dtype, l(3, 4), l(5, 4));
    Windows deep = Windows.of(l(3, 3), l(1, 1));
    conv(rows, plane, deep, 1, 1, dtype, l(1, 40, 6, 6), l(3, 40, 3, 3));
    rowsOfWindows(rows, dtype);
  }

  /** Rows of windows that are long enough for vectors. */
  private static void rowsOfWindows(List<OpCase> rows, DType dtype) {
    ConvDimensions plane = ConvDimensions.channelsFirst(2);
    Windows inside = Windows.of(l(3, 2), l(1, 1));
    conv(rows, plane, inside, 1, 1, dtype, l(2, 3, 5, 38), l(9, 3, 3, 2));
    Windows cropped = windows(l(2, 3), l(1, 1), l(-1, -2), l(0, -1), l(1, 1), l(2, 3));
    conv(rows, plane, cropped, 1, 1, dtype, l(1, 2, 6, 29), l(3, 2, 2, 3));
    Windows same = windows(l(3, 3), l(1, 1), l(1, 1), l(1, 1), l(1, 1), l(1, 1));
    conv(rows, plane, same, 1, 1, dtype, l(1, 2, 4, 37), l(26, 2, 3, 3));
    conv(rows, plane, same, 1, 1, dtype, l(1, 31, 3, 19), l(5, 31, 3, 3));
    Windows strided = windows(l(2, 3), l(2, 2), l(1, 2), l(0, 1), l(1, 1), l(1, 2));
    conv(rows, plane, strided, 1, 1, dtype, l(3, 2, 5, 41), l(3, 2, 2, 3));
    Windows thirds = windows(l(1, 5), l(1, 3), l(0, 4), l(0, 2), l(1, 1), l(1, 1));
    conv(rows, plane, thirds, 1, 1, dtype, l(1, 2, 2, 50), l(2, 2, 1, 5));
    Windows spread = windows(l(2, 3), l(1, 2), l(-1, 3), l(2, -1), l(2, 3), l(1, 2));
    conv(rows, plane, spread, 1, 1, dtype, l(1, 2, 4, 20), l(3, 2, 2, 3));
    conv(rows, plane, same, 3, 1, dtype, l(9, 3, 3, 18), l(3, 1, 3, 3));
    conv(rows, plane, inside, 1, 2, dtype, l(4, 2, 4, 10), l(4, 2, 3, 2));
    Windows line = windows(l(4), l(1), l(3), l(0), l(1), l(1));
    conv(rows, ConvDimensions.channelsFirst(1), line, 1, 1, dtype, l(2, 3, 50), l(4, 3, 4));
    if (dtype.isInexact()) {
      rows.add(
          new OpCase(
              new Windowed.Convolution(plane, same, 1, 1, null),
              List.of(type(dtype, l(1, 2, 3, 17)), type(dtype, l(3, 2, 3, 3))),
              ANY,
              0));
    }
  }

  private static void conv(
      List<OpCase> rows,
      ConvDimensions dimensions,
      Windows windows,
      int featureGroups,
      int batchGroups,
      DType dtype,
      List<Long> lhs,
      List<Long> rhs) {
    rows.add(
        new OpCase(
            new Windowed.Convolution(dimensions, windows, featureGroups, batchGroups, null),
            List.of(type(dtype, lhs), type(dtype, rhs)),
            UNIT,
            0));
  }

  private static ArrayType type(DType dtype, List<Long> dims) {
    return ArrayType.of(dtype, dims.stream().mapToLong(Long::longValue).toArray());
  }
}

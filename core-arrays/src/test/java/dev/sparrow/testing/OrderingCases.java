package dev.sparrow.testing;

import static dev.sparrow.testing.OpCase.Domain.ANY;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@link OpCases} for sorting and searching: short lines, long lines, several keys. */
final class OrderingCases {
  private OrderingCases() {}

  static List<OpCase> rows() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : DType.values()) {
      if (dtype != DType.KEY && !dtype.isComplex()) {
        sorts(rows, dtype);
        searches(rows, dtype);
      }
    }
    ArrayType key = ArrayType.of(DType.INT8, 3, 50);
    ArrayType second = ArrayType.of(DType.FLOAT32, 3, 50);
    ArrayType payload = ArrayType.of(DType.INT32, 3, 50);
    add(rows, new Ordering.Sort(1, true, 1), key, second, payload);
    add(rows, new Ordering.Sort(1, true, 2), key, second, payload);
    add(rows, new Ordering.Sort(0, true, 3), key, second, payload);
    return rows;
  }

  private static void sorts(List<OpCase> rows, DType dtype) {
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 0));
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 1));
    add(rows, new Ordering.Sort(1, true, 1), ArrayType.of(dtype, 4, 13));
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 90, 3));
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 5000));
    ArrayType index = ArrayType.of(DType.INT32, 300);
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 300), index);
    ArrayType longIndex = ArrayType.of(DType.INT32, 5000);
    add(rows, new Ordering.Sort(0, true, 1), ArrayType.of(dtype, 5000), longIndex);
    for (int count : List.of(0, 1, 5, 20)) {
      add(rows, new Ordering.TopK(1, count), ArrayType.of(dtype, 3, 20));
    }
    add(rows, new Ordering.TopK(0, 7), ArrayType.of(dtype, 40, 2));
    add(rows, new Ordering.TopK(0, 10), ArrayType.of(dtype, 3000));
    add(rows, new Ordering.TopK(0, 2900), ArrayType.of(dtype, 3000));
  }

  private static void searches(List<OpCase> rows, DType dtype) {
    for (Ordering.Side side : Ordering.Side.values()) {
      Ordering.SearchSorted search = new Ordering.SearchSorted(side, DType.INT32);
      add(rows, search, ArrayType.of(dtype, 20), ArrayType.of(dtype, 3, 5));
      add(rows, search, ArrayType.of(dtype, 0), ArrayType.of(dtype, 4));
      add(rows, search, ArrayType.of(dtype, 2, 9), ArrayType.of(dtype, 2, 4));
      Ordering.SearchSorted wide = new Ordering.SearchSorted(side, DType.INT64);
      add(rows, wide, ArrayType.of(dtype, 1000), ArrayType.of(dtype, 2000));
    }
  }

  private static void add(List<OpCase> rows, Primitive prim, ArrayType... types) {
    rows.add(new OpCase(prim, List.of(types), ANY, 0));
  }
}

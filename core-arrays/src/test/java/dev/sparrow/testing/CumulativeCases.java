package dev.sparrow.testing;

import static dev.sparrow.testing.OpCase.Domain.ANY;
import static dev.sparrow.testing.OpCase.Domain.UNIT;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Cumulative.Running;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@link OpCases} for running folds: several leaves, every axis, both directions. */
final class CumulativeCases {
  private CumulativeCases() {}

  static List<OpCase> rows() {
    List<OpCase> rows = new ArrayList<>();
    for (Running running : Running.values()) {
      for (DType dtype : DType.values()) {
        boolean accepts =
            switch (running) {
              case SUM, PROD -> dtype.isInteger() || dtype.isFloat();
              case MAX, MIN -> dtype != DType.KEY && !dtype.isComplex();
            };
        if (!accepts) {
          continue;
        }
        for (boolean reverse : List.of(false, true)) {
          add(rows, running, 0, reverse, UNIT, ArrayType.of(dtype, 5000));
          add(rows, running, 1, reverse, ANY, ArrayType.of(dtype, 3, 40));
          add(rows, running, 0, reverse, ANY, ArrayType.of(dtype, 30, 5));
          add(rows, running, 1, reverse, UNIT, ArrayType.of(dtype, 2, 2100, 3));
          add(rows, running, 0, reverse, ANY, ArrayType.of(dtype, 0, 3));
        }
        add(rows, running, 0, false, UNIT, ArrayType.of(dtype, 11, 300));
        add(rows, running, 0, false, UNIT, ArrayType.of(dtype, 20000));
        add(rows, running, 0, false, UNIT, ArrayType.of(dtype, 1100, 150));
      }
    }
    return rows;
  }

  private static void add(
      List<OpCase> rows,
      Running running,
      int axis,
      boolean reverse,
      OpCase.Domain domain,
      ArrayType type) {
    rows.add(
        new OpCase(new Cumulative.Accumulate(running, axis, reverse), List.of(type), domain, 0));
  }
}

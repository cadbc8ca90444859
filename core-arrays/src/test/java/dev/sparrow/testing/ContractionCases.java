package dev.sparrow.testing;

import static dev.sparrow.testing.OpCase.Domain.ANY;
import static dev.sparrow.testing.OpCase.Domain.UNIT;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@link OpCases} for contractions: every role of axes, leaves, and skinny shapes. */
final class ContractionCases {
  private static final DotDimensions MATMUL = DotDimensions.contracting(1, 0);

  private ContractionCases() {}

  static List<OpCase> rows() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : DType.values()) {
      if (dtype != DType.COMPLEX128 && dtype != DType.KEY) {
        shapes(rows, dtype);
      }
    }
    dot(rows, MATMUL, DType.FLOAT64, type(DType.FLOAT32, 3, 5), type(DType.FLOAT32, 5, 2));
    dot(rows, MATMUL, DType.INT64, type(DType.INT32, 3, 5), type(DType.INT32, 5, 2));
    dot(rows, MATMUL, null, type(DType.FLOAT32, 3, 5), type(DType.INT32, 5, 2));
    rows.add(
        new OpCase(
            new Contraction.DotGeneral(MATMUL, null),
            List.of(type(DType.FLOAT32, 40, 300), type(DType.FLOAT32, 300, 70)),
            ANY,
            0));
    DotDimensions batched = new DotDimensions(List.of(2), List.of(1), List.of(0), List.of(0));
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
      for (long columns : new long[] {1, 5, 16, 19}) {
        rows.add(
            new OpCase(
                new Contraction.DotGeneral(batched, null),
                List.of(type(dtype, 6, 17, 9), type(dtype, 6, 9, columns)),
                ANY,
                0));
      }
    }
    return rows;
  }

  private static void shapes(List<OpCase> rows, DType dtype) {
    dot(rows, MATMUL, null, type(dtype, 5, 7), type(dtype, 7, 3));
    dot(rows, MATMUL, null, type(dtype, 13, 600), type(dtype, 600, 33));
    dot(rows, MATMUL, null, type(dtype, 4, 0), type(dtype, 0, 3));
    dot(rows, MATMUL, null, type(dtype, 0, 4), type(dtype, 4, 3));
    dot(rows, MATMUL, null, type(dtype, 130, 20), type(dtype, 20, 1));
    dot(rows, MATMUL, null, type(dtype, 1, 20), type(dtype, 20, 130));
    dot(rows, DotDimensions.contracting(0, 1), null, type(dtype, 40, 30), type(dtype, 25, 40));
    dot(rows, DotDimensions.contracting(0, 0), null, type(dtype, 5000), type(dtype, 5000));
    dot(rows, DotDimensions.contracting(0, 0), null, type(dtype, 3), type(dtype, 3));
    dot(rows, DotDimensions.contracting(1, 1), null, type(dtype, 9, 1300), type(dtype, 17, 1300));
    DotDimensions outer = new DotDimensions(List.of(), List.of(), List.of(), List.of());
    dot(rows, outer, null, type(dtype, 6), type(dtype, 9));
    dot(rows, outer, null, type(dtype), type(dtype, 2, 3));
    DotDimensions batched = new DotDimensions(List.of(2), List.of(1), List.of(0), List.of(2));
    dot(rows, batched, null, type(dtype, 3, 4, 5), type(dtype, 2, 5, 3));
    DotDimensions two = new DotDimensions(List.of(0, 2), List.of(3, 1), List.of(1), List.of(2));
    dot(rows, two, null, type(dtype, 4, 3, 50, 2), type(dtype, 5, 50, 3, 4));
    dot(rows, batched, null, type(dtype, 17, 8, 8), type(dtype, 8, 8, 17));
    small(rows, dtype);
    fewRows(rows, dtype);
  }

  /** Products that are read where they lie, of all widths about that of a vector. */
  private static void small(List<OpCase> rows, DType dtype) {
    DotDimensions dense = new DotDimensions(List.of(2), List.of(1), List.of(0), List.of(0));
    DotDimensions turned = new DotDimensions(List.of(1), List.of(2), List.of(0), List.of(0));
    for (long columns : new long[] {1, 2, 3, 7, 8, 11, 16, 21, 35}) {
      dot(rows, dense, null, type(dtype, 5, 3, 4), type(dtype, 5, 4, columns));
      dot(rows, turned, null, type(dtype, 3, 18, 13), type(dtype, 3, columns, 18));
    }
    for (long height : new long[] {2, 4, 12, 16, 25, 31}) {
      dot(rows, dense, null, type(dtype, 2, height, 5), type(dtype, 2, 5, 17));
    }
    dot(rows, dense, null, type(dtype, 2, 14, 520), type(dtype, 2, 520, 9));
    dot(rows, turned, null, type(dtype, 2, 520, 3), type(dtype, 2, 33, 520));
  }

  /** Products of few rows, which are cut into parts of some columns. */
  private static void fewRows(List<OpCase> rows, DType dtype) {
    DotDimensions turned = DotDimensions.contracting(1, 1);
    dot(rows, turned, null, type(dtype, 1, 37), type(dtype, 900, 37));
    dot(rows, MATMUL, null, type(dtype, 3, 35), type(dtype, 35, 300));
    dot(rows, turned, null, type(dtype, 2, 1100), type(dtype, 150, 1100));
    dot(rows, turned, null, type(dtype, 700, 33), type(dtype, 1, 33));
    DotDimensions vector = new DotDimensions(List.of(1), List.of(1), List.of(0), List.of(0));
    dot(rows, vector, null, type(dtype, 4, 19), type(dtype, 4, 19, 133));
  }

  private static void dot(
      List<OpCase> rows,
      DotDimensions dimensions,
      @Nullable DType preferred,
      ArrayType... operands) {
    rows.add(
        new OpCase(
            new Contraction.DotGeneral(dimensions, preferred), Arrays.asList(operands), UNIT, 0));
  }

  private static ArrayType type(DType dtype, long... dims) {
    return ArrayType.of(dtype, dims);
  }
}

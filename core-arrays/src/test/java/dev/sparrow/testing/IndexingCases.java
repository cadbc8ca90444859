package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Indexing.Bounds;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@link Indexing}; many of their indices lie outside. */
final class IndexingCases {
  private static final List<DType> DTYPES =
      List.of(DType.FLOAT32, DType.INT64, DType.UINT32, DType.BOOL);

  private IndexingCases() {}

  static List<OpCase> all() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : DTYPES) {
      windows(rows, dtype);
      gathers(rows, dtype);
      scatters(rows, dtype);
    }
    ArrayType keys = ArrayType.of(DType.KEY, 5);
    Indexing.Gather keyed =
        new Indexing.Gather(
            new GatherDimensions(List.of(), List.of(0), List.of(0)),
            List.of(1L),
            Bounds.FILL_OR_DROP,
            null);
    rows.add(row(keyed, keys, ArrayType.of(DType.UINT32, 9, 1)));
    return rows;
  }

  private static void windows(List<OpCase> rows, DType dtype) {
    ArrayType start = ArrayType.of(DType.INT32);
    ArrayType wide = ArrayType.of(DType.INT64);
    ArrayType matrix = ArrayType.of(dtype, 5, 7);
    rows.add(row(new Indexing.DynamicSlice(List.of()), ArrayType.of(dtype)));
    rows.add(row(new Indexing.DynamicSlice(List.of(4L)), ArrayType.of(dtype, 9), start));
    rows.add(row(new Indexing.DynamicSlice(List.of(2L, 7L)), matrix, start, wide));
    rows.add(row(new Indexing.DynamicSlice(List.of(0L, 3L)), matrix, start, start));
    Indexing.DynamicUpdateSlice update = new Indexing.DynamicUpdateSlice();
    rows.add(row(update, ArrayType.of(dtype), ArrayType.of(dtype)));
    rows.add(row(update, ArrayType.of(dtype, 9), ArrayType.of(dtype, 4), start));
    rows.add(row(update, matrix, ArrayType.of(dtype, 2, 3), start, wide));
    rows.add(row(update, matrix, ArrayType.of(dtype, 5, 0), start, start));
  }

  private static void gathers(List<OpCase> rows, DType dtype) {
    ArrayType matrix = ArrayType.of(dtype, 5, 7);
    for (Bounds bounds : Bounds.values()) {
      Literal fill = dtype == DType.INT64 ? Literal.of(11, dtype, false) : null;
      // Elements of a line.
      rows.add(
          row(
              new Indexing.Gather(
                  new GatherDimensions(List.of(), List.of(0), List.of(0)),
                  List.of(1L),
                  bounds,
                  fill),
              ArrayType.of(dtype, 6),
              ArrayType.of(DType.INT32, 40, 1)));
      // Rows; the indices have two axes.
      rows.add(
          row(
              new Indexing.Gather(
                  new GatherDimensions(List.of(2), List.of(0), List.of(0)),
                  List.of(1L, 7L),
                  bounds,
                  fill),
              matrix,
              ArrayType.of(DType.INT64, 2, 3, 1)));
      // Windows of two by three in front, index vectors in another order than the axes.
      rows.add(
          row(
              new Indexing.Gather(
                  new GatherDimensions(List.of(0, 2), List.of(), List.of(1, 0)),
                  List.of(2L, 3L),
                  bounds,
                  fill),
              matrix,
              ArrayType.of(DType.INT32, 4, 2)));
      // Along an axis, in step with the other.
      rows.add(
          row(
              new Indexing.Gather(
                  new GatherDimensions(List.of(), List.of(1), List.of(0), List.of(0), List.of(1)),
                  List.of(1L, 1L),
                  bounds,
                  fill),
              matrix,
              ArrayType.of(DType.INT32, 5, 3, 1)));
    }
    rows.add(
        row(
            new Indexing.Gather(
                new GatherDimensions(List.of(1), List.of(0), List.of(0)),
                List.of(1L, 7L),
                Bounds.CLIP,
                null),
            matrix,
            ArrayType.of(DType.INT32, 0, 1)));
  }

  private static void scatters(List<OpCase> rows, DType dtype) {
    ArrayType matrix = ArrayType.of(dtype, 5, 7);
    for (Bounds bounds : Bounds.values()) {
      for (UpdateMode mode : UpdateMode.values()) {
        rows.add(
            row(
                new Indexing.Scatter(
                    mode, new ScatterDimensions(List.of(), List.of(0), List.of(0)), bounds),
                ArrayType.of(dtype, 6),
                ArrayType.of(DType.INT32, 40, 1),
                ArrayType.of(dtype, 40)));
        rows.add(
            row(
                new Indexing.Scatter(
                    mode, new ScatterDimensions(List.of(2), List.of(0), List.of(0)), bounds),
                matrix,
                ArrayType.of(DType.INT64, 2, 3, 1),
                ArrayType.of(dtype, 2, 3, 7)));
        rows.add(
            row(
                new Indexing.Scatter(
                    mode, new ScatterDimensions(List.of(0, 2), List.of(), List.of(1, 0)), bounds),
                matrix,
                ArrayType.of(DType.INT32, 4, 2),
                ArrayType.of(dtype, 2, 4, 3)));
        rows.add(
            row(
                new Indexing.Scatter(
                    mode,
                    new ScatterDimensions(
                        List.of(), List.of(1), List.of(0), List.of(0), List.of(1)),
                    bounds),
                matrix,
                ArrayType.of(DType.INT32, 5, 3, 1),
                ArrayType.of(dtype, 5, 3)));
      }
    }
    rows.add(
        row(
            new Indexing.Scatter(
                UpdateMode.SET,
                new ScatterDimensions(List.of(1), List.of(0), List.of(0)),
                Bounds.CLIP),
            matrix,
            ArrayType.of(DType.INT32, 0, 1),
            ArrayType.of(dtype, 0, 7)));
  }

  private static OpCase row(Indexing prim, ArrayType... types) {
    return new OpCase(prim, List.of(types), OpCase.Domain.POSITIONS, 0);
  }
}

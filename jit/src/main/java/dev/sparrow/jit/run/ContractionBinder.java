package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.dot.Accumulators;
import dev.sparrow.jit.dot.MatrixProduct;
import dev.sparrow.jit.dot.PairSums;
import dev.sparrow.jit.dot.Tiles;
import dev.sparrow.jit.fuse.Step;
import java.util.Arrays;
import java.util.List;

/** Makes a contraction runnable: a batch of products of matrices, or of sums of pairs. */
final class ContractionBinder {
  private ContractionBinder() {}

  static BoundStep bind(Contraction contraction, Step.Routine routine, Placements placements) {
    return switch (contraction) {
      case Contraction.DotGeneral(DotDimensions dimensions, DType _) ->
          dotGeneral(dimensions, routine, placements);
    };
  }

  private static BoundStep dotGeneral(
      DotDimensions of, Step.Routine routine, Placements placements) {
    Var target = routine.targets().getFirst();
    if (target.type().shape().size() == 0) {
      return _ -> {};
    }
    Placement lhs = placements.of(routine.from().get(0));
    Placement rhs = placements.of(routine.from().get(1));
    ProductOperand left =
        operand(lhs, of.lhsBatch(), of.lhsFree(lhs.layout().shape().rank()), of.lhsContracting());
    ProductOperand right =
        operand(rhs, of.rhsBatch(), of.rhsFree(rhs.layout().shape().rank()), of.rhsContracting());
    DType dtype = target.type().dtype();
    int slot = placements.of(target).slot();
    long batches = product(lhs.layout().shape(), of.lhsBatch());
    if (left.lines() == 1 && right.lines() == 1 && !dtype.isComplex()) {
      PairSums sums = new PairSums(dtype, left.terms());
      return new PairSumLoop(sums, left, right, batches, slot, dtype);
    }
    Tiles tiles = TileCache.of(Accumulators.of(dtype));
    long rows = left.lines();
    long columns = right.lines();
    // A narrow result has its vectors along the other side if that is where elements are dense, and
    // a single column is as good as a row.
    boolean turned =
        columns < tiles.lanes()
            && rows > columns
            && (left.lineStride() == 1 || columns == 1)
            && !dtype.isComplex();
    DirectProductLoop direct =
        turned && columns > 1
            ? null
            : DirectProductLoop.of(
                turned ? right : left, turned ? left : right, batches, slot, dtype, tiles);
    if (direct != null) {
      return direct;
    }
    MatrixProduct product =
        turned
            ? new MatrixProduct(
                dtype, columns, rows, left.terms(), columns, tiles, ParallelLoop.threads())
            : new MatrixProduct(
                dtype, rows, columns, left.terms(), 1, tiles, ParallelLoop.threads());
    return turned
        ? new ProductLoop(product, right, left, batches, slot, dtype, 1, columns)
        : new ProductLoop(product, left, right, batches, slot, dtype, columns, 1);
  }

  static ProductOperand operand(
      Placement from, List<Integer> batch, List<Integer> lines, List<Integer> terms) {
    View layout = from.layout();
    Walk lineWalk = walk(layout, lines);
    Walk termWalk = walk(layout, terms);
    long lineCount = product(layout.shape(), lines);
    long termCount = product(layout.shape(), terms);
    Walk batchWalk = walk(layout, batch);
    if (lineWalk.rank() <= 1 && termWalk.rank() <= 1) {
      return new ProductOperand(
          from.slot(),
          layout.offset(),
          layout.dtype(),
          batchWalk,
          lineCount,
          lineWalk.rank() == 0 ? 0 : lineWalk.stride(0),
          termCount,
          termWalk.rank() == 0 ? 0 : termWalk.stride(0),
          null);
    }
    long[] dims = concat(dims(layout, batch), dims(layout, lines), dims(layout, terms));
    long[] strides = concat(strides(layout, batch), strides(layout, lines), strides(layout, terms));
    long batchSize = product(layout.shape(), batch);
    return new ProductOperand(
        from.slot(),
        layout.offset(),
        layout.dtype(),
        Walk.of(new long[] {Math.max(batchSize, 1)}, new long[] {lineCount * termCount}),
        lineCount,
        termCount,
        termCount,
        1,
        new ProductOperand.Copy(Walk.of(dims, strides), batchSize * lineCount * termCount));
  }

  private static Walk walk(View layout, List<Integer> axes) {
    return Walk.of(dims(layout, axes), strides(layout, axes));
  }

  private static long[] dims(View layout, List<Integer> axes) {
    return axes.stream().mapToLong(layout.shape()::dim).toArray();
  }

  private static long[] strides(View layout, List<Integer> axes) {
    return axes.stream().mapToLong(layout::stride).toArray();
  }

  private static long[] concat(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }

  private static long product(Shape shape, List<Integer> axes) {
    return axes.stream().mapToLong(shape::dim).reduce(1, (a, b) -> a * b);
  }
}

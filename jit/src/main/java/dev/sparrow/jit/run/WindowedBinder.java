package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import dev.sparrow.jit.dot.Accumulators;
import dev.sparrow.jit.dot.MatrixProduct;
import dev.sparrow.jit.dot.PatchGeometry;
import dev.sparrow.jit.dot.Tiles;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.List;

/** Makes functions of windows runnable. */
final class WindowedBinder {
  private final Step.Routine routine;
  private final Placements placements;
  private final Var target;

  private WindowedBinder(Step.Routine routine, Placements placements) {
    this.routine = routine;
    this.placements = placements;
    this.target = routine.targets().getFirst();
  }

  static List<BoundStep> bind(Windowed prim, Step.Routine routine, Placements placements) {
    WindowedBinder binder = new WindowedBinder(routine, placements);
    if (binder.target.type().shape().size() == 0) {
      return List.of();
    }
    return switch (prim) {
      case Windowed.ReduceWindow(var monoid, Windows windows) ->
          List.of(
              new PoolLoop(
                  placements.of(routine.from().getFirst()),
                  placements.of(binder.target),
                  monoid,
                  windows));
      case Windowed.SelectAndScatterAdd(var extreme, Windows windows) ->
          List.of(
              new SelectLoop(
                  placements.of(routine.from().get(0)),
                  placements.of(routine.from().get(1)),
                  placements.of(binder.target),
                  extreme,
                  windows));
      case Windowed.Convolution conv -> List.of(binder.convolution(conv));
    };
  }

  private BoundStep convolution(Windowed.Convolution conv) {
    ConvDimensions of = conv.dimensions();
    Placement lhs = placements.of(routine.from().get(0));
    Placement rhs = placements.of(routine.from().get(1));
    View image = lhs.layout();
    View kernel = rhs.layout();
    int spatial = of.spatial();
    long[] extents = new long[spatial];
    long[] strides = new long[spatial];
    for (int i = 0; i < spatial; i++) {
      extents[i] = image.shape().dim(of.lhs().get(i + 2));
      strides[i] = image.stride(of.lhs().get(i + 2));
    }
    PatchGeometry geometry =
        new PatchGeometry(
            image.dtype(), conv.windows(), extents, strides, image.stride(of.lhs().get(1)));
    DType dtype = target.type().dtype();
    Shape out = target.type().shape();
    long outputs = out.dim(of.out().get(1));
    int groups = Math.max(conv.featureGroups(), conv.batchGroups());
    long positions = 1;
    for (int i = 0; i < spatial; i++) {
      positions *= out.dim(of.out().get(i + 2));
    }
    long inputs = kernel.shape().dim(of.rhs().get(1));
    long terms = inputs;
    for (long size : conv.windows().sizes()) {
      terms *= size;
    }
    List<Integer> termAxes = new ArrayList<>();
    termAxes.add(of.rhs().get(1));
    termAxes.addAll(of.rhs().subList(2, spatial + 2));
    ProductOperand weights =
        ContractionBinder.operand(rhs, List.of(), List.of(of.rhs().getFirst()), termAxes);
    // The side along which the result is dense gets the vectors.
    boolean channelsLast = of.out().get(1) == spatial + 1;
    long[] outStrides = out.rowMajorStrides();
    long channelStride = outStrides[of.out().get(1)];
    boolean inOrder = true;
    for (int i = 1; i < spatial; i++) {
      inOrder &= of.out().get(i + 2) == of.out().get(i + 1) + 1;
    }
    long positionStride = spatial == 0 ? 1 : outStrides[of.out().get(spatial + 1)];
    Tiles tiles = TileCache.of(Accumulators.of(dtype));
    long own = outputs / groups;
    ConvolutionProducts products =
        new ConvolutionProducts(
            lhs,
            weights,
            conv,
            new ConvolutionProducts.Sizes(
                out.dim(of.out().get(0)),
                groups,
                inputs,
                own,
                positions,
                outStrides[of.out().get(0)],
                channelStride,
                inOrder ? positionStride : -1),
            dtype);
    int slot = placements.of(target).slot();
    DirectConvolutionLoop direct = DirectConvolutionLoop.of(geometry, products, slot, tiles);
    if (direct != null) {
      return direct;
    }
    MatrixProduct product =
        channelsLast
            ? new MatrixProduct(
                dtype, positions, own, terms, channelStride, tiles, ParallelLoop.threads())
            : new MatrixProduct(
                dtype,
                own,
                positions,
                terms,
                inOrder ? positionStride : 1,
                tiles,
                ParallelLoop.threads());
    return new ConvolutionLoop(product, geometry, products, channelsLast, slot, out);
  }
}

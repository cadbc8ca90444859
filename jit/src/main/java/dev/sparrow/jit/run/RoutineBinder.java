package dev.sparrow.jit.run;

import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.jit.fuse.Step;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the routine that computes a primitive of the family {@link Primitive.Whole}. */
final class RoutineBinder {
  private RoutineBinder() {}

  static List<BoundStep> bind(Step.Routine routine, Placements placements, KernelCache kernels) {
    return switch (routine.prim()) {
      case Primitive.ArgReduce search -> List.of(argSearch(search, routine, placements, kernels));
      case Primitive.Fft fft ->
          routine.targets().getFirst().type().shape().size() == 0
              ? List.of()
              : List.of(FourierLoop.of(fft, routine, placements));
      case Indexing indexing -> IndexingBinder.bind(indexing, routine, placements);
      case Collective collective ->
          throw new IllegalStateException(
              collective.jaxName() + ": unbound axis name: " + collective.axisName());
      case Effect effect -> List.of(EffectStep.of(effect, routine, placements));
      case Contraction contraction ->
          List.of(ContractionBinder.bind(contraction, routine, placements));
      case Ordering ordering -> OrderingBinder.bind(ordering, routine, placements);
      case Cumulative cumulative -> CumulativeBinder.bind(cumulative, routine, placements);
      case Windowed windowed -> WindowedBinder.bind(windowed, routine, placements);
      case LinearAlgebra factorization ->
          List.of(LinearAlgebraBinder.bind(factorization, routine, placements));
    };
  }

  private static BoundStep argSearch(
      Primitive.ArgReduce search,
      Step.Routine routine,
      Placements placements,
      KernelCache kernels) {
    Placement from = placements.of(routine.from().getFirst());
    View layout = from.layout();
    Shape shape = layout.shape();
    int axis = search.axis();
    int[] kept = IntStream.range(0, shape.rank()).filter(other -> other != axis).toArray();
    long[] dims = Arrays.stream(kept).mapToLong(shape::dim).toArray();
    long[] strides = Arrays.stream(kept).mapToLong(layout::stride).toArray();
    var target = routine.targets().getFirst();
    return ArgSearchLoop.of(
        new ArgSearchLoop.Lines(
            from.slot(),
            layout.offset(),
            Walk.of(dims, strides),
            target.type().shape().size(),
            layout.stride(axis),
            shape.dim(axis)),
        placements.of(target).slot(),
        target.type().dtype().bytes(),
        new ExtremeOrder(layout.dtype(), search.extreme()),
        kernels);
  }
}

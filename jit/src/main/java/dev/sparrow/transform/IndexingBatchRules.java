package dev.sparrow.transform;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How {@link Indexing} runs on batches, whose axis 0 is the mapped one. Where operand and indices
 * are both batches, their axes run in step as batching axes of one gather or scatter; a dynamic
 * slice whose starts differ from element to element becomes a gather.
 */
final class IndexingBatchRules {
  private final long size;
  private final List<NDArray> in;
  private final boolean[] mapped;

  IndexingBatchRules(long size, List<NDArray> in, boolean[] mapped) {
    this.size = size;
    this.in = in;
    this.mapped = mapped;
  }

  NDArray apply(Indexing prim) {
    return switch (prim) {
      case Indexing.DynamicSlice(List<Long> sizes) -> dynamicSlice(sizes);
      case Indexing.DynamicUpdateSlice update -> dynamicUpdateSlice(update);
      case Indexing.Gather gather -> gather(gather, in.get(0), mapped[0], in.get(1), mapped[1]);
      case Indexing.Scatter scatter -> scatter(scatter);
    };
  }

  private NDArray dynamicSlice(List<Long> sizes) {
    if (!anyMapped(1)) {
      List<NDArray> operands = new ArrayList<>(List.of(in.getFirst(), zero()));
      operands.addAll(in.subList(1, in.size()));
      return bind(new Indexing.DynamicSlice(front(size, sizes)), operands);
    }
    List<Integer> axes = axes(sizes.size());
    GatherDimensions dims = new GatherDimensions(axes, List.of(), axes);
    Indexing.Gather gather = new Indexing.Gather(dims, sizes, Indexing.Bounds.CLIP, null);
    return gather(gather, in.getFirst(), mapped[0], startVectors(1), true);
  }

  private NDArray dynamicUpdateSlice(Indexing.DynamicUpdateSlice prim) {
    if (!anyMapped(2)) {
      List<NDArray> operands = new ArrayList<>(List.of(batch(0), batch(1), zero()));
      operands.addAll(in.subList(2, in.size()));
      return bind(prim, operands);
    }
    int rank = in.size() - 2;
    ScatterDimensions dims = new ScatterDimensions(axes(rank), List.of(), axes(rank));
    Indexing.Scatter scatter =
        new Indexing.Scatter(Primitive.UpdateMode.SET, inStep(dims), Indexing.Bounds.CLIP);
    return bind(scatter, List.of(batch(0), startVectors(2), batch(1)));
  }

  private NDArray gather(
      Indexing.Gather prim,
      NDArray operand,
      boolean operandMapped,
      NDArray indices,
      boolean indicesMapped) {
    GatherDimensions dims = prim.dimensions();
    GatherDimensions batched;
    List<Long> sizes;
    if (operandMapped && indicesMapped) {
      sizes = front(1, prim.sliceSizes());
      batched = inStep(ScatterDimensions.of(dims)).gather();
    } else if (operandMapped) {
      sizes = front(size, prim.sliceSizes());
      batched =
          new GatherDimensions(
              front(0, behind(dims.offsetDims())),
              behind(dims.collapsedSliceDims()),
              behind(dims.operandBatchingDims()),
              dims.startIndicesBatchingDims(),
              behind(dims.startIndexMap()));
    } else {
      sizes = prim.sliceSizes();
      batched =
          new GatherDimensions(
              behind(dims.offsetDims()),
              dims.collapsedSliceDims(),
              dims.operandBatchingDims(),
              behind(dims.startIndicesBatchingDims()),
              dims.startIndexMap());
    }
    return bind(
        new Indexing.Gather(batched, sizes, prim.bounds(), prim.fill()), List.of(operand, indices));
  }

  private NDArray scatter(Indexing.Scatter prim) {
    ScatterDimensions dims = prim.dimensions();
    if (mapped[1]) {
      Indexing.Scatter inStep = new Indexing.Scatter(prim.mode(), inStep(dims), prim.bounds());
      return bind(inStep, List.of(batch(0), in.get(1), batch(2)));
    }
    ScatterDimensions wider =
        new ScatterDimensions(
            front(0, behind(dims.updateWindowDims())),
            behind(dims.insertedWindowDims()),
            behind(dims.operandBatchingDims()),
            dims.scatterIndicesBatchingDims(),
            behind(dims.scatterDimsToOperandDims()));
    return bind(
        new Indexing.Scatter(prim.mode(), wider, prim.bounds()),
        List.of(batch(0), in.get(1), batch(2)));
  }

  /** Dimension numbers with a batching axis in front of operand, indices and updates. */
  private static ScatterDimensions inStep(ScatterDimensions dims) {
    return new ScatterDimensions(
        behind(dims.updateWindowDims()),
        behind(dims.insertedWindowDims()),
        front(0, behind(dims.operandBatchingDims())),
        front(0, behind(dims.scatterIndicesBatchingDims())),
        behind(dims.scatterDimsToOperandDims()));
  }

  /** Scalar starts as one index vector for each element of the batch, in one dtype. */
  private NDArray startVectors(int first) {
    List<NDArray> columns = new ArrayList<>();
    DType dtype = indexDType(first);
    for (int i = first; i < in.size(); i++) {
      NDArray start = mapped[i] ? in.get(i) : BatchRules.repeat(in.get(i), size);
      if (start.dtype() != dtype) {
        start = bind(new Primitive.Convert(dtype, false), List.of(start));
      }
      columns.add(bind(new Primitive.Reshape(Shape.of(size, 1)), List.of(start)));
    }
    return columns.size() == 1 ? columns.getFirst() : bind(new Primitive.Concatenate(1), columns);
  }

  private DType indexDType(int first) {
    DType dtype = in.get(first).dtype();
    for (NDArray start : in.subList(first, in.size())) {
      dtype = start.dtype() == dtype ? dtype : DType.INT64;
    }
    return dtype;
  }

  private boolean anyMapped(int first) {
    return IntStream.range(first, mapped.length).anyMatch(i -> mapped[i]);
  }

  private NDArray batch(int operand) {
    return mapped[operand] ? in.get(operand) : BatchRules.repeat(in.get(operand), size);
  }

  private static NDArray zero() {
    return ConcreteArray.scalar(Literal.of(0, DType.INT32, false));
  }

  private static NDArray bind(Primitive prim, List<NDArray> operands) {
    return Trace.current().bind(prim, operands).getFirst();
  }

  private static List<Integer> axes(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  private static <T> List<T> front(T first, List<T> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static List<Long> front(long first, List<Long> others) {
    return front(Long.valueOf(first), others);
  }

  private static List<Integer> behind(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How each primitive runs on batches, whose axis 0 is the mapped one: the results are batches too.
 *
 * <p>Rules apply primitives to the current trace, which is the one outside the mapped function.
 */
final class BatchRules {
  private final BatchTrace trace;
  private final long size;
  private final List<NDArray> in;
  private final boolean[] mapped;

  /**
   * @param trace of the mapped axis
   * @param in operands
   * @param mapped whether each operand is a batch; otherwise it is the same for all elements
   */
  BatchRules(BatchTrace trace, List<NDArray> in, boolean[] mapped) {
    this.trace = trace;
    this.size = trace.size();
    this.in = in;
    this.mapped = mapped;
  }

  BatchedResults results(Primitive prim) {
    return prim instanceof Control control
        ? new ControlBatching(trace, in, flags()).apply(control)
        : BatchedResults.all(apply(prim));
  }

  private List<Boolean> flags() {
    return IntStream.range(0, mapped.length).mapToObj(i -> mapped[i]).toList();
  }

  private List<NDArray> apply(Primitive prim) {
    return switch (prim) {
      case Primitive.Pointwise _ -> bind(prim, aligned());
      case Primitive.IntegerPow _,
          Primitive.Convert _,
          Primitive.BitcastConvert _,
          Primitive.RandomWrap _,
          Primitive.RandomUnwrap _ ->
          bind(prim, in);
      case Primitive.Iota2x32(Shape shape) -> countFromBatch(shape);
      case Primitive.BroadcastInDim(Shape shape, List<Integer> dimensions) ->
          bind(new Primitive.BroadcastInDim(batch(shape), front(dimensions)), in);
      case Primitive.Reshape(Shape shape) -> bind(new Primitive.Reshape(batch(shape)), in);
      case Primitive.Transpose(List<Integer> permutation) ->
          bind(new Primitive.Transpose(front(permutation)), in);
      case Primitive.Squeeze(List<Integer> dimensions) ->
          bind(new Primitive.Squeeze(behind(dimensions)), in);
      case Primitive.Rev(List<Integer> dimensions) ->
          bind(new Primitive.Rev(behind(dimensions)), in);
      case Primitive.Slice(List<Long> start, List<Long> limit, List<Long> strides) ->
          bind(new Primitive.Slice(front(0, start), front(size, limit), front(1, strides)), in);
      case Primitive.SliceUpdate(Primitive.UpdateMode mode, List<Long> start, List<Long> strides) ->
          bind(new Primitive.SliceUpdate(mode, front(0, start), front(1, strides)), batches());
      case Primitive.Pad(List<Long> low, List<Long> high, List<Long> interior) ->
          pad(new Primitive.Pad(front(0, low), front(0, high), front(0, interior)));
      case Primitive.Concatenate(int dimension) ->
          bind(new Primitive.Concatenate(dimension + 1), batches());
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) ->
          bind(new Primitive.Reduce(monoid, behind(axes)), in);
      case Primitive.ReducePartial(Monoid monoid, int axis, long firstLeaf) ->
          bind(new Primitive.ReducePartial(monoid, axis + 1, firstLeaf), in);
      case Primitive.ArgReduce(Primitive.Extreme extreme, int axis, DType indexDType) ->
          bind(new Primitive.ArgReduce(extreme, axis + 1, indexDType), in);
      case Indexing indexing -> List.of(new IndexingBatchRules(size, in, mapped).apply(indexing));
      case Collective collective -> bind(CollectiveBatching.behind(collective), in);
      case Effect effect -> effect(effect);
      case Contraction contraction -> List.of(ContractionBatching.apply(contraction, in, mapped));
      case Ordering ordering -> OrderingBatching.apply(ordering, in, mapped, size);
      case Cumulative.Accumulate(var running, int axis, boolean reverse) ->
          bind(new Cumulative.Accumulate(running, axis + 1, reverse), in);
      case Windowed windowed -> List.of(WindowedBatching.apply(windowed, in, mapped, size));
      // Leading axes are batches already.
      case Primitive.Fft _ -> bind(prim, in);
      case LinearAlgebra _ -> bind(prim, batches());
      case Control control ->
          throw new IllegalStateException(control.jaxName() + ": has rules of its own");
      case Inlined inlined -> inlined(inlined);
      case CustomLinear linear -> throw CustomDerivatives.forwardOfCustomVjp(linear.name());
      case Primitive.Iota _ -> throw new IllegalStateException("iota: has no operands to map");
    };
  }

  /** Puts an axis somewhere else; the others keep their order. */
  static NDArray moveAxis(NDArray x, int from, int to) {
    if (from == to) {
      return x;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.add(to, order.remove(from));
    return bind(new Primitive.Transpose(order), List.of(x)).getFirst();
  }

  /** A batch of equal elements. */
  static NDArray repeat(NDArray x, long size) {
    return bind(
            new Primitive.BroadcastInDim(
                x.shape().insert(0, size), IntStream.rangeClosed(1, x.rank()).boxed().toList()),
            List.of(x))
        .getFirst();
  }

  private static List<NDArray> bind(Primitive prim, List<NDArray> operands) {
    return Trace.current().bind(prim, operands);
  }

  /**
   * Operands of a pointwise function in one shape. Only a scalar that is the same for all elements
   * may stay a scalar: a batch of scalars has an axis now and no longer broadcasts by itself.
   */
  private List<NDArray> aligned() {
    Shape element = Shape.scalar();
    for (int i = 0; i < mapped.length; i++) {
      Shape shape = in.get(i).shape();
      Shape own = mapped[i] ? shape.without(List.of(0)) : shape;
      element = own.rank() > 0 ? own : element;
    }
    List<NDArray> operands = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      NDArray operand = in.get(i);
      if (mapped[i] && operand.rank() == 1 && element.rank() > 0) {
        operands.add(spread(operand, element));
      } else if (!mapped[i] && operand.rank() > 0) {
        operands.add(repeat(operand, size));
      } else {
        operands.add(operand);
      }
    }
    return operands;
  }

  /** A batch of scalars as a batch of arrays, each of one value. */
  private NDArray spread(NDArray scalars, Shape element) {
    return bind(new Primitive.BroadcastInDim(batch(element), List.of(0)), List.of(scalars))
        .getFirst();
  }

  private List<NDArray> batches() {
    List<NDArray> batches = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      batches.add(mapped[i] ? in.get(i) : repeat(in.get(i), size));
    }
    return batches;
  }

  /** Counts that start at another number in each element: a common count plus the start. */
  private List<NDArray> countFromBatch(Shape shape) {
    List<NDArray> count = bind(new Primitive.Iota2x32(shape), List.of());
    List<NDArray> start = batches();
    NDArray low = pointwise(Fn.ADD, repeat(count.get(1), size), spread(start.get(1), shape));
    NDArray carry =
        bind(
                new Primitive.Convert(DType.UINT32, false),
                List.of(pointwise(Fn.LT, low, spread(start.get(1), shape))))
            .getFirst();
    NDArray high = pointwise(Fn.ADD, repeat(count.get(0), size), spread(start.get(0), shape));
    return List.of(pointwise(Fn.ADD, high, carry), low);
  }

  private static NDArray pointwise(Fn fn, NDArray... operands) {
    return bind(new Primitive.Pointwise(fn), List.of(operands)).getFirst();
  }

  private List<NDArray> pad(Primitive.Pad prim) {
    NDArray operand = mapped[0] ? in.get(0) : repeat(in.get(0), size);
    if (!mapped[1]) {
      return bind(prim, List.of(operand, in.get(1)));
    }
    // Each element has its own padding value: pad with anything, then select where padding is.
    NDArray no = ConcreteArray.scalar(Literal.of(0, DType.BOOL, false));
    NDArray yes = ConcreteArray.scalar(Literal.of(1, DType.BOOL, false));
    NDArray anything = ConcreteArray.scalar(Literal.of(0, operand.dtype(), false));
    NDArray everywhere =
        bind(new Primitive.BroadcastInDim(operand.shape(), List.of()), List.of(yes)).getFirst();
    NDArray inside = bind(prim, List.of(everywhere, no)).getFirst();
    NDArray padded = bind(prim, List.of(operand, anything)).getFirst();
    NDArray values = spread(in.get(1), padded.shape().without(List.of(0)));
    return List.of(pointwise(Fn.SELECT_N, inside, values, padded));
  }

  /** Maps the programs inside. */
  private List<NDArray> inlined(Inlined inlined) {
    return switch (inlined) {
      case Primitive.Call(String name, Graph graph) ->
          bind(new Primitive.Call(name, batched(graph, flags())), in);
      case Inlined.Checkpoint(Graph graph) ->
          bind(new Inlined.Checkpoint(batched(graph, flags())), in);
      case Inlined.CustomJvp custom -> {
        CustomBatching batching = new CustomBatching(trace, flags(), custom.constants());
        yield bind(batching.apply(custom), argumentsAsBatches(custom.constants()));
      }
      case Inlined.CustomVjp custom -> {
        CustomBatching batching = new CustomBatching(trace, flags(), custom.constants());
        yield bind(batching.apply(custom), argumentsAsBatches(custom.constants()));
      }
    };
  }

  /** Once for each element. Of axes mapped one in another the inner one counts the outer turns. */
  private List<NDArray> effect(Effect effect) {
    List<NDArray> operands = new ArrayList<>();
    for (NDArray batch : batches()) {
      operands.add(moveAxis(batch, 0, effect.lanes().size()));
    }
    return bind(effect.mapped(size), operands);
  }

  private Graph batched(Graph graph, List<Boolean> inputs) {
    List<Boolean> all = Collections.nCopies(graph.results().size(), true);
    return BatchedGraph.of(graph, trace, inputs, all).graph();
  }

  private List<NDArray> argumentsAsBatches(int constants) {
    List<NDArray> operands = new ArrayList<>(in.subList(0, constants));
    operands.addAll(batches().subList(constants, in.size()));
    return operands;
  }

  private Shape batch(Shape element) {
    return element.insert(0, size);
  }

  private static List<Integer> front(List<Integer> axes) {
    return Stream.concat(Stream.of(0), behind(axes).stream()).toList();
  }

  private static List<Integer> behind(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }

  private static List<Long> front(long first, List<Long> others) {
    return LongStream.concat(LongStream.of(first), others.stream().mapToLong(Long::longValue))
        .boxed()
        .toList();
  }
}

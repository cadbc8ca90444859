package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Primitive;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import dev.sparrow.testing.OpCase;
import dev.sparrow.testing.OpCases;
import dev.sparrow.testing.ReferenceOps;
import dev.sparrow.trace.Trace;
import dev.sparrow.transform.Vmap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of operation cases, eager, compiled, strided and mapped. */
@ExtendWith(AllocatorsAtZero.class)
class OpCasesOnBackendTest {
  private static final long SEED = Long.getLong("seed", 20261122);

  static List<OpCase> all() {
    return OpCases.all();
  }

  static List<OpCase> small() {
    return OpCases.small();
  }

  private static List<NDArray> bind(OpCase row, List<NDArray> operands) {
    return Trace.current().bind(row.prim(), operands);
  }

  private static List<NDArray> arrays(List<HostArray> operands) {
    return operands.stream().map(HostArray::toArray).toList();
  }

  private static void assertSame(
      OpCase row, String how, List<HostArray> expected, List<NDArray> actual, long ulps) {
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          "",
          HostArray.of(actual.get(i)).difference(expected.get(i), ulps),
          () -> row + ", " + how + ", -Dseed=" + SEED);
    }
  }

  private static List<HostArray> values(List<NDArray> arrays) {
    return arrays.stream().map(HostArray::of).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eagerIsTheReference(OpCase row) {
    List<HostArray> operands = row.operands(SEED);
    List<NDArray> eager = bind(row, arrays(operands));
    assertSame(row, "eager", ReferenceOps.apply(row.prim(), operands), eager, row.ulps());
  }

  @ParameterizedTest
  @MethodSource("all")
  void compiledIsEagerBitForBit(OpCase row) {
    List<NDArray> operands = arrays(row.operands(SEED));
    List<HostArray> eager = values(bind(row, operands));
    List<NDArray> compiled = Jit.jitList(in -> bind(row, in)).call(operands);
    assertSame(row, "compiled", eager, compiled, 0);
  }

  @ParameterizedTest
  @MethodSource("small")
  void stridesDoNotMatter(OpCase row) {
    List<NDArray> operands = arrays(row.operands(SEED));
    List<HostArray> dense = values(bind(row, operands));
    assertSame(row, "reversed", dense, bind(row, each(operands, this::reversed)), 0);
    assertSame(row, "transposed", dense, bind(row, each(operands, this::transposed)), 0);
    assertSame(row, "spread", dense, bind(row, each(operands, this::spread)), 0);
    assertSame(
        row,
        "spread, compiled",
        dense,
        Jit.jitList(in -> bind(row, in)).call(each(operands, this::spread)),
        0);
  }

  private static List<NDArray> each(
      List<NDArray> operands, java.util.function.UnaryOperator<NDArray> layout) {
    return operands.stream().map(layout).toList();
  }

  /** The same values with negative strides. */
  private NDArray reversed(NDArray x) {
    Primitive rev = new Primitive.Rev(IntStream.range(0, x.rank()).boxed().toList());
    NDArray back = Jit.jitList(in -> Trace.current().bind(rev, in)).call(List.of(x)).getFirst();
    return Trace.current().bind(rev, List.of(back)).getFirst();
  }

  /** The same values, the first axis innermost. */
  private NDArray transposed(NDArray x) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    Collections.reverse(order);
    Primitive transpose = new Primitive.Transpose(order);
    NDArray turned =
        Jit.jitList(in -> Trace.current().bind(transpose, in)).call(List.of(x)).getFirst();
    return Trace.current().bind(transpose, List.of(turned)).getFirst();
  }

  /** The same values, every second element of a larger array. */
  private NDArray spread(NDArray x) {
    if (x.rank() == 0) {
      return x;
    }
    List<Long> zero = Collections.nCopies(x.rank(), 0L);
    List<Integer> axes = IntStream.range(0, x.rank()).boxed().toList();
    List<Long> dims = java.util.Arrays.stream(x.shape().dims()).boxed().toList();
    NDArray pairs =
        Trace.current()
            .bind(new Primitive.BroadcastInDim(x.shape().insert(x.rank(), 2), axes), List.of(x))
            .getFirst();
    NDArray copy = Jit.jit(y -> y.at("..., 0").set(y.get("..., 1"))).apply(pairs);
    List<Long> start = new ArrayList<>(zero);
    start.add(1L);
    List<Long> limit = new ArrayList<>(dims);
    limit.add(2L);
    Primitive slice = new Primitive.Slice(start, limit, Collections.nCopies(x.rank() + 1, 1L));
    NDArray window = Trace.current().bind(slice, List.of(copy)).getFirst();
    return Trace.current()
        .bind(new Primitive.Squeeze(List.of(x.rank())), List.of(window))
        .getFirst();
  }

  @ParameterizedTest
  @MethodSource("small")
  void mappedIsTheLoopBitForBit(OpCase row) {
    if (row.types().isEmpty()) {
      return;
    }
    int size = 3;
    List<List<NDArray>> lanes = new ArrayList<>();
    for (int lane = 0; lane < size; lane++) {
      lanes.add(arrays(row.operands(SEED + lane)));
    }
    List<NDArray> batches = new ArrayList<>();
    for (int i = 0; i < row.types().size(); i++) {
      batches.add(stack(lanes, i, row.types().get(i)));
    }
    List<Integer> axes = Collections.nCopies(batches.size(), 0);
    List<Integer> outAxes = Collections.nCopies(bind(row, lanes.getFirst()).size(), 0);
    List<NDArray> mapped = Vmap.vmapList(in -> bind(row, in), axes, outAxes).apply(batches);
    for (int lane = 0; lane < size; lane++) {
      int at = lane;
      List<NDArray> own = mapped.stream().map(result -> result.get(at)).toList();
      assertSame(row, "lane " + lane, values(bind(row, lanes.get(lane))), own, 0);
    }
  }

  private static NDArray stack(List<List<NDArray>> lanes, int operand, ArrayType type) {
    List<NDArray> rows = new ArrayList<>();
    for (List<NDArray> lane : lanes) {
      rows.add(
          Trace.current()
              .bind(new Primitive.Reshape(type.shape().insert(0, 1)), List.of(lane.get(operand)))
              .getFirst());
    }
    return Trace.current().bind(new Primitive.Concatenate(0), rows).getFirst();
  }
}

package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Logic;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import dev.sparrow.testing.ReferenceOps;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import dev.sparrow.transform.Vmap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over random elementwise steps, of sizes around those of blocks, against the reference. */
@ExtendWith(AllocatorsAtZero.class)
class RandomLoopsTest {
  private static final long SEED = Long.getLong("seed", 20261203);
  private static final long[] SIZES = {1, 2, 3, 17, 63, 64, 65, 100, 128, 1000, 1024, 1500, 2112};
  private static final long[] LENGTHS = {1, 2, 9, 70, 300};

  static LongStream seeds() {
    return LongStream.range(SEED, SEED + 40);
  }

  private static HostArray values(SplittableRandom random, ArrayType type) {
    return HostArray.byPosition(
        type.dtype(),
        type.shape(),
        _ ->
            type.dtype() == DType.INT32
                ? random.nextInt(-9, 9)
                : Float.floatToRawIntBits((float) random.nextDouble(-1, 1)) & 0xFFFF_FFFFL);
  }

  /** A sum of products of some of the values, chosen by comparisons. */
  private static NDArray mixed(SplittableRandom random, List<NDArray> values, ArrayType type) {
    List<NDArray> fitting = new ArrayList<>();
    for (NDArray value : values) {
      if (value.dtype() == type.dtype()
          && (value.rank() == 0 || value.shape().equals(type.shape()))) {
        fitting.add(value);
      }
    }
    NDArray result = fitting.get(random.nextInt(fitting.size()));
    for (int i = random.nextInt(4); i > 0; i--) {
      NDArray other = fitting.get(random.nextInt(fitting.size()));
      result =
          switch (random.nextInt(4)) {
            case 0 -> result.add(other);
            case 1 -> result.mul(other);
            case 2 -> result.sub(other.mul(type.dtype() == DType.INT32 ? 3 : 1));
            default -> Logic.where(result.lt(other), result, other.add(result));
          };
    }
    boolean expand = result.rank() == 0 && type.rank() > 0;
    return expand ? result.add(Creation.zeros(type.shape(), type.dtype())) : result;
  }

  private static Graph graph(List<ArrayType> types, Function<List<NDArray>, List<NDArray>> f) {
    return GraphTrace.trace("body", types, f).graph().closed();
  }

  /** The same values, the leading axis innermost. */
  private static NDArray turned(NDArray x) {
    List<Integer> back = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).boxed().toList();
    var transpose = new Primitive.Transpose(back);
    NDArray copy = HostArray.of(Trace.current().bind(transpose, List.of(x)).getFirst()).toArray();
    return Trace.current().bind(transpose, List.of(copy)).getFirst();
  }

  private static void check(Control loop, List<HostArray> operands, String what) {
    List<HostArray> expected = ReferenceOps.apply(loop, operands);
    List<NDArray> arrays = operands.stream().map(HostArray::toArray).toList();
    for (int threads : new int[] {1, 3}) {
      assertSame(
          expected,
          ParallelLoop.withThreads(threads, () -> run(loop, arrays)),
          what + ", " + threads + " threads");
    }
    List<NDArray> others = arrays.stream().map(RandomLoopsTest::turned).toList();
    assertSame(expected, Trace.current().bind(loop, others), what + ", turned");
  }

  /** On this thread, where the number of threads is set. */
  private static List<NDArray> run(Control loop, List<NDArray> arrays) {
    Graph graph = Graph.single(loop, arrays.stream().map(NDArray::type).toList());
    var executable = new JitBackend().compile(graph);
    List<View> views = arrays.stream().map(x -> ((ConcreteArray) x).view()).toList();
    List<NDArray> results = new ArrayList<>();
    List<View> out = executable.run(views);
    for (int i = 0; i < out.size(); i++) {
      results.add(ConcreteArray.ready(graph.resultTypes().get(i), out.get(i)));
    }
    return results;
  }

  private static void assertSame(List<HostArray> expected, List<NDArray> actual, String what) {
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          "", HostArray.of(actual.get(i)).difference(expected.get(i), 0), what + " result " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void scansAreTheReference(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(SIZES[random.nextInt(SIZES.length)]);
    long length = LENGTHS[random.nextInt(LENGTHS.length)];
    List<ArrayType> types = new ArrayList<>();
    int constants = random.nextInt(3);
    int carries = random.nextInt(1, 4);
    int xs = random.nextInt(3);
    for (int i = 0; i < constants + carries + xs; i++) {
      Shape own = i == constants || random.nextInt(3) > 0 ? shape : Shape.scalar();
      types.add(ArrayType.of(random.nextInt(3) > 0 ? DType.FLOAT32 : DType.INT32, own));
    }
    List<ArrayType> carried = types.subList(constants, constants + carries);
    Graph body =
        graph(
            types,
            in -> {
              List<NDArray> results = new ArrayList<>();
              carried.forEach(type -> results.add(mixed(random, in, type)));
              for (int y = random.nextInt(3); y > 0; y--) {
                results.add(mixed(random, in, carried.get(random.nextInt(carries))));
              }
              return results;
            });
    Control scan = new Control.Scan(body, length, random.nextBoolean(), constants, carries, 1);
    List<HostArray> operands = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      ArrayType type = types.get(i);
      boolean stacked = i >= constants + carries;
      operands.add(values(random, stacked ? type.withShape(type.shape().insert(0, length)) : type));
    }
    check(scan, operands, body + " length " + length + ", -Dseed=" + seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mappedWhilesAreTheReference(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long size = SIZES[random.nextInt(SIZES.length)];
    ArrayType count = ArrayType.of(DType.INT32);
    ArrayType value = ArrayType.of(DType.FLOAT32);
    List<ArrayType> types = List.of(count, value, value);
    int most = random.nextInt(1, 40);
    Graph condition = graph(types, in -> List.of(in.get(0).lt(most)));
    Graph body =
        graph(
            types,
            in ->
                List.of(
                    in.get(0).add(random.nextInt(1, 4)),
                    mixed(random, in, value),
                    mixed(random, in, value)));
    Control loop = new Control.While(condition, 0, body, 0);
    List<ArrayType> batched =
        types.stream().map(type -> type.withShape(type.shape().insert(0, size))).toList();
    Graph mapped =
        graph(
            batched,
            in ->
                Vmap.vmapList(
                        lane -> Trace.current().bind(loop, lane),
                        List.of(0, 0, 0),
                        List.of(0, 0, 0))
                    .apply(in));
    Control batch = (Control) mapped.equations().getLast().prim();
    List<HostArray> operands = batched.stream().map(type -> values(random, type)).toList();
    check(batch, operands, mapped + ", -Dseed=" + seed);
  }
}

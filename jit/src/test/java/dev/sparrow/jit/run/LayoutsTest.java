package dev.sparrow.jit.run;

import static dev.sparrow.ops.GammaFunctions.digamma;
import static dev.sparrow.ops.SpecialFunctions.erfc;
import static dev.sparrow.ops.Transcendental.sin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.jit.Jit;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import dev.sparrow.testing.ReferenceOps;
import dev.sparrow.trace.GraphTrace;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs whose operands lie across each other in every way, against the reference. */
@ExtendWith(AllocatorsAtZero.class)
class LayoutsTest {
  record Program(String name, Function<List<NDArray>, List<NDArray>> f) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Programs of x of a shape and y of the same shape, rank 2. */
  private static final List<Program> PROGRAMS =
      List.of(
          program("turned", (x, y) -> x.transpose().add(x.transpose())),
          program("both ways", (x, y) -> x.transpose().reshape(x.size()).add(y.reshape(x.size()))),
          program("reversed", (x, y) -> x.get("::-1, ::-1").mul(y)),
          program("every third", (x, y) -> x.get("::3, 1::2").add(y.get("::3, 1::2"))),
          program("row vector", (x, y) -> x.add(y.get(0))),
          program("column vector", (x, y) -> x.add(y.get(":, 0").reshape(y.shape().dim(0), 1))),
          program("outer", (x, y) -> x.get(":, 0").reshape(x.shape().dim(0), 1).mul(y.get(0))),
          program("fold of turned", (x, y) -> x.transpose().mul(x.transpose()).max(0)),
          program("fold along and across", (x, y) -> x.transpose().max(1)),
          program("turned vector", (x, y) -> x.transpose().add(y.get(":, 0"))),
          program("two stores", (x, y) -> x.transpose().reshape(x.size()).mul(2)));

  private static Program program(String name, java.util.function.BinaryOperator<NDArray> f) {
    return new Program(name, in -> List.of(f.apply(in.get(0), in.get(1))));
  }

  static Stream<Arguments> rows() {
    List<Shape> shapes =
        List.of(
            Shape.of(1, 1),
            Shape.of(5, 3),
            Shape.of(100, 70),
            Shape.of(16, 16),
            Shape.of(200, 150),
            Shape.of(1030, 33),
            Shape.of(33, 1030),
            Shape.of(17, 300),
            Shape.of(300, 1));
    List<DType> dtypes = List.of(DType.FLOAT32, DType.INT64, DType.FLOAT64);
    return PROGRAMS.stream()
        .flatMap(program ->
            shapes.stream()
                .flatMap(shape ->
                    dtypes.stream()
                        .map(dtype -> Arguments.of(program, ArrayType.of(dtype, shape)))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void resultsAreTheReference(Program program, ArrayType type) {
    List<ArrayType> types = List.of(type, type);
    Graph graph = GraphTrace.trace("f", types, program.f).graph();
    HostArray x = numbers(type, 1);
    HostArray y = numbers(type, 7);
    List<NDArray> results = Jit.jitList(program.f).call(List.of(x.toArray(), y.toArray()));
    HostArray expected = ReferenceOps.run(graph, List.of(x, y)).getFirst();
    assertEquals("", HostArray.of(results.getFirst()).difference(expected, 0));
  }

  /** A kernel of several loops keeps what goes from one to the next in scratch of a fixed size. */
  @Test
  void whatIsReadAcrossBySeveralLoopsIsTheSame() {
    Function<NDArray, NDArray> f = x -> digamma(x).add(erfc(x.mul(0.01))).mul(erfc(x)).add(sin(x));
    NDArray x = numbers(ArrayType.of(DType.FLOAT64, Shape.of(200, 150)), 1).toArray();
    NDArray along = Jit.jit(f::apply).apply(x).transpose();
    NDArray across = Jit.jit((NDArray y) -> f.apply(y.transpose())).apply(x);
    assertEquals("", HostArray.of(across).difference(HostArray.of(along), 0));
  }

  private static HostArray numbers(ArrayType type, int seed) {
    return HostArray.byPosition(
        type.dtype(),
        type.shape(),
        at ->
            dev.sparrow.graph.Literal.of(
                    (double) ((at * 7919 + seed) % 1009 - 500), type.dtype(), false)
                .bits());
  }
}

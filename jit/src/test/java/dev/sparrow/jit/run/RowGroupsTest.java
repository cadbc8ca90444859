package dev.sparrow.jit.run;

import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.sqrt;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Graph;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Softmax;
import dev.sparrow.spi.Executable;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps over the same rows run some rows at a time where they may, with the same bits. */
@ExtendWith(AllocatorsAtZero.class)
class RowGroupsTest {
  private static NDArray column(NDArray perRow) {
    return perRow.reshape(-1, 1);
  }

  private static NDArray softmax(NDArray x) {
    NDArray weights = exp(x.sub(column(x.max(1))));
    return weights.div(column(weights.sum(1)));
  }

  private static NDArray standardized(NDArray x) {
    NDArray centered = x.sub(column(x.mean(1)));
    return centered.div(sqrt(column(centered.mul(centered).mean(1)).add(1e-5)));
  }

  private static Arguments together(String name, UnaryOperator<NDArray> f, long... dims) {
    return Arguments.of(name, f, dims, true);
  }

  private static Arguments alone(String name, UnaryOperator<NDArray> f, long... dims) {
    return Arguments.of(name, f, dims, false);
  }

  static List<Arguments> programs() {
    return List.of(
        together("softmax", RowGroupsTest::softmax, 300, 1000),
        together("softmax of rows of whole blocks", RowGroupsTest::softmax, 256, 1024),
        together("softmax of long rows", RowGroupsTest::softmax, 257, 1165),
        together("softmax of rows of several leaves", RowGroupsTest::softmax, 256, 1171),
        together("softmax of many rows", RowGroupsTest::softmax, 3001, 99),
        together("logsumexp", x -> Softmax.logsumexp(x, 1), 300, 1000),
        together("standardized", RowGroupsTest::standardized, 301, 996),
        together("float64", x -> softmax(x.astype(DType.FLOAT64)), 300, 1000),
        together("int8", x -> softmax(x.mul(50).astype(DType.INT8).add(0.5)), 300, 999),
        together("three axes", x -> Softmax.softmax(x), 300, 7, 140),
        together("a window of each row", x -> softmax(softmax(x).get(":, 3:900:2")), 300, 1000),
        together("each row backwards", x -> x.sub(softmax(x).get(":, ::-1")), 300, 1000),
        together(
            "counted", x -> softmax(x.add(Creation.arange(300_000).reshape(300, 1000))), 300, 1000),
        together("read again afterwards", x -> softmax(softmax(x)).get("::-1"), 300, 1000),
        alone("over columns", x -> exp(x.sub(x.max(0))), 300, 1000),
        alone("few rows", RowGroupsTest::softmax, 30, 10_000),
        alone("little", x -> softmax(x.get(":, :100")), 300, 1000),
        alone("other rows", x -> x.sub(column(x.max(1).get("::-1"))), 300, 1000),
        alone("all rows", x -> x.sub(column(x.max(1)).max()), 300, 1000));
  }

  private static NDArray values(long... dims) {
    float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.37) * 3;
    }
    return Creation.array(values).reshape(dims);
  }

  private static boolean runsTogether(Compiled f, NDArray x) {
    return f.explain(x).contains("runs together with steps");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void bitsAreThoseOfStepsAlone(
      String name, UnaryOperator<NDArray> f, long[] dims, boolean together) {
    try (NDArray x = values(dims);
        NDArray eager = f.apply(x)) {
      Compiled compiled = Jit.jit(name, f);
      assertEquals(together, runsTogether(compiled, x), compiled.explain(x));
      Graph graph = compiled.graph(x);
      Executable executable = new JitBackend().compile(graph);
      List<View> inputs = List.of(((ConcreteArray) x.blockUntilReady()).view());
      for (int threads : List.of(1, 2, 7)) {
        List<View> views = ParallelLoop.withThreads(threads, () -> executable.run(inputs));
        try (NDArray result =
            ConcreteArray.ready(graph.resultTypes().getFirst(), views.getFirst())) {
          assertArrayEquals(eager.toByteArray(), result.toByteArray(), threads + " threads");
        }
      }
    }
  }

  @Test
  void whatIsPassedOnTakesNoMemoryForAllRows() {
    try (NDArray x = values(1000, 1000)) {
      long bytes =
          Jit.jit("softmax", RowGroupsTest::softmax)
              .trace(x)
              .lower()
              .compile()
              .memoryAnalysis()
              .temporaryBytes();
      assertTrue(bytes < 1_000_000, bytes + " bytes");
    }
  }

  @Test
  void resultsBetweenTheStepsAreWhole() {
    try (NDArray x = values(300, 1000)) {
      Compiled f =
          Jit.jitList(in -> {
            NDArray weights = exp(in.getFirst().sub(column(in.getFirst().max(1))));
            NDArray sums = weights.sum(1);
            return List.of(weights.div(column(sums)), weights, sums);
          });
      assertTrue(runsTogether(f, x), f.explain(x));
      List<NDArray> results = new ArrayList<>(f.call(List.of(x)));
      try (NDArray softmax = softmax(x);
          NDArray weights = exp(x.sub(column(x.max(1))));
          NDArray sums = weights.sum(1)) {
        assertArrayEquals(softmax.toByteArray(), results.get(0).toByteArray());
        assertArrayEquals(weights.toByteArray(), results.get(1).toByteArray());
        assertArrayEquals(sums.toByteArray(), results.get(2).toByteArray());
      }
      results.forEach(NDArray::close);
    }
  }

  @Test
  void anArgumentThatIsGivenUpIsWrittenOverRowByRow() {
    overwrites(x -> x.sub(column(x.max(1))), true);
    overwrites(x -> x.sub(column(x.get("::-1").max(1))), false);
  }

  private static void overwrites(UnaryOperator<NDArray> f, boolean together) {
    Compiled given = Jit.jit(f, Jit.donate(0));
    try (NDArray x = values(300, 1000);
        NDArray expected = f.apply(x)) {
      assertEquals(together, runsTogether(given, x), given.explain(x));
      byte[] bytes = expected.toByteArray();
      try (NDArray result = given.apply(x)) {
        assertArrayEquals(bytes, result.toByteArray());
      }
    }
  }

  /** The last row begins anywhere, so that its kernel would write past the array and its slack. */
  @Test
  void theLastRowIsNotWrittenPastItsArray() {
    Compiled f = Jit.jit("softmax", RowGroupsTest::softmax);
    try (NDArray x = values(300, 100)) {
      byte[] first;
      try (NDArray result = f.apply(x)) {
        first = result.toByteArray();
      }
      // So often that vector loops, which write in steps, have taken over.
      for (int call = 0; call < 2000; call++) {
        try (NDArray result = f.apply(x)) {
          assertArrayEquals(first, result.toByteArray(), "call " + call);
        }
      }
    }
  }
}

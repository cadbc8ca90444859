package example;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Checkpoint.checkpoint;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.debug.CheckFailedException;
import dev.sparrow.debug.Debug;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.GraphFormat;
import dev.sparrow.jit.Compiled1;
import dev.sparrow.ops.Activations;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DynamicSlices;
import dev.sparrow.ops.Taking;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.transform.CheckError;
import dev.sparrow.transform.Checked;
import dev.sparrow.transform.Checked.Outcome;
import dev.sparrow.transform.CustomVjp;
import dev.sparrow.transform.ErrorCheck;
import dev.sparrow.transform.Grad;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checked functions. Texts are those of JAX 0.10.2, with the line behind them. */
@ExtendWith(AllocatorsAtZero.class)
class CheckedTest {
  private static final ErrorCheck[] USER = {ErrorCheck.USER};
  private static final ErrorCheck[] NAN = {ErrorCheck.NAN};
  private static final ErrorCheck[] INDEX = {ErrorCheck.INDEX};
  private static final ErrorCheck[] DIVISION = {ErrorCheck.DIVISION};
  private static final ErrorCheck[] FLOATS = ErrorCheck.floats();
  private static final ErrorCheck[] ALL = ErrorCheck.all();

  /** A function, an argument, what is looked for, and what is found; empty for nothing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(
      String name,
      UnaryOperator<NDArray> f,
      Supplier<NDArray> x,
      ErrorCheck[] checks,
      String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static NDArray scalar(float value) {
    return Creation.array(value);
  }

  private static NDArray vector(float... values) {
    return Creation.array(values);
  }

  private static NDArray three() {
    return Creation.arange(3.0);
  }

  private static NDArray wide() {
    return Creation.ones(3, 4);
  }

  private static NDArray positive(NDArray x) {
    Checked.check(x.gt(0), "must be positive: {} and {}", x.mul(2), x);
    return x.add(1);
  }

  private static String outside(String shape, int index, int axis, int size) {
    return "out-of-bounds indexing for array of shape "
        + shape
        + ": index "
        + index
        + " is out of bounds for axis "
        + axis
        + " with size "
        + size
        + ". at LINE";
  }

  static List<Row> rows() {
    String positive = "must be positive: -2.0 and -1.0 (`check` failed) at LINE";
    UnaryOperator<NDArray> branches =
        x ->
            ControlFlow.cond(
                x.gt(0),
                () -> {
                  Checked.check(x.gt(5), "c {}", x);
                  return x;
                },
                () -> x.neg());
    UnaryOperator<NDArray> loop =
        x ->
            ControlFlow.<NDArray>whileLoop(
                a -> a.lt(10),
                a -> {
                  Checked.check(a.lt(5), "w {}", a);
                  return a.mul(2);
                },
                x);
    return List.of(
        new Row("user", CheckedTest::positive, () -> scalar(-1), USER, positive),
        new Row("user, holds", CheckedTest::positive, () -> scalar(1), USER, ""),
        new Row("user, not asked for", CheckedTest::positive, () -> scalar(-1), NAN, ""),
        new Row(
            "compiled inside",
            x -> jit(CheckedTest::positive).apply(x),
            () -> scalar(-1),
            USER,
            positive),
        new Row(
            "the first of two",
            x -> {
              NDArray y = positive(x);
              Checked.check(y.gt(100), "second");
              return y;
            },
            () -> scalar(-1),
            USER,
            positive),
        new Row(
            "the second of two",
            x -> {
              NDArray y = positive(x);
              Checked.check(y.gt(100), "second {} {}", y.astype(DType.INT32), 7);
              return y;
            },
            () -> scalar(1),
            USER,
            "second 2 7 (`check` failed) at LINE"),
        new Row(
            "an array of any type",
            x -> {
              Checked.check(
                  x.gt(0).all(),
                  "{} {} {} {}",
                  x,
                  x.astype(DType.FLOAT64).mul(1e-200),
                  x.gt(0),
                  x.astype(DType.INT16));
              return x;
            },
            () -> vector(1, -1),
            USER,
            "[ 1. -1.] [ 1.e-200 -1.e-200] [ True False] [ 1 -1] (`check` failed) at LINE"),
        new Row(
            "complex numbers and keys",
            x -> {
              Checked.check(x.real().gt(2), "{} {}", x, x.astype(DType.COMPLEX128));
              return x;
            },
            () -> Creation.array(new Complex(1, -2)),
            USER,
            "(1-2j) (1-2j) (`check` failed) at LINE"),
        new Row(
            "each step of a scan",
            x ->
                ControlFlow.scan(
                        (NDArray a, NDArray b) -> {
                          Checked.check(a.gt(0), "a {}", a);
                          return Carried.of(a.sub(b), a);
                        },
                        x,
                        Creation.arange(4.0))
                    .output(),
            () -> scalar(2),
            USER,
            "a -1.0 (`check` failed) at LINE"),
        new Row(
            "a compiled function in a scan",
            x ->
                ControlFlow.foriLoop(
                    0,
                    4,
                    (i, a) ->
                        jit(
                                (NDArray q) -> {
                                  Checked.check(q.gt(0), "q {}", q);
                                  return q.sub(1);
                                })
                            .apply(a),
                    x),
            () -> scalar(2),
            USER,
            "q 0.0 (`check` failed) at LINE"),
        new Row("a loop", loop, () -> scalar(1), USER, "w 8.0 (`check` failed) at LINE"),
        new Row("a loop of no steps", loop, () -> scalar(100), USER, ""),
        new Row(
            "the condition of a loop",
            x ->
                ControlFlow.<NDArray>whileLoop(
                    a -> {
                      Checked.check(a.lt(5), "wc {}", a);
                      return a.lt(10);
                    },
                    a -> a.mul(2),
                    x),
            () -> scalar(1),
            USER,
            "wc 8.0 (`check` failed) at LINE"),
        new Row(
            "the branch taken", branches, () -> scalar(1), USER, "c 1.0 (`check` failed) at LINE"),
        new Row("a branch not taken", branches, () -> scalar(-1), USER, ""),
        new Row(
            "mapped inside",
            x -> vmap(y -> positive(y)).apply(x),
            () -> vector(1, -1, -2),
            USER,
            "at mapped index 1: " + positive),
        new Row(
            "mapped branches inside",
            x -> vmap(branches).apply(x),
            () -> vector(-1, 6, 3, 2),
            USER,
            "c 3.0 (`check` failed) at LINE"),
        new Row(
            "mapped branches, all well",
            x -> vmap(branches).apply(x),
            () -> vector(-1, 6),
            USER,
            ""),
        new Row(
            "mapped loops inside",
            x -> vmap(loop).apply(x),
            () -> vector(20, 3, 1),
            USER,
            "w 6.0 (`check` failed) at LINE"),
        new Row(
            "a gradient", x -> grad(y -> positive(y)).apply(x), () -> scalar(-1), USER, positive),
        new Row(
            "in a checkpoint",
            x -> grad(checkpoint(y -> positive(Transcendental.sin(y)))).apply(x),
            () -> scalar(-0.5f),
            USER,
            "must be positive: -0.9588510990142822 and -0.4794255495071411 (`check` failed) at LINE"),
        new Row(
            "nan",
            x -> Transcendental.log(x),
            () -> scalar(-1),
            NAN,
            "nan generated by primitive: log. at LINE"),
        new Row("no nan", x -> Transcendental.log(x), () -> scalar(2), NAN, ""),
        new Row(
            "the first nan",
            x -> Transcendental.log(x).add(Transcendental.sin(x.mul(Float.POSITIVE_INFINITY))),
            () -> scalar(-1),
            NAN,
            "nan generated by primitive: log. at LINE"),
        new Row(
            "nan in a loop",
            x -> ControlFlow.foriLoop(0, 9, (i, c) -> Transcendental.sqrt(c.sub(1)), x),
            () -> vector(10, 8),
            NAN,
            "nan generated by primitive: sqrt. at LINE"),
        new Row(
            "division",
            x -> scalar(1).div(x),
            () -> scalar(0),
            DIVISION,
            "division by zero at LINE"),
        new Row(
            "division of integers",
            x -> x.floorDivide(Creation.array(1, 0)),
            () -> Creation.array(3),
            DIVISION,
            "division by zero at LINE"),
        new Row("zero by zero", x -> x.div(x), () -> scalar(0), FLOATS, "division by zero at LINE"),
        new Row(
            "division in a scan",
            x ->
                ControlFlow.scan(
                        (NDArray a, NDArray b) -> Carried.of(a.div(b), a), x, Creation.arange(3.0))
                    .output(),
            () -> scalar(1),
            FLOATS,
            "division by zero at LINE"),
        new Row(
            "index",
            i -> three().get(Index.at(i)),
            () -> Creation.array(5),
            INDEX,
            outside("(3,)", 5, 0, 3)),
        new Row(
            "index from the end",
            i -> three().get(Index.at(i)),
            () -> Creation.array(-1),
            INDEX,
            ""),
        new Row(
            "index before the start",
            i -> three().get(Index.at(i)),
            () -> Creation.array(-4),
            INDEX,
            outside("(3,)", -1, 0, 3)),
        new Row(
            "indices",
            i -> wide().get(Index.take(i)),
            () -> Creation.array(0, 3, 7),
            INDEX,
            outside("(3, 4)", 3, 0, 3)),
        new Row(
            "indices of the second axis",
            i -> wide().get(Index.all(), Index.take(i)),
            () -> Creation.array(0, 3, 7),
            INDEX,
            outside("(3, 4)", 7, 1, 4)),
        new Row(
            "pairs of indices",
            i -> wide().get(Index.take(Creation.array(0, 2)), Index.take(i)),
            () -> Creation.array(3, 4),
            INDEX,
            outside("(3, 4)", 4, 1, 4)),
        new Row(
            "pairs of indices, the first axis",
            i -> wide().get(Index.take(i), Index.take(Creation.array(3, 4))),
            () -> Creation.array(0, 3),
            INDEX,
            outside("(3, 4)", 3, 0, 3)),
        new Row(
            "pairs of indices, all inside",
            i -> wide().get(Index.take(i), Index.take(Creation.array(3, 0))),
            () -> Creation.array(2, 0),
            INDEX,
            ""),
        new Row(
            "added at pairs",
            i -> wide().at(Index.take(Creation.array(0, 2)), Index.take(i)).add(1),
            () -> Creation.array(3, 4),
            INDEX,
            outside("(3, 4)", 4, 1, 4)),
        new Row(
            "dynamic slice of two axes",
            i -> DynamicSlices.dynamicSlice(wide(), List.of(Creation.array(0), i), 2, 2),
            () -> Creation.array(3),
            INDEX,
            outside("(3, 4)", 3, 1, 4)),
        new Row(
            "take",
            i -> Taking.take(three(), i),
            () -> Creation.array(5),
            INDEX,
            outside("(3,)", 5, 0, 3)),
        new Row(
            "dynamic slice",
            i -> DynamicSlices.dynamicSlice(three(), List.of(i), 2),
            () -> Creation.array(2),
            INDEX,
            outside("(3,)", 2, 0, 3)),
        new Row(
            "dynamic update",
            i -> DynamicSlices.dynamicUpdateSlice(three(), Creation.zeros(2), List.of(i)),
            () -> Creation.array(2),
            INDEX,
            outside("(3,)", 2, 0, 3)),
        new Row(
            "set",
            i -> three().at(Index.at(i)).set(1),
            () -> Creation.array(5),
            INDEX,
            outside("(3,)", 5, 0, 3)),
        new Row(
            "add",
            i -> three().at(Index.take(i)).add(1),
            () -> Creation.array(1, 5),
            INDEX,
            outside("(3,)", 5, 0, 3)),
        new Row(
            "the first of all kinds",
            x -> {
              NDArray y = Transcendental.log(x);
              return y.get(Index.at(x.astype(DType.INT32).get(Index.at(0)).add(6)));
            },
            () -> vector(-1, 0, 1),
            ALL,
            "nan generated by primitive: log. at LINE"),
        new Row(
            "with prints",
            x -> {
              Debug.print("x {}", x);
              return positive(x);
            },
            () -> scalar(-1),
            USER,
            positive));
  }

  private static String text(CheckError error) {
    return error.get().orElse("").replaceAll("CheckedTest.java:\\d+ \\((rows|positive)\\)", "LINE");
  }

  private static List<Integer> bits(NDArray x) {
    NDArray real = x.dtype().isComplex() ? x.real() : x;
    List<Integer> bits = new ArrayList<>();
    for (float value : real.astype(DType.FLOAT32).reshape(-1).toFloatArray()) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theFirstFailureIsNamedAndNoBitChanges(Row row) {
    List<Function<NDArray, Outcome<NDArray>>> ways =
        List.of(
            Checked.checkify(row.f, row.checks),
            jit(Checked.checkify(row.f, row.checks)),
            Checked.checkify((NDArray x) -> jit(row.f).apply(x), row.checks),
            x -> jit(Checked.checkify((NDArray y) -> jit(row.f).apply(y), row.checks)).apply(x));
    try (var _ = Debug.output(line -> {})) {
      // Nothing is looked for: the user's checks are gone, and the function is what it was.
      List<Integer> plain = bits(Checked.checkify(row.f, NAN).apply(row.x.get()).result());
      for (Function<NDArray, Outcome<NDArray>> way : ways) {
        Outcome<NDArray> outcome = way.apply(row.x.get());
        assertEquals(row.text, text(outcome.error()));
        assertEquals(plain, bits(outcome.result()));
        if (row.text.isEmpty()) {
          outcome.error().throwIfAny();
        } else {
          CheckFailedException thrown =
              assertThrows(CheckFailedException.class, () -> outcome.error().throwIfAny());
          assertEquals(outcome.error().get().orElseThrow(), thrown.getMessage());
        }
      }
    }
  }

  @Test
  void aCompiledCheckedFunctionIsTracedOnce() {
    Compiled1<NDArray, Outcome<NDArray>> f = jit(Checked.checkify(x -> positive(x)));
    assertEquals("", text(f.apply(scalar(1)).error()));
    assertTrue(text(f.apply(scalar(-1)).error()).startsWith("must be positive"));
    assertEquals("", text(f.apply(scalar(3)).error()));
    assertEquals(1, f.cacheSize());
  }

  @Test
  void everyElementOfABatchHasItsOwnError() {
    Function<NDArray, Outcome<NDArray>> f = Checked.checkify((NDArray x) -> positive(x));
    for (Function<NDArray, Outcome<NDArray>> mapped :
        List.<Function<NDArray, Outcome<NDArray>>>of(vmap(f), jit(vmap(f)))) {
      Outcome<NDArray> outcome = mapped.apply(vector(1, -1, -2));
      assertEquals(
          """
          at mapped index 1: must be positive: -2.0 and -1.0 (`check` failed) at LINE
          at mapped index 2: must be positive: -4.0 and -2.0 (`check` failed) at LINE\
          """,
          text(outcome.error()));
    }
    Outcome<NDArray> twice = vmap(vmap(f)).apply(vector(1, 2, 3, -4).reshape(2, 2));
    assertEquals(
        "at mapped index 1, 1: must be positive: -8.0 and -4.0 (`check` failed) at LINE",
        text(twice.error()));
  }

  @Test
  void derivativesOfCheckedFunctionsAreThoseOfTheFunction() {
    List<UnaryOperator<NDArray>> functions =
        List.of(
            x -> Activations.relu(x).mul(x).sum(),
            x -> Transcendental.log(x).sum(),
            x -> ControlFlow.foriLoop(0, 3, (i, c) -> Transcendental.sin(c).mul(x), x).sum(),
            x -> ControlFlow.cond(x.sum().gt(0), () -> x.mul(x), () -> Transcendental.exp(x)).sum(),
            checkpoint(x -> Transcendental.sin(Transcendental.sin(x)).sum()),
            x ->
                CustomVjp.<NDArray>customVjp(
                        y -> y.mul(2),
                        y -> new CustomVjp.Kept<>(y.mul(2), y),
                        (y, ct) -> ct.mul(7).add(y))
                    .apply(x)
                    .sum());
    NDArray x = vector(0, 0.5f, 2);
    for (UnaryOperator<NDArray> f : functions) {
      UnaryOperator<NDArray> checked = y -> Checked.checkify(f, ErrorCheck.all()).apply(y).result();
      assertEquals(bits(grad(f).apply(x)), bits(grad(checked).apply(x)));
      assertEquals(bits(grad(f).apply(x)), bits(jit(grad(checked)).apply(x)));
      Function<NDArray, Outcome<NDArray>> around = Checked.checkify(grad(f), ErrorCheck.all());
      assertEquals(bits(grad(f).apply(x)), bits(around.apply(x).result()));
    }
  }

  @Test
  void anErrorComesBesideAGradient() {
    Function<NDArray, Grad.WithAux<CheckError>> loss =
        x -> {
          Outcome<NDArray> outcome = Checked.checkify((NDArray y) -> positive(y).sum()).apply(x);
          return new Grad.WithAux<>(outcome.result(), outcome.error());
        };
    var both = jit((NDArray x) -> Grad.valueAndGradAux(loss).apply(x)).apply(scalar(-1));
    assertEquals(1, both.gradient().toDouble());
    assertTrue(text(both.aux()).startsWith("must be positive: -2.0 and -1.0"));
  }

  @Test
  void aCheckedFunctionInsideKeepsItsErrorsToItself() {
    Function<NDArray, Outcome<NDArray>> outer =
        Checked.checkify(
            (NDArray x) -> Checked.checkify((NDArray y) -> positive(y)).apply(x).result());
    assertEquals("", text(outer.apply(scalar(-1)).error()));
  }

  @Test
  void outsideOfCheckedFunctionsChecksThrowOrAreRefused() {
    UnaryOperator<NDArray> f = x -> positive(x);
    assertEquals(2, f.apply(scalar(1)).toDouble());
    String eager = assertThrows(CheckFailedException.class, () -> f.apply(scalar(-1))).getMessage();
    assertTrue(
        eager.matches(
            "must be positive: -2.0 and -1.0 \\(`check` failed\\) at CheckedTest.java:\\d+"
                + " \\(positive\\)"),
        eager);
    assertThrows(CheckFailedException.class, () -> grad(f).apply(scalar(-1)));
    String mapped =
        assertThrows(CheckFailedException.class, () -> vmap(f).apply(vector(1, -1))).getMessage();
    assertTrue(mapped.startsWith("must be positive: -2.0 and -1.0"), mapped);
    String compiled =
        assertThrows(IllegalStateException.class, () -> jit(f).apply(scalar(1))).getMessage();
    assertEquals(
        "check: \"must be positive: {0} and {1}\" is not functionalized and cannot be compiled; wrap"
            + " the function, as in Checked.checkify(jit(f)) or jit(Checked.checkify(f))",
        compiled);
    assertThrows(
        IllegalStateException.class,
        () -> ControlFlow.foriLoop(0, 2, (i, c) -> positive(c), scalar(1)));
    assertEquals(
        "check: takes a scalar predicate of dtype bool, got bool[2]; reduce it with all()",
        assertThrows(ShapeException.class, () -> Checked.check(vector(1, 2).gt(0), "positive"))
            .getMessage());
    assertEquals(
        "check: unused positional arguments: [1]; give each a {}",
        assertThrows(
                IllegalArgumentException.class, () -> Checked.check(scalar(1).gt(0), "positive", 1))
            .getMessage());
  }

  @Test
  void savedProgramsKeepTheirChecks() {
    UnaryOperator<NDArray> f = x -> positive(x);
    Graph graph = jit(f).graph(scalar(1));
    Graph loaded = GraphFormat.read(GraphFormat.write(graph));
    assertEquals(graph, loaded);
    String text =
        Checked.checkify((NDArray x) -> jit("loaded", loaded).call(List.of(x)).getFirst())
            .apply(scalar(-1))
            .error()
            .get()
            .orElseThrow();
    assertTrue(text.startsWith("must be positive: -2.0 and -1.0 (`check` failed)"), text);
  }

  @Test
  void structuresGoInAndOut() {
    record Pair(NDArray a, NDArray b) {}
    Function<Pair, Outcome<List<NDArray>>> f =
        Checked.checkify((Pair p) -> List.of(p.a.div(p.b), p.a.add(p.b)), ErrorCheck.automatic());
    Outcome<List<NDArray>> outcome = jit(f).apply(new Pair(scalar(1), scalar(0)));
    assertTrue(text(outcome.error()).startsWith("division by zero"), text(outcome.error()));
    assertEquals(1, outcome.result().get(1).toDouble());
    assertEquals(
        2,
        Checked.checkify((NDArray a, NDArray b) -> a.div(b), DIVISION)
            .apply(scalar(4), scalar(2))
            .result()
            .toDouble());
  }
}

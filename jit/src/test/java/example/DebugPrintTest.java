package example;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Checkpoint.checkpoint;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Jvp.jvp;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.debug.Debug;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.GraphFormat;
import dev.sparrow.graph.StableHlo;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.transform.Vmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prints and callbacks in functions, under every transformation. */
@ExtendWith(AllocatorsAtZero.class)
class DebugPrintTest {
  /** Whether the functions of the table print. */
  private static final ScopedValue<Boolean> SILENT = ScopedValue.newInstance();

  private static final float[] POINTS = {0.5f, 1.5f, 3f, 20f};

  private static void say(String format, Object... arguments) {
    if (!SILENT.isBound()) {
      Debug.print(format, arguments);
    }
  }

  /**
   * A function of a scalar that prints.
   *
   * @param differentiable whether reverse mode knows it
   * @param again how often it prints under reverse mode
   */
  record Row(String name, boolean differentiable, int again, UnaryOperator<NDArray> f) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            "between operations",
            true,
            1,
            x -> {
              NDArray y = x.mul(2);
              say("y={} x={}", y, x);
              return Transcendental.sin(y);
            }),
        new Row(
            "what nothing else needs",
            true,
            1,
            x -> {
              say("{:.2f} {!r}", Transcendental.exp(x.mul(0.1)), x);
              return x.mul(x);
            }),
        new Row(
            "two in order",
            true,
            1,
            x -> {
              NDArray sine = Transcendental.sin(x);
              say("second is {1}, first is {0}", x, sine);
              say("the same {}", sine);
              say("the same {}", sine);
              return sine.add(Creation.arange(3.0).mul(x).sum());
            }),
        new Row(
            "each step of a loop",
            true,
            1,
            x ->
                ControlFlow.foriLoop(
                    0,
                    3,
                    (i, c) -> {
                      say("step {} carry {}", i, c);
                      return Transcendental.cos(c.mul(x));
                    },
                    x)),
        new Row(
            "each step of a scan of arrays",
            true,
            1,
            x ->
                ControlFlow.scan(
                        (NDArray c, NDArray row) -> {
                          say("row {}", row.mul(c));
                          return Carried.of(c.add(row.sum()), c.mul(row));
                        },
                        x,
                        Creation.arange(6.0).reshape(3, 2))
                    .output()
                    .sum()),
        new Row(
            "a loop with a condition",
            false,
            1,
            x ->
                ControlFlow.<NDArray>whileLoop(
                    c -> c.lt(10),
                    c -> {
                      say("c {}", c);
                      return c.mul(2);
                    },
                    x)),
        new Row(
            "a condition that prints",
            false,
            1,
            x ->
                ControlFlow.<NDArray>whileLoop(
                    c -> {
                      say("asked {}", c);
                      return c.lt(10);
                    },
                    c -> c.mul(2),
                    x)),
        new Row(
            "the branch taken",
            true,
            1,
            x ->
                ControlFlow.cond(
                    x.gt(1),
                    () -> {
                      say("big {}", x);
                      return Transcendental.log(x);
                    },
                    () -> {
                      say("small {}", x);
                      return x.neg();
                    })),
        new Row(
            "a loop in a branch in a loop",
            true,
            1,
            x ->
                ControlFlow.foriLoop(
                    0,
                    2,
                    (i, c) ->
                        ControlFlow.cond(
                            c.gt(1),
                            () ->
                                ControlFlow.foriLoop(
                                    0,
                                    2,
                                    (j, d) -> {
                                      say("i {} j {} d {}", i, j, d);
                                      return d.mul(0.75);
                                    },
                                    c),
                            () -> c.mul(x)),
                    x)),
        new Row(
            "a compiled function inside",
            true,
            1,
            x ->
                jit(
                        y -> {
                          say("inside {}", y);
                          return y.mul(3);
                        })
                    .apply(x.add(1))),
        new Row(
            "computed again",
            true,
            2,
            x ->
                checkpoint(
                        y -> {
                          NDArray z = Transcendental.sin(y);
                          say("z {}", z);
                          return Transcendental.sin(z);
                        })
                    .apply(x)));
  }

  /** What was printed, and the bits of the result. */
  record Run(List<String> lines, List<Integer> bits) {
    static Run of(Supplier<NDArray> call) {
      List<String> lines = new ArrayList<>();
      try (var _ = Debug.output(lines::add)) {
        NDArray result = call.get();
        List<Integer> bits = new ArrayList<>();
        for (float value : result.reshape(-1).toFloatArray()) {
          bits.add(Float.floatToRawIntBits(value));
        }
        return new Run(lines, bits);
      }
    }

    List<String> sorted() {
      return lines.stream().sorted().toList();
    }
  }

  private static Run silent(Supplier<NDArray> call) {
    return ScopedValue.where(SILENT, true).call(() -> Run.of(call));
  }

  private static List<String> repeated(List<String> lines, int times) {
    return Collections.nCopies(times, lines).stream()
        .flatMap(List::stream)
        .sorted()
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyCallPrintsAndNoBitChanges(Row row) {
    UnaryOperator<NDArray> f = row.f;
    Compiled compiled = jit(f);
    for (float point : POINTS) {
      NDArray x = Creation.array(point);
      Run plain = Run.of(() -> f.apply(x));
      assertEquals(List.of(), silent(() -> f.apply(x)).lines);
      assertEquals(silent(() -> f.apply(x)).bits, plain.bits);
      assertEquals(plain, Run.of(() -> compiled.apply(x)), "jit");
      assertEquals(plain, Run.of(() -> compiled.apply(x)), "jit, again");
      assertEquals(plain, Run.of(() -> Jit.disableJit(() -> compiled.apply(x))), "disableJit");
      for (UnaryOperator<NDArray> around : List.of(f, compiled::apply)) {
        UnaryOperator<NDArray> tangent = y -> jvp(around, y, Creation.ones()).tangent();
        compare(plain.lines, 1, tangent, x, "jvp");
        compare(plain.lines, 1, jit(tangent)::apply, x, "jit of jvp");
        if (row.differentiable) {
          compare(plain.lines, row.again, grad(around), x, "grad");
          compare(plain.lines, row.again, jit(grad(around))::apply, x, "jit of grad");
        }
      }
    }
    assertEquals(1, compiled.cacheSize());
  }

  /** A function prints some lines, in any order, and computes what it computes in silence. */
  private static void compare(
      List<String> lines, int times, UnaryOperator<NDArray> f, NDArray x, String what) {
    Run run = Run.of(() -> f.apply(x));
    assertEquals(repeated(lines, times), run.sorted(), what);
    assertEquals(run, Run.of(() -> f.apply(x)), what);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyElementPrintsWhatItPrintsAlone(Row row) {
    NDArray points = Creation.array(POINTS);
    List<String> alone = new ArrayList<>();
    for (float point : POINTS) {
      alone.addAll(Run.of(() -> row.f.apply(Creation.array(point))).lines);
    }
    List<UnaryOperator<NDArray>> mapped = new ArrayList<>();
    mapped.add(vmap(row.f));
    mapped.add(jit(vmap(row.f))::apply);
    mapped.add(vmap(jit(row.f)::apply));
    if (row.differentiable) {
      mapped.add(vmap(grad(row.f)));
      mapped.add(jit(vmap(grad(row.f)))::apply);
      mapped.add(grad(x -> vmap(row.f).apply(x).sum()));
    }
    for (int i = 0; i < mapped.size(); i++) {
      UnaryOperator<NDArray> f = mapped.get(i);
      Run run = Run.of(() -> f.apply(points));
      assertEquals(repeated(alone, i < 3 ? 1 : row.again), run.sorted(), row + " " + i);
      // The transformed functions trace again, so the scope decides.
      List<UnaryOperator<NDArray>> fresh =
          List.of(
              vmap(row.f),
              x -> jit(vmap(row.f)).apply(x),
              x -> vmap(jit(row.f)::apply).apply(x),
              vmap(grad(row.f)),
              x -> jit(vmap(grad(row.f))).apply(x),
              grad(x -> vmap(row.f).apply(x).sum()));
      UnaryOperator<NDArray> quiet = fresh.get(i);
      assertEquals(silent(() -> quiet.apply(points)).bits, run.bits, row + " " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void derivativesHaveTheBitsOfSilence(Row row) {
    for (float point : POINTS) {
      NDArray x = Creation.array(point);
      UnaryOperator<NDArray> tangent = y -> jvp(row.f, y, Creation.ones()).tangent();
      assertEquals(silent(() -> tangent.apply(x)).bits, Run.of(() -> tangent.apply(x)).bits);
      if (row.differentiable) {
        assertEquals(
            silent(() -> grad(row.f).apply(x)).bits, Run.of(() -> grad(row.f).apply(x)).bits);
        assertEquals(
            silent(() -> jit(grad(row.f)).apply(x)).bits,
            Run.of(() -> jit(grad(row.f)).apply(x)).bits);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void savedProgramsPrint(Row row) {
    NDArray x = Creation.array(1.5f);
    Graph graph = jit(row.f).graph(x);
    Graph loaded = GraphFormat.read(GraphFormat.write(graph));
    assertEquals(graph, loaded);
    Compiled program = jit("saved", loaded);
    assertEquals(Run.of(() -> row.f.apply(x)), Run.of(() -> program.call(List.of(x)).getFirst()));
  }

  private static List<String> lines(Runnable body) {
    List<String> lines = new ArrayList<>();
    try (var _ = Debug.output(lines::add)) {
      body.run();
    }
    return lines;
  }

  /** What computing an array prints, which is there once its value is. */
  private static List<String> linesOf(Supplier<NDArray> body) {
    return lines(() -> body.get().blockUntilReady());
  }

  private static String line(String format, Object... arguments) {
    return String.join("|", lines(() -> Debug.print(format, arguments)));
  }

  /** A call, and the line JAX 0.10.2 prints for it. */
  record Line(String format, List<Object> arguments, String expected) {}

  static List<Line> formats() {
    NDArray third = Creation.array(1f / 3);
    NDArray seven = Creation.array(7);
    return List.of(
        new Line("const {{}}", List.of(), "const {}"),
        new Line("{}", List.of(Creation.array(1.5f, 2f, 3e10f)), "[1.5e+00 2.0e+00 3.0e+10]"),
        new Line("{}", List.of(Creation.arange(3.0)), "[0. 1. 2.]"),
        new Line(
            "{}",
            List.of(Creation.ones(Shape.of(2, 2), DType.BOOL)),
            "[[ True  True]\n [ True  True]]"),
        new Line("{}", List.of(Creation.arange(2000)), "[   0    1    2 ... 1997 1998 1999]"),
        new Line("{} {} {}", List.of(3, 2.5, "str"), "3 2.5 str"),
        new Line("{0} {0} {1}", List.of(seven, 2), "7 7 2"),
        new Line("{:.2f} {:5d}|", List.of(third, seven), "0.33     7|"),
        new Line("{}", List.of(Creation.array(0.1f)), "0.10000000149011612"),
        new Line("{}", List.of(Creation.scalar(0.1, DType.BFLOAT16)), "0.10009765625"),
        new Line("{}", List.of(Creation.array(new Complex(1, 2))), "(1+2j)"),
        new Line("{}", List.of(Creation.array(true)), "True"),
        new Line("{!r}", List.of(Creation.arange(2.0)), "Array([0., 1.], dtype=float32)"),
        new Line(
            "{:+.3e}|{:<8.1f}|{:^9}|",
            List.of(third, third, seven),
            "+3.333e-01|0.3     |    7    |"),
        new Line(
            "{:08.3f}|{:,}|{:.1%}",
            List.of(third, Creation.array(1234567), third), "0000.333|1,234,567|33.3%"),
        new Line("{:*>6}|{:06d}", List.of(seven, -42), "*****7|-00042"),
        new Line("{:.0f} {:.1f}", List.of(2.5, -0.04), "2 -0.0"),
        new Line("{:.2e} {:E}", List.of(0.0, 12345.678), "0.00e+00 1.234568E+04"),
        new Line(
            "{:.1f} {}", List.of(Float.NaN, Creation.array(Float.NEGATIVE_INFINITY)), "nan -inf"),
        new Line("{}", List.of(Creation.zeros(0, 3)), "[]"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void linesAreWhatPythonWrites(Line row) {
    Object[] arguments = row.arguments.toArray();
    assertEquals(row.expected, line(row.format, arguments));
    NDArray[] arrays =
        Arrays.stream(arguments)
            .filter(NDArray.class::isInstance)
            .map(NDArray.class::cast)
            .toArray(NDArray[]::new);
    if (arrays.length == arguments.length && arrays.length > 0) {
      Run run =
          Run.of(() ->
              jit(
                      (List<NDArray> given) -> {
                        Debug.print(row.format, given.toArray());
                        return Creation.ones();
                      })
                  .apply(List.of(arrays)));
      assertEquals(List.of(row.expected), run.lines);
    }
  }

  /** A mistake in a format, and what is said of it. */
  record Mistake(String format, List<Object> arguments, String message) {}

  static List<Mistake> mistakes() {
    NDArray x = Creation.arange(2.0);
    return List.of(
        new Mistake(
            "{} {}",
            List.of(1),
            "debug.print: format \"{} {}\" asks for argument 1, but 1 are given"),
        new Mistake(
            "{}", List.of(1, 2), "debug.print: unused positional arguments: [2]; give each a {}"),
        new Mistake(
            "{x}",
            List.of(),
            "debug.print: format \"{x}\": {x} names no argument by its number; write {} or {0}"),
        new Mistake("{} {0}", List.of(1), "debug.print: format \"{} {0}\": it mixes {} with {0}"),
        new Mistake("{", List.of(), "debug.print: format \"{\": a { has no }"),
        new Mistake("}", List.of(), "debug.print: format \"}\": a } has no {"),
        new Mistake(
            "{:.2f}",
            List.of(x),
            "format: {:.2f} writes a number, and the argument has type f32[2]; write {} for an"
                + " array"),
        new Mistake(
            "{:q}",
            List.of(1),
            "format: {:q} is no format of a number; write"
                + " [[fill]align][sign][0][width][,][.precision][d|f|e|%]"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreNamedWhereTheyAreMade(Mistake row) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Debug.print(row.format, row.arguments.toArray()));
    assertEquals(row.message, thrown.getMessage());
  }

  @Test
  void theTextOfTheProgramIsJaxs() {
    UnaryOperator<NDArray> f =
        x -> {
          NDArray y = x.mul(2);
          Debug.print("y = {}", y);
          Debug.print("done");
          return y;
        };
    assertEquals(
        """
        { lambda ; a:f32[2]. let
            b:f32[2] = mul a 2.0:f32[]
            debug_print[fmt=y = {0} has_placeholders=True] b
            debug_print[fmt=done has_placeholders=False]
          in (b,) }\
        """,
        jit(f).graph(Creation.arange(2.0)).toString());
    String mapped = jit(vmap(f)).graph(Creation.zeros(3, 2)).toString();
    assertTrue(
        mapped.contains("debug_print[fmt=y = {0} has_placeholders=True lanes=(3,)] b"), mapped);
    UnaryOperator<NDArray> calls =
        x -> {
          Debug.callback(values -> {}, x);
          return x;
        };
    String called = jit(calls).graph(Creation.arange(2.0)).toString();
    assertTrue(called.contains("debug_callback[callback="), called);
    assertTrue(called.contains(" effect=Debug] a"), called);
  }

  @Test
  void axesMappedOneInAnotherTakeTurnsAsInJax() {
    UnaryOperator<NDArray> f =
        x -> {
          Debug.print("{}", x);
          Debug.print("once");
          return x;
        };
    NDArray x = Creation.arange(6.0).reshape(3, 2);
    List<String> expected = List.of("0.0", "2.0", "4.0", "1.0", "3.0", "5.0", "once");
    assertEquals(expected, linesOf(() -> vmap(vmap(f)).apply(x)));
    assertEquals(expected, linesOf(() -> jit(vmap(vmap(f))).apply(x)));
    assertEquals(List.of("[0. 1.]", "[2. 3.]", "[4. 5.]", "once"), linesOf(() -> vmap(f).apply(x)));
    assertEquals(
        List.of("[0. 2. 4.]", "[1. 3. 5.]", "once"),
        linesOf(() -> vmap(f, Vmap.inAxes(1)).apply(x)));
    assertEquals(
        List.of("0.0 7.0", "1.0 7.0"),
        linesOf(() ->
            vmap((UnaryOperator<NDArray>)
                    y -> {
                      Debug.print("{} {}", y, Creation.array(7f));
                      return y;
                    })
                .apply(Creation.arange(2.0))));
  }

  @Test
  void callbacksGetValuesTheyMayKeep() {
    List<List<NDArray>> seen = new ArrayList<>();
    UnaryOperator<NDArray> f =
        x ->
            ControlFlow.foriLoop(
                0,
                3,
                (i, c) -> {
                  Debug.callback(seen::add, c, i);
                  return c.mul(2);
                },
                x);
    Compiled compiled = jit(f);
    compiled.apply(Creation.array(1f, 2f));
    assertEquals(3, seen.size());
    assertArrayEquals(new float[] {4, 8}, seen.getLast().getFirst().toFloatArray());
    assertEquals(2, seen.getLast().getLast().toLong());
    assertEquals(DType.INT32, seen.getLast().getLast().dtype());
    seen.clear();
    vmap(compiled::apply).apply(Creation.array(1f, 2f)).blockUntilReady();
    assertEquals(
        List.of(1.0, 2.0, 2.0, 4.0, 4.0, 8.0),
        seen.stream().map(values -> values.getFirst().toDouble()).toList());
    seen.clear();
  }

  @Test
  void whatACallbackThrowsReachesTheCaller() {
    UnaryOperator<NDArray> f =
        x -> {
          Debug.callback(
              values -> {
                throw new IllegalStateException("seen " + values.getFirst().toDouble());
              },
              x.sum());
          return x.mul(2);
        };
    NDArray large = Creation.ones(100_000);
    for (UnaryOperator<NDArray> g : List.of(f, jit(f)::apply)) {
      assertEquals(
          "seen 100000.0",
          assertThrows(IllegalStateException.class, () -> g.apply(large)).getMessage());
    }
  }

  @Test
  void aCallbackMayComputeAndCallCompiledFunctions() {
    Compiled twice = jit(x -> x.mul(2));
    List<Double> seen = new ArrayList<>();
    Compiled f =
        jit(x -> {
          Debug.callback(values -> seen.add(twice.apply(values.getFirst()).sum().toDouble()), x);
          return x.add(1);
        });
    f.apply(Creation.ones(1000));
    assertEquals(List.of(2000.0), seen);
  }

  @Test
  void orderHoldsBetweenLargeAndSmallWork() {
    NDArray large = Creation.ones(1 << 20);
    List<String> lines =
        lines(() -> {
          for (int i = 0; i < 3; i++) {
            Debug.print("{} {}", i, Transcendental.sin(large.mul(i)).mul(0).sum());
            Debug.print("small {}", i);
          }
        });
    assertEquals(List.of("0 0.0", "small 0", "1 0.0", "small 1", "2 0.0", "small 2"), lines);
  }

  @Test
  void whatCannotGoIsRefusedByName() {
    UnaryOperator<NDArray> calls =
        x -> {
          Debug.callback(values -> {}, x);
          return x;
        };
    Graph graph = jit(calls).graph(Creation.ones(2));
    assertEquals(
        "graph: debug_callback calls Java code, which cannot be saved or sent; use Debug.print, or"
            + " take the callback out of the function",
        assertThrows(IllegalArgumentException.class, () -> GraphFormat.write(graph)).getMessage());
    String message =
        assertThrows(RuntimeException.class, () -> StableHlo.print(graph)).getMessage();
    assertTrue(message.contains("debug_callback"), message);
  }
}

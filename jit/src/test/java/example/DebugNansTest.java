package example;

import static dev.sparrow.jit.Jit.donate;
import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Complex;
import dev.sparrow.array.NDArray;
import dev.sparrow.debug.Debug;
import dev.sparrow.debug.FloatingPointException;
import dev.sparrow.jit.Compiled;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings that name the operation a NaN or an infinity comes from. */
@ExtendWith(AllocatorsAtZero.class)
class DebugNansTest {
  /** A function that makes a NaN of some argument, and what is said of it without the line. */
  record Row(String name, UnaryOperator<NDArray> f, NDArray x, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static NDArray vector(float... values) {
    return Creation.array(values);
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            "one operation",
            x -> Transcendental.log(x),
            vector(-1, 1),
            "log: invalid value (nan) encountered in the result for operands f32[2] at LINE"),
        new Row(
            "behind others",
            x -> Transcendental.sqrt(x.sub(1)).mul(2).sum(),
            vector(0, 5),
            "sqrt: invalid value (nan) encountered in the result for operands f32[2] at LINE"),
        new Row("zero by zero", x -> x.div(x.sum()).add(1), vector(1, -1, 0), ""),
        new Row(
            "in a loop",
            x -> ControlFlow.foriLoop(0, 9, (i, c) -> Transcendental.sqrt(c.sub(1)), x),
            vector(10, 8),
            "sqrt: invalid value (nan) encountered in the result for operands f32[2] at LINE in step"
                + " 3 of scan"),
        new Row(
            "in an output of a scan, from behind",
            x ->
                ControlFlow.scan(
                        (NDArray c, NDArray row) ->
                            Carried.of(c.add(1), Transcendental.log(row.mul(c))),
                        vector(1),
                        x,
                        ScanOption.reverse())
                    .output(),
            vector(1, -1, 1),
            "log: invalid value (nan) encountered in the result for operands f32[1] at LINE in step"
                + " 1 of scan"),
        new Row(
            "in a while loop",
            x ->
                ControlFlow.<NDArray>whileLoop(
                    c -> c.sum().gt(-100).or(c.sum().ne(c.sum())).and(c.max().lt(1000)),
                    c -> Transcendental.log(c),
                    x),
            vector(10),
            "log: invalid value (nan) encountered in the result for operands f32[1] at LINE in step"
                + " 3 of while"),
        new Row(
            "in a branch in a loop",
            x ->
                ControlFlow.foriLoop(
                    0,
                    4,
                    (i, c) ->
                        ControlFlow.cond(
                            i.eq(2), () -> Transcendental.arccosh(c.mul(0)), () -> c.add(1)),
                    x),
            vector(1),
            "acosh: invalid value (nan) encountered in the result for operands f32[1] at LINE in"
                + " step 2 of scan in branch 1 of cond"),
        new Row(
            "in a compiled function inside",
            x -> jit(y -> Transcendental.log1p(y.sub(3))).apply(x).mul(2),
            vector(1),
            "log1p: invalid value (nan) encountered in the result for operands f32[1] at LINE"),
        new Row(
            "in a batch",
            x -> vmap(y -> Transcendental.sqrt(y)).apply(x),
            vector(4, -1),
            "sqrt: invalid value (nan) encountered in the result for operands f32[2] at LINE"),
        new Row(
            "on the way back",
            x -> grad(y -> Transcendental.sqrt(y).mul(0).sum()).apply(x),
            vector(0),
            ""),
        new Row(
            "in complex numbers",
            x -> x.div(x.mul(0)),
            Creation.array(new Complex(1, 2), new Complex(0, 1)),
            ""),
        new Row(
            "what has it already",
            x -> x.mul(2).add(1),
            vector(1, Float.NaN),
            "mul: invalid value (nan) encountered in the result for operands f32[2], f32[] at LINE;"
                + " operand 0 has it already"));
  }

  private static String message(UnaryOperator<NDArray> f, NDArray x) {
    String message =
        assertThrows(FloatingPointException.class, () -> f.apply(x).blockUntilReady()).getMessage();
    return message.replaceAll("DebugNansTest.java:\\d+ \\(rows\\)", "LINE");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theOperationThatMadeItIsNamed(Row row) {
    Compiled compiled = jit(row.f);
    compiled.apply(row.x).blockUntilReady();
    try (var _ = Debug.nans()) {
      for (UnaryOperator<NDArray> f : List.of(row.f, compiled::apply)) {
        String message = message(f, row.x);
        if (row.message.isEmpty()) {
          assertTrue(message.contains(": invalid value (nan) encountered"), message);
          assertTrue(message.contains("LINE"), message);
        } else {
          assertEquals(row.message, message);
        }
      }
    }
    compiled.apply(row.x).blockUntilReady();
  }

  @Test
  void ofSeveralOnlyOneThatComesOutCounts() {
    UnaryOperator<NDArray> f =
        x ->
            Logic.where(x.gt(0), Transcendental.log(x), Creation.zerosLike(x))
                .add(Transcendental.arcsin(x.mul(2)));
    try (var _ = Debug.nans()) {
      String of = ": invalid value (nan) encountered in the result for operands f32[2] at Debug";
      String compiled = message(jit(f)::apply, vector(-0.25f, 3));
      assertTrue(compiled.startsWith("asin" + of), compiled);
      // Without compilation each result comes out.
      String eager = message(f, vector(-0.25f, 3));
      assertTrue(eager.startsWith("log" + of), eager);
    }
  }

  @Test
  void cleanResultsPassWithTheirBits() {
    Compiled f =
        jit(x ->
            Cumulation.cumsum(Logic.where(x.gt(0), Transcendental.log(x), Creation.zerosLike(x))));
    NDArray x = vector(-1, 2, 3);
    float[] expected = f.apply(x).toFloatArray();
    try (var _ = Debug.nans();
        var _ = Debug.infs()) {
      assertArrayEquals(expected, f.apply(x).toFloatArray());
    }
  }

  @Test
  void infinitiesAreFoundLikewise() {
    UnaryOperator<NDArray> f = x -> Transcendental.exp(x).mul(2);
    try (var _ = Debug.infs()) {
      String message = message(jit(f)::apply, vector(1, 1000));
      assertTrue(
          message.startsWith(
              "exp: invalid value (inf) encountered in the result for operands f32[2] at"
                  + " DebugNansTest.java:"),
          message);
      // A NaN is none.
      Transcendental.log(vector(-1)).blockUntilReady();
    }
  }

  @Test
  void settingsNestAndEnd() {
    Debug.Setting outer = Debug.nans();
    Debug.nans().close();
    assertThrows(FloatingPointException.class, () -> Transcendental.log(vector(-1)));
    outer.close();
    outer.close();
    assertTrue(Double.isNaN(Transcendental.log(vector(-1)).sum().toDouble()));
  }

  @Test
  void printsAreNotRepeatedByTheSearch() {
    List<String> lines = new ArrayList<>();
    UnaryOperator<NDArray> f =
        x ->
            ControlFlow.foriLoop(
                0,
                3,
                (i, c) -> {
                  Debug.print("{}", i);
                  return Transcendental.sqrt(c.sub(5));
                },
                x);
    try (var _ = Debug.output(lines::add);
        var _ = Debug.nans()) {
      assertThrows(FloatingPointException.class, () -> jit(f).apply(vector(1)));
    }
    assertEquals(List.of("0", "1", "2"), lines);
  }

  @Test
  void donatedArraysAreGivenUpAfterTheSearch() {
    Compiled f = jit((NDArray x) -> Transcendental.log(x.mul(2)), donate(0));
    try (var _ = Debug.nans()) {
      NDArray good = vector(1, 2);
      f.apply(good).blockUntilReady();
      assertTrue(good.isDeleted());
      assertThrows(FloatingPointException.class, () -> f.apply(vector(-1, 2)));
    }
  }
}

package dev.sparrow.transform;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.transform.Checkpoint.checkpoint;
import static dev.sparrow.transform.CustomJvp.customJvp;
import static dev.sparrow.transform.CustomVjp.customVjp;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Jacobian.jacfwd;
import static dev.sparrow.transform.Jacobian.jacrev;
import static dev.sparrow.transform.Linearize.linearize;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class CustomDerivativesTest {
  private record Pair(NDArray a, NDArray b) {}

  /** x·x, whose rule claims a slope of 3x. */
  private static final UnaryOperator<NDArray> CLAIMS_3X =
      customJvp(x -> x.mul(x), (x, t) -> new Jvp.Result<>(x.mul(x), x.mul(3).mul(t)));

  /** x, whose cotangent is clipped to [-1, 1]. */
  private static final UnaryOperator<NDArray> CLIPS =
      customVjp(
          x -> x,
          x -> new CustomVjp.Kept<>(x, List.<NDArray>of()),
          (kept, ct) ->
              Lax.apply(
                  Fn.CLAMP,
                  Creation.scalar(-1, DType.FLOAT32),
                  ct,
                  Creation.scalar(1, DType.FLOAT32)));

  private static NDArray x() {
    return Creation.array(1.0, 2.0, -3.0);
  }

  private static NDArray square(NDArray x) {
    return CLAIMS_3X.apply(x).sum();
  }

  @Test
  void theRuleIsTheDerivativeUnderEveryTransformation() {
    float[] expected = {3, 6, -9};
    UnaryOperator<NDArray> f = CustomDerivativesTest::square;
    assertEquals(14, f.apply(x()).toDouble());
    assertArrayEquals(expected, grad(f).apply(x()).toFloatArray());
    assertArrayEquals(expected, jit(grad(f)).apply(x()).toFloatArray());
    assertArrayEquals(expected, grad(jit(f)).apply(x()).toFloatArray());
    assertArrayEquals(expected, jacfwd(f).apply(x()).toFloatArray());
    assertArrayEquals(expected, vmap(grad(f)).apply(x()).toFloatArray());
    UnaryOperator<NDArray> mapped = in -> vmap(CLAIMS_3X).apply(in).sum();
    assertArrayEquals(expected, grad(mapped).apply(x()).toFloatArray());
    UnaryOperator<NDArray> inside =
        in ->
            scan(
                    (NDArray c, NDArray y) -> Carried.of(c.add(CLAIMS_3X.apply(y)), null),
                    Creation.scalar(0, DType.FLOAT32),
                    in)
                .carry();
    assertArrayEquals(expected, grad(inside).apply(x()).toFloatArray());
    // The derivative of the rule, 3x, is 3.
    UnaryOperator<NDArray> slopes = in -> grad(f).apply(in).sum();
    assertArrayEquals(new float[] {3, 3, 3}, grad(slopes).apply(x()).toFloatArray());
  }

  @Test
  void theBackwardRuleIsTheGradientUnderEveryTransformation() {
    float[] expected = {1, 1, 1};
    UnaryOperator<NDArray> f = in -> CLIPS.apply(in).mul(10).sum();
    assertEquals(0, f.apply(x()).toDouble());
    assertArrayEquals(expected, grad(f).apply(x()).toFloatArray());
    assertArrayEquals(expected, jit(grad(f)).apply(x()).toFloatArray());
    assertArrayEquals(expected, grad(jit(f)).apply(x()).toFloatArray());
    assertArrayEquals(expected, vmap(grad(f)).apply(x()).toFloatArray());
    UnaryOperator<NDArray> mapped = in -> vmap(CLIPS).apply(in).mul(10).sum();
    assertArrayEquals(expected, grad(mapped).apply(x()).toFloatArray());
    UnaryOperator<NDArray> inside =
        in ->
            scan(
                    (NDArray c, NDArray y) -> Carried.of(c.add(CLIPS.apply(y).mul(10)), null),
                    Creation.scalar(0, DType.FLOAT32),
                    in)
                .carry();
    assertArrayEquals(expected, jit(grad(inside)).apply(x()).toFloatArray());
    UnaryOperator<NDArray> again = in -> checkpoint(f).apply(in);
    assertArrayEquals(expected, grad(again).apply(x()).toFloatArray());
  }

  @Test
  void forwardModeRefusesReverseRules() {
    assertError(() -> jacfwd(CLIPS).apply(x()), "can't apply forward-mode differentiation (jvp)");
    Linearize.Result<NDArray, NDArray> at = linearize(CLIPS, x());
    assertError(() -> at.pushforward().apply(x()), "can't apply forward-mode differentiation");
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, jacrev(CLIPS).apply(x()).toFloatArray());
  }

  @Test
  void structuresAndStaticValues() {
    double weight = 5;
    Function<Pair, NDArray> f =
        customJvp(
            (Pair p) -> p.a.mul(p.b),
            (Pair p, Pair t) -> new Jvp.Result<>(p.a.mul(p.b), t.a.mul(p.b).add(t.b.mul(weight))));
    Pair at = new Pair(x(), x().add(1));
    Pair slopes = grad((Pair p) -> f.apply(p).sum()).apply(at);
    assertArrayEquals(new float[] {2, 3, -2}, slopes.a.toFloatArray());
    assertArrayEquals(new float[] {5, 5, 5}, slopes.b.toFloatArray());
  }

  @Test
  void rulesAreChecked() {
    UnaryOperator<NDArray> wrong =
        customJvp(in -> in.mul(in), (in, t) -> new Jvp.Result<>(in.mul(in), t.sum()));
    assertError(
        () -> wrong.apply(x()),
        "custom_jvp rule: tangent must have the type of the value it belongs to, f32[3], but has"
            + " type f32[]");
    UnaryOperator<NDArray> captures =
        in -> {
          UnaryOperator<NDArray> scaled =
              customJvp(y -> y.mul(in), (y, t) -> new Jvp.Result<>(y.mul(in), t.mul(in)));
          return scaled.apply(x()).sum();
        };
    assertError(
        () -> grad(captures).apply(x()),
        "custom_jvp: detected differentiation of a custom_jvp function with respect to a value it"
            + " captures; pass the value as an argument");
  }

  @Test
  void rulesAreTracedOnceForEachType() {
    AtomicInteger traced = new AtomicInteger();
    UnaryOperator<NDArray> f =
        customJvp(
            in -> {
              traced.incrementAndGet();
              return in.mul(2);
            },
            (in, t) -> new Jvp.Result<>(in.mul(2), t.mul(2)));
    assertEquals(f.apply(x()).toString(), f.apply(x()).toString());
    NDArray gradient = grad((NDArray in) -> f.apply(in).sum()).apply(x());
    assertEquals(2, gradient.get(0).toDouble());
    assertEquals(1, traced.get());
  }

  @Test
  void checkpointsComputeAgainAndGiveTheSameBits() {
    UnaryOperator<NDArray> deep =
        in -> {
          NDArray y = in;
          for (int i = 0; i < 5; i++) {
            y = Lax.apply(Fn.SIN, y.mul(y).add(0.3));
          }
          return y.sum();
        };
    UnaryOperator<NDArray> kept = grad(deep);
    UnaryOperator<NDArray> again = grad(checkpoint(deep));
    float[] expected = kept.apply(x()).toFloatArray();
    assertArrayEquals(expected, again.apply(x()).toFloatArray());
    assertArrayEquals(expected, jit(again).apply(x()).toFloatArray());
    assertArrayEquals(expected, grad(jit(checkpoint(jit(deep)))).apply(x()).toFloatArray());
    assertArrayEquals(
        jacrev(kept).apply(x()).toFloatArray(), jacrev(again).apply(x()).toFloatArray(), 1e-5f);
    String text = jit(again).graph(x()).toString();
    assertTrue(text.contains("remat2") && text.contains("optimization_barrier"), text);
  }

  @Test
  void linearFunctionsAreTransposed() {
    UnaryOperator<NDArray> f = in -> in.get("0:2").mul(3);
    assertArrayEquals(
        new float[] {3, 6, 0},
        Linearize.linearTranspose(f, x()).apply(Creation.array(1.0, 2.0)).toFloatArray());
    Linearize.Result<NDArray, NDArray> at = linearize(in -> in.mul(in), x());
    assertArrayEquals(new float[] {1, 4, 9}, at.value().toFloatArray());
    assertArrayEquals(new float[] {2, 8, 18}, at.pushforward().apply(x()).toFloatArray());
  }

  private static void assertError(Supplier<?> call, String part) {
    String message = assertThrows(IllegalArgumentException.class, call::get).getMessage();
    assertTrue(message.contains(part), message);
  }
}

package dev.sparrow.transform;

import static dev.sparrow.graph.Cumulative.Running.MAX;
import static dev.sparrow.graph.Cumulative.Running.MIN;
import static dev.sparrow.graph.Cumulative.Running.PROD;
import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Grad.gradList;
import static dev.sparrow.transform.Grad.valueAndGrad;
import static dev.sparrow.transform.Jvp.jvp;
import static dev.sparrow.transform.Vjp.vjp;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class GradTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  private static NDArray f32(double... values) {
    return Creation.array(values).astype(DType.FLOAT32);
  }

  private static NDArray scalar(double value) {
    return f32(value).reshape();
  }

  private static NDArray apply(Fn fn, NDArray... in) {
    return Lax.apply(fn, in);
  }

  private static NDArray zero() {
    return scalar(0);
  }

  private static float[] slopes(UnaryOperator<NDArray> f, double... x) {
    return grad((NDArray in) -> f.apply(in).sum()).apply(f32(x)).toFloatArray();
  }

  /** Zeros of either sign are equal. */
  private static void assertSlopes(float[] expected, float[] actual) {
    assertArrayEquals(expected, actual, Float.MIN_VALUE);
  }

  @Test
  void gradientsNestAndCompile() {
    UnaryOperator<NDArray> f = x -> apply(Fn.LOGISTIC, x).sum();
    float[] expected = {0.25f, 0.196612f, 0.104994f};
    NDArray x = f32(0, 1, 2);
    assertArrayEquals(expected, grad(f).apply(x).toFloatArray(), 1e-6f);
    assertArrayEquals(
        grad(f).apply(x).toFloatArray(), jit(grad(f)).apply(x).toFloatArray(), "jit of grad");
    assertArrayEquals(
        grad(f).apply(x).toFloatArray(), grad(jit(f)).apply(x).toFloatArray(), "grad of jit");
    assertEquals(-0.0353256f, grad(grad(grad(f))).apply(scalar(1)).toDouble(), 2e-7);
    assertEquals(-0.0353256f, jit(grad(grad(jit(grad(f))))).apply(scalar(1)).toDouble(), 2e-7);
    assertArrayEquals(expected, vmap(grad(f)).apply(x).toFloatArray(), 1e-6f);
    assertArrayEquals(
        expected, grad((NDArray in) -> vmap(f).apply(in).sum()).apply(x).toFloatArray(), 1e-6f);
  }

  @Test
  void kinksFollowConventions() {
    assertSlopes(new float[] {1, 1, -1}, slopes(NDArray::abs, 0, -0.0, -2));
    assertSlopes(new float[] {0.5f, 1, 0}, slopes(x -> apply(Fn.MAX, x, zero()), 0, 1, -1));
    assertSlopes(new float[] {0.5f, 0, 1}, slopes(x -> apply(Fn.MIN, x, zero()), 0, 1, -1));
    assertSlopes(new float[] {0, 0.5f, 0.5f}, slopes(NDArray::max, 1, 2, 2));
    assertSlopes(new float[] {1, 0, 0}, slopes(NDArray::min, 1, 2, 2));
    assertSlopes(new float[] {INF, 0.25f}, slopes(x -> apply(Fn.SQRT, x), 0, 4));
    assertSlopes(
        new float[] {Float.NaN, Float.NaN},
        slopes(x -> apply(Fn.SQRT, apply(Fn.SQUARE, x).sum()), 0, 0));
    assertSlopes(new float[] {0, 0}, slopes(x -> apply(Fn.SIGN, x), 0, 3));
    assertSlopes(new float[] {0, 0}, slopes(x -> apply(Fn.FLOOR, x), 0, 3));
    assertSlopes(
        new float[] {Float.NaN, 1, 0},
        slopes(x -> Lax.select(x.gt(0), apply(Fn.LOG, x), zero()), 0, 1, -1));
    assertSlopes(new float[] {0, 2}, slopes(x -> x.mul(Lax.stopGradient(x)), 0, 2));
    assertSlopes(
        new float[] {0, 1, 0}, slopes(x -> apply(Fn.CLAMP, scalar(-1), x, scalar(1)), -1, 0.5, 1));
    assertSlopes(new float[] {0, 12}, slopes(x -> x.prod().mul(3), 4, 0));
    assertSlopes(
        new float[] {0, 3, 0}, slopes(x -> apply(Fn.POW, x, zero()).add(x.get(1)), 0, 1, 2));
  }

  /** The values are those that JAX 0.10.2 gives. */
  @Test
  void equalElementsShareAsInJax() {
    double[] x = {1, 1, 0, 2, 2, 2};
    assertSlopes(new float[] {3.5f, 2.5f, 0, 9.5f, 4, 1.5f}, weighted(running(MAX, false), x));
    assertSlopes(new float[] {2, 1, 18, 0, 0, 0}, weighted(running(MIN, false), x));
    assertSlopes(new float[] {0, 0, 0, 5, 5, 11}, weighted(running(MAX, true), x));
    assertSlopes(new float[] {3, 2, 79, 0, 0, 0}, weighted(running(PROD, false), x));
    Windows same =
        new Windows(List.of(3L), List.of(1L), List.of(1L), List.of(1L), List.of(1L), List.of(1L));
    assertSlopes(
        new float[] {3, 0, 0, 12, 6, 0}, weighted(new Windowed.ReduceWindow(Monoid.MAX, same), x));
    assertSlopes(
        new float[] {1, 0, 9, 5, 6, 0}, weighted(new Windowed.ReduceWindow(Monoid.MIN, same), x));
    assertSlopes(new float[] {2, 3, 1, 4, 5, 6}, weighted(new Ordering.Sort(0, true, 1), x));
    assertSlopes(new float[] {0, 0, 0, 1, 2, 3}, weighted(new Ordering.TopK(0, 3), x));
  }

  private static Primitive running(Cumulative.Running running, boolean reverse) {
    return new Cumulative.Accumulate(running, 0, reverse);
  }

  /** Slopes of the primitive's first result, element i weighted by i + 1. */
  private static float[] weighted(Primitive prim, double... x) {
    UnaryOperator<NDArray> f =
        in -> {
          NDArray y = Trace.current().bind(prim, List.of(in)).getFirst();
          return y.mul(Creation.arange(1, y.size() + 1)).sum();
        };
    return grad(f).apply(f32(x)).toFloatArray();
  }

  @Test
  void compiledGradientsAreTracedOnce() {
    AtomicInteger traces = new AtomicInteger();
    Function<List<NDArray>, NDArray> loss =
        in -> {
          traces.incrementAndGet();
          return in.get(0).mul(in.get(1)).sum();
        };
    var step = jit((List<NDArray> in) -> gradList(loss).apply(in));
    for (int i = 0; i < 50; i++) {
      List<NDArray> slope = step.apply(List.of(f32(i, 1), f32(2, i)));
      assertArrayEquals(new float[] {2, i}, slope.getFirst().toFloatArray());
    }
    assertEquals(1, traces.get());
  }

  @Test
  void argumentsAreChosenByNumber() {
    BinaryOperator<NDArray> f = (x, y) -> x.mul(y).mul(y).sum();
    NDArray x = f32(1, 2);
    NDArray y = f32(3, 4);
    assertArrayEquals(new float[] {9, 16}, grad(f).apply(x, y).toFloatArray());
    assertArrayEquals(new float[] {6, 16}, grad(f, 1).apply(x, y).toFloatArray());
    List<NDArray> both = grad(f, List.of(1, 0)).apply(x, y);
    assertArrayEquals(new float[] {6, 16}, both.get(0).toFloatArray());
    assertArrayEquals(new float[] {9, 16}, both.get(1).toFloatArray());
    Grad.ValueAndGrad<NDArray> pair = valueAndGrad(f).apply(x, y);
    assertEquals(41, pair.value().toDouble());
    assertArrayEquals(new float[] {9, 16}, pair.gradient().toFloatArray());
    List<NDArray> last = gradList(in -> in.get(0).mul(in.get(2)).sum(), -1).apply(List.of(x, y, y));
    assertArrayEquals(new float[] {1, 2}, last.getFirst().toFloatArray());
    assertArrayEquals(
        new float[] {0, 0}, grad((a, b) -> b.sum()).apply(x, y).toFloatArray(), "no dependence");
  }

  @Test
  void valuesStayThoseOfTheFunction() {
    UnaryOperator<NDArray> f = x -> apply(Fn.SIN, x).prod();
    NDArray x = f32(0.3, 0.7, 1.9);
    assertArrayEquals(f.apply(x).toFloatArray(), valueAndGrad(f).apply(x).value().toFloatArray());
    assertArrayEquals(f.apply(x).toFloatArray(), jvp(f, x, x).value().toFloatArray());
  }

  @Test
  void forwardAndReverseOfDifferentDepthsAgree() {
    UnaryOperator<NDArray> f = x -> apply(Fn.EXP, apply(Fn.SIN, x)).mul(x).sum();
    NDArray x = f32(0.5, 1.5);
    NDArray v = f32(1, 2);
    NDArray forwardOverReverse = jvp(grad(f), x, v).tangent();
    NDArray reverseOverForward = grad((NDArray in) -> jvp(f, in, v).tangent()).apply(x);
    NDArray reverseOverReverse = grad((NDArray in) -> grad(f).apply(in).mul(v).sum()).apply(x);
    assertArrayEquals(forwardOverReverse.toFloatArray(), reverseOverForward.toFloatArray(), 1e-5f);
    assertArrayEquals(forwardOverReverse.toFloatArray(), reverseOverReverse.toFloatArray(), 1e-5f);
  }

  @Test
  void capturedValuesOfOuterFunctionsAreHeldFixed() {
    UnaryOperator<NDArray> outer = x -> grad((NDArray y) -> x.mul(y).mul(y).sum()).apply(x).sum();
    // d/dy x·y² at y = x is 2x², whose derivative is 4x.
    assertArrayEquals(new float[] {4, 12}, grad(outer).apply(f32(1, 3)).toFloatArray());
    assertArrayEquals(new float[] {4, 12}, jit(grad(outer)).apply(f32(1, 3)).toFloatArray());
  }

  @Test
  void pullbacksMayBeCalledAgain() {
    Vjp.Result<NDArray, NDArray> result = vjp(x -> x.mul(x), f32(1, 2));
    assertArrayEquals(new float[] {1, 4}, result.value().toFloatArray());
    assertArrayEquals(new float[] {2, 0}, result.pullback().apply(f32(1, 0)).toFloatArray());
    assertArrayEquals(new float[] {0, 4}, result.pullback().apply(f32(0, 1)).toFloatArray());
    assertArrayEquals(
        new float[] {2, 4},
        vmap((NDArray ct) -> result.pullback().apply(ct))
            .apply(f32(1, 0, 0, 1).reshape(2, 2))
            .sum(0)
            .toFloatArray());
  }

  @Test
  void programsReadAsInJax() {
    String text =
        jit(grad((NDArray x) -> apply(Fn.TANH, x).mul(x).sum())).graph(f32(1, 2)).toString();
    assertTrue(text.contains("add_any"), text);
  }

  @Test
  void errorsSayWhatHasNoDerivative() {
    NDArray x = f32(1, 2);
    assertError(
        () -> grad((NDArray in) -> in.mul(2)).apply(x),
        "grad: Gradient only defined for scalar-output functions. Output had shape: (2,)");
    assertError(
        () -> grad((NDArray in) -> in.sum()).apply(Creation.array(1, 2)),
        "grad: requires real- or complex-valued inputs");
    assertError(
        () -> grad((NDArray in) -> in.sum().astype(DType.INT32)).apply(x),
        "grad: requires real-valued outputs (a dtype that is a sub-dtype of floating), but got"
            + " int32");
    assertError(
        () -> grad((a, b) -> a.mul(b).sum(), 2).apply(x, x),
        "grad: differentiating with respect to argnums=2 requires at least 3 positional arguments");
    assertError(
        () -> jvp(in -> in, x, Creation.array(1, 2)),
        "jvp: primal and tangent arguments do not match; dtypes must be equal. Got primal dtype"
            + " float32 and so expected tangent dtype float32, but got tangent dtype int32");
    assertError(
        () -> jvp(in -> in, x, f32(1)),
        "jvp: called with different primal and tangent shapes; got primal shape (2,) and tangent"
            + " shape (1,)");
    assertError(
        () -> vjp(in -> in, x).pullback().apply(f32(1)),
        "vjp: unexpected type for the cotangent: got f32[1], but expected f32[2]");
    assertError(
        () -> grad((NDArray in) -> apply(Fn.NEXTAFTER, in, in).sum()).apply(x),
        "nextafter: has no derivative");
  }

  @Test
  void integersDoNotMove() {
    Jvp.Result<NDArray> result = jvp(x -> x.astype(DType.INT32), f32(1.5), f32(1));
    assertArrayEquals(new int[] {0}, result.tangent().toIntArray());
    Vjp.Result<List<NDArray>, List<NDArray>> back =
        Vjp.vjp(
            (List<NDArray> in) -> List.of(in.get(0).mul(in.get(1))),
            List.of(f32(2), Creation.array(3)));
    List<NDArray> cotangents = back.pullback().apply(List.of(f32(1)));
    assertArrayEquals(new float[] {3}, cotangents.get(0).toFloatArray());
    assertArrayEquals(new int[] {0}, cotangents.get(1).toIntArray());
    NDArray indexed =
        Lax.bind(new Primitive.ArgReduce(Primitive.Extreme.MAX, 0, DType.INT32), f32(1, 3));
    assertEquals(1, indexed.toLong());
  }

  private static void assertError(Supplier<?> call, String part) {
    String message = assertThrows(IllegalArgumentException.class, call::get).getMessage();
    assertTrue(message.contains(part), message);
  }
}

package dev.sparrow.transform;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.ControlFlow.cond;
import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.ControlFlow.switchCase;
import static dev.sparrow.ops.ControlFlow.whileLoop;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Jacobian.hessian;
import static dev.sparrow.transform.Jacobian.jacfwd;
import static dev.sparrow.transform.Jacobian.jacrev;
import static dev.sparrow.transform.Jvp.jvp;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transformations of transformations of control flow. */
@ExtendWith(AllocatorsAtZero.class)
class CompositionTest {
  private final NDArray points = f64(0.3, -0.7, 1.1, 0.2, 0.9, -0.4);

  private static NDArray f64(double... values) {
    return HostArray.byPosition(
            DType.FLOAT64,
            Shape.of(values.length),
            i -> Double.doubleToRawLongBits(values[(int) i]))
        .toArray();
  }

  private static NDArray sin(NDArray x) {
    return Lax.apply(Fn.SIN, x);
  }

  /** m = 0.5 m + 0.5 sin x, from 0, over all x; the last m squared. */
  private static NDArray smoothed(NDArray xs) {
    NDArray last =
        scan(
                (NDArray m, NDArray x) -> {
                  NDArray next = m.mul(0.5).add(sin(x).mul(0.5));
                  return Carried.of(next, next);
                },
                Creation.scalar(0.0, DType.FLOAT64),
                xs)
            .carry();
    return last.mul(last);
  }

  /** The slope of a function by central differences. */
  private static double[] slopes(UnaryOperator<NDArray> f, NDArray x) {
    double step = 1e-6;
    double[] at = x.toDoubleArray();
    double[] slopes = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += step;
      below[i] -= step;
      slopes[i] = (f.apply(f64(above)).toDouble() - f.apply(f64(below)).toDouble()) / (2 * step);
    }
    return slopes;
  }

  @Test
  void gradOfScanInEveryOrder() {
    double[] expected = slopes(CompositionTest::smoothed, points);
    UnaryOperator<NDArray> f = CompositionTest::smoothed;
    assertArrayEquals(expected, grad(f).apply(points).toDoubleArray(), 1e-9);
    assertArrayEquals(expected, jacfwd(f).apply(points).toDoubleArray(), 1e-9);
    assertArrayEquals(expected, jacrev(f).apply(points).toDoubleArray(), 1e-9);
    double[] eager = grad(f).apply(points).toDoubleArray();
    assertArrayEquals(eager, jit(grad(f)).apply(points).toDoubleArray(), "jit of grad of scan");
    assertArrayEquals(eager, grad(jit(f)).apply(points).toDoubleArray(), "grad of jit of scan");

    NDArray rows = points.reshape(2, 3);
    double[] first = slopes(f, points.get("0:3"));
    double[] second = slopes(f, points.get("3:6"));
    double[] both = {first[0], first[1], first[2], second[0], second[1], second[2]};
    UnaryOperator<NDArray> sumOfRows = x -> vmap(jit(f)).apply(x).sum();
    assertArrayEquals(both, grad(sumOfRows).apply(rows).toDoubleArray(), 1e-9);
    assertArrayEquals(both, vmap(grad(f)).apply(rows).toDoubleArray(), 1e-9);
    assertArrayEquals(both, jit(vmap(grad(jit(f)))).apply(rows).toDoubleArray(), 1e-9);
  }

  @Test
  void hessianOfALoop() {
    UnaryOperator<NDArray> f =
        x -> foriLoop(0, 3, (i, y) -> sin(y.mul(x)).add(y.mul(i.astype(DType.FLOAT64))), x).sum();
    NDArray x = points.get("0:3");
    double[] actual = hessian(f).apply(x).toDoubleArray();
    for (int i = 0; i < 3; i++) {
      int row = i;
      double[] expected = slopes(at -> grad(f).apply(at).get(row), x);
      for (int j = 0; j < 3; j++) {
        assertEquals(expected[j], actual[3 * i + j], 1e-7);
      }
    }
    assertArrayEquals(actual, jit(hessian(f)).apply(x).toDoubleArray(), "compiled");
    assertArrayEquals(actual, jacrev(jacfwd(f)).apply(x).toDoubleArray(), 1e-12);
    assertArrayEquals(actual, jacrev(jacrev(f)).apply(x).toDoubleArray(), 1e-12);
  }

  @Test
  void branchesKeepTheirOwnResiduals() {
    UnaryOperator<NDArray> f =
        x ->
            cond(
                x.sum().gt(0.0),
                (NDArray y) -> sin(y).mul(y).sum(),
                (NDArray y) -> Lax.apply(Fn.EXP, y.mul(y)).sum(),
                x);
    for (NDArray x : List.of(points, points.neg())) {
      double[] expected = slopes(f, x);
      assertArrayEquals(expected, grad(f).apply(x).toDoubleArray(), 1e-8);
      assertArrayEquals(
          grad(f).apply(x).toDoubleArray(), jit(grad(f)).apply(x).toDoubleArray(), "compiled");
    }
    UnaryOperator<NDArray> choice =
        x -> {
          List<Function<NDArray, NDArray>> branches =
              List.of(y -> y.mul(y), CompositionTest::sin, y -> y.mul(3));
          return scan(
                  (NDArray c, NDArray i) ->
                      Carried.of(switchCase(i, branches, c).add(c.mul(0.1)), null),
                  x,
                  Creation.array(0, 1, 2, 1))
              .carry()
              .sum();
        };
    assertArrayEquals(slopes(choice, points), grad(choice).apply(points).toDoubleArray(), 1e-8);
    NDArray rows = points.reshape(3, 2);
    assertArrayEquals(
        grad(choice).apply(points).toDoubleArray(),
        vmap(grad(choice)).apply(rows).toDoubleArray(),
        1e-12);
  }

  @Test
  void whileIsDifferentiatedForwards() {
    // Doubling until 10: the slope is the number of times it is doubled, as a power of 2.
    UnaryOperator<NDArray> f = x -> whileLoop(y -> y.lt(10.0), y -> y.mul(2), x);
    NDArray three = f64(3).reshape();
    assertEquals(4, jvp(f, three, f64(1).reshape()).tangent().toDouble());
    assertEquals(4, jacfwd(f).apply(three).toDouble());
    assertEquals(4, jit(jacfwd(jit(f))).apply(three).toDouble());
    NDArray starts = f64(1, 3, 20);
    assertArrayEquals(new double[] {16, 4, 1}, vmap(jacfwd(f)).apply(starts).toDoubleArray());
    String message =
        assertThrows(NotDifferentiableException.class, () -> grad(f).apply(three)).getMessage();
    assertTrue(message.contains("Reverse-mode differentiation does not work"), message);
  }

  @Test
  void loopInvariantsAreNotStacked() {
    String text =
        jit(grad((NDArray w) ->
            scan(
                    (NDArray h, NDArray x) -> Carried.of(h.mul(w).add(x), null),
                    Creation.scalar(0.0, DType.FLOAT64),
                    points)
                .carry()))
            .graph(Creation.scalar(0.5, DType.FLOAT64))
            .toString();
    // h is stacked for the derivative in w; w itself is a constant of both loops.
    assertTrue(text.contains("f64[6]"), text);
    assertEquals(2, text.split("num_consts=1", -1).length - 1, text);
  }
}

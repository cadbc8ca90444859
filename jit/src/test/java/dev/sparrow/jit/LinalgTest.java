package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.LeastSquares;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Norms;
import dev.sparrow.ops.Norms.MatrixNorm;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.ops.Triangular;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class LinalgTest {
  private static final long SEED = Long.getLong("seed", 20261127);

  private static NDArray random(long... dims) {
    double[] values =
        new SplittableRandom(SEED + dims.length).doubles(Shape.of(dims).size(), -1, 1).toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Creation.array(floats).astype(DType.FLOAT64).reshape(dims);
  }

  private static void assertNear(NDArray expected, NDArray actual) {
    assertEquals(expected.type().strong(), actual.type().strong());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-9, "-Dseed=" + SEED);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        function("solve", x -> Linalg.solve(x, x.mul(2.0))),
        function("solve vector", x -> Linalg.solve(x, x.get("..., 0").reshape(-1).get("0:4"))),
        function("inv", Linalg::inv),
        function("det", Linalg::det),
        function("slogdet", x -> Linalg.slogdet(x).logabsdet()),
        function("cholesky", x -> Linalg.cholesky(Products.matmul(x, x))),
        function("qr", x -> Linalg.qr(x).q()),
        function("eigh", x -> Linalg.eigh(x).eigenvectors()),
        function("svd", x -> Linalg.svd(x).vh()),
        function("pinv", LeastSquares::pinv),
        function("rank", LeastSquares::matrixRank),
        function("cond", LeastSquares::cond),
        function("nuclear norm", x -> Norms.matrixNorm(x, MatrixNorm.NUCLEAR)),
        function("diagonal", x -> MatrixFunctions.diagonal(x, -1)),
        function("trace", MatrixFunctions::trace),
        function("expm", MatrixFunctions::expm));
  }

  private static Arguments function(String name, UnaryOperator<NDArray> f) {
    return arguments(name, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void compiledAndMappedAreTheSameBits(String name, UnaryOperator<NDArray> f) {
    NDArray batch = random(3, 4, 4);
    NDArray compiled = jit(vmap(f)).apply(batch);
    for (int i = 0; i < 3; i++) {
      NDArray alone = f.apply(batch.get(i));
      assertArrayEquals(alone.toByteArray(), compiled.get(i).toByteArray(), name);
      assertArrayEquals(
          alone.toByteArray(), jit(f).apply(batch.get(i)).toByteArray(), name + " alone");
    }
  }

  @Test
  void solutionsSolveEverySystemOfABatch() {
    NDArray a = random(2, 5, 4, 4);
    NDArray b = random(5, 4, 3);
    NDArray x = Linalg.solve(a, b);
    assertNear(Creation.zeros(Shape.of(2, 5, 4, 3), DType.FLOAT64).add(b), Products.matmul(a, x));
    NDArray vector = Linalg.solve(a.get(0, 0), b.get(0).get("..., 0"));
    assertEquals(Shape.of(4), vector.shape());
    NDArray lower = Triangular.solveTriangular(a, b, Triangle.LOWER, Form.PLAIN, Diagonal.UNIT);
    assertEquals(Shape.of(2, 5, 4, 3), lower.shape());
  }

  @Test
  void aSingularMatrixHasNoFiniteInverse() {
    NDArray a = Creation.array(new float[][] {{1, 2}, {2, 4}});
    for (double element : Linalg.inv(a).toDoubleArray()) {
      assertTrue(!Double.isFinite(element));
    }
    assertEquals(0, Linalg.det(a).toDouble());
    Linalg.LogDeterminant log = Linalg.slogdet(a);
    assertEquals(0, log.sign().toDouble());
    assertEquals(Double.NEGATIVE_INFINITY, log.logabsdet().toDouble());
    assertEquals(1, LeastSquares.matrixRank(a).toLong());
  }

  @Test
  void determinantsOfAllSizesAgreeWithTheirLogarithm() {
    for (long n = 1; n <= 6; n++) {
      NDArray a = random(3, n, n);
      Linalg.LogDeterminant log = Linalg.slogdet(a);
      NDArray fromLog = log.sign().mul(Transcendental.exp(log.logabsdet()));
      assertNear(fromLog, Linalg.det(a));
    }
    assertEquals(1, Linalg.det(Creation.zeros(0, 0)).toDouble());
  }

  @Test
  void pseudoInversesMeetPenrosesConditions() {
    NDArray a = Products.matmul(random(6, 2), random(2, 4));
    NDArray p = LeastSquares.pinv(a);
    assertNear(a, Products.matmul(Products.matmul(a, p), a));
    assertNear(p, Products.matmul(Products.matmul(p, a), p));
    assertNear(Products.matmul(a, p), Products.matmul(a, p).transpose());
    assertNear(Products.matmul(p, a), Products.matmul(p, a).transpose());
    assertEquals(2, LeastSquares.matrixRank(a).toLong());
  }

  @Test
  void leastSquaresIsThePseudoInverseTimesTheRightHandSide() {
    NDArray a = random(6, 4);
    NDArray b = random(6, 3);
    LeastSquares.Solution solution = LeastSquares.lstsq(a, b);
    assertNear(Products.matmul(LeastSquares.pinv(a), b), solution.x());
    assertEquals(4, solution.rank().toLong());
    NDArray rest = b.sub(Products.matmul(a, solution.x()));
    assertNear(rest.mul(rest).sum(0), solution.residuals());
    assertEquals(Shape.of(4), LeastSquares.lstsq(a, b.get("..., 0")).x().shape());
    assertEquals(0, LeastSquares.lstsq(Creation.zeros(3, 0), Creation.zeros(3)).x().size());
  }

  @Test
  void norms() {
    NDArray x = Creation.array(new float[][] {{3, -4}, {0, 12}});
    Reduction rows = Reduction.over(1);
    assertEquals(13, Norms.norm(x).toDouble());
    assertArrayEquals(new double[] {5, 12}, Norms.norm(x, rows).toDoubleArray());
    assertArrayEquals(new double[] {7, 12}, Norms.vectorNorm(x, 1, rows).toDoubleArray());
    double infinity = Double.POSITIVE_INFINITY;
    assertArrayEquals(new double[] {4, 12}, Norms.vectorNorm(x, infinity, rows).toDoubleArray());
    assertArrayEquals(new double[] {3, 0}, Norms.vectorNorm(x, -infinity, rows).toDoubleArray());
    assertArrayEquals(new double[] {2, 1}, Norms.vectorNorm(x, 0, rows).toDoubleArray());
    assertEquals(Shape.of(2, 1), Norms.vectorNorm(x, 3, Reduction.over(1).keepingDims()).shape());
    assertEquals(13, Norms.matrixNorm(x, MatrixNorm.FROBENIUS).toDouble());
    assertEquals(16, Norms.matrixNorm(x, MatrixNorm.LARGEST_COLUMN).toDouble());
    assertEquals(3, Norms.matrixNorm(x, MatrixNorm.SMALLEST_COLUMN).toDouble());
    assertEquals(12, Norms.matrixNorm(x, MatrixNorm.LARGEST_ROW).toDouble());
    assertEquals(7, Norms.matrixNorm(x, MatrixNorm.SMALLEST_ROW).toDouble());
    NDArray cube = random(2, 3, 4);
    for (MatrixNorm ord : MatrixNorm.values()) {
      NDArray moved = Norms.matrixNorm(cube, ord, Reduction.over(2, 0));
      NDArray plain = Norms.matrixNorm(cube.transpose(1, 2, 0), ord);
      assertNear(plain, moved);
      assertEquals(
          Shape.of(1, 3, 1),
          Norms.matrixNorm(cube, ord, Reduction.over(2, 0).keepingDims()).shape());
    }
    assertEquals(0, Norms.vectorNorm(Creation.zeros(0), infinity, Reduction.over()).toDouble());
  }

  @Test
  void exponentialsOfLargeAndSmallMatrices() {
    NDArray nilpotent = Creation.array(new float[][] {{0, 1000}, {0, 0}});
    assertArrayEquals(
        new double[] {1, 1000, 0, 1}, MatrixFunctions.expm(nilpotent).toDoubleArray(), 1e-3);
    NDArray a = random(4, 4);
    NDArray product = Products.matmul(MatrixFunctions.expm(a), MatrixFunctions.expm(a.neg()));
    assertNear(Creation.eye(4, 4, 0, DType.FLOAT64), product);
    NDArray large = a.mul(50.0);
    NDArray half = MatrixFunctions.expm(large.div(2.0));
    NDArray whole = MatrixFunctions.expm(large);
    NDArray ratio = Products.matmul(half, half).div(whole);
    assertArrayEquals(
        Creation.ones(Shape.of(16), DType.FLOAT64).toDoubleArray(),
        ratio.ravel().toDoubleArray(),
        1e-8);
  }

  @Test
  void powersOfMatrices() {
    NDArray fibonacci = Creation.array(1, 1, 1, 0).reshape(2, 2);
    for (int n = 0; n <= 20; n++) {
      NDArray expected = Creation.eye(2).astype(DType.INT32);
      for (int i = 0; i < n; i++) {
        expected = expected.matmul(fibonacci);
      }
      NDArray power = MatrixFunctions.matrixPower(fibonacci, n);
      assertArrayEquals(expected.ravel().toIntArray(), power.ravel().toIntArray());
    }
    NDArray halves = Creation.eye(3).mul(2.0).reshape(1, 3, 3);
    NDArray inverse = MatrixFunctions.matrixPower(halves, -3);
    assertArrayEquals(
        Creation.eye(3).div(8.0).ravel().toFloatArray(), inverse.ravel().toFloatArray());
    assertThrows(ShapeException.class, () -> MatrixFunctions.matrixPower(Creation.zeros(2, 3), 2));
    NDArray x = Creation.arange(12).reshape(2, 3, 2);
    assertArrayEquals(
        new int[] {0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11},
        MatrixFunctions.matrixTranspose(x).ravel().toIntArray());
    assertThrows(ShapeException.class, () -> MatrixFunctions.matrixTranspose(Creation.zeros(2)));
  }

  @Test
  void tensorEquations() {
    NDArray a = random(2, 3, 6);
    NDArray b = random(2, 3);
    NDArray x = MatrixFunctions.tensorsolve(a, b);
    assertEquals(Shape.of(6), x.shape());
    assertNear(b, Products.matmul(a, x));
    NDArray inverse = MatrixFunctions.tensorinv(a, 2);
    assertEquals(Shape.of(6, 2, 3), inverse.shape());
    assertNear(x, Products.matmul(inverse.reshape(6, 6), b.ravel()));
    NDArray moved = a.transpose(2, 0, 1);
    assertNear(x, MatrixFunctions.tensorsolve(moved, b, 0));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error(
            "inv: argument must have shape [..., n, n], got (2, 3)",
            () -> Linalg.inv(Creation.zeros(2, 3))),
        error(
            "solve: incompatible shapes: (2, 2) and (3,)",
            () -> Linalg.solve(Creation.zeros(2, 2), Creation.zeros(3))),
        error(
            "svd: the array must be at least two-dimensional", () -> Linalg.svd(Creation.zeros(3))),
        error(
            "improper number of axes",
            () -> Norms.matrixNorm(Creation.zeros(2, 2), MatrixNorm.SPECTRAL, Reduction.over(0))),
        error(
            "duplicate axes",
            () ->
                Norms.matrixNorm(Creation.zeros(2, 2), MatrixNorm.SPECTRAL, Reduction.over(0, -2))),
        error("must not be empty", () -> LeastSquares.cond(Creation.zeros(0, 2))),
        error("as many rows", () -> LeastSquares.lstsq(Creation.zeros(2, 3), Creation.zeros(3))),
        error(
            "axis1 and axis2 must differ",
            () -> MatrixFunctions.diagonal(Creation.zeros(2, 2), 0, 0, -2)),
        error(
            "tensorinv: the first 1 axes",
            () -> MatrixFunctions.tensorinv(Creation.zeros(2, 3), 1)),
        error(
            "tensorsolve: the leading axes",
            () -> MatrixFunctions.tensorsolve(Creation.zeros(2, 3), Creation.zeros(3))));
  }

  private static Arguments error(String message, Executable call) {
    return arguments(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void refusals(String message, Executable call) {
    ShapeException thrown = assertThrows(ShapeException.class, call);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }
}

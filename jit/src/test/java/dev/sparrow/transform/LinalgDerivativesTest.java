package dev.sparrow.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.LeastSquares;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Linalg.QrMode;
import dev.sparrow.ops.Linalg.SvdMode;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Norms;
import dev.sparrow.ops.Products;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward mode against finite differences, reverse mode against forward mode, at float64. */
@ExtendWith(AllocatorsAtZero.class)
class LinalgDerivativesTest {
  private static final long SEED = Long.getLong("seed", 20261128);
  private static final double STEP = 1e-5;

  private static NDArray random(SplittableRandom random, Shape shape) {
    double[] values = random.doubles(shape.size(), -1, 1).toArray();
    return HostValues.array(values).reshape(shape.dims());
  }

  private static Arguments row(String name, Shape shape, UnaryOperator<NDArray> f) {
    return arguments(name, shape, f);
  }

  static Stream<Arguments> functions() {
    Shape square = Shape.of(4, 4);
    Shape tall = Shape.of(6, 4);
    Shape wide = Shape.of(4, 6);
    Shape batch = Shape.of(2, 4, 4);
    return Stream.of(
        row("eigenvalues", batch, x -> Linalg.eigh(x).eigenvalues()),
        row("eigenvectors", batch, x -> Linalg.eigh(x).eigenvectors()),
        row("singular values", Shape.of(2, 6, 4), Linalg::svdvals),
        row("left vectors, tall", tall, x -> Linalg.svd(x, SvdMode.THIN).u()),
        row("right vectors, tall", tall, x -> Linalg.svd(x, SvdMode.THIN).vh()),
        row("left vectors, wide", wide, x -> Linalg.svd(x, SvdMode.THIN).u()),
        row("right vectors, wide", wide, x -> Linalg.svd(x, SvdMode.THIN).vh()),
        row("left vectors, square", square, x -> Linalg.svd(x).u()),
        row("q", tall, x -> Linalg.qr(x).q()),
        row("r", tall, x -> Linalg.qr(x).r()),
        row("complete r", square, x -> Linalg.qr(x, QrMode.COMPLETE).r()),
        row("lu", wide, x -> Linalg.lu(x).lu()),
        row("cholesky", batch, x -> Linalg.cholesky(Products.matmul(x, x.transpose(0, 2, 1)))),
        row("solve", batch, x -> Linalg.solve(x, x.mul(x))),
        row("inv", batch, Linalg::inv),
        row("det", batch, Linalg::det),
        row("det of 3 rows", Shape.of(3, 3), Linalg::det),
        row("slogdet", batch, x -> Linalg.slogdet(x).logabsdet()),
        row("pinv", tall, LeastSquares::pinv),
        row("lstsq", tall, x -> LeastSquares.lstsq(x, x.get(":, 0").add(1.0)).x()),
        row("nuclear norm", wide, x -> Norms.matrixNorm(x, Norms.MatrixNorm.NUCLEAR)),
        row("spectral norm", wide, x -> Norms.matrixNorm(x, Norms.MatrixNorm.SPECTRAL)),
        row("expm", square, MatrixFunctions::expm));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void derivativesAreRight(String name, Shape shape, UnaryOperator<NDArray> f) {
    SplittableRandom random = new SplittableRandom(SEED);
    NDArray x = random(random, shape);
    NDArray along = random(random, shape);
    Function<List<NDArray>, List<NDArray>> listed = in -> List.of(f.apply(in.getFirst()));
    NDArray tangent = Jvp.jvp(listed, List.of(x), List.of(along)).tangent().getFirst();
    NDArray above = f.apply(x.add(along.mul(STEP)));
    NDArray below = f.apply(x.sub(along.mul(STEP)));
    NDArray difference = above.sub(below).div(2 * STEP);
    double scale = 1 + Norms.norm(difference).toDouble();
    assertArrayEquals(
        difference.div(scale).toDoubleArray(),
        tangent.div(scale).toDoubleArray(),
        1e-7,
        name + ", -Dseed=" + SEED);
    NDArray cotangent = random(random, difference.shape());
    UnaryOperator<NDArray> back =
        in -> Vjp.vjp(listed, List.of(in)).pullback().apply(List.of(cotangent)).getFirst();
    NDArray eager = back.apply(x);
    double forward = cotangent.mul(tangent).sum().toDouble();
    double reverse = eager.mul(along).sum().toDouble();
    assertEquals(forward, reverse, 1e-11 * scale * (1 + Math.abs(forward)), name);
    assertArrayEquals(eager.toByteArray(), Jit.jit(back).apply(x).toByteArray(), name + " jit");
  }

  @Test
  void refusals() {
    NDArray tall = HostValues.array(new double[24]).astype(DType.FLOAT64).reshape(6, 4);
    assertRefused("svd: the derivative", x -> Linalg.svd(x).u(), tall);
    assertRefused("qr: the derivative", x -> Linalg.qr(x).q(), tall.transpose());
    assertRefused("qr: the derivative", x -> Linalg.qr(x, QrMode.COMPLETE).q(), tall);
  }

  private static void assertRefused(String message, UnaryOperator<NDArray> f, NDArray x) {
    Function<List<NDArray>, List<NDArray>> listed = in -> List.of(f.apply(in.getFirst()));
    NotDifferentiableException thrown =
        assertThrows(
            NotDifferentiableException.class, () -> Jvp.jvp(listed, List.of(x), List.of(x)));
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }
}

package dev.sparrow.programs;

import static dev.sparrow.ops.ControlFlow.associativeScan;
import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.ControlFlow.switchCase;
import static dev.sparrow.ops.ControlFlow.whileLoop;
import static dev.sparrow.ops.Products.dot;
import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.transform.Grad.grad;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Differences;
import dev.sparrow.ops.Einsum;
import dev.sparrow.ops.Fourier;
import dev.sparrow.ops.Interpolation;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Norms;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Segments;
import dev.sparrow.ops.Softmax;
import dev.sparrow.ops.Sorting;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.ops.Unique;
import dev.sparrow.transform.Jacobian;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions, iterations, matrices and sequences: what a first hour with the library tries. */
final class NumericsPrograms {
  private NumericsPrograms() {}

  static void addTo(Programs programs) {
    programs.add1("n01_selu", NumericsPrograms::selu);
    programs.add("n02_sum_logistic", in -> logisticSlopes(in.getFirst()));
    programs.add("n03_newton", _ -> squareRootOfTwo());
    programs.add("n09_softmax", in -> softmax(in.getFirst()));
    programs.add2("n10_convolve", NumericsPrograms::convolve);
    programs.add("n15_power", in -> dominant(in.getFirst()));
    programs.add(
        "n16_fftconv",
        in ->
            List.of(
                spectralConvolution(in.get(0), in.get(1)),
                Fourier.fft(Creation.array(1f, 2f, 3f, 4f))));
    programs.add1("n24_pagerank", NumericsPrograms::pageRank);
    programs.add("n27_linalg", _ -> linearAlgebra());
    programs.add("n31_fib", _ -> sequences());
    programs.add("n32_collatz", _ -> collatz());
    programs.add("n37_attention", in -> attention(in.get(0), in.get(1), in.get(2)));
    programs.add("n38_segments", _ -> groups());
    programs.add("n39_misc", _ -> miscellany());
  }

  /** The first five elements of a convolution, by way of products of spectra of length 8. */
  private static NDArray spectralConvolution(NDArray a, NDArray b) {
    NDArray spectrum = Fourier.rfft(a, 8L, null, null).mul(Fourier.rfft(b, 8L, null, null));
    return Fourier.irfft(spectrum, 8L, null, null).get(":5");
  }

  private static NDArray selu(NDArray x) {
    return Logic.where(x.gt(0), x, exp(x).mul(1.67).sub(1.67)).mul(1.05);
  }

  /** Slopes of the logistic function's sum, its third derivative at 1, its curvature. */
  private static Object logisticSlopes(NDArray x) {
    UnaryOperator<NDArray> logistic = y -> exp(y.neg()).add(1.0).pow(-1);
    UnaryOperator<NDArray> sum = y -> logistic.apply(y).sum();
    return List.of(
        grad(sum).apply(x),
        grad(grad(grad(logistic))).apply(Creation.array(1f)),
        Jacobian.hessian(sum).apply(x));
  }

  private static Object squareRootOfTwo() {
    record State(NDArray root, NDArray steps) {}
    State last =
        whileLoop(
            (State s) -> s.root().mul(s.root()).sub(2).abs().gt(1e-6),
            s -> new State(s.root().add(Creation.weak(2.0).div(s.root())).div(2), s.steps().add(1)),
            new State(Creation.array(1f), Creation.array(0)));
    return List.of(last.root(), last.steps());
  }

  private static Object softmax(NDArray x) {
    return List.of(Softmax.softmax(x), Softmax.logsumexp(x));
  }

  /** A convolution as a beginner writes it: a loop in Java, which tracing unrolls. */
  private static NDArray convolve(NDArray x, NDArray w) {
    List<NDArray> sums = new ArrayList<>();
    for (long i = 1; i < x.size() - 1; i++) {
      sums.add(dot(x.get(Index.slice(i - 1, i + 2)), w));
    }
    return Joining.stack(sums);
  }

  /** The largest eigenvalue and its vector by repeated multiplication. */
  private static Object dominant(NDArray m) {
    NDArray start = Creation.array(1f, 0f);
    NDArray v =
        foriLoop(
            0,
            50,
            (_, at) -> {
              NDArray next = matmul(m, at);
              return next.div(Norms.norm(next));
            },
            start);
    return List.of(dot(v, matmul(m, v)), v);
  }

  private static NDArray pageRank(NDArray links) {
    NDArray chances = links.div(links.sum(1).reshape(-1, 1)).transpose();
    long pages = links.shape().dim(0);
    NDArray start = Creation.ones(pages).div((double) pages);
    return foriLoop(0, 100, (_, r) -> matmul(chances, r).mul(0.85).add(0.15 / pages), start);
  }

  private static Object linearAlgebra() {
    NDArray a = matrix(1, 2, 3, 4);
    return List.of(
        Linalg.solve(matrix(3, 1, 1, 2), Creation.array(9f, 8f)),
        Linalg.det(a),
        Linalg.inv(a),
        Linalg.cholesky(matrix(4, 2, 2, 3)),
        MatrixFunctions.diagonal(Linalg.qr(a).r(), 0).abs());
  }

  private static NDArray matrix(float a, float b, float c, float d) {
    return Creation.array(new float[][] {{a, b}, {c, d}});
  }

  private static Object sequences() {
    NDArray fibonacci =
        scan(
                (List<NDArray> ab, Object _) ->
                    Carried.of(List.of(ab.get(1), ab.get(0).add(ab.get(1))), ab.getFirst()),
                List.of(Creation.array(0), Creation.array(1)),
                null,
                ScanOption.length(10))
            .output();
    return List.of(fibonacci, associativeScan(NDArray::mul, Creation.arange(1, 6)));
  }

  private static Object collatz() {
    List<UnaryOperator<NDArray>> branches =
        List.of(Transcendental::sin, Transcendental::cos, Transcendental::exp);
    return List.of(
        LoopPrograms.collatzSteps(Creation.array(27)),
        switchCase(Creation.array(2), branches, Creation.array(1f)));
  }

  private static NDArray attention(NDArray q, NDArray k, NDArray v) {
    return matmul(Softmax.softmax(matmul(q, k.transpose()).div(Math.sqrt(2))), v);
  }

  private static Object groups() {
    NDArray pairs = Creation.array(0, 0, 1, 1, 2, 2);
    Sorting.TopK largest = Sorting.topK(Creation.array(3f, 1f, 4f, 1f, 5f), 2);
    Unique.Result distinct =
        Unique.uniqueAll(Creation.array(3, 1, 3, 2), Unique.Options.standard());
    return List.of(
        Segments.segmentSum(Creation.arange(6.0), pairs, 3),
        largest.values(),
        largest.indices(),
        distinct.values(),
        distinct.counts());
  }

  private static Object miscellany() {
    NDArray m = Creation.arange(4.0).reshape(2, 2);
    NDArray x = Creation.linspace(0, Math.PI, 1001);
    return List.of(
        Einsum.einsum("ij,jk,kl->il", m, m, Creation.eye(2)),
        MatrixFunctions.matrixPower(Creation.array(new int[][] {{1, 1}, {1, 0}}), 10),
        Interpolation.interp(
            Creation.array(.5f, 2.5f, 9f), Creation.arange(4.0), Creation.array(0f, 10f, 20f, 30f)),
        Differences.trapezoid(sin(x), x, null, null));
  }
}

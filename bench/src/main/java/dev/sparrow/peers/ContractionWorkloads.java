package dev.sparrow.peers;

import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Convolution;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.WindowPadding;
import dev.sparrow.random.Random;
import dev.sparrow.transform.Vmap;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Products of matrices, one large, many small, and one that {@code vmap} makes of a vector's; a
 * convolution.
 */
final class ContractionWorkloads {
  private static final int SMALL = 16;
  private static final int FEATURES = 32;
  private static final int CHANNELS = 16;
  private static final int TAPS = 3;

  static final List<Workload> ALL =
      List.of(
          new Workload(
              "matmul",
              List.of(64, 256, 512, 1024, 2048),
              List.of(64, 512, 1024),
              new Limit.Arithmetic(2, 3),
              (n, dtype) -> {
                BinaryOperator<NDArray> product = Jit.jit("matmul", NDArray::matmul)::apply;
                NDArray a = Random.normal(Random.key(0), Shape.of(n, n), dtype).blockUntilReady();
                NDArray b = Random.normal(Random.key(1), Shape.of(n, n), dtype).blockUntilReady();
                return () -> Call.finish(product.apply(a, b));
              }),
          new Workload(
              "batched_matmul",
              List.of(100, 10_000),
              List.of(10_000),
              new Limit.Traffic(3.0 * SMALL * SMALL),
              (n, dtype) -> {
                BinaryOperator<NDArray> product = Jit.jit("matmul", NDArray::matmul)::apply;
                Shape shape = Shape.of(n, SMALL, SMALL);
                NDArray a = Random.normal(Random.key(0), shape, dtype).blockUntilReady();
                NDArray b = Random.normal(Random.key(1), shape, dtype).blockUntilReady();
                return () -> Call.finish(product.apply(a, b));
              }),
          new Workload(
              "conv2d",
              List.of(32, 128, 256),
              List.of(128),
              new Limit.Arithmetic(2.0 * CHANNELS * CHANNELS * TAPS * TAPS, 2),
              (n, dtype) -> {
                BinaryOperator<NDArray> convolution =
                    Jit.jit(
                            "conv2d",
                            (NDArray image, NDArray kernel) ->
                                Convolutions.convGeneralDilated(
                                    image,
                                    kernel,
                                    Convolution.padded(WindowPadding.Automatic.SAME)))
                        ::apply;
                Shape images = Shape.of(1, CHANNELS, n, n);
                Shape kernels = Shape.of(CHANNELS, CHANNELS, TAPS, TAPS);
                NDArray image = Random.normal(Random.key(0), images, dtype).blockUntilReady();
                NDArray kernel = Random.normal(Random.key(1), kernels, dtype).blockUntilReady();
                return () -> Call.finish(convolution.apply(image, kernel));
              }),
          new Workload(
              "vmap_dot",
              List.of(1_000, 100_000),
              List.of(100_000),
              new Limit.Traffic(FEATURES + 1.0),
              (n, dtype) -> {
                BinaryOperator<NDArray> mapped =
                    Vmap.vmap((NDArray w, NDArray x) -> tanh(w.matmul(x)), null, 0);
                BinaryOperator<NDArray> compiled = Jit.jit("vmap_dot", mapped)::apply;
                NDArray w = Inputs.normal(FEATURES, dtype);
                NDArray x =
                    Random.normal(Random.key(1), Shape.of(n, FEATURES), dtype).blockUntilReady();
                return () -> Call.finish(compiled.apply(w, x));
              }));

  private ContractionWorkloads() {}
}

package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Transcendental.cos;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log1p;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.ops.Transcendental.tanh;
import static dev.sparrow.transform.Grad.valueAndGrad;

import dev.sparrow.array.NDArray;
import dev.sparrow.examples.optim.Adam;
import dev.sparrow.examples.optim.Optimizer.Point;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Joining;
import dev.sparrow.random.Random;
import dev.sparrow.transform.Grad.ValueAndGrad;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of layers that learns to tell two interleaved half circles apart. Parameters are a list
 * of records; Adam's memory has the same structure; a training step is one compiled function.
 */
public final class NeuralNetwork {
  private static final long[] WIDTHS = {2, 16, 16, 1};

  private NeuralNetwork() {}

  /** An affine map: {@code x·weights + bias}. */
  public record Layer(NDArray weights, NDArray bias) {}

  /** Points, a row each, and 0 or 1 for the half circle each belongs to. */
  public record Data(NDArray points, NDArray labels) {}

  /** A trained network, losses by step, and the share of points that it tells right. */
  public record Training(List<Layer> network, List<Double> losses, double accuracy) {}

  private record Step(Point<List<Layer>, Adam.Moments<List<Layer>>> next, NDArray loss) {}

  /** Points on two half circles, moved by normal noise. */
  static Data halfCircles(NDArray key, long each, double noise) {
    NDArray keys = Random.split(key);
    NDArray angle = Random.uniform(keys.get(0), 2 * each).mul(Math.PI);
    NDArray label = Creation.arange(2 * each).ge(each).astype(angle.dtype());
    NDArray sign = label.mul(-2).add(1);
    NDArray x = cos(angle).mul(sign).add(label);
    NDArray y = sin(angle).mul(sign).add(label.mul(0.5));
    NDArray exact = Joining.columnStack(List.of(x, y));
    return new Data(exact.add(Random.normal(keys.get(1), 2 * each, 2).mul(noise)), label);
  }

  /** Weights with variance 1 / inputs, biases zero. */
  static List<Layer> initial(NDArray key) {
    NDArray keys = Random.split(key, WIDTHS.length - 1);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i + 1 < WIDTHS.length; i++) {
      NDArray weights = Random.normal(keys.get(i), WIDTHS[i], WIDTHS[i + 1]);
      layers.add(
          new Layer(weights.div(Math.sqrt((double) WIDTHS[i])), Creation.zeros(WIDTHS[i + 1])));
    }
    return layers;
  }

  /** Positive for the second half circle: the logarithm of its odds. */
  static NDArray logits(List<Layer> network, NDArray points) {
    NDArray x = points;
    for (Layer layer : network.subList(0, network.size() - 1)) {
      x = tanh(x.matmul(layer.weights).add(layer.bias));
    }
    return x.matmul(network.getLast().weights).add(network.getLast().bias).squeeze(1);
  }

  /** Cross entropy of labels and logits, in a form that no logit makes infinite. */
  static NDArray loss(List<Layer> network, Data data) {
    NDArray z = logits(network, data.points);
    NDArray softplus = log1p(exp(z.abs().neg())).add(z.add(z.abs()).mul(0.5));
    return softplus.sub(z.mul(data.labels)).mean();
  }

  /** Trains on all points at once. */
  static Training train(Data data, NDArray key, int steps) {
    Adam<List<Layer>> adam = new Adam<>(0.02);
    var step =
        jit((Point<List<Layer>, Adam.Moments<List<Layer>>> at, Data batch) -> {
          ValueAndGrad<List<Layer>> slope =
              valueAndGrad(NeuralNetwork::loss).apply(at.parameters(), batch);
          return new Step(adam.step(at, slope.gradient()), slope.value());
        });
    Point<List<Layer>, Adam.Moments<List<Layer>>> at = adam.start(initial(key));
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Step result = step.apply(at, data);
      at = result.next;
      losses.add(result.loss.toDouble());
    }
    NDArray right = logits(at.parameters(), data.points).gt(0).eq(data.labels.gt(0));
    return new Training(at.parameters(), losses, right.mean().toDouble());
  }

  /** The training that {@link #main} prints. */
  static Training run() {
    return train(halfCircles(Random.key(0), 200, 0.1), Random.key(1), 300);
  }

  /**
   * Trains and prints how the loss falls.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Training training = run();
    List<Double> losses = training.losses;
    for (int i = 0; i < losses.size(); i += 50) {
      System.out.printf("step %3d  loss %.4f%n", i, losses.get(i));
    }
    System.out.printf("step %3d  loss %.4f%n", losses.size() - 1, losses.getLast());
    System.out.printf("told right: %.1f %% of the points%n", 100 * training.accuracy);
  }
}

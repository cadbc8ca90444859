package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.array;
import static dev.sparrow.ops.Shaping.expandDims;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Vmap.inAxes;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Creation;

/**
 * A gradient for each example of a batch, as clipping of single contributions needs it: {@code
 * vmap} of {@code grad}, with the weights shared and the data mapped. No loop over examples is
 * written, and none runs.
 */
public final class PerExampleGradients {
  private PerExampleGradients() {}

  /** An example: what goes in and what should come out. Batched, a row each. */
  public record Example(NDArray input, NDArray target) {}

  /** Gradients by example, and the mean of those that were clipped. */
  public record Clipped(NDArray gradients, NDArray norms, NDArray meanClipped) {}

  /** The squared error of one example. */
  static NDArray loss(NDArray weights, Example example) {
    return weights.dot(example.input).sub(example.target).pow(2);
  }

  /** The mean of the batch's gradients, none of them longer than a limit. */
  static Clipped clippedMean(NDArray weights, Example batch, double limit) {
    var run =
        jit((NDArray w, Example examples) -> {
          NDArray gradients =
              vmap(grad(PerExampleGradients::loss), inAxes(null, 0)).apply(w, examples);
          NDArray norms = sqrt(gradients.pow(2).sum(1));
          NDArray longest = Arithmetic.maximum(norms, Creation.weak(limit));
          NDArray clipped = gradients.mul(expandDims(longest.pow(-1).mul(limit), 1));
          return new Clipped(gradients, norms, clipped.mean(0));
        });
    return run.apply(weights, batch);
  }

  /** What {@link #main} prints. */
  static Clipped run() {
    Example batch = new Example(array(new float[][] {{0, 1, 2}, {3, 4, 5}}), array(1.0f, 0.0f));
    return clippedMean(array(1.0f, -2.0f, 3.0f), batch, 20);
  }

  /**
   * Prints the gradients of two examples.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Clipped result = run();
    System.out.println("gradient of each example\n" + result.gradients);
    System.out.println("their lengths\n" + result.norms);
    System.out.println("mean of them clipped to length 20\n" + result.meanClipped);
  }
}

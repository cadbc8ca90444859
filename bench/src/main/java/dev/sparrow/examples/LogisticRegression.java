package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.array;
import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.SpecialFunctions.sigmoid;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.transform.Grad.valueAndGrad;

import dev.sparrow.array.NDArray;
import dev.sparrow.examples.optim.GradientDescent;
import dev.sparrow.examples.optim.Optimizer.Point;
import dev.sparrow.ops.Creation;
import dev.sparrow.transform.Grad.ValueAndGrad;
import java.util.List;

/**
 * Logistic regression: a record of parameters, a loss, its gradient, and one compiled step that
 * runs a hundred times.
 */
public final class LogisticRegression {
  private static final NDArray INPUTS =
      array(
          new float[][] {
            {0.52f, 1.12f, 0.77f}, {0.88f, -1.08f, 0.15f},
            {0.52f, 0.06f, -1.30f}, {0.74f, -2.49f, 1.39f}
          });

  private static final NDArray TARGETS = array(true, true, false, true);

  private LogisticRegression() {}

  /** A plane that separates the classes, one weight for each column of the inputs. */
  public record Model(NDArray weights, NDArray bias) {}

  /** Inputs, a row each, and to which class each belongs. */
  public record Data(NDArray inputs, NDArray targets) {}

  /** A fitted model and the loss before the first and before the last step. */
  public record Fit(Model model, double firstLoss, double lastLoss) {}

  private record Step(Point<Model, List<NDArray>> next, NDArray loss) {}

  /** The probability that the model gives to the second class. */
  static NDArray predict(Model model, NDArray inputs) {
    return sigmoid(inputs.matmul(model.weights).add(model.bias));
  }

  /** Minus the logarithm of the probability that the model gives to what was observed. */
  static NDArray loss(Model model, Data data) {
    NDArray p = predict(model, data.inputs);
    return log(where(data.targets, p, p.neg().add(1))).sum().neg();
  }

  /** Fits a model by gradient descent from zero. */
  static Fit fit(Data data, int steps, double rate) {
    GradientDescent<Model> descent = new GradientDescent<>(rate);
    var step =
        jit((Point<Model, List<NDArray>> at, Data batch) -> {
          ValueAndGrad<Model> slope =
              valueAndGrad(LogisticRegression::loss).apply(at.parameters(), batch);
          return new Step(descent.step(at, slope.gradient()), slope.value());
        });
    long columns = data.inputs.shape().dim(1);
    Point<Model, List<NDArray>> at =
        descent.start(new Model(Creation.zeros(columns), Creation.zeros()));
    double first = Double.NaN;
    double last = Double.NaN;
    for (int i = 0; i < steps; i++) {
      Step result = step.apply(at, data);
      at = result.next;
      last = result.loss.toDouble();
      first = i == 0 ? last : first;
    }
    return new Fit(at.parameters(), first, last);
  }

  /** The fit that {@link #main} prints. */
  static Fit run() {
    return fit(new Data(INPUTS, TARGETS), 100, 0.1);
  }

  /**
   * Fits four points and prints the model.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Fit fit = run();
    System.out.println("weights      " + fit.model.weights);
    System.out.println("bias         " + fit.model.bias);
    System.out.printf("loss         %.4f -> %.4f%n", fit.firstLoss, fit.lastLoss);
    System.out.println("predictions  " + predict(fit.model, INPUTS) + " for " + TARGETS);
  }
}

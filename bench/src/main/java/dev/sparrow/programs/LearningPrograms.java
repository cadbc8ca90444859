package dev.sparrow.programs;

import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.Products.dot;
import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.ops.Transcendental.tanh;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Grad.valueAndGrad;
import static dev.sparrow.transform.Vmap.inAxes;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.LeastSquares;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Rounding;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Segments;
import dev.sparrow.ops.SpecialFunctions;
import dev.sparrow.random.Random;
import dev.sparrow.transform.Grad;
import dev.sparrow.transform.Jacobian;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Parameters that descend a loss: regressions, clusters, a network, optimizers. */
final class LearningPrograms {
  private LearningPrograms() {}

  /** A layer's weights and offsets. */
  private record Layer(NDArray weights, NDArray bias) {}

  /** What Adam keeps: the point, means of slopes and of their squares. */
  private record Adam(NDArray x, NDArray mean, NDArray square) {}

  static void addTo(Programs programs) {
    programs.add("n11_logreg", _ -> logisticRegression());
    programs.add("n12_linreg", _ -> linearRegression());
    programs.add("n13_kmeans", _ -> clusters());
    programs.add("n17_xor", _ -> exclusiveOr());
    programs.add("n18_per_example", LearningPrograms::perExample);
    programs.add("n30_rosenbrock", LearningPrograms::rosenbrock);
    programs.add("n35_adam", _ -> adam());
  }

  /** The data of JAX's introduction to automatic differentiation. */
  private static Object logisticRegression() {
    NDArray inputs =
        Creation.array(
            new float[][] {
              {.52f, 1.12f, .77f}, {.88f, -1.08f, .15f}, {.52f, .06f, -1.3f}, {.74f, -2.49f, 1.39f}
            });
    NDArray targets = Creation.array(true, true, false, true);
    Function<Layer, NDArray> loss =
        model -> {
          NDArray p = SpecialFunctions.sigmoid(dot(inputs, model.weights()).add(model.bias()));
          return log(Logic.where(targets, p, p.neg().add(1.0))).sum().neg();
        };
    Layer start = new Layer(Creation.zeros(3), Creation.array(0f));
    Carried<Layer, NDArray> run = descend(loss, start, 0.1, 100);
    return List.of(
        run.carry().weights(), run.carry().bias(), run.output().get(0), run.output().get(-1));
  }

  /** Gradient descent; the loss before each step is its output. */
  private static <P> Carried<P, NDArray> descend(
      Function<P, NDArray> loss, P start, double rate, long steps) {
    Function<P, Grad.ValueAndGrad<P>> both = valueAndGrad(loss);
    return scan(
        (P parameters, Object _) -> {
          Grad.ValueAndGrad<P> at = both.apply(parameters);
          P next = Tree.map((p, slope) -> p.sub(slope.mul(rate)), parameters, at.gradient());
          return Carried.of(next, at.value());
        },
        start,
        null,
        ScanOption.length(steps));
  }

  private static Object linearRegression() {
    NDArray x = Creation.linspace(0, 1, 11);
    NDArray y = x.mul(3).sub(1);
    Function<NDArray, NDArray> loss =
        line -> line.get(0).mul(x).add(line.get(1)).sub(y).pow(2).mean();
    NDArray line = descend(loss, Creation.zeros(2), 0.5, 1000).carry();
    NDArray columns = Joining.columnStack(List.of(x, Creation.onesLike(x)));
    return List.of(line, LeastSquares.lstsq(columns, y).x());
  }

  /** Lloyd's algorithm on three clouds. */
  private static Object clusters() {
    NDArray middles = Creation.array(new float[][] {{0, 0}, {5, 5}, {0, 5}});
    NDArray spread = Random.normal(Random.key(1), 3, 100, 2).mul(0.5);
    NDArray points = middles.reshape(3, 1, 2).add(spread).reshape(300, 2);
    Carried<NDArray, NDArray> run =
        scan(
            (NDArray centres, Object _) -> {
              NDArray distances = points.reshape(300, 1, 2).sub(centres).pow(2).sum(2);
              NDArray nearest = distances.argmin(1);
              NDArray sums = Segments.segmentSum(points, nearest, 3);
              NDArray counts = Segments.segmentSum(Creation.ones(300), nearest, 3);
              return Carried.of(sums.div(counts.reshape(3, 1)), distances.min(1).sum());
            },
            points.get("::100"),
            null,
            ScanOption.length(10));
    return List.of(run.carry(), run.output().get(0), run.output().get(-1));
  }

  /** A network with one hidden layer learns what no line can tell apart. */
  private static Object exclusiveOr() {
    NDArray inputs = Creation.array(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    NDArray targets = Creation.array(new float[][] {{0}, {1}, {1}, {0}});
    NDArray keys = Random.split(Random.key(0), 2);
    int[] widths = {2, 8, 1};
    List<Layer> start = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      NDArray noise = Random.normal(keys.get(i), widths[i], widths[i + 1]);
      NDArray weights = noise.mul(Math.sqrt(2.0 / widths[i]));
      start.add(new Layer(weights, Creation.zeros(widths[i + 1])));
    }
    Function<List<Layer>, NDArray> loss =
        layers -> network(layers, inputs).sub(targets).pow(2).mean();
    Carried<List<Layer>, NDArray> run = descend(loss, start, 0.1, 2000);
    NDArray answers = network(run.carry(), inputs).ravel();
    return List.of(run.output().get(0), Rounding.round(answers, 3));
  }

  private static NDArray network(List<Layer> layers, NDArray x) {
    NDArray hidden = tanh(matmul(x, layers.get(0).weights()).add(layers.get(0).bias()));
    return matmul(hidden, layers.get(1).weights()).add(layers.get(1).bias());
  }

  /** The gradient of each example by itself. */
  private static Object perExample(List<NDArray> in) {
    Function<List<NDArray>, List<NDArray>> one =
        Grad.gradList(wxy -> dot(wxy.get(0), wxy.get(1)).sub(wxy.get(2)).pow(2), 0);
    return vmap(
            (NDArray w, NDArray x, NDArray y) -> one.apply(List.of(w, x, y)).getFirst(),
            inAxes(null, 0, 0))
        .apply(in.get(0), in.get(1), in.get(2));
  }

  /** Slope and curvature of Rosenbrock's valley, and where Newton's method ends in it. */
  private static Object rosenbrock(List<NDArray> in) {
    UnaryOperator<NDArray> f =
        x -> {
          NDArray beside = x.get(1).sub(x.get(0).pow(2));
          return x.get(0).neg().add(1.0).pow(2).add(beside.pow(2).mul(100));
        };
    UnaryOperator<NDArray> slope = grad(f);
    UnaryOperator<NDArray> curvature = Jacobian.hessian(f);
    NDArray p = in.getFirst();
    NDArray minimum =
        foriLoop(0, 6, (_, x) -> x.sub(Linalg.solve(curvature.apply(x), slope.apply(x))), p);
    return List.of(slope.apply(p), curvature.apply(p), minimum);
  }

  /** Adam: steps that are scaled by running means of slopes and squares (Kingma and Ba, 2014). */
  private static Object adam() {
    NDArray target = Creation.array(1f, 2f);
    UnaryOperator<NDArray> loss = x -> x.sub(target).pow(2).sum();
    NDArray zeros = Creation.zeros(2);
    Carried<Adam, NDArray> run =
        scan(
            (Adam at, NDArray step) -> {
              NDArray slope = grad(loss).apply(at.x());
              NDArray mean = at.mean().mul(0.9).add(slope.mul(0.1));
              NDArray square = at.square().mul(0.999).add(slope.mul(slope).mul(0.001));
              NDArray unbiased = mean.div(Creation.weak(0.9).pow(step).neg().add(1.0));
              NDArray scale = sqrt(square.div(Creation.weak(0.999).pow(step).neg().add(1.0)));
              NDArray x = at.x().sub(unbiased.div(scale.add(1e-8)).mul(0.1));
              return Carried.of(new Adam(x, mean, square), loss.apply(x));
            },
            new Adam(zeros, zeros, zeros),
            Creation.arange(1.0, 201.0));
    return List.of(run.carry().x(), run.output().get(0));
  }
}

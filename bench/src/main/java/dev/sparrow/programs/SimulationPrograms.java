package dev.sparrow.programs;

import static dev.sparrow.ops.ControlFlow.foriLoop;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.OuterProducts;
import dev.sparrow.ops.Reordering;
import dev.sparrow.random.DiscreteDistributions;
import dev.sparrow.random.Random;
import java.util.List;

/** Things that move in steps: fractals, cellular automata, diffusion, differential equations. */
final class SimulationPrograms {
  private SimulationPrograms() {}

  static void addTo(Programs programs) {
    programs.add("n04_mandelbrot", _ -> mandelbrot());
    programs.add1("n05_pi", SimulationPrograms::pi);
    programs.add("n08_life_glider", _ -> foriLoop(0, 4, (_, cells) -> lifeStep(cells), glider()));
    programs.add("n08_life_random", _ -> crowd());
    programs.add("n20_blur", _ -> blur());
    programs.add("n28_heat", _ -> heat());
    programs.add("n29_lorenz", _ -> lorenz(100));
    programs.add("n29_lorenz10", _ -> lorenz(10));
    programs.add("n33_sieve", _ -> primesBelow(1000));
  }

  /** Rounds until points escape: in all, how many never do, and one row. */
  private static Object mandelbrot() {
    record Orbit(NDArray re, NDArray im, NDArray count) {}
    NDArray re = Creation.linspace(-2, 1, 60).reshape(1, 60);
    NDArray im = Creation.linspace(-1.5, 1.5, 60).reshape(60, 1);
    NDArray zeros = Creation.zeros(60, 60);
    NDArray count =
        foriLoop(
                0,
                50,
                (_, at) -> {
                  NDArray re2 = at.re().mul(at.re());
                  NDArray im2 = at.im().mul(at.im());
                  NDArray inside = re2.add(im2).le(4);
                  return new Orbit(
                      Logic.where(inside, re2.sub(im2).add(re), at.re()),
                      Logic.where(inside, at.re().mul(at.im()).mul(2).add(im), at.im()),
                      at.count().add(inside.astype(DType.INT32)));
                },
                new Orbit(zeros, zeros, zeros.astype(DType.INT32)))
            .count();
    return List.of(count.sum(), count.eq(50).sum(), count.get(30));
  }

  /** Four times the part of random points of the unit square that lie in the circle. */
  private static NDArray pi(NDArray seed) {
    NDArray points = Random.uniform(Random.key(seed), 100_000, 2);
    return points.mul(points).sum(1).lt(1).mean().mul(4);
  }

  private static NDArray glider() {
    NDArray rows = Creation.array(0, 1, 2, 2, 2);
    NDArray columns = Creation.array(1, 2, 0, 1, 2);
    return Creation.zeros(8, 8).astype(DType.INT32).at(rows, columns).set(1);
  }

  /** Conway's game of life on a torus. */
  private static NDArray lifeStep(NDArray cells) {
    NDArray rows = cells.add(shift(cells, 1, 0)).add(shift(cells, -1, 0));
    NDArray neighbours = rows.add(shift(rows, 1, 1)).add(shift(rows, -1, 1)).sub(cells);
    NDArray alive = neighbours.eq(3).or(neighbours.eq(2).and(cells.eq(1)));
    return alive.astype(cells.dtype());
  }

  private static NDArray shift(NDArray x, long by, int axis) {
    return Reordering.roll(x, new long[] {by}, axis);
  }

  private static Object crowd() {
    NDArray cells = DiscreteDistributions.bernoulli(Random.key(0), 64, 64).astype(DType.INT32);
    NDArray after = foriLoop(0, 100, (_, now) -> lifeStep(now), cells);
    return List.of(cells.sum(), after.sum());
  }

  private static NDArray blur() {
    NDArray image = Creation.zeros(5, 5).at(2, 2).set(16.0);
    NDArray line = Creation.array(1f, 2f, 1f);
    NDArray kernel = OuterProducts.outer(line, line).div(16);
    return Convolutions.convolveNd(image, kernel, Convolutions.Part.SAME);
  }

  /** A hot point in a bar whose ends stay cold. */
  private static NDArray heat() {
    return foriLoop(
        0,
        10,
        (_, u) -> {
          NDArray inner = u.get("1:-1");
          NDArray bend = u.get("2:").sub(inner.mul(2)).add(u.get(":-2"));
          return u.at("1:-1").add(bend.mul(0.25));
        },
        Creation.zeros(11).at(5).set(1.0));
  }

  /** The Lorenz system by Runge and Kutta's method of fourth order. */
  private static NDArray lorenz(long steps) {
    double h = 0.01;
    return foriLoop(
        0,
        steps,
        (_, at) -> {
          NDArray k1 = lorenzSlope(at);
          NDArray k2 = lorenzSlope(at.add(k1.mul(h / 2)));
          NDArray k3 = lorenzSlope(at.add(k2.mul(h / 2)));
          NDArray k4 = lorenzSlope(at.add(k3.mul(h)));
          return at.add(k1.add(k2.mul(2)).add(k3.mul(2)).add(k4).mul(h / 6));
        },
        Creation.array(1f, 1f, 1f));
  }

  private static NDArray lorenzSlope(NDArray at) {
    NDArray x = at.get(0);
    NDArray y = at.get(1);
    NDArray z = at.get(2);
    return Joining.stack(
        List.of(
            y.sub(x).mul(10.0), x.mul(z.neg().add(28.0)).sub(y), x.mul(y).sub(z.mul(8.0 / 3.0))));
  }

  /** Eratosthenes: multiples of what still stands fall; a mask says which. */
  private static NDArray primesBelow(long limit) {
    NDArray numbers = Creation.arange(limit);
    NDArray sieve =
        foriLoop(
            2,
            (long) Math.sqrt((double) limit) + 1,
            (i, standing) -> {
              NDArray multiple = numbers.gt(i).and(numbers.mod(i).eq(0));
              return standing.and(multiple.and(standing.get(Index.at(i))).not());
            },
            numbers.ge(2));
    return sieve.sum();
  }
}

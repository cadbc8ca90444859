package dev.sparrow.programs;

import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Joining;
import dev.sparrow.random.DiscreteDistributions;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Random;
import java.util.ArrayList;
import java.util.List;

/** Programs that draw random numbers from a key, which is their first argument. */
final class RandomPrograms {
  private RandomPrograms() {}

  static void addTo(Programs programs) {
    programs.add1("rand_uniform", key -> Random.uniform(key, 3));
    programs.add1("rand_normal", key -> Random.normal(key, 3));
    programs.add1("rand_bits", key -> Random.bits(key, 4));
    programs.add1("rand_randint", key -> Random.randint(key, Shape.of(5), 0, 100));
    programs.add1("rand_split", key -> Random.keyData(Random.split(key, 3)));
    programs.add2("rand_fold", (key, i) -> Random.keyData(Random.foldIn(key, i)));
    programs.add1("rand_perm", key -> Permutations.permutation(key, 6));
    programs.add2("rand_bern", (key, p) -> DiscreteDistributions.bernoulli(key, p, Shape.of(4)));
    programs.add2("rand_cat", DiscreteDistributions::categorical);
    programs.add1("rand_chain", RandomPrograms::chain);
    programs.add1("rand_walk", key -> DiscreteDistributions.rademacher(key, 100).sum());
    programs.add("n22_walk", _ -> walk());
    programs.add("n22_walks", _ -> walks());
    programs.add("n40_prng", _ -> samples());
    programs.add(
        "n40_normal", _ -> List.of(Random.normal(Random.key(42)), Random.normal(Random.key(0), 3)));
  }

  /** Three numbers, each from a fresh key, the rest of which makes the next. */
  private static NDArray chain(NDArray first) {
    NDArray key = first;
    List<NDArray> values = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      NDArray keys = Random.split(key);
      values.add(Random.uniform(keys.get(1)));
      key = keys.get(0);
    }
    return Joining.stack(values);
  }

  /**
   * A walk of a thousand steps: where it ends, its highest and lowest point, when it was highest.
   */
  private static Object walk() {
    NDArray path = Cumulation.cumsum(DiscreteDistributions.rademacher(Random.key(0), 1000));
    return List.of(path.get(-1), path.max(), path.min(), path.argmax());
  }

  /** End points of 2000 such walks: mean and standard deviation. */
  private static Object walks() {
    NDArray ends =
        vmap((NDArray key) -> DiscreteDistributions.rademacher(key, 1000).sum())
            .apply(Random.split(Random.key(1), 2000));
    return List.of(ends.mean(), ends.std());
  }

  /** The first numbers that anyone draws. */
  private static Object samples() {
    NDArray key = Random.key(0);
    return List.of(
        Random.uniform(key, 3),
        Random.keyData(Random.split(key)),
        Random.randint(key, Shape.of(5), 0, 10),
        Permutations.permutation(key, 5),
        Random.keyData(Random.foldIn(key, 7)));
  }
}

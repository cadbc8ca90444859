package dev.sparrow.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses in which order the operands of an einsum are contracted, two at a time, so that few
 * products are computed: the best order of all for few operands, by dynamic programming over sets
 * of operands; for more, step by step the pair whose product is smallest next to its operands.
 */
final class ContractionPath {
  /** Operands up to which all orders are looked at: 3^8 steps. */
  private static final int EXHAUSTIVE = 8;

  private final List<Set<Integer>> operands;
  private final Set<Integer> result;
  private final Map<Integer, Long> extents;

  private ContractionPath(
      List<Set<Integer>> operands, Set<Integer> result, Map<Integer, Long> extents) {
    this.operands = operands;
    this.result = result;
    this.extents = extents;
  }

  /**
   * The order: pairs of positions in the list of what is left, the first less than the second. Both
   * are taken out and their product is put at the end.
   *
   * @param operands axis names of each operand
   * @param result axis names of the result
   * @param extents extent of each axis
   */
  static List<int[]> of(
      List<List<Integer>> operands, List<Integer> result, Map<Integer, Long> extents) {
    List<Set<Integer>> sets = new ArrayList<>();
    operands.forEach(names -> sets.add(new TreeSet<>(names)));
    ContractionPath path = new ContractionPath(sets, new TreeSet<>(result), extents);
    return operands.size() <= EXHAUSTIVE ? path.best() : path.greedy();
  }

  private double size(Set<Integer> names) {
    double size = 1;
    for (int name : names) {
      size *= extents.get(name);
    }
    return size;
  }

  /** Names that a product of some operands must keep: those that others or the result have. */
  private Set<Integer> kept(Set<Integer> names, Iterable<Set<Integer>> others) {
    Set<Integer> needed = new TreeSet<>(result);
    others.forEach(needed::addAll);
    Set<Integer> kept = new TreeSet<>(names);
    kept.retainAll(needed);
    return kept;
  }

  private static Set<Integer> union(Set<Integer> x, Set<Integer> y) {
    Set<Integer> all = new TreeSet<>(x);
    all.addAll(y);
    return all;
  }

  /** How a set of operands is best contracted: as the product of two parts, or as one operand. */
  private record Tree(Set<Integer> names, double cost, int left, int right) {}

  private List<int[]> best() {
    int all = (1 << operands.size()) - 1;
    @Nullable Tree[] trees = new Tree[all + 1];
    for (int set = 1; set <= all; set++) {
      if (Integer.bitCount(set) == 1) {
        trees[set] = new Tree(operands.get(Integer.numberOfTrailingZeros(set)), 0, 0, 0);
        continue;
      }
      List<Set<Integer>> others = new ArrayList<>();
      for (int i = 0; i < operands.size(); i++) {
        if ((set >> i & 1) == 0) {
          others.add(operands.get(i));
        }
      }
      int low = Integer.lowestOneBit(set);
      for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
        if ((part & low) == 0) {
          continue;
        }
        Tree left = Objects.requireNonNull(trees[part]);
        Tree right = Objects.requireNonNull(trees[set ^ part]);
        Set<Integer> names = union(left.names, right.names);
        double cost = left.cost + right.cost + size(names);
        Tree before = trees[set];
        if (before == null || cost < before.cost) {
          trees[set] = new Tree(kept(names, others), cost, part, set ^ part);
        }
      }
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      left.add(1 << i);
    }
    List<int[]> path = new ArrayList<>();
    walk(trees, all, left, path);
    return path;
  }

  private static void walk(@Nullable Tree[] trees, int set, List<Integer> left, List<int[]> path) {
    Tree tree = Objects.requireNonNull(trees[set]);
    if (tree.left == 0) {
      return;
    }
    walk(trees, tree.left, left, path);
    walk(trees, tree.right, left, path);
    int i = left.indexOf(tree.left);
    int j = left.indexOf(tree.right);
    path.add(new int[] {Math.min(i, j), Math.max(i, j)});
    left.remove(Math.max(i, j));
    left.remove(Math.min(i, j));
    left.add(set);
  }

  private List<int[]> greedy() {
    List<Set<Integer>> left = new ArrayList<>(operands);
    List<int[]> path = new ArrayList<>();
    while (left.size() > 1) {
      int[] bestPair = {0, 1};
      double bestGain = Double.POSITIVE_INFINITY;
      for (int i = 0; i < left.size(); i++) {
        for (int j = i + 1; j < left.size(); j++) {
          Set<Integer> product = product(left, i, j);
          double gain = size(product) - size(left.get(i)) - size(left.get(j));
          if (gain < bestGain) {
            bestGain = gain;
            bestPair = new int[] {i, j};
          }
        }
      }
      Set<Integer> product = product(left, bestPair[0], bestPair[1]);
      left.remove(bestPair[1]);
      left.remove(bestPair[0]);
      left.add(product);
      path.add(bestPair);
    }
    return path;
  }

  private Set<Integer> product(List<Set<Integer>> left, int i, int j) {
    List<Set<Integer>> others = new ArrayList<>(left);
    others.remove(j);
    others.remove(i);
    return kept(union(left.get(i), left.get(j)), others);
  }
}

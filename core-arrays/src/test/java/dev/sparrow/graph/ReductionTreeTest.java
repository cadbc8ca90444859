package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.graph.ReductionTree.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReductionTreeTest {
  @Test
  void countsLeaves() {
    assertEquals(0, ReductionTree.leaves(0));
    assertEquals(1, ReductionTree.leaves(1));
    assertEquals(1, ReductionTree.leaves(1024));
    assertEquals(2, ReductionTree.leaves(1025));
    assertEquals((1L << 53) - 1, ReductionTree.leaves(Long.MAX_VALUE - 1023));
  }

  @Test
  void coversExamples() {
    assertEquals(List.of(), ReductionTree.cover(5, 5));
    assertEquals(List.of(new Node(3, 0)), ReductionTree.cover(0, 8));
    assertEquals(
        List.of(new Node(0, 1), new Node(1, 1), new Node(2, 1), new Node(0, 8)),
        ReductionTree.cover(1, 9));
    assertEquals(
        List.of(new Node(2, 0), new Node(1, 2), new Node(0, 6)), ReductionTree.cover(0, 7));
  }

  @Test
  void coverIsExactAndHasAtMostTwoNodesALevel() {
    long seed = Long.getLong("seed", 31);
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      int scale = 1 + random.nextInt(40);
      long begin = random.nextLong(1L << scale);
      long end = begin + random.nextLong(1L << scale);
      String what = "seed " + seed + ": leaves " + begin + " to " + end;
      long at = begin;
      Map<Integer, Integer> perLevel = new HashMap<>();
      for (Node node : ReductionTree.cover(begin, end)) {
        assertEquals(at, node.index() << node.level(), what);
        at = (node.index() + 1) << node.level();
        assertTrue(perLevel.merge(node.level(), 1, Integer::sum) <= 2, what);
      }
      assertEquals(end, at, what);
    }
  }

  /** Nodes of adjacent ranges, folded along the tree, give the root whatever the cut. */
  @Test
  void anyCutFoldsToTheSameRoot() {
    int leaves = 13;
    String whole = fold(ReductionTree.cover(0, leaves), leaves);
    for (int first = 0; first <= leaves; first++) {
      for (int second = first; second <= leaves; second++) {
        Map<Node, String> parts = new HashMap<>();
        put(parts, 0, first);
        put(parts, first, second);
        put(parts, second, leaves);
        assertEquals(whole, node(new Node(4, 0), leaves, parts), first + " and " + second);
      }
    }
  }

  private static void put(Map<Node, String> parts, long begin, long end) {
    ReductionTree.cover(begin, end).forEach(part -> parts.put(part, text(part)));
  }

  private static String fold(List<Node> nodes, int leaves) {
    Map<Node, String> parts = new HashMap<>();
    nodes.forEach(part -> parts.put(part, text(part)));
    return node(new Node(4, 0), leaves, parts);
  }

  /** What a complete node is made of. */
  private static String text(Node node) {
    return node.level() == 0
        ? Long.toString(node.index())
        : "("
            + text(new Node(node.level() - 1, 2 * node.index()))
            + text(new Node(node.level() - 1, 2 * node.index() + 1))
            + ")";
  }

  /** A node from the parts that were shipped; a missing right child changes nothing. */
  private static String node(Node node, int leaves, Map<Node, String> parts) {
    if (parts.containsKey(node)) {
      return parts.get(node);
    }
    long right = 2 * node.index() + 1;
    String left = node(new Node(node.level() - 1, 2 * node.index()), leaves, parts);
    return right << (node.level() - 1) >= leaves
        ? left
        : "(" + left + node(new Node(node.level() - 1, right), leaves, parts) + ")";
  }
}

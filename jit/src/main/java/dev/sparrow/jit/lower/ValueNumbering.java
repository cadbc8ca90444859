package dev.sparrow.jit.lower;

import dev.sparrow.jit.lower.KernelExpr.Apply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives equal nodes one object, so that a writer which emits an object once computes each value
 * once. Walks without recursion: expressions may be many thousand nodes deep before they are cut.
 */
public final class ValueNumbering {
  private ValueNumbering() {}

  /**
   * Rebuilds expressions with one object per distinct value, simplifying again what became equal.
   *
   * @param roots expressions
   * @return the rebuilt expressions, in the same order
   */
  public static List<KernelExpr> unify(List<KernelExpr> roots) {
    return replace(roots, Map.of());
  }

  /**
   * Rebuilds expressions with other nodes in place of some, simplified again.
   *
   * @param roots expressions
   * @param replacements what stands for which node
   * @return the rebuilt expressions, in the same order
   */
  public static List<KernelExpr> replace(
      List<KernelExpr> roots, Map<KernelExpr, KernelExpr> replacements) {
    Map<KernelExpr, KernelExpr> rebuilt = new HashMap<>();
    Map<KernelExpr, KernelExpr> leaves = new HashMap<>();
    Map<Shape, KernelExpr> distinct = new HashMap<>();
    for (KernelExpr node : operandsFirst(roots)) {
      KernelExpr one = replacements.get(node);
      if (one != null) {
        rebuilt.put(node, one);
        continue;
      }
      if (node instanceof Apply(Op op, LaneType type, List<KernelExpr> args)) {
        List<KernelExpr> newArgs = args.stream().map(rebuilt::get).toList();
        KernelExpr fresh = Simplify.apply(op, type, newArgs);
        one =
            fresh instanceof Apply made
                ? distinct.computeIfAbsent(
                    new Shape(made.op(), made.type(), made.args()), _ -> made)
                : leaves.computeIfAbsent(fresh, leaf -> leaf);
      } else {
        one = leaves.computeIfAbsent(node, leaf -> leaf);
      }
      rebuilt.put(node, one);
    }
    return roots.stream().map(rebuilt::get).toList();
  }

  /**
   * All nodes reachable from the roots, each once, operands before what uses them.
   *
   * @param roots expressions
   * @return the nodes in an order fixed by the structure alone
   */
  public static List<KernelExpr> operandsFirst(List<KernelExpr> roots) {
    List<KernelExpr> order = new ArrayList<>();
    Set<KernelExpr> seen = new HashSet<>();
    Set<KernelExpr> placed = new HashSet<>();
    Deque<KernelExpr> open = new ArrayDeque<>();
    for (KernelExpr root : roots) {
      open.push(root);
      while (!open.isEmpty()) {
        KernelExpr node = open.peek();
        if (seen.add(node)) {
          for (KernelExpr arg : node.args().reversed()) {
            if (!seen.contains(arg)) {
              open.push(arg);
            }
          }
        } else {
          open.pop();
          if (placed.add(node)) {
            order.add(node);
          }
        }
      }
    }
    return order;
  }

  private record Shape(Op op, LaneType type, List<KernelExpr> args) {}
}

package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a loop over vectors computes only where a lane asks for it: the nodes that nothing but the
 * second operand of {@link Op#RARELY} uses. Nodes with one mask share a branch.
 */
final class RareParts {
  /** Operations in a part that are worth a test and a branch. */
  private static final int WORTHWHILE = 6;

  /** How many times less a node in a branch counts than another. */
  static final int LESS = 4;

  /** Without any. */
  static final RareParts NONE = new RareParts();

  private final Map<KernelExpr, Part> parts = new HashMap<>();
  private final Set<KernelExpr> inside = new HashSet<>();

  private RareParts() {}

  /**
   * A branch.
   *
   * @param choices the RARELY nodes that it belongs to, of one mask, none of which needs another
   * @param inside what is computed in it alone
   */
  record Part(List<Apply> choices, Set<KernelExpr> inside) {
    KernelExpr mask() {
      return choices.getFirst().args().getFirst();
    }
  }

  /**
   * Finds the parts of a body.
   *
   * @param body the body
   * @return its parts; a choice within another's part has none
   */
  static RareParts of(KernelBody body) {
    List<KernelExpr> nodes = body.nodes();
    if (nodes.stream().noneMatch(RareParts::isChoice)) {
      return NONE;
    }
    Map<KernelExpr, List<Apply>> users = new HashMap<>();
    for (KernelExpr node : nodes) {
      for (KernelExpr operand : node.args()) {
        users.computeIfAbsent(operand, _ -> new ArrayList<>()).add((Apply) node);
      }
    }
    RareParts found = new RareParts();
    Set<KernelExpr> outputs = new HashSet<>(body.outputs());
    // Backwards, so that a choice comes after those whose parts it may lie in.
    for (KernelExpr node : nodes.reversed()) {
      if (isChoice(node) && !found.parts.containsKey(node) && !found.inside.contains(node)) {
        List<Apply> choices = found.choicesLike((Apply) node, nodes);
        Set<KernelExpr> inside = exclusive(choices, nodes, users, outputs);
        if (inside.stream().filter(Apply.class::isInstance).count() >= WORTHWHILE) {
          Part part = new Part(choices, inside);
          choices.forEach(choice -> found.parts.put(choice, part));
          found.inside.addAll(inside);
        }
      }
    }
    return found;
  }

  private static boolean isChoice(KernelExpr node) {
    return node instanceof Apply apply && apply.op() == Op.RARELY;
  }

  /** Choices with the mask of a given one that can be made at one time with it. */
  private List<Apply> choicesLike(Apply given, List<KernelExpr> nodes) {
    List<Apply> choices = new ArrayList<>();
    Set<KernelExpr> after = new HashSet<>();
    for (KernelExpr node : nodes) {
      if (node.args().stream().anyMatch(after::contains)) {
        after.add(node);
      } else if (isChoice(node)
          && node.args().getFirst().equals(given.args().getFirst())
          && !parts.containsKey(node)
          && !inside.contains(node)) {
        choices.add((Apply) node);
        after.add(node);
      }
    }
    return choices.contains(given) ? choices : List.of(given);
  }

  private static Set<KernelExpr> exclusive(
      List<Apply> choices,
      List<KernelExpr> nodes,
      Map<KernelExpr, List<Apply>> users,
      Set<KernelExpr> outputs) {
    Set<KernelExpr> inside = new HashSet<>();
    for (KernelExpr node : nodes.reversed()) {
      boolean own =
          users.getOrDefault(node, List.of()).stream()
              .allMatch(user -> inside.contains(user) || isForRare(node, user, choices));
      if (own && users.containsKey(node) && !outputs.contains(node)) {
        inside.add(node);
      }
    }
    return inside;
  }

  private static boolean isForRare(KernelExpr node, Apply user, List<Apply> choices) {
    List<KernelExpr> args = user.args();
    return choices.contains(user) && !args.get(0).equals(node) && !args.get(2).equals(node);
  }

  /** The part that a choice belongs to, or null where everything is computed for every lane. */
  @Nullable Part of(KernelExpr choice) {
    return parts.get(choice);
  }

  /** Whether a node is computed in a branch only. */
  boolean isInside(KernelExpr node) {
    return inside.contains(node);
  }

  /** Estimated bytecode of all parts. */
  int sizeBytes() {
    return inside.stream().mapToInt(KernelBody::sizeBytes).sum();
  }

  /** The parts, each once. */
  Set<Part> all() {
    return new HashSet<>(parts.values());
  }
}

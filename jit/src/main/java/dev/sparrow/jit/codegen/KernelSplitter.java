package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Apply;
import dev.sparrow.jit.lower.KernelExpr.BaseWord;
import dev.sparrow.jit.lower.KernelExpr.Carry;
import dev.sparrow.jit.lower.KernelExpr.Const;
import dev.sparrow.jit.lower.KernelExpr.IndexLow;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.Storage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a body that is too large for one kernel into pieces that run one after another over a block.
 * Nodes keep their order; a cut is made, within the size a piece may have, where the fewest values
 * are alive. Those pass through scratch that stays in the first-level cache; loads, constants and
 * values that are the same for the whole block are computed again instead.
 */
final class KernelSplitter {
  /** Operations on values uniform over the block that are worth repeating in each piece. */
  private static final int CHEAP = 3;

  private final KernelBody body;
  private final List<KernelExpr> steps = new ArrayList<>();
  private final Map<KernelExpr, Integer> positions = new HashMap<>();
  private final Map<KernelExpr, Integer> repeats = new HashMap<>();
  private final Map<KernelExpr, Integer> lastUse = new HashMap<>();

  private KernelSplitter(KernelBody body) {
    this.body = body;
    for (KernelExpr node : body.nodes()) {
      repeats.put(node, repeats(node));
      if (repeats.get(node) > CHEAP) {
        positions.put(node, steps.size());
        steps.add(node);
      }
    }
    for (KernelExpr step : steps) {
      for (KernelExpr operand : ((Apply) step).args()) {
        lastUse.merge(operand, positions.get(step), Math::max);
      }
    }
  }

  /**
   * A kernel of a split body.
   *
   * @param body what it computes
   * @param inputs for each of its inputs, a slot of the whole frame, or -1-k for scratch value k
   * @param outputs the same for each of its outputs
   */
  record Piece(KernelBody body, List<Integer> inputs, List<Integer> outputs) {}

  /**
   * Pieces in the order they run.
   *
   * @param pieces the pieces
   * @param scratchValues blocks of scratch that they pass values through
   */
  record Split(List<Piece> pieces, int scratchValues) {}

  static Split split(KernelBody body) {
    KernelSplitter splitter = new KernelSplitter(body);
    for (int target = KernelBody.SIZE_LIMIT * 3 / 4; target > 100; target = target * 3 / 4) {
      Split split = splitter.cut(target);
      if (split.pieces.stream().allMatch(piece -> piece.body.fits())) {
        return split;
      }
    }
    throw new IllegalArgumentException(
        "KernelSplitter: a body of "
            + body.sizeBytes()
            + " bytes has too many values alive at once");
  }

  /**
   * Operations that computing a node again costs: none for a leaf, without bound for a node that
   * differs from element to element.
   */
  private int repeats(KernelExpr node) {
    return switch (node) {
      case Const _, Scalar _, BaseWord _, Load _, IndexLow _, Carry _ -> 0;
      case Apply(_, _, List<KernelExpr> args) -> {
        int operations = 1;
        for (KernelExpr arg : args) {
          boolean varies = arg instanceof Load || arg instanceof IndexLow;
          operations += varies ? CHEAP + 1 : repeats.get(arg);
        }
        yield Math.min(operations, CHEAP + 1);
      }
    };
  }

  private Split cut(int target) {
    List<Piece> pieces = new ArrayList<>();
    Map<KernelExpr, Integer> scratch = new HashMap<>();
    Deque<Integer> free = new ArrayDeque<>();
    int slots = 0;
    int begin = 0;
    do {
      int end = endOfPiece(begin, target);
      for (KernelExpr step : steps.subList(begin, end)) {
        if (lastUse.getOrDefault(step, -1) >= end) {
          scratch.put(step, free.isEmpty() ? slots++ : free.pop());
        }
      }
      pieces.add(piece(begin, end, scratch));
      for (KernelExpr step : steps.subList(0, end)) {
        if (scratch.containsKey(step) && lastUse.get(step) < end) {
          free.push(scratch.remove(step));
        }
      }
      begin = end;
    } while (begin < steps.size());
    return new Split(pieces, slots);
  }

  /**
   * Where to end a piece: between half the target and the target, after the step with fewest alive.
   */
  private int endOfPiece(int begin, int target) {
    int bytes = 0;
    int best = begin + 1;
    int fewest = Integer.MAX_VALUE;
    for (int end = begin + 1; end <= steps.size(); end++) {
      bytes += KernelBody.sizeBytes(steps.get(end - 1));
      if (bytes > target) {
        return best;
      }
      if (bytes >= target / 2) {
        int alive = alive(end);
        if (alive <= fewest) {
          fewest = alive;
          best = end;
        }
      } else {
        best = end;
      }
    }
    return steps.size();
  }

  private int alive(int end) {
    int bytes = 0;
    for (KernelExpr step : steps.subList(0, end)) {
      bytes += lastUse.getOrDefault(step, -1) >= end ? step.type().bytes() : 0;
    }
    return bytes;
  }

  private Piece piece(int begin, int end, Map<KernelExpr, Integer> scratch) {
    Rewriter rewriter = new Rewriter(begin, scratch);
    List<KernelExpr> outputs = new ArrayList<>();
    List<Storage> storages = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    Set<KernelExpr> members = new HashSet<>(steps.subList(begin, end));
    for (KernelExpr step : steps.subList(begin, end)) {
      if (scratch.containsKey(step)) {
        outputs.add(rewriter.rewrite(step));
        storages.add(Storage.of(step.type()));
        targets.add(-1 - scratch.get(step));
      }
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      KernelExpr output = body.outputs().get(i);
      boolean isStep = positions.containsKey(output);
      // What needs no step (a load, a constant) is stored by the last piece.
      if (isStep ? members.contains(output) : end == steps.size()) {
        outputs.add(rewriter.rewrite(output));
        storages.add(body.storage(i));
        targets.add(body.outputSlot(i));
      }
    }
    KernelBody own = KernelBody.of(rewriter.sources.size(), outputs, storages);
    return new Piece(own, List.copyOf(rewriter.sources), targets);
  }

  /** Expressions of one piece: what an earlier piece computed becomes a load from scratch. */
  private final class Rewriter {
    private final int begin;
    private final Map<KernelExpr, Integer> scratch;
    private final Map<KernelExpr, KernelExpr> rewritten = new HashMap<>();
    private final Map<Integer, Integer> inputs = new HashMap<>();
    final List<Integer> sources = new ArrayList<>();

    Rewriter(int begin, Map<KernelExpr, Integer> scratch) {
      this.begin = begin;
      this.scratch = scratch;
    }

    KernelExpr rewrite(KernelExpr node) {
      KernelExpr known = rewritten.get(node);
      if (known == null) {
        known =
            switch (node) {
              case Const _, BaseWord _, IndexLow _ -> node;
              case Load(int input, var storage) -> new Load(input(body.inputSlot(input)), storage);
              case Scalar(int input, var type) -> new Scalar(input(body.inputSlot(input)), type);
              case Carry _ -> throw new IllegalArgumentException("a recurrence is not split");
              case Apply apply -> apply(apply);
            };
        rewritten.put(node, known);
      }
      return known;
    }

    private KernelExpr apply(Apply node) {
      Integer position = positions.get(node);
      if (position != null && position < begin) {
        return new Load(input(-1 - scratch.get(node)), node.type());
      }
      return new Apply(node.op(), node.type(), node.args().stream().map(this::rewrite).toList());
    }

    private int input(int source) {
      return inputs.computeIfAbsent(
          source,
          _ -> {
            sources.add(source);
            return sources.size() - 1;
          });
    }
  }
}

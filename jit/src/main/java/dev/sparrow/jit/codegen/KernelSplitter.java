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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a body that is too large for one kernel, or that computes much in 4-byte lanes beside 8-byte
 * ones, into pieces that run one after another over a block. Where widths do not matter, nodes keep
 * their order, and a cut is made, within the size a piece may have, where the fewest values are
 * alive. Those pass through scratch that stays in the first-level cache; loads, constants and
 * values that are the same for the whole block are computed again instead.
 *
 * <p>A loop has as many lanes as its widest type leaves room for, so a hash of 4-byte words runs at
 * half its speed in the loop of the 8-byte logarithm that follows. A run of enough narrow nodes
 * therefore makes a piece of its own.
 */
final class KernelSplitter {
  /** Operations on values uniform over the block that are worth repeating in each piece. */
  private static final int CHEAP = 3;

  /** Narrow operations in a row that are worth the way through scratch to have all lanes. */
  private static final int WORTHWHILE = 24;

  private final KernelBody body;
  private final RareParts rare;
  private final List<KernelExpr> steps = new ArrayList<>();
  private final Map<KernelExpr, Integer> positions = new HashMap<>();
  private final Map<KernelExpr, Integer> repeats = new HashMap<>();
  private final Map<KernelExpr, Integer> lastUse = new HashMap<>();

  /** Positions at which a piece begins whatever its size. */
  private final List<Integer> turns = new ArrayList<>();

  private KernelSplitter(KernelBody body) {
    this.body = body;
    this.rare = RareParts.of(body);
    List<KernelExpr> costly = new ArrayList<>();
    for (KernelExpr node : body.nodes()) {
      repeats.put(node, repeats(node));
      if (repeats.get(node) > CHEAP) {
        costly.add(node);
      }
    }
    for (List<KernelExpr> run : runs(costly)) {
      if (!steps.isEmpty()) {
        turns.add(steps.size());
      }
      for (KernelExpr node : together(run)) {
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
   * @param scratchWidth bytes that an element of the widest of these takes
   */
  record Split(List<Piece> pieces, int scratchValues, int scratchWidth) {}

  /** Whether a body that would fit one kernel is faster in several. */
  static boolean hasTurns(KernelBody body) {
    return body.laneBytes() == 8 && !new KernelSplitter(body).turns.isEmpty();
  }

  /**
   * The nodes as runs of one width, each as long as operands allow. A run of narrow nodes that is
   * not worth a piece is part of the wide run before it, or of the one after it.
   */
  private static List<List<KernelExpr>> runs(List<KernelExpr> nodes) {
    List<List<KernelExpr>> runs = new ArrayList<>();
    Set<KernelExpr> waiting = new LinkedHashSet<>(nodes);
    boolean joins = false;
    for (boolean wide = false; !waiting.isEmpty(); wide = !wide) {
      List<KernelExpr> run = new ArrayList<>();
      for (KernelExpr node : List.copyOf(waiting)) {
        // Nodes come after their operands, so one pass finds all that the run can take.
        if (isWide(node) == wide && node.args().stream().noneMatch(waiting::contains)) {
          run.add(node);
          waiting.remove(node);
        }
      }
      boolean own = wide || run.size() >= WORTHWHILE;
      if (runs.isEmpty() || own && !joins) {
        runs.add(run);
      } else {
        runs.getLast().addAll(run);
      }
      joins = !own;
    }
    return delayed(nodes, runs);
  }

  /**
   * Moves narrow nodes into the last narrow run before what uses them: what only the end needs is
   * then not kept alive from the beginning, nor computed in a wide loop.
   */
  private static List<List<KernelExpr>> delayed(
      List<KernelExpr> nodes, List<List<KernelExpr>> runs) {
    if (runs.size() == 1) {
      return runs;
    }
    Map<KernelExpr, Integer> runOf = new HashMap<>();
    List<Integer> narrow = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      for (KernelExpr node : runs.get(run)) {
        runOf.put(node, run);
      }
      if (runs.get(run).stream().noneMatch(KernelSplitter::isWide)) {
        narrow.add(run);
      }
    }
    Map<KernelExpr, Integer> firstUse = new HashMap<>();
    for (KernelExpr node : nodes.reversed()) {
      int own = runOf.get(node);
      int use = firstUse.getOrDefault(node, runs.size());
      if (!isWide(node)) {
        own = narrow.stream().filter(run -> run <= use).reduce(own, Math::max);
        runOf.put(node, own);
      }
      for (KernelExpr operand : node.args()) {
        firstUse.merge(operand, own, Math::min);
      }
    }
    List<List<KernelExpr>> moved = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      int wanted = run;
      moved.add(nodes.stream().filter(node -> runOf.get(node) == wanted).toList());
    }
    return moved;
  }

  /** A run with what lies in a rare part right before the first choice it is for. */
  private List<KernelExpr> together(List<KernelExpr> run) {
    List<KernelExpr> ordered = new ArrayList<>();
    Set<KernelExpr> waiting = new LinkedHashSet<>();
    for (KernelExpr node : run) {
      if (rare.isInside(node)) {
        waiting.add(node);
        continue;
      }
      RareParts.Part part = rare.of(node);
      if (part != null) {
        List<KernelExpr> own = waiting.stream().filter(part.inside()::contains).toList();
        ordered.addAll(own);
        own.forEach(waiting::remove);
      }
      ordered.add(node);
    }
    ordered.addAll(waiting);
    return ordered;
  }

  /** Whether a cut would have a rare part computed, and kept in scratch, for every element. */
  private boolean partsRare(int end) {
    return rare.all().stream()
        .anyMatch(part ->
            part.inside().stream().anyMatch(node -> positions.getOrDefault(node, end) < end)
                && part.choices().stream()
                    .anyMatch(node -> positions.getOrDefault(node, -1) >= end));
  }

  private static boolean isWide(KernelExpr node) {
    return node.type().bytes() == 8
        || node.args().stream().anyMatch(arg -> arg.type().bytes() == 8);
  }

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
    int width = 1;
    int begin = 0;
    do {
      int end = endOfPiece(begin, target);
      for (KernelExpr step : steps.subList(begin, end)) {
        if (lastUse.getOrDefault(step, -1) >= end) {
          scratch.put(step, free.isEmpty() ? slots++ : free.pop());
          width = Math.max(width, step.type().bytes());
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
    return new Split(pieces, slots, width);
  }

  /**
   * Where to end a piece: between half the target and the target, after the step with fewest alive.
   */
  private int endOfPiece(int begin, int target) {
    int bytes = 0;
    int best = begin + 1;
    int fewest = Integer.MAX_VALUE;
    int last = turns.stream().filter(turn -> turn > begin).findFirst().orElse(steps.size());
    for (int end = begin + 1; end <= last; end++) {
      KernelExpr step = steps.get(end - 1);
      bytes += KernelBody.sizeBytes(step) / (rare.isInside(step) ? RareParts.LESS : 1);
      if (bytes > target) {
        return best;
      }
      if (bytes >= target / 2) {
        int alive = partsRare(end) ? Integer.MAX_VALUE - 1 : alive(end);
        if (alive <= fewest) {
          fewest = alive;
          best = end;
        }
      } else {
        best = end;
      }
    }
    return last;
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
    int kept = (int) targets.stream().filter(target -> target < 0).count();
    KernelBody own =
        KernelBody.ofStep(
            rewriter.sources.size(),
            outputs.subList(0, kept),
            outputs.subList(kept, outputs.size()),
            storages);
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

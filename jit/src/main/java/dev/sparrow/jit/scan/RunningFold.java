package dev.sparrow.jit.scan;

import dev.sparrow.array.DType;
import dev.sparrow.graph.CumulativeOrder;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.sort.Line;
import org.jspecify.annotations.Nullable;

/**
 * Folds leaves of lines. What a leaf folds to, and what precedes it, is kept as raw bits of the
 * type that folds are computed in: float32 for narrow floats, which are rounded once when they are
 * written; for them a leaf is folded again when what precedes it is known. So are leaves that
 * {@link SumFold} takes, of which the first go writes nothing but the first leaf.
 */
public final class RunningFold {
  /** Leaves folded side by side, because each addition of a leaf waits for the one before. */
  public static final int CHAINS = 8;

  private final FoldType type;
  private final boolean again;
  private final @Nullable SumFold sums;

  /**
   * @param monoid how elements combine
   * @param dtype their type, not complex
   */
  public RunningFold(Monoid monoid, DType dtype) {
    this.type = FoldType.of(monoid, dtype);
    this.sums = type.sums();
    this.again = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  private static int length(long count, long leaf) {
    return (int) Math.min(CumulativeOrder.LEAF, count - leaf * CumulativeOrder.LEAF);
  }

  /** Sums of whole leaves; the first leaf is left out. */
  private long totals(SumFold fold, Line from, long count, long begin, long end, long[] totals) {
    long distance = CumulativeOrder.LEAF * from.step();
    long leaf = begin;
    for (;
        leaf + SumFold.TOTALS <= end
            && length(count, leaf + SumFold.TOTALS - 1) == CumulativeOrder.LEAF;
        leaf += SumFold.TOTALS) {
      long first = from.address() + leaf * distance;
      fold.totals(first, from.step(), distance, CumulativeOrder.LEAF, totals, (int) leaf);
    }
    return leaf;
  }

  /** Writes sums of whole leaves behind what precedes them. */
  private long behind(
      SumFold fold, Line from, Line to, long count, long begin, long end, long[] before) {
    long read = CumulativeOrder.LEAF * from.step();
    long write = CumulativeOrder.LEAF * to.step();
    long leaf = begin;
    for (;
        leaf + SumFold.SUMS <= end
            && length(count, leaf + SumFold.SUMS - 1) == CumulativeOrder.LEAF;
        leaf += SumFold.SUMS) {
      fold.behind(
          new SumFold.Leaves(from.address() + leaf * read, from.step(), read),
          new SumFold.Leaves(to.address() + leaf * write, to.step(), write),
          CumulativeOrder.LEAF,
          before,
          (int) leaf);
    }
    return leaf;
  }

  /**
   * Folds leaves of a line by themselves.
   *
   * @param from the line
   * @param to where the folds go
   * @param count elements of the line
   * @param begin first leaf
   * @param end one past the last leaf
   * @param totals what each leaf folds to, by leaf
   */
  public void fold(Line from, Line to, long count, long begin, long end, long[] totals) {
    long[] sources = new long[CHAINS];
    long[] targets = new long[CHAINS];
    long[] folds = new long[CHAINS];
    long leaf = begin;
    if (sums != null) {
      if (begin == 0) {
        totals[0] = foldOne(from, to, count, 0);
        leaf = 1;
      }
      leaf = totals(sums, from, count, Math.min(leaf, end), end, totals);
    }
    for (;
        leaf + CHAINS <= end && length(count, leaf + CHAINS - 1) == CumulativeOrder.LEAF;
        leaf += CHAINS) {
      for (int chain = 0; chain < CHAINS; chain++) {
        long first = (leaf + chain) * CumulativeOrder.LEAF;
        sources[chain] = from.address() + first * from.step();
        targets[chain] = to.address() + first * to.step();
      }
      type.foldChains(sources, from.step(), targets, to.step(), CumulativeOrder.LEAF, folds);
      for (int chain = 0; chain < CHAINS; chain++) {
        totals[(int) leaf + chain] = folds[chain];
      }
    }
    for (; leaf < end; leaf++) {
      totals[(int) leaf] = foldOne(from, to, count, leaf);
    }
  }

  private long foldOne(Line from, Line to, long count, long leaf) {
    long first = leaf * CumulativeOrder.LEAF;
    return type.fold(
        from.address() + first * from.step(),
        from.step(),
        to.address() + first * to.step(),
        to.step(),
        length(count, leaf));
  }

  /**
   * Folds neighbouring lines, leaf by leaf.
   *
   * @param from the first line
   * @param fromNext bytes to the next line
   * @param to where the folds of the first line go
   * @param toNext bytes to the next line there
   * @param count elements of each line
   * @param lines number of lines, at most {@link #CHAINS}
   */
  public void foldSideBySide(
      Line from, long fromNext, Line to, long toNext, long count, int lines) {
    long[] sources = new long[CHAINS];
    long[] targets = new long[CHAINS];
    long[] sums = new long[CHAINS];
    FoldTree[] trees = new FoldTree[lines];
    for (int line = 0; line < lines; line++) {
      trees[line] = new FoldTree(type);
    }
    long leaves = (count + CumulativeOrder.LEAF - 1) / CumulativeOrder.LEAF;
    for (long leaf = 0; leaf < leaves; leaf++) {
      long first = leaf * CumulativeOrder.LEAF;
      int length = length(count, leaf);
      for (int line = 0; line < CHAINS; line++) {
        // Lines that are not there repeat the last one: it is folded twice to the same bits.
        int own = Math.min(line, lines - 1);
        sources[line] = from.address() + own * fromNext + first * from.step();
        targets[line] = to.address() + own * toNext + first * to.step();
      }
      type.foldChains(sources, from.step(), targets, to.step(), length, sums);
      for (int line = 0; line < lines; line++) {
        if (leaf > 0) {
          combine(
              !again,
              sources[line],
              from.step(),
              targets[line],
              to.step(),
              length,
              trees[line].before());
        }
        trees[line].push(sums[line]);
      }
    }
  }

  /**
   * What precedes each leaf.
   *
   * @param totals what each leaf folds to
   * @return the fold of all leaves before, by leaf; that of the first means nothing
   */
  public long[] before(long[] totals) {
    long[] before = new long[totals.length];
    FoldTree tree = new FoldTree(type);
    for (int leaf = 0; leaf < totals.length; leaf++) {
      before[leaf] = leaf == 0 ? 0 : tree.before();
      tree.push(totals[leaf]);
    }
    return before;
  }

  /**
   * Combines what precedes leaves into their folds.
   *
   * @param from the line
   * @param to its folds, which are changed
   * @param count elements of the line
   * @param begin first leaf, at least 1
   * @param end one past the last leaf
   * @param before what precedes each leaf
   */
  public void combine(Line from, Line to, long count, long begin, long end, long[] before) {
    long whole = sums == null ? begin : behind(sums, from, to, count, begin, end, before);
    for (long leaf = whole; leaf < end; leaf++) {
      long first = leaf * CumulativeOrder.LEAF;
      // Leaves that were added up but not written are folded again.
      boolean written = sums == null && !again;
      combine(
          written,
          from.address() + first * from.step(),
          from.step(),
          to.address() + first * to.step(),
          to.step(),
          length(count, leaf),
          before[(int) leaf]);
    }
  }

  private void combine(
      boolean written,
      long source,
      long sourceStep,
      long target,
      long targetStep,
      int length,
      long before) {
    if (written) {
      type.combine(target, targetStep, length, before);
    } else {
      type.foldBehind(source, sourceStep, target, targetStep, length, before);
    }
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.jit.run.LeafSource.Tile;
import java.util.List;

/**
 * Runs a region with folds: leaves for each kept position, folded by the tree. Work is shared out
 * as tiles of kept positions, and where those are few, as runs of leaves, whose nodes are put
 * together in order at the end; so the result does not depend on the sharing.
 *
 * @param source computes leaves
 * @param targets where results go, one for each fold
 * @param kept number of kept positions
 * @param leaves leaves for each of them
 * @param scratchBytes scratch a worker needs
 * @param parallel whether the work is worth more than one thread
 */
record FoldLoop(
    LeafSource source,
    List<FoldTarget> targets,
    long kept,
    long leaves,
    long scratchBytes,
    boolean parallel)
    implements RowStep {
  /** Items for each thread from which tiles alone are shared out. */
  private static final int ITEMS_PER_THREAD = 8;

  @Override
  public void run(Addresses addresses) {
    long tiles = (kept + source.width() - 1) / source.width();
    source.expect(tiles * leaves);
    int threads = parallel ? addresses.threads() : 1;
    long wanted = (long) threads * ITEMS_PER_THREAD;
    if (threads == 1 || tiles >= wanted) {
      ParallelLoop.run(
          tiles,
          threads,
          (worker, begin, end) -> {
            long last = Math.min(kept, end * source.width());
            foldPositions(addresses, worker, begin * source.width(), last);
          });
    } else {
      shareLeaves(addresses, tiles, threads, Math.max(1, leaves * tiles / wanted));
    }
  }

  @Override
  public boolean splitsInto(long rows) {
    return source.startsAnywhere() && kept % rows == 0;
  }

  @Override
  public void expectRows() {
    source.expect((kept + source.width() - 1) / source.width() * leaves);
  }

  @Override
  public void runRows(Addresses addresses, int worker, long rows, long begin, long end) {
    foldPositions(addresses, worker, begin * (kept / rows), end * (kept / rows));
  }

  @Override
  public String describe() {
    return source.describe();
  }

  private void foldPositions(Addresses addresses, int worker, long begin, long end) {
    Worker at = new Worker(addresses, addresses.scratch(worker), source.ports(), LeafFold.FRAME);
    at.rowsEnd = source.startsAnywhere() ? end : 0;
    long[][] values = leafValues();
    TreeFold[] folds = folds();
    for (long first = begin; first < end; first += source.width()) {
      for (TreeFold fold : folds) {
        fold.clear();
      }
      Tile tile = new Tile(first, (int) Math.min(source.width(), end - first));
      foldLeaves(at, tile, 0, leaves, values, folds);
      write(addresses, tile, folds);
    }
  }

  private Tile tile(long number) {
    long first = number * source.width();
    return new Tile(first, (int) Math.min(source.width(), kept - first));
  }

  private void shareLeaves(Addresses addresses, long tiles, int threads, long chunkLeaves) {
    long chunks = (leaves + chunkLeaves - 1) / chunkLeaves;
    TreeFold[][] parts = new TreeFold[Math.toIntExact(tiles * chunks)][];
    ParallelLoop.run(
        parts.length,
        threads,
        (worker, begin, end) -> {
          Worker at =
              new Worker(addresses, addresses.scratch(worker), source.ports(), LeafFold.FRAME);
          long[][] values = leafValues();
          for (long part = begin; part < end; part++) {
            TreeFold[] folds = folds();
            long first = part % chunks * chunkLeaves;
            long last = Math.min(leaves, first + chunkLeaves);
            foldLeaves(at, tile(part / chunks), first, last, values, folds);
            parts[(int) part] = folds;
          }
        });
    for (long tile = 0; tile < tiles; tile++) {
      TreeFold[] whole = folds();
      for (long chunk = 0; chunk < chunks; chunk++) {
        TreeFold[] part = parts[(int) (tile * chunks + chunk)];
        for (int fold = 0; fold < whole.length; fold++) {
          whole[fold].pushAll(part[fold]);
        }
      }
      write(addresses, tile(tile), whole);
    }
  }

  private void foldLeaves(
      Worker at, Tile tile, long begin, long end, long[][] values, TreeFold[] folds) {
    long leaf = begin;
    while (leaf < end) {
      int count = (int) Math.min(source.leavesAtOnce(), end - leaf);
      source.leaves(at, tile, leaf, count, values);
      for (int fold = 0; fold < folds.length; fold++) {
        long index = targets.get(fold).firstLeaf() + leaf;
        if (source.width() == 1) {
          folds[fold].pushLeaves(index, count, values[fold]);
        } else {
          folds[fold].push(0, index, values[fold]);
        }
      }
      leaf += count;
    }
  }

  private void write(Addresses addresses, Tile tile, TreeFold[] folds) {
    for (int fold = 0; fold < folds.length; fold++) {
      FoldTarget target = targets.get(fold);
      target.close(folds[fold]);
      for (int i = 0; i < tile.count(); i++) {
        target.write(addresses, folds[fold], i, tile.first() + i);
      }
    }
  }

  private long[][] leafValues() {
    // One by one: of arrays whose number is known only here, HotSpot makes an array of arrays
    // slowly.
    long[][] values = new long[targets.size()][];
    for (int fold = 0; fold < values.length; fold++) {
      values[fold] = new long[Math.max(source.width(), source.leavesAtOnce())];
    }
    return values;
  }

  private TreeFold[] folds() {
    TreeFold[] folds = new TreeFold[targets.size()];
    for (int fold = 0; fold < folds.length; fold++) {
      folds[fold] = new TreeFold(targets.get(fold).arithmetic(), source.width());
    }
    return folds;
  }
}

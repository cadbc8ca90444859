package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;

/**
 * The product of two matrices. Goes strip by strip over the columns and run by run over the terms:
 * packs the right operand's part once for all, then blocks of rows are shared out, each of which
 * packs its rows leaf by leaf. Thread-safe: all memory is the caller's.
 */
public final class MatrixProduct {
  /** Right operands up to this size are not packed if they need not be: they fit a cache. */
  private static final long SMALL_BYTES = 16 << 10;

  /** Panels of columns from which packing rows pays: they are read once for each. */
  private static final int PACKED_PANELS = 3;

  private final ProductShape shape;
  private final Tiles tiles;
  private final int threads;

  /**
   * @param result dtype of the result
   * @param rows its rows
   * @param columns its columns
   * @param terms terms of a sum
   * @param columnStride distance between columns of the result, in elements
   * @param tiles compiled loops
   * @param threads the most threads a run will use
   */
  public MatrixProduct(
      DType result,
      long rows,
      long columns,
      long terms,
      long columnStride,
      Tiles tiles,
      int threads) {
    this.shape = ProductShape.of(result, rows, columns, terms, columnStride, tiles, threads);
    this.tiles = tiles;
    this.threads = threads;
  }

  /** {@return bytes of memory each thread needs} */
  public long scratchBytes() {
    return new BlockLayout(shape).bytes();
  }

  /** {@return bytes of memory that all threads share} */
  public long sharedBytes() {
    long panels = (long) shape.stripColumns() * packedTerms() * shape.type().bytes();
    return panels + upperLevels() * shape.levelBytes();
  }

  private long packedTerms() {
    return Math.min(shape.terms(), (long) ProductShape.RUN * ProductShape.LEAF);
  }

  private int upperLevels() {
    return Math.max(0, shape.levels() - ProductShape.RUN_LEVEL);
  }

  /**
   * Computes a product.
   *
   * @param left rows
   * @param right columns
   * @param target where the result goes
   * @param scratch memory of the first thread; that of the others follows
   * @param shared memory of all
   * @param sharing how blocks are spread over threads
   */
  public void run(
      Factor left, Factor right, Target target, Scratch scratch, long shared, Sharing sharing) {
    boolean inPlace = readsInPlace(right);
    long upper = shared + (long) shape.stripColumns() * packedTerms() * shape.type().bytes();
    for (long column = 0; column < shape.columns(); column += shape.stripColumns()) {
      for (long run = 0; run < shape.runs(); run++) {
        Strip strip = new Strip(shape, tiles, right, column, run, inPlace, shared);
        if (!inPlace) {
          sharing.run(strip.panels(), (_, begin, end) -> strip.pack(begin, end));
        }
        share(left, strip, target, scratch, upper, sharing);
      }
    }
  }

  /** Blocks of rows are shared out, and where those are few, parts of the strip as well. */
  private void share(
      Factor left, Strip strip, Target target, Scratch scratch, long upper, Sharing sharing) {
    long blocks = shape.blocks();
    long parts =
        threads == 1 || blocks >= threads
            ? 1
            : Math.min(strip.columnPanels(), ProductShape.ceilDiv(4L * threads, blocks));
    boolean packed =
        !isStored(left)
            || !((Lines) left).isForward()
            || strip.columnPanels() >= PACKED_PANELS * parts;
    sharing.run(
        blocks * parts,
        (worker, begin, end) -> {
          Block block =
              new Block(shape, tiles, left, packed, strip, target, scratch.of(worker), upper);
          for (long item = begin; item < end; item++) {
            long part = item % parts;
            block.run(
                item / parts,
                (int) (part * strip.columnPanels() / parts),
                (int) ((part + 1) * strip.columnPanels() / parts));
          }
        });
  }

  private boolean isStored(Factor factor) {
    return factor instanceof Lines lines
        && !shape.complex()
        && Accumulators.isStored(lines.dtype(), shape.type());
  }

  /** Whether the right operand's rows are read where they lie: they are dense, and read rarely. */
  private boolean readsInPlace(Factor right) {
    return isStored(right)
        && ((Lines) right).lineStride() == 1
        && ((Lines) right).isForward()
        && (shape.rows() <= shape.tileRows()
            || shape.terms() * shape.columns() * shape.type().bytes() <= SMALL_BYTES);
  }

  /**
   * Memory for each thread.
   *
   * @param address that of the first
   * @param bytes distance from one to the next
   */
  public record Scratch(long address, long bytes) {
    long of(int worker) {
      return address + worker * bytes;
    }
  }
}

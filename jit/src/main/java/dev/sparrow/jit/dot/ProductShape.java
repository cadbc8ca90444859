package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.graph.ContractionOrder;
import dev.sparrow.jit.lower.LaneType;

/**
 * Sizes of a product of matrices over real numbers or integers, and of the pieces it is cut into. A
 * complex product is a real one with twice the terms and twice the columns.
 *
 * @param type what sums are kept in
 * @param complex whether elements are complex
 * @param direct whether tiles go to the target as they are: one leaf, stored as sums are kept
 * @param rows rows of the result
 * @param columns columns of the result, in real numbers
 * @param terms terms of a sum, in real numbers
 * @param tileRows rows of a tile
 * @param tileVectors vectors in a row of a tile
 * @param width columns of a tile
 * @param blockRows rows that are packed at once, a multiple of the tile's
 * @param stripColumns columns whose right operand is packed at once, a multiple of the tile's
 */
record ProductShape(
    LaneType type,
    boolean complex,
    boolean direct,
    long rows,
    long columns,
    long terms,
    int tileRows,
    int tileVectors,
    int width,
    int blockRows,
    int stripColumns) {
  /** Real terms in a leaf of a sum. */
  static final int LEAF = ContractionOrder.leaf(DType.FLOAT32);

  /** Leaves whose right operand is packed at once: with a strip, some megabytes. */
  static final int RUN = 16;

  /** Level of a sum over a run in the tree of leaves. */
  static final int RUN_LEVEL = Integer.numberOfTrailingZeros(RUN);

  /** Vectors in a row of a tile: enough to fetch and add at full speed. */
  private static final int MOST_VECTORS = 8;

  /** Bytes of a row of a strip. */
  private static final int STRIP_BYTES = 4096;

  /** Bytes of a packed block of rows, for one leaf: half of a small second-level cache. */
  private static final int BLOCK_BYTES = 128 << 10;

  static ProductShape of(
      DType result,
      long rows,
      long columns,
      long terms,
      long columnStride,
      Tiles tiles,
      int threads) {
    LaneType type = Accumulators.of(result);
    boolean complex = result.isComplex();
    int factor = complex ? 2 : 1;
    int tileRows = (int) Math.min(tiles.rows(), rowsFrom(rows));
    // Few rows leave registers for more columns, which keeps the chains of additions busy.
    int sums = tiles.rows() * tiles.vectors() / tileRows;
    int mostVectors = Math.clamp(Integer.highestOneBit(sums), tiles.vectors(), MOST_VECTORS);
    // No wider than the product: a tile that is full can be read and written in place.
    long needed = powerFrom(ceilDiv(columns * factor, tiles.lanes()));
    int tileVectors = (int) Math.min(mostVectors, needed);
    int width = tileVectors * tiles.lanes();
    long most = Math.max(tileRows, BLOCK_BYTES / type.bytes() / LEAF / tileRows * tileRows);
    long blocks = ceilDiv(rows, most);
    blocks = blocks == 1 && rows < 4L * tileRows ? 1 : ceilDiv(blocks, threads) * threads;
    long blockRows = ceilDiv(ceilDiv(rows, blocks), tileRows) * tileRows;
    long strip = (long) STRIP_BYTES / type.bytes() / width * width;
    long stripColumns = Math.min(Math.max(strip, width), ceilDiv(columns * factor, width) * width);
    return new ProductShape(
        type,
        complex,
        columnStride == 1 && terms * factor <= LEAF && Accumulators.isStored(result, type),
        rows,
        columns * factor,
        terms * factor,
        tileRows,
        tileVectors,
        width,
        (int) blockRows,
        (int) stripColumns);
  }

  /** Rows of the smallest tile that holds some rows: 1, 2, 4, 8, then whatever is best. */
  static long rowsFrom(long rows) {
    return rows > 8 ? Integer.MAX_VALUE : powerFrom(rows);
  }

  /** The smallest power of two that is not less. */
  private static long powerFrom(long count) {
    return count <= 1 ? 1 : Long.highestOneBit(count - 1) << 1;
  }

  static long ceilDiv(long x, long y) {
    return (x + y - 1) / y;
  }

  long leaves() {
    return Math.max(1, ceilDiv(terms, LEAF));
  }

  /** Runs of leaves. */
  long runs() {
    return ceilDiv(leaves(), RUN);
  }

  long blocks() {
    return ceilDiv(rows, blockRows);
  }

  /** Terms of a leaf. */
  int termsOf(long leaf) {
    return (int) Math.min(LEAF, terms - leaf * LEAF);
  }

  /** Levels of the tree below the root that may hold a sum while others are computed. */
  int levels() {
    return Long.SIZE - Long.numberOfLeadingZeros(leaves() - 1);
  }

  /** Bytes of the sums of one level, for all rows and a strip. */
  long levelBytes() {
    long padded = ceilDiv(rows, tileRows) * tileRows;
    return (padded * stripColumns * type.bytes() + 512 + 63) & -64;
  }

  /** Dtype of a real number of the result. */
  DType part() {
    return switch (type) {
      case I32 -> DType.INT32;
      case I64 -> DType.INT64;
      case F32 -> DType.FLOAT32;
      case F64 -> DType.FLOAT64;
      case MASK -> throw new IllegalStateException("masks are not summed");
    };
  }
}

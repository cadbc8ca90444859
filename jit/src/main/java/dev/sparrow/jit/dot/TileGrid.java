package dev.sparrow.jit.dot;

/**
 * How a product is covered with equal tiles that are as good as full: the last of a side begins
 * where it ends with the product and computes some sums a second time, with the same bits. Only a
 * product that is narrower than a vector may have a tile that is wider.
 *
 * @param rows rows of a tile, no more than the product has
 * @param vectors vectors in a row of a tile
 * @param lanes lanes of a vector
 */
record TileGrid(int rows, int vectors, int lanes) {
  /** Rows of tiles: few, since each tile is a loop that takes its time to compile. */
  private static final int[] HEIGHTS = {1, 2, 4, 8, 12, 16, 24};

  /** Chains of additions that keep two units of four cycles busy. */
  private static final int CHAINS = 8;

  /** About what the call of a microkernel costs, in half cycles. */
  private static final long CALL = 60;

  /** About what it costs to copy the terms of a row, or a row of sums, in half cycles. */
  private static final long COPY = 24;

  /** Bytes of the narrowest vector. */
  private static final int NARROWEST = 16;

  /**
   * The tiles that take the least time.
   *
   * @param rows rows of the product, at least 1
   * @param columns columns, at least 1
   * @param terms terms of a sum
   * @param tiles the compiled loops
   */
  static TileGrid of(long rows, long columns, long terms, Tiles tiles) {
    return of(rows, columns, terms, tiles.lanes(), tiles);
  }

  /**
   * The best ones of those that are no wider than the product, of which {@link #covers} is true.
   */
  static TileGrid inside(long rows, long columns, long terms, Tiles tiles) {
    int widest = (int) Math.min(tiles.lanes(), Long.highestOneBit(columns));
    return of(rows, columns, terms, widest, tiles);
  }

  /** Whether a row is no shorter than the narrowest vector. */
  static boolean covers(long columns, Tiles tiles) {
    return columns >= Math.min(tiles.lanes(), NARROWEST / tiles.type().bytes());
  }

  private static TileGrid of(long rows, long columns, long terms, int widest, Tiles tiles) {
    if (widest == 1) {
      // Numbers for vectors: parts of 4 by 4 are what the loops are made of.
      int most = (int) Math.min(tiles.vectors(), Long.highestOneBit(columns));
      return new TileGrid((int) Math.min(tiles.rows(), Long.highestOneBit(rows)), most, 1);
    }
    int narrowest = NARROWEST / tiles.type().bytes();
    int lanes = Math.clamp(Long.highestOneBit(columns), narrowest, widest);
    TileGrid best = new TileGrid(1, 1, lanes);
    long least = Long.MAX_VALUE;
    for (int wide = lanes; wide <= widest; wide *= 2) {
      int most = Math.clamp(columns / wide, 1, CHAINS);
      for (int vectors = 1; vectors <= most; vectors *= 2) {
        for (int height : HEIGHTS) {
          TileGrid grid = new TileGrid(height, vectors, wide);
          if (height <= rows && grid.fits(tiles) && grid.time(rows, columns, terms) < least) {
            least = grid.time(rows, columns, terms);
            best = grid;
          }
        }
      }
    }
    return best;
  }

  /** Whether registers hold all sums, a row of columns and an element. */
  private boolean fits(Tiles tiles) {
    int registers = tiles.rows() * tiles.vectors();
    return rows * vectors <= registers && (rows + 1) * vectors < registers + CHAINS;
  }

  /** About the time that a product takes, in half cycles. */
  private long time(long allRows, long allColumns, long terms) {
    long down = ProductShape.ceilDiv(allRows, rows);
    long across = ProductShape.ceilDiv(allColumns, columns());
    long term = Math.max(CHAINS, Math.max(rows * vectors, rows + vectors));
    long time = down * across * (term * terms + CALL + 2L * rows * vectors);
    return isWiderThan(allColumns) ? time + COPY * (terms + allRows) : time;
  }

  /** Whether a tile has more columns than the product. */
  boolean isWiderThan(long allColumns) {
    return allColumns < columns();
  }

  /** Columns of a tile. */
  int columns() {
    return vectors * lanes;
  }
}

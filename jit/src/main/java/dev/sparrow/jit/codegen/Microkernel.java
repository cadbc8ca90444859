package dev.sparrow.jit.codegen;

/**
 * The innermost part of a matrix product: a tile of sums of products that stays in registers.
 * Stateless, and pure but for the tile it writes.
 *
 * <p>Element (row, column) of the tile starts from +0 and takes a[row, k] · b[k, column] for k = 0,
 * 1, … in order, each by one fused multiply-add (integers multiply and add). The result does not
 * depend on the size of the tile or the width of vectors.
 */
@FunctionalInterface
public interface Microkernel {
  /** Bytes that distances in operands stay below: a row's from the first is an int then. */
  long MOST_DISTANCE = 1L << 27;

  /** Most bytes from a row of the tile to the next. */
  long MOST_TILE_DISTANCE = Integer.MAX_VALUE;

  /** Frame slot: address of a[0, 0]. */
  int A = 0;

  /** Frame slot: bytes from a row of a to the next; less than {@link #MOST_DISTANCE}. */
  int A_ROW = 1;

  /** Frame slot: bytes from a[row, k] to a[row, k + 1]; less than {@link #MOST_DISTANCE}. */
  int A_STEP = 2;

  /** Frame slot: address of b[0, 0]; columns lie one after another. */
  int B = 3;

  /**
   * Frame slot: bytes from b[k, column] to b[k + 1, column], where those are even and less than
   * {@link #MOST_DISTANCE}.
   */
  int B_STEP = 4;

  /** Frame slot: address of the tile that is written; columns lie one after another. */
  int C = 5;

  /** Frame slot: bytes from a row of the tile to the next; {@link #MOST_TILE_DISTANCE} at most. */
  int C_ROW = 6;

  /** Frame slot: number of products of each sum, a million (2²⁰) at most. */
  int TERMS = 7;

  /** Frame slot that is written: 1 if the tile may hold a NaN, of any bits; else 0. */
  int NAN = 8;

  /**
   * Frame slot: address of a list of the bytes from b[0, column] to b[k, column], for each k an
   * unsigned number of 32 bits, where the right operand is {@link Tile.Right#LISTED}.
   */
  int B_LIST = 9;

  /** Slots of a frame. */
  int FRAME = 10;

  /**
   * Computes a tile.
   *
   * @param frame addresses and counts in the slots above
   */
  void run(long[] frame);
}

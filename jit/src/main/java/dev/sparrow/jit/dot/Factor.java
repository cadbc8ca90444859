package dev.sparrow.jit.dot;

/**
 * An operand of a product: lines of terms, the rows of the left one or the columns of the right
 * one.
 */
public sealed interface Factor permits Lines, Patches {
  /**
   * Packs terms of lines into a panel: for each term, one element of each line, side by side. Lines
   * that a panel has no operand for are zero.
   *
   * @param firstLine first line of the panel
   * @param lines lines there are
   * @param width lines of the panel
   * @param firstTerm first term
   * @param terms number of terms
   * @param target address of the panel
   * @param tiles compiled loops over its elements
   */
  void pack(
      long firstLine, int lines, int width, long firstTerm, int terms, long target, Tiles tiles);
}

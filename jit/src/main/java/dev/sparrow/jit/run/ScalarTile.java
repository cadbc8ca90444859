package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.Tile;

/**
 * A tile as several small tiles of scalar sums: slow, but as fast as scalar code is long before a
 * vector tile is compiled.
 *
 * @param small microkernel of the small tile
 * @param rows rows of the tile
 * @param columns columns of the tile
 * @param part the small tile, whose vectors have one lane
 * @param bytes bytes of an element
 */
record ScalarTile(Microkernel small, int rows, int columns, Tile part, int bytes)
    implements Microkernel {
  @Override
  public void run(long[] frame) {
    long a = frame[A];
    long b = frame[B];
    long c = frame[C];
    long nan = 0;
    for (int row = 0; row < rows; row += part.rows()) {
      for (int column = 0; column < columns; column += part.vectors()) {
        long right = (long) column * bytes;
        frame[A] = a + row * frame[A_ROW];
        frame[B] = b + right;
        frame[C] = c + row * frame[C_ROW] + right;
        small.run(frame);
        nan |= frame[NAN];
      }
    }
    frame[A] = a;
    frame[B] = b;
    frame[C] = c;
    frame[NAN] = nan;
  }
}

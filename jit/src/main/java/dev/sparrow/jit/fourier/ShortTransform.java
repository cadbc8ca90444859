package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody.Form;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyBody.Turns;
import dev.sparrow.jit.fourier.ColumnTransform.Tile;
import dev.sparrow.jit.lower.LaneType;
import java.lang.ref.Reference;

/** Transforms short lines, which become the columns of a tile. */
final class ShortTransform implements LineTransform {
  private static final Tile NONE = new Tile(0, 0, 0);

  private final int n;
  private final LaneType type;
  private final int columns;
  private final ColumnTransform transform;

  ShortTransform(int n, LaneType type, Sense sense, FourierLoops loops) {
    this.n = n;
    this.type = type;
    this.columns = ColumnTransform.LINE / type.bytes();
    this.transform = new ColumnTransform(n, type, Form.PAIRS, Turns.NONE, Form.PAIRS, sense, loops);
  }

  @Override
  public int together() {
    return columns;
  }

  @Override
  public long scratchBytes() {
    return 4L * n * ColumnTransform.LINE + transform.scratchBytes(1);
  }

  @Override
  public void run(Lines lines, int count, double scale, long scratch) {
    try {
      long pair = 2L * type.bytes();
      long row = columns * pair;
      long in = scratch;
      long out = in + n * row;
      if (count < columns) {
        Pairs.clear(in, n * row);
      }
      for (int line = 0; line < count; line++) {
        Pairs.copy(type, lines.from()[line], lines.step(), in + line * pair, row, n);
      }
      transform.run(
          1,
          new Tile(in, 0, row),
          NONE,
          new Tile(out, 0, row),
          LineTransform.bits(type, scale),
          out + n * row);
      for (int line = 0; line < count; line++) {
        Pairs.copy(type, out + line * pair, row, lines.to() + (long) line * n * pair, pair, n);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}

package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody.Form;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyBody.Turns;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.fourier.ColumnTransform.Tile;
import dev.sparrow.jit.lower.LaneType;
import java.lang.ref.Reference;

/**
 * Transforms a line of length rows · columns as a matrix: its columns, then, after a turn of each
 * element and a transposition, the columns of what is there then (D. Bailey, "FFTs in external or
 * hierarchical memory", 1990). Tiles of columns fit a cache, and results come in order.
 */
public final class SplitTransform implements LineTransform {
  private static final Tile NONE = new Tile(0, 0, 0);

  private final int rows;
  private final int columns;
  private final LaneType type;
  private final int width;
  private final long pair;

  /** Extents of what lies between the two halves: whole squares. */
  private final long paddedRows;

  private final long paddedColumns;

  private final ColumnTransform first;
  private final ColumnTransform second;
  private final FrameLoop transposition;
  private final Table turns;

  SplitTransform(int n, LaneType type, Sense sense, FourierLoops loops) {
    this.type = type;
    this.width = ColumnTransform.LINE / type.bytes();
    this.pair = 2L * type.bytes();
    this.rows = Math.toIntExact(Radices.split(n, width));
    this.columns = n / rows;
    this.paddedRows = Radices.padded(rows, width);
    this.paddedColumns = Radices.padded(columns, width);
    this.first = new ColumnTransform(rows, type, Form.PAIRS, Turns.NONE, Form.PLANES, sense, loops);
    this.second =
        new ColumnTransform(columns, type, Form.PLANES, Turns.EACH, Form.PAIRS, sense, loops);
    this.transposition = loops.transposition(type == LaneType.F32 ? LaneType.I32 : LaneType.I64);
    this.turns = turns(n);
  }

  /** w^(row·column), laid out as what lies between: columns · padded rows, in planes. */
  private Table turns(int n) {
    Table.Roots roots = Table.Roots.of(n);
    long plane = paddedRows * paddedColumns;
    Table table = new Table(type, 2 * plane);
    for (int column = 0; column < columns; column++) {
      int power = 0;
      for (int row = 0; row < rows; row++) {
        long at = column * paddedRows + row;
        table.set(at, roots.re()[power]);
        table.set(plane + at, roots.im()[power]);
        power += column;
        power -= power >= n ? n : 0;
      }
    }
    return table;
  }

  @Override
  public int together() {
    return 1;
  }

  /** {@return bytes of what lies between the halves of a line's transform} */
  public long betweenBytes() {
    return 2 * paddedRows * paddedColumns * type.bytes();
  }

  /** {@return bytes of scratch that a half needs} */
  public long halfBytes() {
    long pairs = Math.max(rows, columns) * (long) width * pair;
    long planes = 2 * paddedRows * ColumnTransform.LINE;
    return pairs + planes + Math.max(first.scratchBytes(), second.scratchBytes());
  }

  @Override
  public long scratchBytes() {
    return betweenBytes() + halfBytes();
  }

  @Override
  public void run(Lines lines, int count, double scale, long scratch) {
    long rest = scratch + betweenBytes();
    for (int line = 0; line < count; line++) {
      for (int tile = 0; tile < firstTiles(); tile++) {
        first(lines.from()[line], lines.step(), tile, scratch, rest);
      }
      long to = lines.to() + line * (long) rows * columns * pair;
      for (int tile = 0; tile < secondTiles(); tile++) {
        second(to, scale, tile, scratch, rest);
      }
    }
  }

  /** {@return number of tiles of the first half} */
  public int firstTiles() {
    return (int) (paddedColumns / width);
  }

  /** {@return number of tiles of the second half} */
  public int secondTiles() {
    return (int) (paddedRows / width);
  }

  /**
   * Does a tile of the first half.
   *
   * @param from address of the line's first pair
   * @param step bytes from a pair to the next
   * @param tile its number
   * @param between address of what lies between the halves
   * @param scratch address of scratch memory
   */
  public void first(long from, long step, int tile, long between, long scratch) {
    try {
      int column = tile * width;
      int count = Math.min(width, columns - column);
      long pairs = Math.max(rows, columns) * (long) width * pair;
      long planes = scratch + pairs;
      long plane = paddedRows * ColumnTransform.LINE;
      Tile operand = new Tile(from + column * step, 0, columns * step);
      if (count < width || step != pair) {
        if (count < width) {
          Pairs.clear(scratch, (long) rows * width * pair);
        }
        for (int row = 0; row < rows; row++) {
          Pairs.copy(
              type,
              operand.re() + row * operand.row(),
              step,
              scratch + (long) row * width * pair,
              pair,
              count);
        }
        operand = new Tile(scratch, 0, width * pair);
      }
      Tile result = new Tile(planes, planes + plane, ColumnTransform.LINE);
      first.run(operand, NONE, result, 0, planes + 2 * plane);
      long used = (long) rows * ColumnTransform.LINE;
      Pairs.clear(planes + used, plane - used);
      Pairs.clear(planes + plane + used, plane - used);
      long[] frame = new long[TranspositionWriter.FRAME];
      frame[TranspositionWriter.FROM_ROW] = ColumnTransform.LINE;
      frame[TranspositionWriter.FROM_STEP] = (long) width * ColumnTransform.LINE;
      frame[TranspositionWriter.TO_ROW] = paddedRows * type.bytes();
      frame[TranspositionWriter.TO_STEP] = ColumnTransform.LINE;
      frame[TranspositionWriter.COUNT] = paddedRows / width;
      long half = betweenBytes() / 2;
      for (int part = 0; part < 2; part++) {
        frame[TranspositionWriter.FROM] = planes + part * plane;
        frame[TranspositionWriter.TO] = between + part * half + column * paddedRows * type.bytes();
        transposition.run(frame);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Does a tile of the second half, when all of the first is done.
   *
   * @param to address of the result's first pair
   * @param scale what results are multiplied by
   * @param tile its number
   * @param between address of what lies between the halves
   * @param scratch address of scratch memory
   */
  public void second(long to, double scale, int tile, long between, long scratch) {
    try {
      int row = tile * width;
      int count = Math.min(width, rows - row);
      long pairs = Math.max(rows, columns) * (long) width * pair;
      long half = betweenBytes() / 2;
      long shift = (long) tile * ColumnTransform.LINE;
      long pitch = paddedRows * type.bytes();
      Tile operand = new Tile(between + shift, between + half + shift, pitch);
      Tile turn = new Tile(turns.address() + shift, turns.address() + half + shift, pitch);
      boolean whole = count == width;
      Tile result =
          whole ? new Tile(to + row * pair, 0, rows * pair) : new Tile(scratch, 0, width * pair);
      second.run(operand, turn, result, LineTransform.bits(type, scale), scratch + pairs);
      for (int column = 0; !whole && column < columns; column++) {
        Pairs.copy(
            type,
            scratch + (long) column * width * pair,
            pair,
            to + (column * (long) rows + row) * pair,
            pair,
            count);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}

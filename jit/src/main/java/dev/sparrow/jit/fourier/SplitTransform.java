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

  /**
   * Bytes of a tile up to which its rows are made longer: memory is then read and written in the
   * order in which it is fetched ahead, and loops over rows are longer.
   */
  private static final long TILE_BYTES = 1 << 16;

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
  private final int firstLines;
  private final int secondLines;
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
    this.firstLines = lines(rows, paddedColumns);
    this.secondLines = lines(columns, paddedRows);
    this.transposition = loops.transposition(type == LaneType.F32 ? LaneType.I32 : LaneType.I64);
    this.turns = turns(n);
  }

  /** Lines of memory that a row of a tile takes, of as many columns at most. */
  private int lines(int tileRows, long most) {
    return (int) Math.clamp(TILE_BYTES / (2L * tileRows * ColumnTransform.LINE), 1, most / width);
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
    long planes = 2 * paddedRows * firstLines * ColumnTransform.LINE;
    return pairsBytes()
        + planes
        + Math.max(first.scratchBytes(firstLines), second.scratchBytes(secondLines));
  }

  /** Bytes of a tile of pairs of either half. */
  private long pairsBytes() {
    return Math.max((long) rows * firstLines, (long) columns * secondLines) * width * pair;
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
    return Math.ceilDiv((int) (paddedColumns / width), firstLines);
  }

  /** {@return number of tiles of the second half} */
  public int secondTiles() {
    return Math.ceilDiv((int) (paddedRows / width), secondLines);
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
      int column = tile * firstLines * width;
      int count = Math.min(firstLines * width, columns - column);
      int lines = Math.ceilDiv(count, width);
      long across = (long) lines * width * pair;
      long pitch = (long) lines * ColumnTransform.LINE;
      long planes = scratch + pairsBytes();
      long plane = paddedRows * pitch;
      Tile operand = new Tile(from + column * step, 0, columns * step);
      boolean whole = count == lines * width;
      if (!whole || step != pair) {
        if (!whole) {
          Pairs.clear(scratch, rows * across);
        }
        for (int row = 0; row < rows; row++) {
          Pairs.copy(
              type, operand.re() + row * operand.row(), step, scratch + row * across, pair, count);
        }
        operand = new Tile(scratch, 0, across);
      }
      Tile result = new Tile(planes, planes + plane, pitch);
      first.run(lines, operand, NONE, result, 0, planes + 2 * plane);
      long used = rows * pitch;
      Pairs.clear(planes + used, plane - used);
      Pairs.clear(planes + plane + used, plane - used);
      long[] frame = new long[TranspositionWriter.FRAME];
      frame[TranspositionWriter.FROM_ROW] = pitch;
      frame[TranspositionWriter.FROM_STEP] = width * pitch;
      frame[TranspositionWriter.TO_ROW] = paddedRows * type.bytes();
      frame[TranspositionWriter.TO_STEP] = ColumnTransform.LINE;
      frame[TranspositionWriter.COUNT] = paddedRows / width;
      for (int line = 0; line < lines; line++) {
        long to = between + (column + (long) line * width) * paddedRows * type.bytes();
        for (int part = 0; part < 2; part++) {
          frame[TranspositionWriter.FROM] =
              planes + part * plane + (long) line * ColumnTransform.LINE;
          frame[TranspositionWriter.TO] = to + part * (betweenBytes() / 2);
          transposition.run(frame);
        }
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
      int row = tile * secondLines * width;
      int count = Math.min(secondLines * width, rows - row);
      int lines = Math.ceilDiv(count, width);
      long across = (long) lines * width * pair;
      long half = betweenBytes() / 2;
      long shift = (long) row * type.bytes();
      long pitch = paddedRows * type.bytes();
      Tile operand = new Tile(between + shift, between + half + shift, pitch);
      Tile turn = new Tile(turns.address() + shift, turns.address() + half + shift, pitch);
      boolean whole = count == lines * width;
      Tile result =
          whole ? new Tile(to + row * pair, 0, rows * pair) : new Tile(scratch, 0, across);
      second.run(
          lines, operand, turn, result, LineTransform.bits(type, scale), scratch + pairsBytes());
      for (int column = 0; !whole && column < columns; column++) {
        Pairs.copy(
            type,
            scratch + column * across,
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

package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody;
import dev.sparrow.jit.codegen.ButterflyBody.Form;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyBody.Turns;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.lower.LaneType;
import java.util.ArrayList;
import java.util.List;

/**
 * Transforms the columns of a tile, as many as some lines of memory hold parts. Passes in the order
 * of Stockham, each from one place to another so that no reversal of digits is left: with the
 * radices before a pass multiplying to L, element (l, j, rest) of its operand is turned by w^(l·j),
 * w the root of L·radix, transformed along j, and is element (k, l, rest) of its result (C. Van
 * Loan, "Computational Frameworks for the Fast Fourier Transform", 1992, section 1.7).
 */
final class ColumnTransform {
  /**
   * The largest radix whose pass also makes pairs of parts, or reads its turns as numbers. With
   * larger ones the method grows past what C1 takes, and then C2 never sees it; their parts are
   * paired by a pass of radix 1.
   */
  private static final int LARGEST_WITH_PAIRS = 5;

  /** Bytes that a row of a plane of a tile is a multiple of. */
  static final int LINE = ButterflyBody.LINE;

  private final int n;
  private final List<Pass> passes = new ArrayList<>();

  /**
   * One pass.
   *
   * @param body what it computes
   * @param loop its loop
   * @param before product of the radices before it
   * @param rest product of the radices behind it
   * @param turns its factors, if they are the same for all columns
   */
  private record Pass(ButterflyBody body, FrameLoop loop, long before, long rest, Table turns) {}

  /**
   * Where a tile lies.
   *
   * @param re address of its first number, or of that one's real part
   * @param im address of the first imaginary part, of planes
   * @param row bytes from a row to the next
   */
  record Tile(long re, long im, long row) {}

  /**
   * @param n length, a product of radices
   * @param type float type of the parts
   * @param source form of operands
   * @param turns whether operands have a turn of their own each, or none
   * @param target form of results
   * @param sense which way
   * @param loops where loops come from
   */
  ColumnTransform(
      int n,
      LaneType type,
      Form source,
      Turns turns,
      Form target,
      Sense sense,
      FourierLoops loops) {
    this.n = n;
    long before = 1;
    List<Integer> radices = new ArrayList<>(Radices.of(n));
    if (target == Form.PAIRS && radices.getLast() > LARGEST_WITH_PAIRS) {
      radices.add(1);
    }
    for (int i = 0; i < radices.size(); i++) {
      int radix = radices.get(i);
      Form from = i == 0 ? source : Form.PLANES;
      Form to = i == radices.size() - 1 ? target : Form.PLANES;
      boolean pairs = from == Form.PAIRS || to == Form.PAIRS;
      ButterflyBody body =
          new ButterflyBody(
              type,
              radix,
              from,
              i == 0 ? turns : uniform(radix),
              to,
              pairs ? sense : Sense.FORWARD);
      passes.add(
          new Pass(
              body,
              loops.butterfly(body),
              before,
              n / before / radix,
              i == 0 ? new Table(type, 0) : turns(type, (int) before, radix)));
      before *= radix;
    }
  }

  /** How the turns of a pass behind the first lie: whole vectors are less code, but more memory. */
  private static Turns uniform(int radix) {
    if (radix == 1) {
      return Turns.NONE;
    }
    return radix > LARGEST_WITH_PAIRS ? Turns.LINES : Turns.UNIFORM;
  }

  /** w^(l·j) for each l and j from 1. */
  private static Table turns(LaneType type, int before, int radix) {
    Table.Roots roots = Table.Roots.of(before * radix);
    int copies = uniform(radix) == Turns.LINES ? LINE / type.bytes() : 1;
    Table table = new Table(type, 2L * before * (radix - 1) * copies);
    long at = 0;
    for (int l = 0; l < before; l++) {
      for (int j = 1; j < radix; j++) {
        for (double part : new double[] {roots.re()[l * j], roots.im()[l * j]}) {
          for (int copy = 0; copy < copies; copy++) {
            table.set(at++, part);
          }
        }
      }
    }
    return table;
  }

  /**
   * Memory that the passes need beside operand and result.
   *
   * @param lines lines of memory that a row of a plane takes
   */
  long scratchBytes(int lines) {
    return passes.size() == 1 ? 0 : 4L * n * lines * LINE;
  }

  /**
   * Transforms a tile.
   *
   * @param lines lines of memory that a row of a plane of it takes
   * @param from the operand
   * @param turns turns of its own for each operand, laid out as the operand is, if it has them
   * @param to where the result goes; not the operand
   * @param scale bits of what a result of pairs is multiplied by
   * @param scratch address of scratch memory
   */
  void run(int lines, Tile from, Tile turns, Tile to, long scale, long scratch) {
    long[] frame = new long[ButterflyBody.FRAME];
    long width = (long) lines * LINE;
    long plane = n * width;
    frame[ButterflyBody.SCALE] = scale;
    for (int i = 0; i < passes.size(); i++) {
      Pass pass = passes.get(i);
      long rest = pass.rest * width;
      long in = scratch + (i % 2 == 0 ? 2 * plane : 0);
      long out = scratch + (i % 2 == 0 ? 0 : 2 * plane);
      if (i == 0) {
        frame[ButterflyBody.RE] = from.re;
        frame[ButterflyBody.IM] = from.im;
        boolean dense = from.row == (pass.body.source() == Form.PAIRS ? 2 * width : width);
        // Rows that follow on each other, here and in the planes between passes, are one.
        boolean joined = dense && passes.size() > 1;
        frame[ButterflyBody.IN_J] = pass.rest * from.row;
        frame[ButterflyBody.IN_P] = from.row;
        frame[ButterflyBody.TURNS_RE] = turns.re;
        frame[ButterflyBody.TURNS_IM] = turns.im;
        frame[ButterflyBody.P] = joined ? 1 : pass.rest;
        frame[ButterflyBody.Q] = (joined ? rest : width) / pass.body.type().bytes();
      } else {
        frame[ButterflyBody.RE] = in;
        frame[ButterflyBody.IM] = in + plane;
        frame[ButterflyBody.IN_J] = rest;
        frame[ButterflyBody.IN_P] = pass.body.radix() * rest;
        frame[ButterflyBody.TURNS_RE] = pass.turns.address();
        frame[ButterflyBody.P] = pass.before;
        frame[ButterflyBody.Q] = rest / pass.body.type().bytes();
      }
      if (i == passes.size() - 1) {
        frame[ButterflyBody.OUT_RE] = to.re;
        frame[ButterflyBody.OUT_IM] = to.im;
        frame[ButterflyBody.OUT_K] = pass.before * to.row;
        frame[ButterflyBody.OUT_P] = to.row;
      } else {
        frame[ButterflyBody.OUT_RE] = out;
        frame[ButterflyBody.OUT_IM] = out + plane;
        frame[ButterflyBody.OUT_K] = pass.before * rest;
        frame[ButterflyBody.OUT_P] = i == 0 ? width : rest;
      }
      pass.loop.run(frame);
    }
  }
}

package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.graph.ContractionOrder;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.Tile;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices of one shape and layout whose operands are read where they lie, because they
 * are small or because there are few rows; what must be packed nevertheless is packed for one
 * product at a time. Columns of results lie side by side. Thread-safe: all memory is the caller's.
 */
public final class DirectProduct {
  private static final int LEAF = ContractionOrder.leaf(DType.FLOAT32);

  /** Slack behind each piece of scratch, for vectors that reach past its end. */
  private static final int SLACK = 256;

  private final DType result;
  private final long resultStride;
  private final int rows;
  private final int columns;
  private final long terms;
  private final Lines left;
  private final @Nullable Lines right;
  private final Tiles tiles;
  private final LaneType type;
  private final TileGrid grid;
  private final int leaves;
  private final boolean packsLeft;
  private final boolean packsRight;

  /** Whether elements of the result are stored as sums are kept. */
  private final boolean stored;

  /** Whether tiles go to the result as they are, and not by way of the scratch. */
  private final boolean direct;

  /**
   * @param result dtype of results, not complex
   * @param resultStride distance between rows of a result, in elements
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param terms terms of a sum
   * @param left strides and dtype of rows, whatever their address
   * @param right those of columns; or null for columns that lie side by side as sums are kept, of
   *     which {@link #covers} is true, and whose terms' places are listed
   * @param tiles compiled loops
   */
  public DirectProduct(
      DType result,
      long resultStride,
      int rows,
      int columns,
      long terms,
      Lines left,
      @Nullable Lines right,
      Tiles tiles) {
    this.result = result;
    this.resultStride = resultStride;
    this.rows = rows;
    this.columns = columns;
    this.terms = terms;
    this.left = left;
    this.right = right;
    this.tiles = tiles;
    this.type = tiles.type();
    this.grid =
        right == null
            ? TileGrid.inside(rows, columns, terms, tiles)
            : TileGrid.of(rows, columns, terms, tiles);
    this.leaves = Math.toIntExact(Math.max(1, ProductShape.ceilDiv(terms, LEAF)));
    this.packsLeft = packs(left, tiles);
    this.packsRight =
        right != null
            && (packs(right, tiles) || right.lineStride() != 1 || grid.isWiderThan(columns));
    this.stored = Accumulators.isStored(result, type);
    this.direct =
        leaves == 1
            && stored
            && !grid.isWiderThan(columns)
            && resultStride <= Microkernel.MOST_TILE_DISTANCE / result.bytes();
  }

  /**
   * Whether lines must be packed for a microkernel to step through them.
   *
   * @param lines the lines
   * @param tiles compiled loops
   * @return whether they go backwards, or are not stored as sums are kept
   */
  public static boolean packs(Lines lines, Tiles tiles) {
    return !Accumulators.isStored(lines.dtype(), tiles.type()) || !lines.isForward();
  }

  /**
   * Whether rows are long enough for vectors.
   *
   * @param columns columns
   * @param tiles compiled loops
   * @return whether a row is no shorter than the narrowest vector
   */
  public static boolean covers(long columns, Tiles tiles) {
    return TileGrid.covers(columns, tiles);
  }

  /**
   * Columns of the tiles of a product.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param terms terms of a sum
   * @param tiles compiled loops
   * @return columns of a tile
   */
  public static int tileColumns(long rows, long columns, long terms, Tiles tiles) {
    return TileGrid.of(rows, columns, terms, tiles).columns();
  }

  /** {@return bytes of memory each thread needs} */
  public long scratchBytes() {
    return buffer(buffers());
  }

  /** Blocks of sums: one for each level of the tree, and a free one. */
  private int buffers() {
    return direct ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(leaves - 1) + 1;
  }

  /** Place of the panel of packed columns, behind that of packed rows. */
  private long panel() {
    return packsLeft ? padded(rows * terms) : 0;
  }

  private long buffer(int number) {
    long first = panel() + (packsRight ? padded((long) grid.columns() * Math.min(terms, LEAF)) : 0);
    return first + number * padded((long) rows * grid.columns());
  }

  private long padded(long elements) {
    return (elements * type.bytes() + SLACK + 63) & -64;
  }

  private int termsOf(int leaf) {
    return (int) Math.min(LEAF, terms - (long) leaf * LEAF);
  }

  /** One thread's part: computes one product after another. */
  public final class Run {
    private final long list;
    private final long targetRow = resultStride * result.bytes();
    private final long scratch;
    private final Microkernel kernel;
    private final long[] frame = new long[Microkernel.FRAME];
    private final long[] addFrame = new long[4];
    private final long[] levels;
    private long packedLeft = -1;

    private Run(long list, long scratch) {
      this.list = list;
      this.scratch = scratch;
      Tile.Right side = right == null ? Tile.Right.LISTED : Tile.Right.STRIDED;
      this.kernel =
          tiles.microkernel(
              new Tile(grid.rows(), grid.vectors(), grid.lanes(), Tile.Left.STRIDED, side));
      this.levels = new long[buffers()];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = scratch + buffer(i);
      }
      int bytes = type.bytes();
      frame[Microkernel.A_ROW] = packsLeft ? bytes : left.lineStride() * bytes;
      frame[Microkernel.A_STEP] = packsLeft ? (long) rows * bytes : left.termStride() * bytes;
      if (right != null) {
        frame[Microkernel.B_STEP] =
            packsRight ? (long) grid.columns() * bytes : right.termStride() * bytes;
      }
    }

    /**
     * Computes a product.
     *
     * @param leftAddress first term of the first row
     * @param rightAddress first term of the first column
     * @param target address of the result
     */
    public void product(long leftAddress, long rightAddress, long target) {
      long a = packsLeft ? packLeft(leftAddress) : leftAddress;
      for (int across = 0; across < columns; across += grid.columns()) {
        int column = Math.max(0, Math.min(across, columns - grid.columns()));
        long to = target + (long) column * result.bytes();
        if (direct) {
          leaf(0, a, right(rightAddress, column, 0), to, targetRow);
        } else {
          sum(a, rightAddress, column, to);
        }
      }
    }

    private long packLeft(long address) {
      if (address != packedLeft) {
        packedLeft = address;
        Lines lines = new Lines(address, left.dtype(), left.lineStride(), left.termStride());
        Panels.pack(lines, 0, rows, rows, 0, Math.toIntExact(terms), scratch, tiles);
      }
      return scratch;
    }

    /** Address of the first term of a leaf, of one column. */
    private long right(long address, int column, int leaf) {
      if (right == null) {
        frame[Microkernel.B_LIST] = list + (long) leaf * LEAF * Integer.BYTES;
        return address + (long) column * type.bytes();
      }
      if (!packsRight) {
        long step = frame[Microkernel.B_STEP];
        return address + (long) column * type.bytes() + (long) leaf * LEAF * step;
      }
      long panel = scratch + panel();
      Lines lines = new Lines(address, right.dtype(), right.lineStride(), right.termStride());
      int width = grid.columns();
      int count = Math.min(width, columns);
      Panels.pack(lines, column, count, width, (long) leaf * LEAF, termsOf(leaf), panel, tiles);
      return panel;
    }

    /** All rows of a leaf, of one tile's columns. */
    private void leaf(int leaf, long a, long b, long to, long rowBytes) {
      frame[Microkernel.TERMS] = termsOf(leaf);
      frame[Microkernel.C_ROW] = rowBytes;
      long first = a + (long) leaf * LEAF * frame[Microkernel.A_STEP];
      for (int down = 0; down < rows; down += grid.rows()) {
        int row = Math.min(down, rows - grid.rows());
        frame[Microkernel.A] = first + row * frame[Microkernel.A_ROW];
        frame[Microkernel.B] = b;
        frame[Microkernel.C] = to + row * rowBytes;
        kernel.run(frame);
        if (leaves == 1 && stored && frame[Microkernel.NAN] != 0) {
          canonical(frame[Microkernel.C], rowBytes);
        }
      }
    }

    private void canonical(long tile, long rowBytes) {
      for (int row = 0; row < grid.rows(); row++) {
        finish(tile + row * rowBytes, tile + row * rowBytes);
      }
    }

    /** Leaves are added as the tree says, in scratch; the last sum goes to the target. */
    private void sum(long a, long b, int column, long to) {
      int free = levels.length - 1;
      long rowBytes = (long) grid.columns() * type.bytes();
      for (int leaf = 0; leaf < leaves; leaf++) {
        boolean last = leaf == leaves - 1;
        long sum = levels[free];
        leaf(leaf, a, right(b, column, leaf), sum, rowBytes);
        // A node is complete with its right child; a last node that has none moves up unchanged.
        for (int rest = last ? leaf : leaf & ~(leaf + 1); rest != 0; rest &= rest - 1) {
          add(levels[Integer.numberOfTrailingZeros(rest)], sum);
        }
        if (!last) {
          int level = Integer.numberOfTrailingZeros(~leaf);
          levels[free] = levels[level];
          levels[level] = sum;
        }
      }
      long copied = (long) Math.min(columns, grid.columns()) * type.bytes();
      for (int row = 0; row < rows; row++) {
        long from = levels[free] + row * rowBytes;
        if (stored) {
          MemorySegment.copy(Memory.ALL, from, Memory.ALL, to + row * targetRow, copied);
        } else {
          finish(from, to + row * targetRow);
        }
      }
    }

    /** One row of a tile's sums as elements of the result. */
    private void finish(long from, long to) {
      for (int column = 0; column < Math.min(columns, grid.columns()); column++) {
        Elements.finish(
            from + (long) column * type.bytes(), type, to + (long) column * result.bytes(), result);
      }
    }

    /** sum = left + sum, NaN canonical. */
    private void add(long leftSum, long sum) {
      int elements = rows * grid.columns();
      Kernel kernel = tiles.add();
      for (int at = 0; at < elements; at += Kernel.BLOCK) {
        addFrame[1] = leftSum + (long) at * type.bytes();
        addFrame[2] = sum + (long) at * type.bytes();
        addFrame[3] = addFrame[2];
        kernel.run(addFrame, Math.min(Kernel.BLOCK, elements - at));
      }
    }
  }

  /**
   * A run over some products.
   *
   * @param scratch memory of the thread
   * @return the run, for one thread
   */
  public Run run(long scratch) {
    return new Run(0, scratch);
  }

  /**
   * A run over products whose right operands' terms are listed.
   *
   * @param list address of the distances of all terms from the first, in bytes: unsigned numbers of
   *     32 bits
   * @param scratch memory of the thread
   * @return the run, for one thread
   */
  public Run listed(long list, long scratch) {
    return new Run(list, scratch);
  }
}

package dev.sparrow.jit.dot;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.Tile;
import java.lang.foreign.MemorySegment;

/**
 * Computes blocks of rows times a strip of columns, on one thread. A product of one leaf goes to
 * the target tile by tile if it is stored as sums are; otherwise a block of sums is kept for each
 * leaf, and those are added as the tree of leaves says.
 */
final class Block {
  private final ProductShape shape;
  private final Tiles tiles;
  private final Factor left;
  private final boolean complexLeft;
  private final boolean packed;
  private final Strip strip;
  private final Target target;
  private final BlockLayout layout;
  private final long scratch;
  private final long upper;
  private final int bytes;
  private final boolean direct;
  private final long[] frame = new long[Microkernel.FRAME];
  private final long[] addFrame = new long[4];

  /** Which buffer holds the sum of each level; the last one is free. */
  private final long[] levels;

  private long firstRow;
  private int rows;
  private int firstPanel;
  private int endPanel;

  Block(
      ProductShape shape,
      Tiles tiles,
      Factor left,
      boolean packed,
      Strip strip,
      Target target,
      long scratch,
      long upper) {
    this.shape = shape;
    this.tiles = tiles;
    boolean real = !shape.complex() || isRealInPlace(shape, (Lines) left);
    this.left = shape.complex() && real ? ((Lines) left).asReal() : left;
    this.complexLeft = !real;
    this.packed = packed;
    this.strip = strip;
    this.target = target;
    this.layout = new BlockLayout(shape);
    this.scratch = scratch;
    this.upper = upper;
    this.bytes = shape.type().bytes();
    this.direct = target.columnStride() == 1 && Accumulators.isStored(target.dtype(), shape.type());
    this.levels = new long[layout.buffers()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = scratch + layout.buffer(i);
    }
  }

  private static boolean isRealInPlace(ProductShape shape, Lines left) {
    return left.termStride() == 1
        && left.dtype().isComplex()
        && Accumulators.isStored(left.dtype(), shape.type());
  }

  /** Computes one block, for some of the strip's panels. */
  void run(long block, int fromPanel, int toPanel) {
    firstRow = block * shape.blockRows();
    rows = (int) Math.min(shape.blockRows(), shape.rows() - firstRow);
    firstPanel = fromPanel;
    endPanel = toPanel;
    if (shape.direct()) {
      multiply(0, targetAddress(firstRow, firstPanel * shape.width()), targetPitch(), true);
      return;
    }
    for (int leaf = 0; leaf < strip.leaves(); leaf++) {
      long number = strip.firstLeaf() + leaf;
      boolean last = number == shape.leaves() - 1;
      int free = levels.length - 1;
      long sum = levels[free];
      multiply(leaf, sum, pitch(), false);
      // A node is complete with its right child; a last node that has none moves up unchanged.
      long merged = last ? number : number & ~(number + 1);
      for (long rest = merged; rest != 0; rest &= rest - 1) {
        add(level(Long.numberOfTrailingZeros(rest)), sum);
      }
      if (last) {
        finish(sum);
      } else {
        keep(Long.numberOfTrailingZeros(~number), free);
      }
    }
  }

  private void keep(int level, int free) {
    if (level < ProductShape.RUN_LEVEL) {
      long sum = levels[free];
      levels[free] = levels[level];
      levels[level] = sum;
    } else {
      MemorySegment.copy(
          Memory.ALL, levels[free], Memory.ALL, level(level), (long) paddedRows() * pitch());
    }
  }

  /** Address of the sum of a level. */
  private long level(int level) {
    if (level < ProductShape.RUN_LEVEL) {
      return levels[level];
    }
    // Blocks that share rows lie side by side: each panel of columns has its own rows.
    long before =
        firstRow * shape.stripColumns() + (long) firstPanel * shape.width() * paddedRows();
    return upper + (level - ProductShape.RUN_LEVEL) * shape.levelBytes() + before * bytes;
  }

  private int paddedRows() {
    return (int) (ProductShape.ceilDiv(rows, shape.tileRows()) * shape.tileRows());
  }

  /** Bytes of a row of sums. */
  private int pitch() {
    return (endPanel - firstPanel) * shape.width() * bytes;
  }

  private long targetPitch() {
    return target.rowStride() * target.dtype().bytes();
  }

  /** Address of a column, in real numbers, of a row. */
  private long targetAddress(long row, int column) {
    long elements = target.dtype().isComplex() ? 2 : 1;
    return target.address()
        + row * targetPitch()
        + (strip.firstColumn() + column)
            * target.columnStride()
            * (target.dtype().bytes() / elements);
  }

  private void multiply(int leaf, long to, long rowBytes, boolean exact) {
    long number = strip.firstLeaf() + leaf;
    int terms = shape.termsOf(number);
    int tileRows = shape.tileRows();
    if (packed) {
      for (int row = 0; row < rows; row += tileRows) {
        packRows(row, number, terms);
      }
    } else if (rows % tileRows != 0) {
      packRows(rows - rows % tileRows, number, terms);
    }
    frame[Microkernel.TERMS] = terms;
    for (int panel = firstPanel; panel < endPanel; panel++) {
      int columns = strip.columnsOf(panel);
      int vectors = (int) ProductShape.ceilDiv(columns, tiles.lanes());
      if (strip.isPacked() || strip.isInPlace(panel)) {
        frame[Microkernel.B] = strip.address(leaf, panel);
        frame[Microkernel.B_STEP] = strip.step();
      } else {
        frame[Microkernel.B] = scratch + layout.columnPanel();
        frame[Microkernel.B_STEP] = (long) shape.width() * bytes;
        strip.pack(leaf, panel, frame[Microkernel.B]);
      }
      long tileAddress = to + (long) (panel - firstPanel) * shape.width() * bytes;
      for (int row = 0; row < rows; row += tileRows) {
        int count = Math.min(tileRows, rows - row);
        boolean fromPanel = packed || count < tileRows;
        rowsAt(row, number, terms, fromPanel);
        Tile tile =
            new Tile(
                tileRows,
                vectors,
                tiles.lanes(),
                fromPanel ? Tile.Left.PACKED : Tile.Left.STRIDED,
                Tile.Right.STRIDED);
        tile(tile, tileAddress + row * rowBytes, rowBytes, count, columns, exact);
      }
    }
  }

  private void rowsAt(int row, long leaf, int terms, boolean fromPanel) {
    if (fromPanel) {
      frame[Microkernel.A] = rowPanel(row, terms);
      frame[Microkernel.A_ROW] = bytes;
      frame[Microkernel.A_STEP] = (long) shape.tileRows() * bytes;
    } else {
      Lines lines = (Lines) left;
      frame[Microkernel.A] = lines.at(firstRow + row, leaf * ProductShape.LEAF);
      frame[Microkernel.A_ROW] = lines.lineStride() * bytes;
      frame[Microkernel.A_STEP] = lines.termStride() * bytes;
    }
  }

  private long rowPanel(int row, int terms) {
    return scratch + layout.rowPanels() + (long) row * terms * bytes;
  }

  private void packRows(int row, long leaf, int terms) {
    int count = Math.min(shape.tileRows(), rows - row);
    long panel = rowPanel(row, terms);
    long first = leaf * ProductShape.LEAF;
    if (complexLeft) {
      ComplexPanels.packLeft(
          (Lines) left, firstRow + row, count, shape.tileRows(), first, terms, panel, shape.type());
    } else {
      left.pack(firstRow + row, count, shape.tileRows(), first, terms, panel, tiles);
    }
  }

  private void tile(Tile tile, long to, long rowBytes, int count, int columns, boolean exact) {
    boolean full = count == tile.rows() && columns == tile.columns();
    boolean whole = !exact || full && rowBytes >= 0 && rowBytes <= Integer.MAX_VALUE;
    long width = (long) tile.columns() * bytes;
    frame[Microkernel.C] = whole ? to : scratch + layout.tile();
    frame[Microkernel.C_ROW] = whole ? rowBytes : width;
    tiles.microkernel(tile).run(frame);
    if (exact && frame[Microkernel.NAN] != 0) {
      canonical(frame[Microkernel.C], frame[Microkernel.C_ROW], count, columns);
    }
    if (!whole) {
      for (int row = 0; row < count; row++) {
        MemorySegment.copy(
            Memory.ALL,
            frame[Microkernel.C] + row * width,
            Memory.ALL,
            to + row * rowBytes,
            (long) columns * bytes);
      }
    }
  }

  private void canonical(long tile, long rowBytes, int count, int columns) {
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < columns; column++) {
        long at = tile + row * rowBytes + (long) column * bytes;
        Elements.finish(at, shape.type(), at, shape.part());
      }
    }
  }

  /** sum = left + sum, over the whole block. */
  private void add(long leftSum, long sum) {
    long elements = (long) paddedRows() * pitch() / bytes;
    Kernel kernel = tiles.add();
    for (long at = 0; at < elements; at += Kernel.BLOCK) {
      addFrame[1] = leftSum + at * bytes;
      addFrame[2] = sum + at * bytes;
      addFrame[3] = addFrame[2];
      kernel.run(addFrame, (int) Math.min(Kernel.BLOCK, elements - at));
    }
  }

  /** Writes a block of sums to the target. */
  private void finish(long sum) {
    int columns = strip.columns() - firstPanel * shape.width();
    columns = Math.min(columns, (endPanel - firstPanel) * shape.width());
    boolean canonical = shape.leaves() > 1 || !shape.type().isFloat();
    for (int row = 0; row < rows; row++) {
      long from = sum + (long) row * pitch();
      long to = targetAddress(firstRow + row, firstPanel * shape.width());
      if (direct && canonical) {
        MemorySegment.copy(Memory.ALL, from, Memory.ALL, to, (long) columns * bytes);
      } else {
        finishRow(from, to, columns);
      }
    }
  }

  private void finishRow(long from, long to, int columns) {
    boolean complex = target.dtype().isComplex();
    long step = target.columnStride() * target.dtype().bytes();
    for (int column = 0; column < columns; column++) {
      long at = complex ? to + column / 2 * step + column % 2 * (long) bytes : to + column * step;
      Elements.finish(from + (long) column * bytes, shape.type(), at, target.dtype());
    }
  }
}

package dev.sparrow.jit.dot;

/** What a thread's memory holds while it computes blocks: places are counted in bytes. */
final class BlockLayout {
  /** Slack behind each piece, so that vectors may read and write past its end. */
  private static final int SLACK = 256;

  private final long rowPanels;
  private final long columnPanel;
  private final long tile;
  private final long buffers;
  private final long bufferBytes;
  private final int bufferCount;

  BlockLayout(ProductShape shape) {
    int bytes = shape.type().bytes();
    int leaf = (int) Math.min(ProductShape.LEAF, Math.max(1, shape.terms()));
    this.rowPanels = 0;
    this.columnPanel = rowPanels + aligned((long) shape.blockRows() * leaf * bytes);
    this.tile = columnPanel + aligned((long) shape.width() * leaf * bytes);
    this.buffers = tile + aligned((long) shape.tileRows() * shape.width() * bytes);
    this.bufferBytes = aligned((long) shape.blockRows() * shape.stripColumns() * bytes);
    this.bufferCount = shape.direct() ? 0 : Math.min(shape.levels(), ProductShape.RUN_LEVEL) + 1;
  }

  private static long aligned(long bytes) {
    return (bytes + SLACK + 63) & -64;
  }

  /** Packed rows of a block, for one leaf. */
  long rowPanels() {
    return rowPanels;
  }

  /** A packed panel of columns that is not whole, for one leaf. */
  long columnPanel() {
    return columnPanel;
  }

  /** A tile that is not whole. */
  long tile() {
    return tile;
  }

  /** A block of sums. */
  long buffer(int number) {
    return buffers + number * bufferBytes;
  }

  int buffers() {
    return bufferCount;
  }

  long bytes() {
    return buffer(bufferCount);
  }
}

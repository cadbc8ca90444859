package dev.sparrow.jit.dot;

import dev.sparrow.jit.lower.LaneType;

/**
 * Some columns of the right operand and a run of leaves: packed, leaf by leaf and panel by panel,
 * or read where they lie.
 */
final class Strip {
  private final ProductShape shape;
  private final Tiles tiles;
  private final Factor right;
  private final long firstColumn;
  private final long run;
  private final boolean inPlace;
  private final long packed;

  Strip(
      ProductShape shape,
      Tiles tiles,
      Factor right,
      long firstColumn,
      long run,
      boolean inPlace,
      long packed) {
    this.shape = shape;
    this.tiles = tiles;
    this.right = right;
    this.firstColumn = firstColumn;
    this.run = run;
    this.inPlace = inPlace;
    this.packed = packed;
  }

  long firstColumn() {
    return firstColumn;
  }

  int columns() {
    return (int) Math.min(shape.stripColumns(), shape.columns() - firstColumn);
  }

  int columnPanels() {
    return (int) ProductShape.ceilDiv(columns(), shape.width());
  }

  long firstLeaf() {
    return run * ProductShape.RUN;
  }

  int leaves() {
    return (int) Math.min(ProductShape.RUN, shape.leaves() - firstLeaf());
  }

  /** Panels of all leaves. */
  long panels() {
    return (long) leaves() * columnPanels();
  }

  /** Columns of a panel that there are. */
  int columnsOf(int panel) {
    return Math.min(shape.width(), columns() - panel * shape.width());
  }

  boolean isPacked() {
    return !inPlace;
  }

  boolean isInPlace(int panel) {
    return inPlace && columnsOf(panel) == shape.width();
  }

  /** Address of a panel's first term in a leaf, packed or in place. */
  long address(int leafInRun, int panel) {
    if (inPlace) {
      return ((Lines) right)
          .at(
              firstColumn + (long) panel * shape.width(),
              (firstLeaf() + leafInRun) * ProductShape.LEAF);
    }
    return packedAddress(leafInRun, panel);
  }

  /** Bytes from a term of a panel to the next. */
  long step() {
    return inPlace
        ? ((Lines) right).termStride() * shape.type().bytes()
        : (long) shape.width() * shape.type().bytes();
  }

  private long packedAddress(int leafInRun, int panel) {
    int terms = shape.termsOf(firstLeaf() + leafInRun);
    long before = (long) leafInRun * ProductShape.LEAF * shape.stripColumns();
    return packed + (before + (long) panel * terms * shape.width()) * shape.type().bytes();
  }

  void pack(long begin, long end) {
    for (long item = begin; item < end; item++) {
      int leaf = (int) (item / columnPanels());
      int panel = (int) (item % columnPanels());
      pack(leaf, panel, packedAddress(leaf, panel));
    }
  }

  /** Packs a panel somewhere. */
  void pack(int leafInRun, int panel, long target) {
    LaneType type = shape.type();
    long column = firstColumn + (long) panel * shape.width();
    long term = (firstLeaf() + leafInRun) * ProductShape.LEAF;
    int terms = shape.termsOf(firstLeaf() + leafInRun);
    if (shape.complex()) {
      ComplexPanels.packRight(
          (Lines) right, column, columnsOf(panel), shape.width(), term, terms, target, type);
    } else {
      right.pack(column, columnsOf(panel), shape.width(), term, terms, target, tiles);
    }
  }
}

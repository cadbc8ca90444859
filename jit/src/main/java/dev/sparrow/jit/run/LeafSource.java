package dev.sparrow.jit.run;

/** Computes the leaves of a region's folds. */
interface LeafSource {
  /** Leaves of folds over nothing. */
  LeafSource NONE =
      new LeafSource() {
        @Override
        public int width() {
          return 1;
        }

        @Override
        public int ports() {
          return 0;
        }

        @Override
        public String describe() {
          return "";
        }

        @Override
        public void expect(long tilesAndLeaves) {}

        @Override
        public void leaf(Worker at, long tile, long leaf, long[][] values) {
          throw new IllegalStateException("a fold over nothing has no leaves");
        }
      };

  /** Number of kept positions whose leaves are computed together. */
  int width();

  /** Frame slots a worker needs. */
  int ports();

  /** {@return what runs for a block, in words} */
  String describe();

  /** Says how many leaves, over all tiles, a run is about to ask for. */
  void expect(long tilesAndLeaves);

  /**
   * Computes one leaf of each fold for a tile of kept positions.
   *
   * @param at the worker
   * @param tile which tile; it starts at kept position tile · width
   * @param leaf which leaf
   * @param values filled with raw bits: by fold, then by position in the tile
   */
  void leaf(Worker at, long tile, long leaf, long[][] values);
}

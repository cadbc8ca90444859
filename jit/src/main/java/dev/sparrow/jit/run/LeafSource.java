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
        public int leavesAtOnce() {
          return 1;
        }

        @Override
        public boolean startsAnywhere() {
          return true;
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
        public void leaves(Worker at, Tile tile, long first, int count, long[][] values) {
          throw new IllegalStateException("a fold over nothing has no leaves");
        }
      };

  /**
   * Neighbouring kept positions.
   *
   * @param first the first one
   * @param count how many
   */
  record Tile(long first, int count) {}

  /** Most kept positions whose leaves are computed together. */
  int width();

  /** Most leaves of a kept position that are computed together; 1 for several positions. */
  int leavesAtOnce();

  /** Whether a tile may begin anywhere; otherwise at a multiple of the width. */
  boolean startsAnywhere();

  /** Frame slots a worker needs. */
  int ports();

  /** {@return what runs for a block, in words} */
  String describe();

  /** Says how many leaves, over all tiles, a run is about to ask for. */
  void expect(long tilesAndLeaves);

  /**
   * Computes some leaves of each fold for a tile of kept positions.
   *
   * @param at the worker
   * @param tile which positions
   * @param first the first leaf
   * @param count number of leaves
   * @param values filled with raw bits: by fold, then by leaf, or by position in a tile of several
   */
  void leaves(Worker at, Tile tile, long first, int count, long[][] values);
}

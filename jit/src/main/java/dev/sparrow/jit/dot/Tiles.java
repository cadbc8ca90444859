package dev.sparrow.jit.dot;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.Tile;
import dev.sparrow.jit.lower.LaneType;

/** The compiled loops of products over one type of sums. */
public interface Tiles {
  /** {@return what sums are kept in} */
  LaneType type();

  /** {@return lanes of a vector} */
  int lanes();

  /** {@return rows of the tile that keeps the processor busiest} */
  int rows();

  /** {@return vectors in a row of that tile} */
  int vectors();

  /**
   * The microkernel of a tile.
   *
   * @param tile the tile; the frame describes the left operand wherever it lies
   * @return the microkernel
   */
  Microkernel microkernel(Tile tile);

  /** {@return the loop that transposes squares of elements of the size of a sum} */
  FrameLoop transposition();

  /** {@return the kernel that adds: frame slots 1 and 2 to 3, NaN canonical} */
  Kernel add();
}

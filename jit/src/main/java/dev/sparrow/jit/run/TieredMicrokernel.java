package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.MicrokernelWriter;
import dev.sparrow.jit.codegen.Tile;
import dev.sparrow.jit.lower.LaneType;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A microkernel that is usable at once and fast a little later, as {@link TieredKernel} is. A
 * product makes thousands of calls, so its vector form is warmed up from the first one on.
 */
final class TieredMicrokernel implements Microkernel, WarmUp.Candidate {
  private final LaneType type;
  private final Tile tile;
  private final Microkernel scalar;

  /**
   * Set once; read without synchronisation, for a thread that misses it for a while is right too.
   */
  private @Nullable Microkernel vector;

  TieredMicrokernel(LaneType type, Tile tile, Microkernel scalar) {
    this.type = type;
    this.tile = tile;
    this.scalar = scalar;
  }

  @Override
  public void run(long[] frame) {
    Microkernel warm = vector;
    if (warm != null) {
      warm.run(frame);
    } else {
      scalar.run(frame);
    }
  }

  /** As many terms as the scratch has zeros for. */
  @Override
  public WarmUp.Trial trial(long readable, long writable) {
    Microkernel candidate = MicrokernelWriter.write(type, tile);
    return new WarmUp.Trial(
        run(scalar, readable, writable),
        run(candidate, readable, writable),
        () -> vector = candidate);
  }

  private IntConsumer run(Microkernel kernel, long readable, long writable) {
    long[] frame = new long[FRAME];
    frame[A] = readable;
    frame[B] = readable;
    frame[C] = writable;
    frame[B_LIST] = readable;
    frame[C_ROW] = (long) tile.columns() * type.bytes();
    int most = Kernel.BLOCK * Long.BYTES / (tile.rows() * type.bytes());
    return terms -> {
      frame[TERMS] = Math.min(terms, most);
      kernel.run(frame);
    };
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is usable at once and fast a little later, as {@link TieredKernel} is. Its routine
 * makes many calls, so its vector form is warmed up from the beginning.
 */
final class TieredFrameLoop implements FrameLoop, WarmUp.Candidate {
  private final FrameLoop scalar;
  private final Supplier<FrameLoop> vectorWriter;
  private final Frames frames;

  /**
   * Set once; read without synchronisation, for a thread that misses it for a while is right too.
   */
  private @Nullable FrameLoop vector;

  /** Makes frames for trials. */
  @FunctionalInterface
  interface Frames {
    /**
     * Fills a frame.
     *
     * @param readable address of zeros
     * @param writable address of as much memory that may be written
     * @param elements about how many elements are to be processed, perhaps none
     * @return the frame
     */
    long[] of(long readable, long writable, int elements);
  }

  private TieredFrameLoop(FrameLoop scalar, Supplier<FrameLoop> vectorWriter, Frames frames) {
    this.scalar = scalar;
    this.vectorWriter = vectorWriter;
    this.frames = frames;
  }

  /**
   * Makes a loop and has it warmed up.
   *
   * @param scalar its scalar form
   * @param vectorWriter writes its vector form
   * @param frames frames for trials
   */
  static FrameLoop of(FrameLoop scalar, Supplier<FrameLoop> vectorWriter, Frames frames) {
    TieredFrameLoop loop = new TieredFrameLoop(scalar, vectorWriter, frames);
    WarmUp.shared().submit(loop);
    return loop;
  }

  @Override
  public void run(long[] frame) {
    FrameLoop warm = vector;
    if (warm != null) {
      warm.run(frame);
    } else {
      scalar.run(frame);
    }
  }

  @Override
  public WarmUp.Trial trial(long readable, long writable) {
    FrameLoop candidate = vectorWriter.get();
    return new WarmUp.Trial(
        trial(scalar, readable, writable),
        trial(candidate, readable, writable),
        () -> vector = candidate);
  }

  private IntConsumer trial(FrameLoop loop, long readable, long writable) {
    return elements -> loop.run(frames.of(readable, writable, elements));
  }
}

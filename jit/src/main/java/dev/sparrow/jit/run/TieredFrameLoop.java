package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is usable at once and fast a little later, as {@link TieredKernel} is. Where its
 * routine makes many calls, its vector form is warmed up from the beginning.
 */
final class TieredFrameLoop implements FrameLoop, WarmUp.Candidate {
  /** Repeats after which a vector loop is worth its compilation. */
  private static final int REPEATS = 48;

  private final FrameLoop scalar;
  private final @Nullable Supplier<FrameLoop> vectorWriter;
  private final Frames frames;
  private final AtomicBoolean submitted = new AtomicBoolean();

  /** Repeats expected so far; may lose some, since threads count without synchronisation. */
  private int repeats;

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

  private TieredFrameLoop(
      FrameLoop scalar, @Nullable Supplier<FrameLoop> vectorWriter, Frames frames) {
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

  /**
   * Makes a loop and has it warmed up once it is used often.
   *
   * @param scalar its scalar form
   * @param vectorWriter writes its vector form; null for none
   * @param frames frames for trials
   */
  static TieredFrameLoop whenCalledOften(
      FrameLoop scalar, @Nullable Supplier<FrameLoop> vectorWriter, Frames frames) {
    TieredFrameLoop loop = new TieredFrameLoop(scalar, vectorWriter, frames);
    loop.submitted.set(vectorWriter == null);
    return loop;
  }

  /** Says how often the loop is about to be repeated. */
  void expect(long more) {
    if (submitted.get()) {
      return;
    }
    repeats = (int) Math.min(REPEATS, repeats + more);
    if (repeats == REPEATS && submitted.compareAndSet(false, true)) {
      WarmUp.shared().submit(this);
    }
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
    FrameLoop candidate = Objects.requireNonNull(vectorWriter).get();
    return new WarmUp.Trial(
        trial(scalar, readable, writable),
        trial(candidate, readable, writable),
        () -> vector = candidate);
  }

  private IntConsumer trial(FrameLoop loop, long readable, long writable) {
    return elements -> loop.run(frames.of(readable, writable, elements));
  }
}

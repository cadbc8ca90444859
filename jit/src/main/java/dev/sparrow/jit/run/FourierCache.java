package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.ButterflyBody;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyWriter;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.fourier.FourierLoops;
import dev.sparrow.jit.fourier.LineTransform;
import dev.sparrow.jit.lower.LaneType;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Transforms by length, with their tables, as long as there is memory for them; and the loops they
 * are made of, of which there are some dozens at most.
 */
final class FourierCache implements FourierLoops {
  private static final FourierCache SHARED = new FourierCache(LoopForm.preferred());

  private final LoopForm form;
  private final Map<ButterflyBody, FrameLoop> butterflies = new ConcurrentHashMap<>();
  private final Map<LaneType, FrameLoop> transpositions = new ConcurrentHashMap<>();
  private final Map<Key, SoftReference<LineTransform>> transforms = new ConcurrentHashMap<>();

  private record Key(int n, LaneType type, Sense sense) {}

  private FourierCache(LoopForm form) {
    this.form = form;
  }

  static FourierCache shared() {
    return SHARED;
  }

  /** The transform of lines of a length. */
  LineTransform transform(int n, LaneType type, Sense sense) {
    Key key = new Key(n, type, sense);
    SoftReference<LineTransform> known = transforms.get(key);
    LineTransform transform = known == null ? null : known.get();
    if (transform == null) {
      transform = LineTransform.of(n, type, sense, this);
      transforms.put(key, new SoftReference<>(transform));
    }
    return transform;
  }

  @Override
  public FrameLoop butterfly(ButterflyBody body) {
    return butterflies.computeIfAbsent(
        body,
        _ ->
            loop(
                ButterflyWriter.write(body, LoopForm.SCALAR),
                () -> ButterflyWriter.write(body, form),
                (readable, writable, elements) -> frame(body, readable, writable, elements)));
  }

  private FrameLoop loop(
      FrameLoop scalar, Supplier<FrameLoop> writer, TieredFrameLoop.Frames frames) {
    return form == LoopForm.SCALAR ? scalar : TieredFrameLoop.of(scalar, writer, frames);
  }

  /** All operands are the same zeros, and all results go to one place. */
  private static long[] frame(ButterflyBody body, long readable, long writable, int elements) {
    int columns = ButterflyBody.LINE / body.type().bytes();
    long[] frame = new long[ButterflyBody.FRAME];
    frame[ButterflyBody.RE] = readable;
    frame[ButterflyBody.IM] = readable;
    frame[ButterflyBody.OUT_RE] = writable;
    frame[ButterflyBody.OUT_IM] = writable;
    frame[ButterflyBody.TURNS_RE] = readable;
    frame[ButterflyBody.TURNS_IM] = readable;
    // Turns of each p lie behind those of the one before: 2 · 12 of them fit the memory 16 times.
    frame[ButterflyBody.P] = Math.min(16, elements / columns);
    frame[ButterflyBody.Q] = columns;
    return frame;
  }

  /** The transposition of squares of elements of a type, which has the bits of others as wide. */
  @Override
  public FrameLoop transposition(LaneType type) {
    return transpositions.computeIfAbsent(
        type,
        _ ->
            loop(
                TranspositionWriter.write(type, LoopForm.SCALAR),
                () -> TranspositionWriter.write(type, form),
                (readable, writable, elements) -> square(type, readable, writable, elements)));
  }

  private static long[] square(LaneType type, long readable, long writable, int elements) {
    int side = TranspositionWriter.LINE / type.bytes();
    long[] frame = new long[TranspositionWriter.FRAME];
    frame[TranspositionWriter.FROM] = readable;
    frame[TranspositionWriter.FROM_ROW] = TranspositionWriter.LINE;
    frame[TranspositionWriter.TO] = writable;
    frame[TranspositionWriter.TO_ROW] = TranspositionWriter.LINE;
    frame[TranspositionWriter.COUNT] = elements / side;
    return frame;
  }
}

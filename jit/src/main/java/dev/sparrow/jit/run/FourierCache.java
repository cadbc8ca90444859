package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.ButterflyBody;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyWriter;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.fourier.FourierLoops;
import dev.sparrow.jit.fourier.LineTransform;
import dev.sparrow.jit.lower.LaneType;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Transforms by length, with their tables, as long as there is memory for them; and the loops they
 * are made of, of which there are some dozens at most.
 */
final class FourierCache implements FourierLoops {
  private static final FourierCache SHARED = new FourierCache(LoopForm.preferred());

  private final LoopForm form;
  private final Map<ButterflyBody, FrameLoop> butterflies = new ConcurrentHashMap<>();
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
    return butterflies.computeIfAbsent(body, _ -> write(body));
  }

  private FrameLoop write(ButterflyBody body) {
    FrameLoop scalar = ButterflyWriter.write(body, LoopForm.SCALAR);
    return form == LoopForm.SCALAR
        ? scalar
        : TieredFrameLoop.of(
            scalar,
            () -> ButterflyWriter.write(body, form),
            (readable, writable, elements) -> frame(body, readable, writable, elements));
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

  @Override
  public FrameLoop transposition(LaneType type) {
    return Transpositions.of(type.bytes());
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.View;
import dev.sparrow.debug.HostEffects;
import dev.sparrow.graph.Effect;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands values to the host, in the middle of a program: copies, which the receiver may keep.
 *
 * @param effect what happens
 * @param places where the values lie
 * @param types their types
 */
record EffectStep(Effect effect, List<Placement> places, List<ArrayType> types)
    implements BoundStep {
  static EffectStep of(Effect effect, Step.Routine routine, Placements placements) {
    return new EffectStep(
        effect,
        routine.from().stream().map(placements::of).toList(),
        routine.from().stream().map(from -> from.type().strong()).toList());
  }

  @Override
  public void run(Addresses addresses) {
    List<ConcreteArray> values = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      values.add(copy(addresses, places.get(i), types.get(i)));
    }
    HostEffects.run(effect, values);
    if (effect instanceof Effect.Print) {
      values.forEach(ConcreteArray::close);
    }
  }

  private static ConcreteArray copy(Addresses addresses, Placement place, ArrayType type) {
    View layout = place.layout();
    Shape shape = type.shape();
    int bytes = type.dtype().bytes();
    ArrowBuffer buffer = ArrowBuffer.allocate(Feed.rounded(shape.size()) * bytes);
    if (shape.size() > 0) {
      long first = addresses.base()[place.slot()] + layout.offset() * bytes;
      Walk walk = Walk.of(shape.dims(), layout.strides());
      StridedCopy.gather(first, walk, 0, shape.size(), bytes, buffer.address());
    }
    return ConcreteArray.ready(type, View.dense(buffer, type.dtype(), shape));
  }
}

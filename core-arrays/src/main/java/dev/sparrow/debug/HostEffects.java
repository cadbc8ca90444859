package dev.sparrow.debug;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.EagerTrace;
import dev.sparrow.trace.Provenance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Does what an {@link Effect} says, with values at hand, on the calling thread. */
public final class HostEffects {
  private HostEffects() {}

  /**
   * Runs an effect.
   *
   * @param effect the effect
   * @param operands its operands
   */
  public static void run(Effect effect, List<ConcreteArray> operands) {
    // Whatever is being traced around the call, values are here: the host computes with them.
    EagerTrace.instance()
        .run(() -> {
          long lanes = effect.lanes().stream().reduce(1L, Math::multiplyExact);
          for (long lane = 0; lane < lanes; lane++) {
            once(effect, lane(operands, effect.lanes(), lane));
          }
          return operands;
        });
  }

  private static List<ConcreteArray> lane(
      List<ConcreteArray> operands, List<Long> lanes, long number) {
    return lanes.isEmpty()
        ? operands
        : operands.stream().map(operand -> lane(operand, lanes, number)).toList();
  }

  private static void once(Effect effect, List<ConcreteArray> values) {
    switch (effect) {
      case Effect.Print print -> Debug.write(ValueLine.write(print.format(), values));
      case Effect.Check check -> {
        if (!values.getFirst().toBoolean()) {
          throw new CheckFailedException(
              ValueLine.write(check.format(), values.subList(1, values.size()))
                  + CheckFailedException.USER
                  + Provenance.here().atLine());
        }
      }
      case Effect.Callback callback -> callback.consumer().accept(List.<NDArray>copyOf(values));
    }
  }

  /** The element of a batch with a number in row-major order of the leading axes: a window. */
  private static ConcreteArray lane(ConcreteArray batch, List<Long> lanes, long number) {
    List<Long> start = new ArrayList<>(Collections.nCopies(batch.rank(), 0L));
    long rest = number;
    for (int axis = lanes.size() - 1; axis >= 0; axis--) {
      start.set(axis, rest % lanes.get(axis));
      rest /= lanes.get(axis);
    }
    List<Long> limit = new ArrayList<>();
    for (int axis = 0; axis < batch.rank(); axis++) {
      limit.add(axis < lanes.size() ? start.get(axis) + 1 : batch.shape().dim(axis));
    }
    List<Integer> dropped = new ArrayList<>();
    for (int axis = 0; axis < lanes.size(); axis++) {
      dropped.add(axis);
    }
    EagerTrace trace = EagerTrace.instance();
    NDArray window =
        trace
            .bind(
                new Primitive.Slice(start, limit, Collections.nCopies(batch.rank(), 1L)),
                List.of(batch))
            .getFirst();
    return (ConcreteArray) trace.bind(new Primitive.Squeeze(dropped), List.of(window)).getFirst();
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where the arrays of a plan lie, while it is being bound. */
final class Placements {
  private final Map<Var, Placement> placements = new HashMap<>();

  void put(Var variable, Placement placement) {
    placements.put(variable, placement);
  }

  boolean contains(Var variable) {
    return placements.containsKey(variable);
  }

  Placement of(Var variable) {
    return Objects.requireNonNull(placements.get(variable), () -> variable + " has no place");
  }

  /** An operand in memory, views applied. */
  Placement of(Access access) {
    if (access.source() instanceof Source.Memory(Var variable)) {
      Placement base = of(variable);
      View layout = access.on(base.layout());
      return new Placement(base.slot(), Objects.requireNonNull(layout, access::toString));
    }
    throw new IllegalArgumentException("not in memory: " + access);
  }

  /** A rank-0 operand that is read outside kernels. */
  ScalarOperand scalar(Access access) {
    return switch (access.source()) {
      case Source.Constant(Literal literal) -> new ScalarOperand.Known(literal.bits());
      case Source.Memory _ -> {
        Placement placement = of(access);
        yield new ScalarOperand.Stored(
            placement.slot(), placement.layout().offset(), access.type().dtype().bytes());
      }
      case Source.Counter _ -> throw new IllegalArgumentException("not stored: " + access);
    };
  }

  /** The number a counter starts at. */
  CountOrigin origin(Source.Counter counter) {
    List<Access> first = counter.first();
    return first.isEmpty()
        ? CountOrigin.ZERO
        : new CountOrigin(scalar(first.get(0)), scalar(first.get(1)));
  }
}

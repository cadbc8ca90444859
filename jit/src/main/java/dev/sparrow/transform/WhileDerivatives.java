package dev.sparrow.transform;

import static dev.sparrow.transform.ControlDerivatives.count;
import static dev.sparrow.transform.ControlDerivatives.either;
import static dev.sparrow.transform.ControlDerivatives.inOrder;
import static dev.sparrow.transform.ControlDerivatives.joined;
import static dev.sparrow.transform.ControlDerivatives.range;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Control.While}: forward only, since nobody knows how many steps to keep.
 */
final class WhileDerivatives {
  private WhileDerivatives() {}

  static Dual jvp(Control.While loop, List<NDArray> in, List<@Nullable NDArray> tangents) {
    int ahead = loop.conditionConstants();
    int constants = loop.bodyConstants();
    List<NDArray> body = in.subList(ahead, in.size());
    List<@Nullable NDArray> given = new ArrayList<>(tangents.subList(ahead, tangents.size()));
    List<Boolean> moving = Duals.isNonZero(given);
    GraphJvp derived = derive(loop, moving);
    List<Boolean> carried = moving.subList(constants, moving.size());
    while (!derived.moved().equals(carried)) {
      moving = joined(moving.subList(0, constants), either(carried, derived.moved()));
      carried = moving.subList(constants, moving.size());
      derived = derive(loop, moving);
    }
    for (int i = constants; i < body.size(); i++) {
      if (moving.get(i)) {
        given.set(i, Terms.orZeros(given.get(i), body.get(i).type().strong()));
      }
    }
    int inputs = body.size();
    int movingConstants = count(moving.subList(0, constants));
    int movingCarries = count(carried);
    List<Integer> order =
        joined(
            range(0, constants),
            range(inputs, inputs + movingConstants),
            range(constants, inputs),
            range(inputs + movingConstants, inputs + movingConstants + movingCarries));
    Graph step = inOrder(derived.graph(), order, range(0, derived.graph().results().size()));
    Control.While dual =
        new Control.While(
            condition(loop, step.inputs().subList(constants + movingConstants, order.size())),
            ahead,
            step,
            constants + movingConstants);
    List<NDArray> operands = joined(in.subList(0, ahead), inOrder(Duals.both(body, given), order));
    return derived.split(Trace.current().bind(dual, operands));
  }

  private static GraphJvp derive(Control.While loop, List<Boolean> moving) {
    List<Boolean> wanted = moving.subList(loop.bodyConstants(), moving.size());
    return GraphJvp.of("while_loop body", loop.body(), moving, wanted);
  }

  /** The condition, which does not look at tangents. */
  private static Graph condition(Control.While loop, List<Var> carry) {
    List<ArrayType> types = new ArrayList<>();
    Graph condition = loop.condition();
    condition.inputs().subList(0, loop.conditionConstants()).forEach(v -> types.add(v.type()));
    carry.forEach(variable -> types.add(variable.type()));
    return condition.withInputs(types, range(0, condition.inputs().size()));
  }

  /** The loop runs again with each tangent; going backwards refuses it. */
  static Dual linearize(Control.While loop, List<NDArray> in, List<@Nullable NDArray> tangents) {
    List<NDArray> primals = Trace.current().bind(loop, in);
    List<@Nullable NDArray> moved = new ArrayList<>(jvp(loop, in, tangents).tangents());
    return new Dual(primals, Collections.unmodifiableList(moved));
  }
}

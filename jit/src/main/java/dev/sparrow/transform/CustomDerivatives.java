package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of functions that bring their own: {@link CustomJvp}, {@link CustomVjp}. */
final class CustomDerivatives {
  private CustomDerivatives() {}

  static Dual jvp(Inlined.CustomJvp custom, List<NDArray> in, List<@Nullable NDArray> tangents) {
    checkConstants("custom_jvp", custom.name(), tangents.subList(0, custom.constants()));
    List<NDArray> inputs = new ArrayList<>(in);
    for (int i = custom.constants(); i < in.size(); i++) {
      NDArray x = in.get(i);
      if (x.dtype().isInexact()) {
        inputs.add(Terms.orZeros(tangents.get(i), x.type().strong()));
      }
    }
    List<NDArray> results = Interpreter.run(custom.rule(), inputs);
    int primals = custom.graph().results().size();
    return new Dual(
        results.subList(0, primals),
        Duals.spread(
            results.subList(primals, results.size()), inexact(custom.graph().resultTypes())));
  }

  static Dual linearize(
      Inlined.CustomVjp custom, List<NDArray> in, List<@Nullable NDArray> tangents) {
    int constants = custom.constants();
    checkConstants("custom_vjp", custom.name(), tangents.subList(0, constants));
    List<NDArray> results =
        Trace.current().bind(new Primitive.Call(custom.name(), custom.forward()), in);
    List<ArrayType> types = custom.graph().resultTypes();
    List<NDArray> operands = new ArrayList<>(in.subList(0, constants));
    operands.addAll(results.subList(types.size(), results.size()));
    int known = operands.size();
    for (int i = constants; i < in.size(); i++) {
      NDArray x = in.get(i);
      if (x.dtype().isInexact()) {
        operands.add(Terms.orZeros(tangents.get(i), x.type().strong()));
      }
    }
    List<Boolean> moved = inexact(types);
    List<ArrayType> movedTypes = Duals.where(types, moved).stream().map(ArrayType::strong).toList();
    CustomLinear linear = new CustomLinear(custom.name(), custom.backward(), known, movedTypes);
    return new Dual(
        results.subList(0, types.size()),
        Duals.spread(Trace.current().bind(linear, operands), moved));
  }

  static List<@Nullable NDArray> transpose(
      CustomLinear linear, List<@Nullable NDArray> in, List<@Nullable NDArray> cotangents) {
    List<NDArray> inputs = new ArrayList<>(Duals.nonZero(in.subList(0, linear.known())));
    for (int i = 0; i < cotangents.size(); i++) {
      inputs.add(Terms.orZeros(cotangents.get(i), linear.results().get(i)));
    }
    List<@Nullable NDArray> all = new ArrayList<>(Collections.nCopies(linear.known(), null));
    List<NDArray> back = Interpreter.run(linear.backward(), inputs);
    for (int i = 0; i < back.size(); i++) {
      all.add(in.get(linear.known() + i) == null ? back.get(i) : null);
    }
    return all;
  }

  /** Whether a linear program has parts that can only be transposed. */
  static void checkForward(Graph linear) {
    for (Equation equation : linear.equations()) {
      switch (equation.prim()) {
        case CustomLinear custom -> throw forwardOfCustomVjp(custom.name());
        case Inlined inlined -> checkForward(inlined.graph());
        case Control control -> control.graphs().forEach(CustomDerivatives::checkForward);
        case Primitive _ -> {}
      }
    }
  }

  static NotDifferentiableException forwardOfCustomVjp(String name) {
    return new NotDifferentiableException(
        name
            + ": can't apply forward-mode differentiation (jvp) to a custom_vjp function; use"
            + " customJvp, or reverse mode");
  }

  private static void checkConstants(String kind, String name, List<@Nullable NDArray> tangents) {
    if (tangents.stream().anyMatch(tangent -> tangent != null)) {
      throw new NotDifferentiableException(
          name
              + ": detected differentiation of a "
              + kind
              + " function with respect to a value it captures; pass the value as an argument");
    }
  }

  private static List<Boolean> inexact(List<ArrayType> types) {
    return types.stream().map(type -> type.dtype().isInexact()).toList();
  }
}

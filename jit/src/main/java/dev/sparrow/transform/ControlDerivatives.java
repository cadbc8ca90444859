package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derivatives of {@link Control}: control flow over differentiated programs. */
final class ControlDerivatives {
  private ControlDerivatives() {}

  static Dual jvp(Control control, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return switch (control) {
      case Control.Cond cond -> CondDerivatives.jvp(cond, in, tangents);
      case Control.While loop -> WhileDerivatives.jvp(loop, in, tangents);
      case Control.Scan scan -> ScanDerivatives.jvp(scan, in, tangents);
    };
  }

  static Dual linearize(Control control, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return switch (control) {
      case Control.Cond cond -> CondDerivatives.linearize(cond, in, tangents);
      case Control.While loop -> WhileDerivatives.linearize(loop, in, tangents);
      case Control.Scan scan -> ScanDerivatives.linearize(scan, in, tangents);
    };
  }

  static List<@Nullable NDArray> transpose(
      Control control,
      List<@Nullable NDArray> in,
      List<ArrayType> types,
      List<@Nullable NDArray> cotangents) {
    return switch (control) {
      case Control.Cond cond -> CondDerivatives.transpose(cond, in, cotangents);
      case Control.While _ ->
          throw new NotDifferentiableException(
              "while_loop: Reverse-mode differentiation does not work for while_loop or fori_loop"
                  + " with dynamic start/stop values. Try using scan, or using fori_loop with"
                  + " static start/stop");
      case Control.Scan scan -> ScanDerivatives.transpose(scan, in, types, cotangents);
    };
  }

  static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @SafeVarargs
  static <T> List<T> joined(List<T>... parts) {
    List<T> all = new ArrayList<>();
    for (List<T> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  static <T> List<T> inOrder(List<T> values, List<Integer> order) {
    return order.stream().map(values::get).toList();
  }

  /** Undoes {@link #inOrder}. */
  static List<NDArray> outOfOrder(List<NDArray> values, List<Integer> order) {
    NDArray[] before = new NDArray[values.size()];
    for (int i = 0; i < before.length; i++) {
      before[order.get(i)] = values.get(i);
    }
    return Arrays.asList(before);
  }

  /** The same program, closed, with inputs and results in another order. */
  static Graph inOrder(Graph graph, List<Integer> inputs, List<Integer> results) {
    return new Graph(
        List.of(),
        inOrder(graph.inputs(), inputs),
        graph.equations(),
        inOrder(graph.results(), results));
  }

  static int count(List<Boolean> flags) {
    return (int) flags.stream().filter(flag -> flag).count();
  }

  /** Where either list is true. */
  static List<Boolean> either(List<Boolean> first, List<Boolean> second) {
    return IntStream.range(0, first.size()).mapToObj(i -> first.get(i) || second.get(i)).toList();
  }
}

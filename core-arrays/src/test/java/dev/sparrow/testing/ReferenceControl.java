package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Control flow, step by step with {@link ReferenceOps}. */
final class ReferenceControl {
  private ReferenceControl() {}

  static List<HostArray> apply(Control control, List<ArrayType> types, List<HostArray> in) {
    return switch (control) {
      case Control.Cond(List<Graph> branches) -> {
        long index = Math.clamp(in.getFirst().bits(0), 0, branches.size() - 1);
        yield ReferenceOps.run(branches.get((int) index), in.subList(1, in.size()));
      }
      case Control.While loop -> whileLoop(loop, in);
      case Control.Scan scan -> scan(scan, types, in);
    };
  }

  private static List<HostArray> whileLoop(Control.While loop, List<HostArray> in) {
    List<HostArray> tested = in.subList(0, loop.conditionConstants());
    List<HostArray> constants = in.subList(loop.conditionConstants(), loop.constants());
    List<HostArray> carry = in.subList(loop.constants(), in.size());
    while (ReferenceOps.run(loop.condition(), joined(tested, carry)).getFirst().bits(0) != 0) {
      carry = ReferenceOps.run(loop.body(), joined(constants, carry));
    }
    return carry;
  }

  private static List<HostArray> scan(
      Control.Scan scan, List<ArrayType> types, List<HostArray> in) {
    int rows = scan.constants() + scan.carries();
    List<HostArray> constants = in.subList(0, scan.constants());
    List<HostArray> carry = in.subList(scan.constants(), rows);
    List<List<HostArray>> elements = new ArrayList<>();
    for (long step = 0; step < scan.length(); step++) {
      long at = scan.reverse() ? scan.length() - 1 - step : step;
      List<HostArray> xs = in.subList(rows, in.size()).stream().map(x -> row(x, at)).toList();
      List<HostArray> out = ReferenceOps.run(scan.body(), joined(constants, joined(carry, xs)));
      carry = out.subList(0, scan.carries());
      elements.add(out.subList(scan.carries(), out.size()));
    }
    List<List<HostArray>> ordered = scan.reverse() ? elements.reversed() : elements;
    List<HostArray> results = new ArrayList<>(carry);
    for (int y = 0; y < types.size() - scan.carries(); y++) {
      int number = y;
      ArrayType type = types.get(scan.carries() + y);
      long size = type.shape().without(List.of(0)).size();
      results.add(
          HostArray.byPosition(
              type.dtype(),
              type.shape(),
              at -> ordered.get((int) (at / size)).get(number).bits(at % size)));
    }
    return results;
  }

  private static HostArray row(HostArray x, long at) {
    Shape shape = x.shape().without(List.of(0));
    return HostArray.byPosition(x.dtype(), shape, i -> x.bits(at * shape.size() + i));
  }

  private static List<HostArray> joined(List<HostArray> first, List<HostArray> second) {
    List<HostArray> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}

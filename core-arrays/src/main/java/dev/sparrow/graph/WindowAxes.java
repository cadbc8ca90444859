package dev.sparrow.graph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Axis arithmetic that gather and scatter share. */
final class WindowAxes {
  private WindowAxes() {}

  /** Axes from 0 to rank - 1 that neither list names, ascending. */
  static List<Integer> kept(int rank, List<Integer> dropped, List<Integer> batching) {
    return IntStream.range(0, rank)
        .filter(axis -> !dropped.contains(axis) && !batching.contains(axis))
        .boxed()
        .toList();
  }

  /** A list as Python prints a tuple. */
  static String tuple(List<?> items) {
    String inner = items.stream().map(Object::toString).collect(Collectors.joining(", "));
    return items.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }
}

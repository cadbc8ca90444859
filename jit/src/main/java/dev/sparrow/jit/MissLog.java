package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SequencedSet;
import java.util.StringJoiner;

/** Remembers why the last calls of a compiled function had to trace. */
final class MissLog {
  private static final int ENTRIES = 32;

  private final Deque<String> entries = new ArrayDeque<>();

  List<String> entries() {
    return new ArrayList<>(entries);
  }

  /**
   * Notes a miss.
   *
   * @param types types of the arguments
   * @param known what the cache knew, used longest ago first
   */
  void add(List<ArrayType> types, SequencedSet<List<ArrayType>> known) {
    if (entries.size() == ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(types + ": " + reason(types, known));
  }

  private static String reason(List<ArrayType> types, SequencedSet<List<ArrayType>> known) {
    List<ArrayType> closest = null;
    int fewest = Integer.MAX_VALUE;
    for (List<ArrayType> candidate : known.reversed()) {
      int differences = differences(types, candidate);
      if (differences < fewest) {
        closest = candidate;
        fewest = differences;
      }
    }
    if (closest == null) {
      return "nothing was traced before";
    }
    if (closest.size() != types.size()) {
      return "traced before for " + closest.size() + " arguments, not " + types.size();
    }
    StringJoiner reasons = new StringJoiner("; ");
    for (int i = 0; i < types.size(); i++) {
      if (!types.get(i).equals(closest.get(i))) {
        reasons.add("argument " + i + " " + difference(types.get(i), closest.get(i)));
      }
    }
    return reasons.toString();
  }

  private static int differences(List<ArrayType> types, List<ArrayType> candidate) {
    if (types.size() != candidate.size()) {
      return Integer.MAX_VALUE - 1;
    }
    int differences = 0;
    for (int i = 0; i < types.size(); i++) {
      differences += types.get(i).equals(candidate.get(i)) ? 0 : 1;
    }
    return differences;
  }

  private static String difference(ArrayType now, ArrayType before) {
    StringJoiner parts = new StringJoiner(" and ");
    if (now.dtype() != before.dtype()) {
      parts.add("has dtype " + now.dtype() + ", before " + before.dtype());
    }
    if (!now.shape().equals(before.shape())) {
      parts.add("has shape " + now.shape() + ", before " + before.shape());
    }
    if (now.weak() != before.weak()) {
      parts.add(now.weak() ? "is weakly typed, before not" : "is not weakly typed, before it was");
    }
    return parts.toString();
  }
}

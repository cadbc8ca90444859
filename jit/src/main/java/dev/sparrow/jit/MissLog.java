package dev.sparrow.jit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SequencedSet;

/** Remembers why the last calls of a compiled function had to trace. */
final class MissLog {
  private static final int ENTRIES = 32;

  private final JitOptions options;
  private final Deque<String> entries = new ArrayDeque<>();

  MissLog(JitOptions options) {
    this.options = options;
  }

  List<String> entries() {
    return new ArrayList<>(entries);
  }

  /**
   * Notes a miss.
   *
   * @param signature of the call
   * @param known what the cache knew, used longest ago first
   */
  void add(Signature signature, SequencedSet<Signature> known) {
    if (entries.size() == ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(signature + ": " + reason(signature, known));
  }

  /** The differences from the call that differs in the fewest places. */
  private String reason(Signature signature, SequencedSet<Signature> known) {
    List<String> fewest = null;
    for (Signature candidate : known.reversed()) {
      List<String> differences = signature.differences(candidate, options);
      if (fewest == null || differences.size() < fewest.size()) {
        fewest = differences;
      }
    }
    return fewest == null ? "nothing was traced before" : String.join("; ", fewest);
  }
}

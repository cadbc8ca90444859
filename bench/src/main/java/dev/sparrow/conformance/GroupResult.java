package dev.sparrow.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcomes of a group.
 *
 * @param name the group
 * @param cases its cases
 * @param outcomes one for each case, in order
 */
record GroupResult(String name, List<ConformanceCase> cases, List<Outcome> outcomes) {
  /**
   * Numbers of outcomes.
   *
   * @param passed cases that passed
   * @param failed cases that failed
   * @param unsupported cases that could not be called
   * @param deliberate cases that differ on purpose
   */
  record Tally(int passed, int failed, int unsupported, int deliberate) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    int total() {
      return passed + failed + unsupported + deliberate;
    }

    Tally plus(Tally other) {
      return new Tally(
          passed + other.passed,
          failed + other.failed,
          unsupported + other.unsupported,
          deliberate + other.deliberate);
    }

    Tally plus(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Passed() -> new Tally(passed + 1, failed, unsupported, deliberate);
        case Outcome.Failed _ -> new Tally(passed, failed + 1, unsupported, deliberate);
        case Outcome.Unsupported _ -> new Tally(passed, failed, unsupported + 1, deliberate);
        case Outcome.Deliberate _ -> new Tally(passed, failed, unsupported, deliberate + 1);
      };
    }
  }

  /** The numbers of one tier. */
  Tally tally(int tier) {
    Tally tally = Tally.NONE;
    for (int i = 0; i < cases.size(); i++) {
      tally = cases.get(i).tier() == tier ? tally.plus(outcomes.get(i)) : tally;
    }
    return tally;
  }

  /**
   * A case that failed.
   *
   * @param id its name
   * @param fn the function it called
   * @param tier its tier
   * @param difference what differed
   */
  record Failure(String id, String fn, int tier, String difference) {}

  /** The cases that failed, in order. */
  List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Failed(String difference)) {
        ConformanceCase test = cases.get(i);
        failures.add(new Failure(test.id(), test.fn(), test.tier(), difference));
      }
    }
    return failures;
  }

  /**
   * A case that differs on purpose.
   *
   * @param id its name
   * @param fn the function it called
   * @param difference what differs
   * @param reason why it should
   */
  record Intended(String id, String fn, String difference, String reason) {}

  /** The cases that differ on purpose, in order. */
  List<Intended> intended() {
    List<Intended> intended = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Deliberate(String difference, String reason)) {
        ConformanceCase test = cases.get(i);
        intended.add(new Intended(test.id(), test.fn(), difference, reason));
      }
    }
    return intended;
  }

  /** The numbers of each function, both tiers together, by name. */
  Map<String, Tally> byFunction() {
    Map<String, Tally> tallies = new TreeMap<>();
    for (int i = 0; i < cases.size(); i++) {
      Outcome outcome = outcomes.get(i);
      tallies.compute(
          cases.get(i).fn(), (fn, before) -> (before == null ? Tally.NONE : before).plus(outcome));
    }
    return tallies;
  }

  /** What unsupported cases are missing, and how many of them, most first. */
  Map<String, Long> missing() {
    Map<String, Long> counts = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Unsupported(String reason)) {
        counts.merge(reason, 1L, Long::sum);
      }
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}

package dev.sparrow.conformance;

import dev.sparrow.conformance.GroupResult.Intended;
import dev.sparrow.conformance.GroupResult.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcomes of a run as a Markdown page: a summary, a table for each group, the reasons. */
final class CompatibilityTable {
  private static final String COLUMNS =
      """
      | %s | passed | failed | unsupported | on purpose |
      |---|---:|---:|---:|---:|
      """;

  private final List<GroupResult> groups;
  private final StringBuilder text = new StringBuilder();

  private CompatibilityTable(List<GroupResult> groups) {
    this.groups = groups;
  }

  /** The page. */
  static String of(List<GroupResult> groups) {
    CompatibilityTable table = new CompatibilityTable(groups);
    table.addSummary();
    groups.forEach(table::addGroup);
    table.addReasons();
    return table.text.toString();
  }

  private void addSummary() {
    text.append(
        """
        # Compatibility with JAX

        Written by `./sparrow conformance data/conformance --markdown docs/COMPATIBILITY.md`; not edited by
        hand. A case is one call with what JAX answers to it. Unsupported: the function, a way to call it or a
        dtype is missing. On purpose: Sparrow answers otherwise and means to; the reasons are at the end.

        """);
    text.append(share("what every program needs", 1))
        .append(share("the second circle", 2))
        .append('\n');
    text.append(COLUMNS.formatted("group"));
    Tally total = Tally.NONE;
    for (GroupResult group : groups) {
      Tally tally = group.tally(1).plus(group.tally(2));
      total = total.plus(tally);
      String link = "[%s](#%s)".formatted(group.name(), group.name().toLowerCase(Locale.ROOT));
      text.append(row(link, tally));
    }
    text.append(row("**all**", total));
  }

  private String share(String what, int tier) {
    Tally all = groups.stream().map(group -> group.tally(tier)).reduce(Tally.NONE, Tally::plus);
    return "- Tier %d, %s: %d of %d cases pass (%.1f %%).\n"
        .formatted(
            tier,
            what,
            all.passed(),
            all.total(),
            all.total() == 0 ? 100.0 : 100.0 * all.passed() / all.total());
  }

  private void addGroup(GroupResult group) {
    text.append("\n## ").append(group.name()).append("\n\n").append(COLUMNS.formatted("function"));
    List<String> absent = new ArrayList<>();
    group
        .byFunction()
        .forEach((fn, tally) -> {
          if (tally.passed() + tally.failed() + tally.deliberate() == 0) {
            absent.add("`" + fn + "` (" + tally.unsupported() + ")");
          } else {
            text.append(row("`" + fn + "`", tally));
          }
        });
    if (!absent.isEmpty()) {
      text.append("\nNot there yet (cases): ").append(String.join(", ", absent)).append(".\n");
    }
  }

  private void addReasons() {
    Map<String, List<Intended>> byReason = new LinkedHashMap<>();
    for (GroupResult group : groups) {
      for (Intended intended : group.intended()) {
        byReason.computeIfAbsent(intended.reason(), _ -> new ArrayList<>()).add(intended);
      }
    }
    if (!byReason.isEmpty()) {
      text.append("\n## Differences on purpose\n");
    }
    byReason.forEach((reason, cases) ->
        text.append("\n- ")
            .append(functions(cases))
            .append(": ")
            .append(reason)
            .append(" Cases: ")
            .append(cases.stream().map(Intended::id).collect(Collectors.joining(", ")))
            .append(".\n"));
  }

  private static String functions(List<Intended> cases) {
    Map<String, String> names = new TreeMap<>();
    cases.forEach(intended -> names.put(intended.fn(), "`" + intended.fn() + "`"));
    return String.join(", ", names.values());
  }

  private static String row(String name, Tally tally) {
    return "| %s | %d | %d | %d | %d |\n"
        .formatted(name, tally.passed(), tally.failed(), tally.unsupported(), tally.deliberate());
  }
}

package dev.sparrow.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparrow.conformance.GroupResult.Failure;
import dev.sparrow.conformance.GroupResult.Intended;
import dev.sparrow.conformance.GroupResult.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** The outcomes of a run: a table for people, JSON for programs. */
final class Report {
  private final List<GroupResult> groups;

  Report(List<GroupResult> groups) {
    this.groups = List.copyOf(groups);
  }

  /** The two lines above the table. */
  static String header() {
    return row("", "tier 1", "", "", "tier 2", "", "")
        + System.lineSeparator()
        + row("group", "passed", "failed", "unsupported", "passed", "failed", "unsupported");
  }

  /** A group's row of the table. */
  static String row(GroupResult group) {
    return row(group.name(), group.tally(1), group.tally(2));
  }

  /** A failure in one line. */
  static String line(Failure failure) {
    return "  FAILED " + failure.id() + " " + failure.fn() + ": " + failure.difference();
  }

  /** A difference on purpose in one line. */
  static String line(Intended intended) {
    return "  differs on purpose: "
        + intended.id()
        + " "
        + intended.fn()
        + ": "
        + intended.difference();
  }

  /** The last row of the table. */
  String totalRow() {
    return row("total", total(1), total(2));
  }

  private static String row(String name, Tally one, Tally two) {
    return row(
        name,
        one.passed(),
        one.failed(),
        one.unsupported(),
        two.passed(),
        two.failed(),
        two.unsupported());
  }

  private static String row(Object... columns) {
    return String.format(Locale.ROOT, "%-20s %8s %8s %12s   %8s %8s %12s", columns).stripTrailing();
  }

  private Tally total(int tier) {
    return groups.stream().map(group -> group.tally(tier)).reduce(Tally.NONE, Tally::plus);
  }

  /** Whether any case failed. */
  boolean hasFailures() {
    return total(1).failed() + total(2).failed() > 0;
  }

  /**
   * Writes the report as JSON, whole or not at all.
   *
   * @param file where to; replaced if it exists
   * @throws IOException if the folder cannot be written
   */
  void writeJson(Path file) throws IOException {
    write(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json()));
  }

  /**
   * Writes the report as a Markdown page, whole or not at all.
   *
   * @param file where to; replaced if it exists
   * @throws IOException if the folder cannot be written
   */
  void writeMarkdown(Path file) throws IOException {
    write(file, CompatibilityTable.of(groups));
  }

  private static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path draft = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".tmp");
    try {
      Files.writeString(draft, text);
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode tiers = root.putObject("tiers");
    put(tiers.putObject("1"), total(1));
    put(tiers.putObject("2"), total(2));
    ArrayNode list = root.putArray("groups");
    for (GroupResult group : groups) {
      ObjectNode node = list.addObject().put("name", group.name());
      put(node.putObject("tier1"), group.tally(1));
      put(node.putObject("tier2"), group.tally(2));
      ArrayNode failures = node.putArray("failures");
      for (Failure failure : group.failures()) {
        failures
            .addObject()
            .put("id", failure.id())
            .put("fn", failure.fn())
            .put("tier", failure.tier())
            .put("difference", failure.difference());
      }
      ArrayNode deliberate = node.putArray("deliberate");
      for (Intended intended : group.intended()) {
        deliberate
            .addObject()
            .put("id", intended.id())
            .put("fn", intended.fn())
            .put("difference", intended.difference())
            .put("reason", intended.reason());
      }
    }
    return root;
  }

  private static void put(ObjectNode node, Tally tally) {
    node.put("passed", tally.passed())
        .put("failed", tally.failed())
        .put("unsupported", tally.unsupported())
        .put("deliberate", tally.deliberate());
  }
}

package dev.sparrow.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConformanceCommandTest {
  private static final String CASE =
      """
      {"id":"%s","group":"g","fn":"%s","tier":%d,"x64":false,"args":[{"dtype":"int32","shape":[2,2],\
      "data":[1,2,3,4]}],"expect":{"dtype":"int32","shape":[4],"data":[1,2,3,%d]},\
      "compare":{"kind":"exact"}}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeGroups() throws IOException {
    Files.writeString(
        folder.resolve("good.jsonl"),
        CASE.formatted("good-1", "ravel", 1, 4) + CASE.formatted("good-2", "nosuch", 2, 4));
    Files.writeString(
        folder.resolve("wrong.jsonl"),
        CASE.formatted("wrong-1", "ravel", 1, 4) + "\n" + CASE.formatted("wrong-2", "ravel", 2, 5));
    Files.writeString(folder.resolve("broken.jsonl"), "{\"id\":\"b\"}\n");
    Files.writeString(folder.resolve("notes.txt"), "not a group");
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.jsonl.gz")))) {
      packed.write(CASE.formatted("packed-1", "ravel", 1, 4).getBytes(UTF_8));
    }
  }

  @Test
  void passingAndUnsupportedCasesExitWithZero() {
    assertEquals(0, run(folder.toString(), "--group", "good"));
    assertTrue(out.toString().contains("good                        1        0            0"));
    assertFalse(out.toString().contains("FAILED"));
  }

  @Test
  void compressedGroupsAreRead() {
    assertEquals(0, run(folder.toString(), "--group", "packed"));
    assertTrue(out.toString().contains("packed                      1        0            0"));
  }

  @Test
  void aWrongExpectationFails() {
    assertEquals(1, run(folder.toString(), "--group", "[gw]*"));
    assertTrue(
        out.toString()
            .contains(
                "  FAILED wrong-2 ravel: element 3 of (4,): got 4, expected 5 (not equal)"
                    + System.lineSeparator()),
        out.toString());
    assertTrue(out.toString().contains("total                       2        0            0"));
  }

  @Test
  void jsonCountsAndNamesFailures() throws IOException {
    Path json = folder.resolve("report.json");
    assertEquals(1, run(folder.toString(), "--group", "[gw]*", "--json", json.toString()));
    String expected =
        """
        {"tiers": {"1": {"passed": 2, "failed": 0, "unsupported": 0, "deliberate": 0},
                   "2": {"passed": 0, "failed": 1, "unsupported": 1, "deliberate": 0}},
         "groups": [
           {"name": "good",
            "tier1": {"passed": 1, "failed": 0, "unsupported": 0, "deliberate": 0},
            "tier2": {"passed": 0, "failed": 0, "unsupported": 1, "deliberate": 0},
            "failures": [], "deliberate": []},
           {"name": "wrong",
            "tier1": {"passed": 1, "failed": 0, "unsupported": 0, "deliberate": 0},
            "tier2": {"passed": 0, "failed": 1, "unsupported": 0, "deliberate": 0},
            "failures": [
              {"id": "wrong-2", "fn": "ravel", "tier": 2,
               "difference": "element 3 of (4,): got 4, expected 5 (not equal)"}],
            "deliberate": []}]}
        """;
    ObjectMapper mapper = new ObjectMapper();
    assertEquals(mapper.readTree(expected), mapper.readTree(Files.readString(json)));
  }

  @Test
  void markdownCountsFunctionsAndListsTheAbsent() throws IOException {
    Path page = folder.resolve("page.md");
    assertEquals(1, run(folder.toString(), "--group", "[gw]*", "--markdown", page.toString()));
    String text = Files.readString(page);
    assertTrue(text.contains("| [good](#good) | 1 | 0 | 1 | 0 |\n"), text);
    assertTrue(text.contains("| **all** | 2 | 1 | 1 | 0 |\n"), text);
    assertTrue(text.contains("| `ravel` | 1 | 1 | 0 | 0 |\n"), text);
    assertTrue(text.contains("Not there yet (cases): `nosuch` (1).\n"), text);
    assertFalse(text.contains("Differences on purpose\n"), text);
  }

  @Test
  void badInputIsOneLineAndExitCodeTwo() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path json = folder.resolve("absent/report.json");
    assertBad("is not a folder", folder.resolve("absent").toString());
    assertBad("holds no *.jsonl", empty.toString());
    assertBad(
        "no group matches 'x*'; there are broken, good, packed, wrong",
        folder.toString(),
        "--group",
        "x*");
    assertBad("cannot read the pattern", folder.toString(), "--group", "[");
    assertBad(
        "broken.jsonl:1: b: field \"tier\" is missing", folder.toString(), "--group", "broken");
    assertBad("cannot write", folder.toString(), "--group", "good", "--json", json.toString());
  }

  private void assertBad(String message, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertEquals(2, run(args));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(message), err.toString());
    assertEquals("", out.toString());
  }

  private int run(String... args) {
    return new CommandLine(new ConformanceCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}

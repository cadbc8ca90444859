package dev.sparrow.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All cases of the repository, and the page that says how many pass. */
class SuiteTest {
  private static final Path CASES = Path.of("../data/conformance");
  private static final Path PAGE = Path.of("../docs/COMPATIBILITY.md");
  private static final int THREADS = 2;

  private static final List<GroupResult> RESULTS = new ArrayList<>();

  @BeforeAll
  static void runAll() throws IOException {
    CaseRunner runner = new CaseRunner(FunctionRegistry.standard(), Differences.standard());
    try (SuiteRunner suite = new SuiteRunner(runner, THREADS, SuiteRunner.CASE_LIMIT)) {
      for (Path file : CaseFolder.groups(CASES, "*")) {
        RESULTS.add(suite.run(CaseFolder.name(file), CaseFolder.read(file)));
      }
    }
  }

  @Test
  void nothingFails() {
    List<String> failures =
        RESULTS.stream().flatMap(group -> group.failures().stream()).map(Report::line).toList();
    assertEquals(List.of(), failures);
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    assertEquals(
        CompatibilityTable.of(RESULTS),
        Files.readString(PAGE),
        "run: ./sparrow conformance data/conformance --markdown docs/COMPATIBILITY.md");
  }
}

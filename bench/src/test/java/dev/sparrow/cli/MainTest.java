package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads after typing something, and the exit code a program sees. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void aloneItPrintsTheHelp() {
    assertEquals(0, run());
    assertTrue(out.toString().startsWith("Usage: sparrow"), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void versionNamesTheJavaThatRuns() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().contains("Java 25"), out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "dmeo, sparrow: unknown argument dmeo; see ./sparrow --help",
    "--verison, sparrow: unknown option --verison; did you mean --version?; see ./sparrow --help",
    "shell --wide, sparrow shell: unknown option --wide; see ./sparrow shell --help",
    "example kmeens, 'sparrow example: no example is called kmeens; there are logistic-regression,"
        + " neural-network, k-means, kalman-filter, black-scholes, per-example-gradients'",
  })
  void aWrongWordIsOneLineAndCodeTwo(String words, String line) {
    assertEquals(2, run(words.split(" ")));
    assertEquals(line, err.toString().strip());
    assertEquals("", out.toString());
  }
}

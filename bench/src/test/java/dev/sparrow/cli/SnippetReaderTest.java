package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Snippets from a pipe: values to the output, errors to the error output, and a code that says
 * which.
 */
class SnippetReaderTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String snippets) throws IOException {
    try (SnippetReader reader =
        new SnippetReader(new PrintWriter(out, true), new PrintWriter(err, true))) {
      return reader.run("import java.util.*;", new StringReader(snippets));
    }
  }

  static Stream<Arguments> snippetsAndWhatTheyPrint() {
    return Stream.of(
        Arguments.of("1 + 1", "2"),
        Arguments.of("var x = 3", ""),
        Arguments.of("int x = 3; x + 1; x", "4\n3"),
        Arguments.of("List.of(1,\n 2)", "[1, 2]"),
        Arguments.of("int twice(int x) {\n return 2 * x;\n}\ntwice(4)", "8"),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("snippetsAndWhatTheyPrint")
  void onlyExpressionsPrint(String snippets, String printed) throws IOException {
    assertEquals(0, run(snippets), err.toString());
    assertEquals(printed, out.toString().strip());
  }

  @Test
  void aFailedSnippetDoesNotStopTheRest() throws IOException {
    assertEquals(1, run("nowhere()\nthrow new IllegalStateException(\"no\");\n1 + 1\n"));
    assertEquals("2", out.toString().strip());
    String[] lines = err.toString().lines().toArray(String[]::new);
    assertEquals("error: cannot find symbol", lines[0]);
    assertEquals("java.lang.IllegalStateException: no", lines[lines.length - 1]);
  }
}

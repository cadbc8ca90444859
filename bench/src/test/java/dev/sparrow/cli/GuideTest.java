package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's Java prints what the guide says. */
class GuideTest {
  private static final Path GUIDE = Path.of("../docs/GUIDE.md");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String PRINTED = "//";

  @Test
  void everyBlockPrintsItsComments() throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(GUIDE))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    assertTrue(blocks.size() > 5, "blocks: " + blocks.size());
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    try (SnippetReader reader =
        new SnippetReader(new PrintWriter(out, true), new PrintWriter(errors, true))) {
      reader.run(ShellCommand.imports(), new StringReader(""));
      for (String block : blocks) {
        out.getBuffer().setLength(0);
        String code = lines(block, false);
        reader.run("", new StringReader(code));
        assertEquals(lines(block, true), lines(out.toString()), () -> code + errors);
      }
    }
  }

  /** The lines of a block that are printed, or those that are not. */
  private static String lines(String block, boolean printed) {
    StringBuilder lines = new StringBuilder();
    block
        .lines()
        .filter(line -> line.startsWith(PRINTED) == printed)
        .map(line -> printed ? line.substring(PRINTED.length()).strip() : line)
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  private static String lines(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(line.strip()).append('\n'));
    return lines.toString();
  }
}

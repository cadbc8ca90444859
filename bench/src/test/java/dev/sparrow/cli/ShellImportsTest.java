package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a person types in the shell is imported. */
class ShellImportsTest {
  private static final Path OPS = Path.of("../core-arrays/src/main/java/dev/sparrow/ops");
  private static final Pattern TOPIC =
      Pattern.compile("^public final class (\\w+)", Pattern.MULTILINE);

  /** JAX's lax is written with its name before it. */
  private static final List<String> QUALIFIED = List.of("Lax", "LaxShaping");

  @Test
  void everyTopicIsImported() throws IOException {
    String imports = ShellCommand.imports();
    List<String> missing;
    try (Stream<Path> files = Files.list(OPS)) {
      missing =
          files
              .map(ShellImportsTest::topic)
              .filter(topic -> !topic.isEmpty() && !QUALIFIED.contains(topic))
              .filter(topic -> !imports.contains("import static dev.sparrow.ops." + topic + ".*;"))
              .sorted()
              .toList();
    }
    assertEquals(List.of(), missing);
  }

  private static String topic(Path file) {
    try {
      Matcher matcher = TOPIC.matcher(Files.readString(file));
      return matcher.find() ? matcher.group(1) : "";
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}

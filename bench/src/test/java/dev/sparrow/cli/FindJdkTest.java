package dev.sparrow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for a JDK 25 that {@code ./mvnw} and {@code ./sparrow} share, on made-up folders. */
class FindJdkTest {
  private static final Path SCRIPT =
      Path.of("..", ".mvn", "find-jdk.sh").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "25, true",
    "25.0.3, true",
    "25-ea, true",
    "17.0.15, false",
    "2.5, false",
    "250, false",
    "26, false",
  })
  void theReleaseFileDecides(String version, boolean accepted) throws Exception {
    Path jdk = jdk("jdk", version, "javac");
    assertEquals(accepted ? 0 : 1, sh("is_jdk_25 '" + jdk + "'").code());
  }

  @Test
  void aRuntimeWithoutCompilerIsNotOne() throws Exception {
    Path jre = jdk("jre", "25.0.3", "keytool");
    assertEquals(1, sh("is_jdk_25 '" + jre + "'").code());
  }

  @Test
  void javaHomeGoesFirstAndIsPassedOver() throws Exception {
    Path home = folder.resolve("home");
    Path found = jdk("home/.jdks/temurin-25", "25.0.3", "javac");
    Path given = jdk("given", "25.0.1", "javac");
    Path old = jdk("old", "17.0.15", "javac");
    String search = "HOME='" + home + "' PATH= JAVA_HOME='%s'; find_jdk_25; echo \"$JAVA_HOME\"";
    assertEquals(given.toString(), sh(search.formatted(given)).output());
    Ran passedOver = sh(search.formatted(old));
    assertTrue(
        passedOver.code() == 0 && !passedOver.output().equals(old.toString()), passedOver::output);
    assertTrue(Files.exists(found));
  }

  private Path jdk(String name, String version, String tool) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    for (String program : List.of("java", tool)) {
      Path file = Files.createFile(jdk.resolve("bin").resolve(program));
      assertTrue(file.toFile().setExecutable(true));
    }
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private record Ran(int code, String output) {}

  private static Ran sh(String commands) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", ". '" + SCRIPT + "'; " + commands)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output.strip());
  }
}

package dev.sparrow.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  /** The limit belongs to a JVM, so this needs one of its own. */
  @Test
  void temporariesOfManyTimesTheLimitAreMade() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--") || flag.startsWith("-XX:CompileCommand")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.sparrow.cli.Main", "bench", "soak"));
    command.addAll(List.of("--count", "100000", "--elements", "256,2000", "--limit", "4m"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("100,000 temporaries of 1.0 KiB"), output);
    assertTrue(output.contains("100,000 temporaries of 7.8 KiB"), output);
    assertTrue(output.contains("under a limit of 4.0 MiB"), output);
  }
}

package dev.sparrow.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * JShell with Sparrow imported. Snippets run in this JVM, which already has the flags and the class
 * path. On a terminal it is the JDK's own shell; from a pipe, a {@link SnippetReader}.
 */
@Command(
    name = "shell",
    description = {
      "A Java shell with Sparrow imported: type arange(10) and see.",
      "Reads snippets from a pipe as well: echo 'arange(10)' | ./sparrow shell"
    },
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  /** Kept alive, since the logging framework holds loggers weakly. */
  private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String imports = imports();
    if (!onTerminal()) {
      try (SnippetReader reader =
          new SnippetReader(spec.commandLine().getOut(), spec.commandLine().getErr())) {
        return reader.run(imports, new InputStreamReader(System.in, StandardCharsets.UTF_8));
      }
    }
    // JShell keeps its history in the user preferences, which announce the folder they create.
    PREFERENCES.setLevel(Level.OFF);
    Path startup = Files.createTempFile("sparrow-", ".jsh");
    try {
      Files.writeString(startup, imports);
      System.out.println("Sparrow is imported: try arange(10), normal(key(0), 3); /exit leaves.");
      return JavaShellToolBuilder.builder()
          .start(
              "--execution",
              "local",
              "--class-path",
              System.getProperty("java.class.path"),
              "--startup",
              startup.toString(),
              "--feedback",
              "normal");
    } finally {
      Files.deleteIfExists(startup);
    }
  }

  /** Java 25 has no console where input or output is redirected; 22 to 24 had one that says so. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  static String imports() throws IOException {
    try (InputStream in = ShellCommand.class.getResourceAsStream("shell-imports.jsh")) {
      if (in == null) {
        throw new IOException("shell: shell-imports.jsh is missing from the jar; rebuild it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

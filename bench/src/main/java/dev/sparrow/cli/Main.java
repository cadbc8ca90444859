package dev.sparrow.cli;

import dev.sparrow.accuracy.AccuracyCommand;
import dev.sparrow.conformance.ConformanceCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code sparrow} command; run through {@code ./sparrow}, which passes the JVM its flags. */
@Command(
    name = "sparrow",
    description = "JAX-like arrays for the JVM: compiled, reproducible, on a laptop and on Spark.",
    subcommands = {
      DemoCommand.class,
      TourCommand.class,
      ShellCommand.class,
      ArrowCommand.class,
      ExampleCommand.class,
      ConformanceCommand.class,
      AccuracyCommand.class,
      RandomCommand.class,
      BenchCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  /** Exit code of bad input, as picocli's own for wrong options. */
  private static final int BAD_INPUT = 2;

  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  /**
   * Runs one command and exits.
   *
   * @param args the command's name and its options
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * {@return the command and its error handling: one line and code 2 for what the user can mend}
   */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::badOption)
        .setExecutionExceptionHandler(Main::failed);
  }

  /** Without a command, the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int badOption(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    return oneLine(command, what(wrong) + "; see ./" + name(command) + " --help");
  }

  private static String what(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String given = unmatched.getUnmatched().getFirst();
      List<String> suggestions = unmatched.getSuggestions();
      String kind = unmatched.isUnknownOption() ? "option " : "argument ";
      return "unknown "
          + kind
          + given
          + (suggestions.isEmpty()
              ? ""
              : "; did you mean " + String.join(" or ", suggestions) + "?");
    }
    return wrong.getMessage();
  }

  private static int failed(Exception error, CommandLine command, ParseResult parsed) {
    if (error instanceof BadInputException) {
      return oneLine(command, error.getMessage());
    }
    PrintWriter err = command.getErr();
    err.println(name(command) + ": failed unexpectedly; please report this with its trace");
    error.printStackTrace(err);
    err.flush();
    return FAILED;
  }

  private static int oneLine(CommandLine command, String message) {
    command.getErr().println(name(command) + ": " + message);
    command.getErr().flush();
    return BAD_INPUT;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName(" ");
  }

  /** Reads the version off the jar's manifest, so that it stands in the pom only. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "sparrow " + (version == null ? "(not run from its jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
      };
    }
  }
}

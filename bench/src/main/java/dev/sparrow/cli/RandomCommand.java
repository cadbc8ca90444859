package dev.sparrow.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sparrow random}: random streams outside of programs. */
@Command(
    name = "random",
    description = "Random streams as bytes, for test batteries.",
    subcommands = {RandomBitsCommand.class},
    mixinStandardHelpOptions = true)
final class RandomCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Without a command, the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

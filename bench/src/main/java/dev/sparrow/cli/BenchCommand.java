package dev.sparrow.cli;

import dev.sparrow.bench.BenchmarkNames;
import dev.sparrow.bench.BenchmarkRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparrow bench}: measurements, each in a JVM of its own. */
@Command(
    name = "bench",
    description = "Measure: ./sparrow bench selu. Under a minute for each group.",
    subcommands = {PeersCommand.class, SoakCommand.class},
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "a group such as selu, or one benchmark such as selu.jit")
  private List<String> names = List.of();

  @Option(names = "--list", description = "print the benchmarks' names")
  private boolean list;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RunnerException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      for (BenchmarkNames.Entry entry : BenchmarkNames.all()) {
        out.printf("%-16s %s%n", entry.name(), entry.work().what());
      }
      return 0;
    }
    if (names.isEmpty()) {
      throw new BadInputException("name a benchmark: " + groups());
    }
    List<BenchmarkNames.Entry> chosen = new ArrayList<>();
    for (String name : names) {
      List<BenchmarkNames.Entry> matching = BenchmarkNames.matching(name);
      if (matching.isEmpty()) {
        throw new BadInputException("no benchmark " + name + "; there are: " + groups());
      }
      chosen.addAll(matching);
    }
    new BenchmarkRun(out).run(chosen.stream().distinct().toList());
    return 0;
  }

  private static String groups() {
    return BenchmarkNames.all().stream()
        .map(BenchmarkNames.Entry::group)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}

package dev.sparrow.cli;

import dev.sparrow.bench.Soak;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.buffer.ByteSize;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparrow bench soak}: temporaries without number in little memory. */
@Command(
    name = "soak",
    description = {
      "Make temporaries in a loop, none of them closed, under a limit of off-heap memory.",
      "Ten million of 1 KiB in 64 MiB take about half a minute."
    },
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
  @Option(
      names = "--count",
      defaultValue = "10000000",
      description = "temporaries of each size (default: ${DEFAULT-VALUE})")
  private long count = 10_000_000;

  @Option(
      names = "--elements",
      split = ",",
      defaultValue = "256",
      paramLabel = "N",
      description =
          "float32 elements of each, several separated by commas (default: ${DEFAULT-VALUE})")
  private List<Long> elements = List.of(256L);

  @Option(
      names = "--limit",
      defaultValue = "64m",
      paramLabel = "BYTES",
      description = "most bytes of array memory (default: ${DEFAULT-VALUE})")
  private String limit = "64m";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    long bytes;
    try {
      bytes = ByteSize.parse(limit);
    } catch (IllegalArgumentException wrong) {
      throw new BadInputException("--limit " + limit + ": write a size such as 64m");
    }
    if (count < 1 || elements.stream().anyMatch(size -> size < 1)) {
      throw new BadInputException("--count and --elements must be above 0");
    }
    // The limit counts when array memory is first used, which is below.
    System.setProperty(BufferPool.LIMIT_PROPERTY, Long.toString(bytes));
    if (BufferPool.shared().limit() != bytes) {
      throw new BadInputException("--limit " + limit + ": this JVM has another limit already");
    }
    for (long size : elements) {
      spec.commandLine().getOut().println(Soak.run(count, size));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}

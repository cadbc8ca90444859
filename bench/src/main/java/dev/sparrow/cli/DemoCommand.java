package dev.sparrow.cli;

import dev.sparrow.demo.BootstrapDemo;
import dev.sparrow.demo.BootstrapOptions;
import dev.sparrow.demo.BootstrapOptions.Existing;
import dev.sparrow.spark.NullPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparrow demo}: the main job, a bootstrap on Spark. */
@Command(
    name = "demo",
    description = {
      "A Spark job: bootstrap a confidence interval for the mean of a column of a Parquet table.",
      "The last line is a hash of the result, the same for any --partitions and --master."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "Parquet file or folder; default: the sample in data/")
  private @Nullable String input;

  @Option(
      names = "--column",
      defaultValue = "delay",
      description = "a numeric column; default: ${DEFAULT-VALUE}")
  private String column = "delay";

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "200",
      description = "default: ${DEFAULT-VALUE}")
  private int resamples;

  @Option(
      names = "--key",
      defaultValue = "42",
      description = "seed of the random key; default: ${DEFAULT-VALUE}")
  private long key;

  @Option(names = "--partitions", paramLabel = "N", description = "default: one for each core")
  private @Nullable Integer partitions;

  @Option(
      names = "--master",
      defaultValue = "local[*]",
      description = "the Spark master; default: ${DEFAULT-VALUE}")
  private String master = "local[*]";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "a new folder for the means (.npy, Parquet) and their histogram (.png)")
  private @Nullable Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "the facts, for programs")
  private @Nullable Path json;

  @Option(
      names = "--nulls",
      paramLabel = "POLICY",
      defaultValue = "error",
      description = "error, skip or fill=V; default: ${DEFAULT-VALUE}")
  private String nulls = "error";

  @Option(names = "--overwrite", description = "replace the results of an earlier run in --out")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    BootstrapDemo.run(
        new BootstrapOptions(
            input != null ? input : sample(),
            column,
            resamples,
            key,
            partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions),
            master,
            Optional.ofNullable(out),
            Optional.ofNullable(json),
            policy(nulls),
            overwrite ? Existing.REPLACE : Existing.REFUSE),
        spec.commandLine().getOut());
    return 0;
  }

  /** ./sparrow says where the checkout is; otherwise this is run from it. */
  private static String sample() {
    return Path.of(System.getProperty("sparrow.home", ""), "data", "flights-sample.parquet")
        .toString();
  }

  /** The policy that an option's text names. */
  static NullPolicy policy(String text) {
    if (text.equals("error")) {
      return NullPolicy.error();
    }
    if (text.equals("skip")) {
      return NullPolicy.skip();
    }
    if (text.startsWith("fill=")) {
      try {
        return NullPolicy.fill(Double.parseDouble(text.substring("fill=".length())));
      } catch (NumberFormatException notANumber) {
        throw new BadInputException("--nulls " + text + ": what follows fill= is not a number");
      }
    }
    throw new BadInputException("--nulls " + text + ": is none of error, skip, fill=V");
  }
}

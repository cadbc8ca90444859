package dev.sparrow.accuracy;

import dev.sparrow.array.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparrow accuracy}: errors of functions in units of the last place. */
@Command(
    name = "accuracy",
    description = {
      "Compare functions with true values from decimal arithmetic; print the largest errors.",
      "Exit code 0: all are within what is promised, 1: one is not."
    },
    mixinStandardHelpOptions = true)
public final class AccuracyCommand implements Callable<Integer> {
  private static final List<DType> DTYPES =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "600",
      description = "operands of float64 a function; float32 has 100 times as many; default 600")
  private int samples = 600;

  @Option(
      names = "--function",
      paramLabel = "F",
      description = "only this function, by its name in jax.lax")
  private @Nullable String function;

  @Option(names = "--markdown", paramLabel = "FILE", description = "also write a Markdown page")
  private @Nullable Path markdown;

  @Spec private CommandSpec spec;

  /** Created by picocli. */
  @SuppressWarnings("NullAway.Init")
  public AccuracyCommand() {}

  /** {@return the exit code} */
  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Measurement> measurements = new ArrayList<>();
    for (Subject subject : Subject.ALL_SUBJECTS) {
      if (function == null || function.equals(subject.fn().jaxName())) {
        for (DType dtype : DTYPES) {
          int count = dtype == DType.FLOAT64 ? samples : samples * 100;
          Measurement measurement = Measurement.of(subject, dtype, count);
          measurements.add(measurement);
          out.println(line(measurement));
          out.flush();
        }
      }
    }
    if (markdown != null) {
      Files.writeString(markdown, page(measurements));
    }
    return measurements.stream().allMatch(AccuracyCommand::isKept) ? 0 : 1;
  }

  private static boolean isKept(Measurement measurement) {
    return measurement.ulps() <= measurement.promised();
  }

  private static String line(Measurement of) {
    return String.format(
        Locale.ROOT,
        "%-12s %-9s %8d operands, largest error %.3f ulp at %s%s",
        of.subject().fn().jaxName(),
        of.dtype(),
        of.operands(),
        of.ulps(),
        of.at(),
        isKept(of) ? "" : ", above the promised " + of.promised());
  }

  private static String page(List<Measurement> measurements) {
    List<String> lines = new ArrayList<>();
    lines.add("# Accuracy");
    lines.add("");
    lines.add(
        "Made by `./sparrow accuracy --markdown docs/ACCURACY.md`. Errors are distances from");
    lines.add(
        "the true value, computed in decimal arithmetic with 60 digits, in units of the last");
    lines.add(
        "place of the result's dtype; half a unit is the least that rounding leaves. float16");
    lines.add(
        "and bfloat16 were tried at every number there is, the others at random ones of every");
    lines.add(
        "magnitude in the range. The same kernels run eagerly, compiled and on Spark, with the");
    lines.add("same bits on every machine.");
    lines.add("");
    lines.add("| function | range | dtype | operands | largest error, ulp | at | promised |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Measurement of : measurements) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | [%.6g, %.6g] | %s | %d | %.3f | %s | %s |",
              of.subject().fn().jaxName(),
              of.subject().low(),
              of.subject().high(),
              of.dtype(),
              of.operands(),
              of.ulps(),
              of.at(),
              of.promised()));
    }
    lines.add("");
    lines.add("## Special values");
    lines.add("");
    lines.add(
        "float64; *least* is the smallest positive number, *largest* the largest finite one.");
    lines.add("");
    lines.addAll(SpecialValues.table());
    lines.add("");
    lines.add("## Integers and conversions");
    lines.add("");
    lines.add("Nothing throws; a conversion from a float saturates, one between integers wraps.");
    lines.add("");
    lines.addAll(SpecialValues.integers());
    lines.add("");
    return String.join("\n", lines);
  }
}

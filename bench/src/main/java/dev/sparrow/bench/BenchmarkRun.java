package dev.sparrow.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs benchmarks under JMH, each in a JVM of its own that inherits this one's flags, and prints a
 * row for each: nanoseconds an element (median and mean of all calls), elements and bytes a second,
 * and the ratio to the group's copy.
 */
public final class BenchmarkRun {
  private static final int WARM_UP_SECONDS = 3;
  private static final int MEASURED_SECONDS = 5;
  private static final double MEDIAN = 50;
  private static final String COPY = "copy";
  private static final String ROW = "%-16s %10s %8s %12s %8s %10s  %s";

  private final PrintWriter out;

  /**
   * A run.
   *
   * @param out where the rows go
   */
  public BenchmarkRun(PrintWriter out) {
    this.out = out;
  }

  /**
   * Nanoseconds a call. The mean is above the median by what collecting garbage and the like cost.
   */
  private record Measured(BenchmarkNames.Entry entry, double median, double mean) {
    double nanosPerElement() {
      return median / entry.work().elements();
    }
  }

  /**
   * Measures and prints.
   *
   * @param entries the benchmarks
   * @throws RunnerException if JMH cannot start a benchmark's JVM or a benchmark throws
   */
  public void run(List<BenchmarkNames.Entry> entries) throws RunnerException {
    out.println("about " + entries.size() * (WARM_UP_SECONDS + MEASURED_SECONDS + 1) + " seconds");
    out.println(
        ROW.formatted(
            "benchmark", "ns/element", "mean", "10^6 elem/s", "GB/s", "time/copy", "what"));
    out.flush();
    List<Measured> done = new ArrayList<>();
    for (BenchmarkNames.Entry entry : copyFirst(entries)) {
      done.add(measure(entry));
      out.println(row(done.getLast(), copyTime(done, entry.group())));
      out.flush();
    }
  }

  /** The copy goes first, so that every later row can be compared with it. */
  private static List<BenchmarkNames.Entry> copyFirst(List<BenchmarkNames.Entry> entries) {
    List<BenchmarkNames.Entry> ordered = new ArrayList<>(entries);
    ordered.sort((a, b) ->
        a.group().equals(b.group())
            ? Boolean.compare(b.method().equals(COPY), a.method().equals(COPY))
            : a.group().compareTo(b.group()));
    return ordered;
  }

  private static OptionalDouble copyTime(List<Measured> done, String group) {
    return done.stream()
        .filter(one -> one.entry().group().equals(group) && one.entry().method().equals(COPY))
        .mapToDouble(Measured::nanosPerElement)
        .findFirst();
  }

  private static Measured measure(BenchmarkNames.Entry entry) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(entry.className() + "." + entry.method()) + "$")
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(WARM_UP_SECONDS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(MEASURED_SECONDS)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Statistics nanos = runQuietly(options);
    return new Measured(entry, nanos.getPercentile(MEDIAN), nanos.getMean());
  }

  /**
   * What JMH and the started JVM print matters only if the benchmark fails; else it is the notice
   * that the vector module is incubating, in the middle of the table.
   */
  private static Statistics runQuietly(Options options) throws RunnerException {
    PrintStream output = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      return new Runner(options).runSingle().getPrimaryResult().getStatistics();
    } catch (RunnerException failed) {
      System.err.print(said.toString(StandardCharsets.UTF_8));
      throw failed;
    } finally {
      System.setOut(output);
    }
  }

  private static String row(Measured measured, OptionalDouble copyNanos) {
    double nanos = measured.nanosPerElement();
    return String.format(
        Locale.ROOT,
        ROW,
        measured.entry().name(),
        "%.3f".formatted(nanos),
        "%.3f".formatted(measured.mean() / measured.entry().work().elements()),
        "%.0f".formatted(1e3 / nanos),
        "%.1f".formatted(measured.entry().work().bytesPerElement() / nanos),
        copyNanos.isPresent() ? "%.2f".formatted(nanos / copyNanos.getAsDouble()) : "",
        measured.entry().work().what());
  }
}

package dev.sparrow.demo;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.ops.Logic;
import dev.sparrow.spark.ColumnException;
import dev.sparrow.spark.ShardedArray;
import dev.sparrow.spark.SparkMasterException;
import dev.sparrow.spark.SparkSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark job that bootstraps a confidence interval for the mean of a column. The result has the
 * same bytes for any number of partitions and any master.
 */
public final class BootstrapDemo {
  private static final double NANOS = 1e9;

  private final BootstrapOptions options;
  private final PrintWriter out;

  private BootstrapDemo(BootstrapOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs the job.
   *
   * @param options what to do
   * @param out where the facts are printed; the progress bar goes to standard error
   * @throws BadInputException if the input, the column, the master or an output cannot be used;
   *     nothing is written then
   * @throws IOException if a result cannot be written
   */
  public static void run(BootstrapOptions options, PrintWriter out) throws IOException {
    new BootstrapDemo(options, out).run();
  }

  private void run() throws IOException {
    ResultFiles files = ResultFiles.check(options);
    ParquetInput.check(options.input());
    SparkSession session;
    try {
      session = SparkSessions.open("sparrow demo", options.master());
    } catch (SparkMasterException unusable) {
      throw new BadInputException(unusable.getMessage());
    }
    try {
      BootstrapResult result = bootstrap(session);
      report(result);
      files.write(session, options, result);
      files.written().forEach(path -> line("wrote", path.toString()));
      out.println("result sha256: " + result.summary().sha256());
      out.flush();
    } finally {
      session.stop();
    }
  }

  private BootstrapResult bootstrap(SparkSession session) {
    Dataset<Row> table = ParquetInput.read(session, options.input());
    int shards = options.partitions().orElse(session.sparkContext().defaultParallelism());
    long start = System.nanoTime();
    ShardedArray.Loaded loaded = load(table, shards);
    try (ShardedArray column = loaded.array()) {
      long rows = column.type().shape().size();
      if (rows == 0) {
        throw new BadInputException(
            String.format(
                Locale.ROOT, "column %s: no values, %d nulls", options.column(), loaded.nulls()));
      }
      line("input", options.input() + ", column " + options.column());
      line(
          "read",
          String.format(
              Locale.ROOT,
              "%,d rows (%,d nulls) from %,d partitions of files%s, into %,d of the array",
              rows,
              loaded.nulls(),
              loaded.partitions(),
              loaded.isColumnar() ? ", in columns" : "",
              shards));
      double mean = mean(column);
      long drawing = System.nanoTime();
      float[] means;
      try (TaskProgress _ =
          TaskProgress.start(
              session, (long) PoissonBootstrap.passes(options.resamples()) * shards)) {
        means = PoissonBootstrap.means(column, options.key(), options.resamples());
      }
      long end = System.nanoTime();
      return new BootstrapResult(
          rows,
          loaded.nulls(),
          shards,
          mean,
          means,
          BootstrapSummary.of(means),
          (end - start) / NANOS,
          (double) rows * options.resamples() / ((end - drawing) / NANOS));
    }
  }

  private ShardedArray.Loaded load(Dataset<Row> table, int shards) {
    try {
      return ShardedArray.ofColumn(table, options.column(), shards, options.nulls());
    } catch (ColumnException unusable) {
      throw new BadInputException(unusable.getMessage());
    }
  }

  private double mean(ShardedArray column) {
    List<NDArray> facts =
        column.reduceAll(x -> {
          NDArray wide = x.astype(DType.FLOAT64);
          NDArray finite = Logic.isfinite(wide);
          return List.of(wide.mean(), finite.not().astype(DType.FLOAT64).sum());
        });
    double notFinite = facts.get(1).toDouble();
    if (notFinite > 0) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "column %s: %.0f values are NaN or infinite; a mean needs finite ones",
              options.column(),
              notFinite));
    }
    return facts.getFirst().toDouble();
  }

  private void report(BootstrapResult result) {
    BootstrapSummary summary = result.summary();
    line("mean", String.format(Locale.ROOT, "%.6g", result.mean()));
    line(
        "stderr",
        String.format(
            Locale.ROOT,
            "%.6g, of %,d resamples%s",
            summary.standardError(),
            result.means().length,
            summary.empty() == 0 ? "" : ", " + summary.empty() + " of which drew no row"));
    line("95% interval", String.format(Locale.ROOT, "%.6g to %.6g", summary.low(), summary.high()));
    line(
        "speed",
        String.format(
            Locale.ROOT,
            "%,.0f million draws a second; %.1f s in all",
            result.drawsPerSecond() / 1e6,
            result.seconds()));
  }

  private void line(String name, String text) {
    out.printf(Locale.ROOT, "%-13s%s%n", name, text);
    out.flush();
  }
}

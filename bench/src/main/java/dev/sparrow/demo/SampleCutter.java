package dev.sparrow.demo;

import dev.sparrow.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Cuts the sample that the repository carries, {@code data/flights-sample.parquet}, out of the full
 * table: every sixth row, in order, so that the whole period is in it. A maintainer's tool.
 */
public final class SampleCutter {
  private static final int EVERY = 6;

  /** Small row groups, so that even the sample is read as several splits. */
  private static final int ROW_GROUP_BYTES = 1 << 20;

  private static final int ZSTD_LEVEL = 19;

  private SampleCutter() {}

  /**
   * Cuts the sample.
   *
   * @param args the full table, the file to write
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("needs two paths: the full table, the file to write");
    }
    Path target = Path.of(args[1]).toAbsolutePath();
    Path draft = Files.createTempDirectory("flights-sample").resolve("table");
    SparkSession session = SparkSessions.open("sample", "local[1]");
    try {
      session
          .read()
          .parquet(args[0])
          .withColumn("row", functions.col("_metadata.row_index"))
          .filter("row % " + EVERY + " = 0")
          .orderBy("row")
          .drop("row")
          .coalesce(1)
          .write()
          .option("compression", "zstd")
          .option("parquet.compression.codec.zstd.level", ZSTD_LEVEL)
          .option("parquet.block.size", ROW_GROUP_BYTES)
          .parquet(draft.toUri().toString());
    } finally {
      session.stop();
    }
    try (Stream<Path> files = Files.list(draft)) {
      Path table =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.move(table, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

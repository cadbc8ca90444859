package dev.sparrow.demo;

import dev.sparrow.cli.BadInputException;
import dev.sparrow.spark.NullPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to bootstrap and where to put the results.
 *
 * @param input a Parquet file or folder, as Spark names it
 * @param column name of a numeric column
 * @param resamples number of resamples, at least 2
 * @param key seed of the random key
 * @param partitions number of shards; empty for one a core
 * @param master the Spark master
 * @param out folder for the results; empty for none
 * @param json file for the facts; empty for none
 * @param nulls what becomes of nulls
 * @param existing what becomes of an {@code out} that exists
 */
public record BootstrapOptions(
    String input,
    String column,
    int resamples,
    long key,
    OptionalInt partitions,
    String master,
    Optional<Path> out,
    Optional<Path> json,
    NullPolicy nulls,
    Existing existing) {
  /** What becomes of results of an earlier run. */
  public enum Existing {
    /** Nothing; the job does not start. */
    REFUSE,
    /** They are replaced when the new ones are complete. */
    REPLACE
  }

  /** Checks the numbers. */
  public BootstrapOptions {
    if (resamples < 2) {
      throw new BadInputException(
          "--resamples: needs 2 or more to have a standard error, got " + resamples);
    }
    if (partitions.isPresent() && partitions.getAsInt() < 1) {
      throw new BadInputException("--partitions: needs 1 or more, got " + partitions.getAsInt());
    }
    if (column.isEmpty()) {
      throw new BadInputException("--column: needs a name");
    }
  }
}

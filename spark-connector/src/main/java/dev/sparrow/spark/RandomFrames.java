package dev.sparrow.spark;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Random numbers as DataFrames: row i of column j is element (i, j) of {@code Random.normal(key,
 * rows, columns)}, whatever the number of partitions and executors, and again after any retry.
 * Tasks draw their rows without talking to each other, in Arrow batches.
 *
 * <p>From SQL or another language: {@code spark.read().format("sparrow-random")} with the options
 * that {@link dev.sparrow.spark.random.RandomSource} names.
 */
public final class RandomFrames {
  private RandomFrames() {}

  /**
   * Standard normal floats in one column named {@code value}.
   *
   * @param session Spark's session
   * @param key one key
   * @param rows number of rows
   * @param partitions number of partitions, on which no number depends
   * @return the frame, not computed yet
   */
  public static Dataset<Row> normal(SparkSession session, NDArray key, long rows, int partitions) {
    return frame(session, "normal", key, Shape.of(rows, 1), DType.FLOAT32, partitions);
  }

  /**
   * Standard normal floats.
   *
   * @param session Spark's session
   * @param key one key
   * @param shape rows and columns; columns are named {@code c0}, {@code c1}, …, a single one {@code
   *     value}
   * @param dtype float32 or float64
   * @param partitions number of partitions, on which no number depends
   * @return the frame, not computed yet
   */
  public static Dataset<Row> normal(
      SparkSession session, NDArray key, Shape shape, DType dtype, int partitions) {
    return frame(session, "normal", key, shape, dtype, partitions);
  }

  /**
   * Uniform floats in [0, 1) in one column named {@code value}.
   *
   * @param session Spark's session
   * @param key one key
   * @param rows number of rows
   * @param partitions number of partitions, on which no number depends
   * @return the frame, not computed yet
   */
  public static Dataset<Row> uniform(SparkSession session, NDArray key, long rows, int partitions) {
    return frame(session, "uniform", key, Shape.of(rows, 1), DType.FLOAT32, partitions);
  }

  /**
   * Uniform floats in [0, 1).
   *
   * @param session Spark's session
   * @param key one key
   * @param shape rows and columns; columns are named {@code c0}, {@code c1}, …, a single one {@code
   *     value}
   * @param dtype float32 or float64
   * @param partitions number of partitions, on which no number depends
   * @return the frame, not computed yet
   */
  public static Dataset<Row> uniform(
      SparkSession session, NDArray key, Shape shape, DType dtype, int partitions) {
    return frame(session, "uniform", key, shape, dtype, partitions);
  }

  private static Dataset<Row> frame(
      SparkSession session,
      String distribution,
      NDArray key,
      Shape shape,
      DType dtype,
      int partitions) {
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "random frame: needs a shape of rows and columns, got " + shape);
    }
    long[] words = Random.keyData(key).astype(DType.INT64).toLongArray();
    if (words.length != 2) {
      throw new IllegalArgumentException("random frame: needs one key, got " + key.type());
    }
    return session
        .read()
        .format("sparrow-random")
        .option("keyData", words[0] + "," + words[1])
        .option("rows", shape.dim(0))
        .option("columns", shape.dim(1))
        .option("distribution", distribution)
        .option("dtype", dtype.jaxName())
        .option("partitions", partitions)
        .load();
  }
}

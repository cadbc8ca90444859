package dev.sparrow.spark.random;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark's {@code spark.read().format("sparrow-random")}.
 *
 * <p>Options: {@code rows}; {@code key}, a seed (default 0), or {@code keyData}, the two words of a
 * key; {@code columns}, a number or names separated by commas (default one, named {@code value});
 * {@code distribution}, {@code uniform} (default), {@code normal} or {@code bits}; {@code dtype},
 * {@code float32} (default) or {@code float64}; {@code partitions} (default: the session's
 * parallelism), on which no number depends.
 */
public final class RandomSource implements TableProvider, DataSourceRegister {
  /** Created by Spark. */
  public RandomSource() {}

  @Override
  public String shortName() {
    return "sparrow-random";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return draw(options).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new RandomTable(draw(new CaseInsensitiveStringMap(properties)));
  }

  private static RandomDraw draw(CaseInsensitiveStringMap options) {
    return RandomDraw.of(options, SparkSession.active().sparkContext().defaultParallelism());
  }
}

package dev.sparrow.spark.random;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A matrix of draws as a table; reads only the columns and rows that are asked for. */
final class RandomTable implements SupportsRead {
  private final RandomDraw draw;

  RandomTable(RandomDraw draw) {
    this.draw = draw;
  }

  @Override
  public String name() {
    return "sparrow-random";
  }

  @Override
  public Column[] columns() {
    return Arrays.stream(draw.schema().fields())
        .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
        .toArray(Column[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new Builder(draw);
  }

  /** Takes what Spark pushes down. */
  private static final class Builder
      implements SupportsPushDownRequiredColumns, SupportsPushDownLimit {
    private RandomDraw draw;
    private StructType wanted;

    Builder(RandomDraw draw) {
      this.draw = draw;
      this.wanted = draw.schema();
    }

    @Override
    public void pruneColumns(StructType required) {
      wanted = required;
    }

    /** The first rows are the same whatever comes after them. */
    @Override
    public boolean pushLimit(int limit) {
      draw = draw.first(limit);
      return true;
    }

    @Override
    public boolean isPartiallyPushed() {
      return false;
    }

    @Override
    public Scan build() {
      List<String> names = Arrays.asList(wanted.fieldNames());
      List<Integer> columns = names.stream().map(draw.columns()::indexOf).toList();
      return new RandomScan(draw, columns, wanted);
    }
  }

  /**
   * Some columns of a draw.
   *
   * @param draw the draw
   * @param columns positions of the columns
   * @param readSchema their names and types
   */
  private record RandomScan(RandomDraw draw, List<Integer> columns, StructType readSchema)
      implements Scan, Batch, SupportsReportStatistics {
    @Override
    public String description() {
      return "sparrow-random %d rows %s".formatted(draw.rows(), readSchema.simpleString());
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      return IntStream.range(0, draw.partitions())
          .mapToObj(i -> new RandomReaders.Rows(draw.start(i), draw.start(i + 1)))
          .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new RandomReaders(draw, columns);
    }

    @Override
    public Statistics estimateStatistics() {
      return new RandomReaders.Size(draw.rows(), draw.rows() * readSchema.defaultSize());
    }
  }
}

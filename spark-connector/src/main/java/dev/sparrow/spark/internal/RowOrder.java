package dev.sparrow.spark.internal;

import dev.sparrow.sharding.Shard;
import dev.sparrow.spark.shim.FileSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Which global index each value of a scan has: files in order of their paths, rows in order within
 * a file; partitions in order where the source is not files. So the indices do not depend on how
 * Spark cut the files into partitions. Holds a few numbers for each split, none for a row.
 */
public final class RowOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long elements;
  private final long nulls;
  private final Run[][] runs;

  private RowOrder(long elements, long nulls, Run[][] runs) {
    this.elements = elements;
    this.nulls = nulls;
    this.runs = runs;
  }

  /**
   * The values of one split in one partition; they are consecutive. Not a record: as ColumnBlock.
   */
  private static final class Run implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int partition;
    private final FileSplit split;
    private long elements;
    private long nulls;
    private long start;

    Run(int partition, FileSplit split) {
      this.partition = partition;
      this.split = split;
    }
  }

  /**
   * Counts the values of each split; one job.
   *
   * @param blocks a scan
   * @return the order of its values
   */
  public static RowOrder of(JavaRDD<ColumnBlock> blocks) {
    List<Run> counted =
        blocks.mapPartitionsWithIndex((partition, in) -> count(partition, in), false).collect();
    List<Run> ordered = new ArrayList<>(counted);
    ordered.sort(
        Comparator.comparing((Run run) -> run.split).thenComparingInt(run -> run.partition));
    long elements = 0;
    long nulls = 0;
    for (Run run : ordered) {
      run.start = elements;
      elements += run.elements;
      nulls += run.nulls;
    }
    List<List<Run>> byPartition = new ArrayList<>();
    for (int partition = 0; partition < blocks.getNumPartitions(); partition++) {
      byPartition.add(new ArrayList<>());
    }
    counted.forEach(run -> byPartition.get(run.partition).add(run));
    return new RowOrder(
        elements,
        nulls,
        byPartition.stream().map(list -> list.toArray(Run[]::new)).toArray(Run[][]::new));
  }

  private static Iterator<Run> count(int partition, Iterator<ColumnBlock> blocks) {
    List<Run> runs = new ArrayList<>();
    while (blocks.hasNext()) {
      ColumnBlock block = blocks.next();
      if (runs.isEmpty() || !runs.getLast().split.equals(block.split())) {
        runs.add(new Run(partition, block.split()));
      }
      runs.getLast().elements += block.elements();
      runs.getLast().nulls += block.nulls();
    }
    return runs.iterator();
  }

  /** {@return number of values} */
  public long elements() {
    return elements;
  }

  /** {@return number of nulls met, left out or filled} */
  public long nulls() {
    return nulls;
  }

  /** {@return number of partitions that Spark read} */
  public int partitions() {
    return runs.length;
  }

  /** Whether every partition holds exactly the shard of the same number. */
  boolean matches(ShardExchange exchange) {
    if (runs.length != exchange.shards()) {
      return false;
    }
    for (int partition = 0; partition < runs.length; partition++) {
      Shard range = exchange.shard(partition);
      long held = 0;
      for (Run run : runs[partition]) {
        boolean inside = range.start() <= run.start && run.start + run.elements <= range.end();
        if (run.elements > 0 && !inside) {
          return false;
        }
        held += run.elements;
      }
      if (held != range.length()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Pairs the blocks of a partition with the global index of their first value.
   *
   * @param partition the partition
   * @param blocks its blocks, as the scan yields them
   * @return the same blocks in the same order, as pieces of the array
   */
  Iterator<Piece> locate(int partition, Iterator<ColumnBlock> blocks) {
    return new Iterator<>() {
      private int run = -1;
      private long next;

      @Override
      public boolean hasNext() {
        return blocks.hasNext();
      }

      @Override
      public Piece next() {
        ColumnBlock block = blocks.next();
        if (run < 0 || !block.split().equals(runs[partition][run].split)) {
          next = runs[partition][++run].start;
        }
        Piece piece = new Piece(next, block.elements(), block.bytes());
        next += block.elements();
        return piece;
      }
    };
  }
}

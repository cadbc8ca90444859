package dev.sparrow.spark.internal;

import dev.sparrow.sharding.Shard;
import dev.sparrow.spark.shim.DeterminateRdd;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Brings the values of a scan to the shards they belong to: each block is cut where shards begin,
 * and the pieces move in one shuffle, or not at all where every partition is a shard already.
 *
 * @param elements length of the array
 * @param shards number of shards
 */
public record ShardExchange(long elements, int shards) implements Serializable {
  /**
   * Plans the exchange; moves nothing yet.
   *
   * @param scan the scan
   * @param order its global indices
   * @param isDeterminate whether a task that runs again yields the same blocks
   * @param orderForTasks the same order, broadcast
   * @return an RDD of one block a shard, in order of shards
   */
  public JavaRDD<ShardBlock> apply(
      JavaRDD<ColumnBlock> scan,
      RowOrder order,
      boolean isDeterminate,
      Broadcast<RowOrder> orderForTasks) {
    JavaRDD<Piece> pieces =
        scan.mapPartitionsWithIndex(
            (partition, blocks) -> orderForTasks.value().locate(partition, blocks), true);
    if (order.matches(this)) {
      return determinate(pieces.mapPartitionsWithIndex(this::assemble, true), isDeterminate);
    }
    JavaPairRDD<Integer, Piece> keyed =
        JavaPairRDD.fromJavaRDD(pieces.flatMap(piece -> cut(piece).iterator()));
    JavaRDD<ShardBlock> blocks =
        keyed
            .partitionBy(new ByShard(shards))
            .mapPartitionsWithIndex((shard, tuples) -> assemble(shard, new Values(tuples)), true);
    return determinate(blocks, isDeterminate);
  }

  private static JavaRDD<ShardBlock> determinate(JavaRDD<ShardBlock> blocks, boolean source) {
    return new DeterminateRdd<>(blocks.rdd(), source).toJavaRDD();
  }

  /**
   * Where a shard lies.
   *
   * @param shard its index
   * @return its range
   */
  Shard shard(int shard) {
    return Shard.of(elements, shards, shard);
  }

  private Iterator<ShardBlock> assemble(int shard, Iterator<Piece> pieces) {
    return List.of(ShardBlock.of(shard(shard), pieces)).iterator();
  }

  private List<Tuple2<Integer, Piece>> cut(Piece piece) {
    List<Tuple2<Integer, Piece>> parts = new ArrayList<>();
    if (piece.elements() == 0) {
      return parts;
    }
    for (int at = shardOf(piece.start()); at < shards && shard(at).start() < piece.end(); at++) {
      Shard range = shard(at);
      if (range.length() > 0) {
        parts.add(new Tuple2<>(at, piece.within(range.start(), range.end())));
      }
    }
    return parts;
  }

  /** The last shard that starts at or before an index. */
  private int shardOf(long index) {
    int low = 0;
    int high = shards - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (shard(middle).start() <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private record Values(Iterator<Tuple2<Integer, Piece>> tuples) implements Iterator<Piece> {
    @Override
    public boolean hasNext() {
      return tuples.hasNext();
    }

    @Override
    public Piece next() {
      return tuples.next()._2();
    }
  }

  /** The key is the partition. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int shards;

    ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByShard partitioner && shards == partitioner.shards;
    }

    @Override
    public int hashCode() {
      return shards;
    }
  }
}

package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.sharding.Shard;
import java.io.Serializable;

/**
 * A number that says where a shard begins: a hidden scalar input of its graph, so that shards of
 * one length share one graph and its kernels.
 *
 * @param unit elements that one position along the sharded axis stands for
 * @param dtype type of the scalar
 * @param shift 32 for the high word of the number, else 0
 */
record Position(long unit, DType dtype, int shift) implements Serializable {
  /** The first of two uint32 words of the shard's first linear index. */
  static Position highWord(long unit) {
    return new Position(unit, DType.UINT32, 32);
  }

  /** The second of two uint32 words of the shard's first linear index. */
  static Position lowWord(long unit) {
    return new Position(unit, DType.UINT32, 0);
  }

  /** The shard's first linear index. */
  static Position index(long unit, DType dtype) {
    return new Position(unit, dtype, 0);
  }

  ArrayType type() {
    return ArrayType.of(dtype);
  }

  Literal of(Shard shard) {
    return Literal.of((shard.start() * unit) >>> shift, dtype, false);
  }
}

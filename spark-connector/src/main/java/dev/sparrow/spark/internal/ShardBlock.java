package dev.sparrow.spark.internal;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.sharding.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * One shard of an array cut along axis 0: its rows as pieces in order. Not a record: as
 * ColumnBlock.
 */
public final class ShardBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Most bytes of a piece made from an array; a block is then well below Java's array limit. */
  private static final long PIECE_BYTES = 16 << 20;

  private final int shard;
  private final ArrayList<Piece> pieces;

  private ShardBlock(int shard, List<Piece> pieces) {
    this.shard = shard;
    this.pieces = new ArrayList<>(pieces);
  }

  /**
   * Puts the pieces of a shard in order.
   *
   * @param shard the shard
   * @param pieces all of its pieces, in any order
   * @return the shard's block
   * @throws IllegalStateException if the pieces do not cover the shard
   */
  static ShardBlock of(Shard shard, Iterator<Piece> pieces) {
    List<Piece> ordered = new ArrayList<>();
    while (pieces.hasNext()) {
      Piece piece = pieces.next();
      if (piece.elements() > 0) {
        ordered.add(piece);
      }
    }
    ordered.sort(Comparator.comparingLong(Piece::start));
    long at = shard.start();
    for (Piece piece : ordered) {
      if (piece.start() != at) {
        throw incomplete(shard, at, piece.start());
      }
      at = piece.end();
    }
    if (at != shard.end()) {
      throw incomplete(shard, shard.end(), at);
    }
    return new ShardBlock(shard.index(), ordered);
  }

  /**
   * Copies the shard of an array.
   *
   * @param shard where it lies
   * @param rows its rows
   * @return the shard's block
   */
  static ShardBlock of(Shard shard, NDArray rows) {
    long rowBytes = Math.max(rows.size() * rows.dtype().bytes() / shard.length(), 1);
    long step = Math.max(PIECE_BYTES / rowBytes, 1);
    List<Piece> pieces = new ArrayList<>();
    for (long at = 0; at < shard.length(); at += step) {
      long count = Math.min(step, shard.length() - at);
      byte[] bytes = rows.get(Index.slice(at, at + count)).toByteArray();
      pieces.add(new Piece(shard.start() + at, Math.toIntExact(count), bytes));
    }
    return new ShardBlock(shard.index(), pieces);
  }

  private static IllegalStateException incomplete(Shard shard, long expected, long found) {
    return new IllegalStateException(
        "shard %d: row %d expected, %d found; the source yielded other rows when it was read again"
            .formatted(shard.index(), expected, found));
  }

  /** {@return the index of this shard} */
  int shard() {
    return shard;
  }

  /** {@return the rows, in order} */
  List<Piece> pieces() {
    return pieces;
  }

  /**
   * The rows as an array in off-heap memory.
   *
   * @param whole type of the whole array
   * @return the array
   */
  NDArray toNDArray(ArrayType whole) {
    return join(whole, List.of(this));
  }

  /**
   * Shards one after another.
   *
   * @param whole type of the array that has them
   * @param blocks shards in order
   * @return an array of their rows
   */
  public static NDArray join(ArrayType whole, List<ShardBlock> blocks) {
    long[] dims = whole.shape().dims();
    dims[0] = 0;
    for (ShardBlock block : blocks) {
      for (Piece piece : block.pieces) {
        dims[0] += piece.elements();
      }
    }
    ArrayType type = whole.withShape(Shape.of(dims));
    View view = View.allocate(type.dtype(), type.shape());
    ArrowBuf memory = view.buffer().memory();
    long at = view.address() - memory.memoryAddress();
    for (ShardBlock block : blocks) {
      for (Piece piece : block.pieces) {
        memory.setBytes(at, piece.bytes());
        at += piece.bytes().length;
      }
    }
    return ConcreteArray.ready(type, view);
  }
}

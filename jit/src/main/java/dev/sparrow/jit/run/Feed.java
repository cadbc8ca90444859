package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.Memory;

/** Gives a kernel one of its inputs for a block: an address, or the bits of a uniform value. */
sealed interface Feed {
  /** The value of the input's frame slot for the worker's block. */
  long value(Worker at);

  /** Whether blocks of whole {@linkplain Kernel#ROUND rounds} within a row need no scratch. */
  default boolean isDirect() {
    return switch (this) {
      case Contiguous _, Uniform _, Count _, UniformCount _ -> true;
      case Packed _, PackedCount _ -> false;
    };
  }

  /** Elements a kernel may touch when it processes {@code count}. */
  static long rounded(long count) {
    return (count + Kernel.ROUND - 1) & -Kernel.ROUND;
  }

  /**
   * Memory in which each row's elements lie one after another: used where it lies, unless the
   * kernel could read past its end.
   */
  record Contiguous(int slot, long offset, int bytes, Walk rows, long scratch) implements Feed {
    @Override
    public long value(Worker at) {
      long address = address(at);
      if (address + rounded(at.elements()) * bytes <= at.addresses.end()[slot]) {
        return address;
      }
      long copy = at.scratch + scratch;
      StridedCopy.copy(address, 1, copy, 1, at.count, bytes);
      return copy;
    }

    /** Bytes from the block the worker is at to the next row's, or to the next one in the row. */
    private long step(Worker at, boolean acrossRows) {
      return (acrossRows ? rows.rank() == 0 ? 0 : rows.stride(0) : at.count) * bytes;
    }

    private long address(Worker at) {
      return at.addresses.base()[slot] + (offset + rows.offset(at.row) + at.start) * bytes;
    }

    /** How many blocks from the one the worker is at, up to some, are used where they lie. */
    int readable(Worker at, int most, boolean acrossRows) {
      if (acrossRows && rows.rank() > 1) {
        return 0;
      }
      long step = step(at, acrossRows);
      long room = at.addresses.end()[slot] - address(at) - rounded(at.elements()) * bytes;
      if (room < 0 || step < 0) {
        return 0;
      }
      return step == 0 ? most : (int) Math.min(most, 1 + room / step);
    }

    /** Blocks from the one the worker is at. */
    LeafFold.Leaves leaves(Worker at, int count, boolean acrossRows) {
      return new LeafFold.Leaves(address(at), at.count, count, step(at, acrossRows));
    }
  }

  /** Memory strided in any way, packed into scratch. */
  record Packed(int slot, long offset, int bytes, Walk rows, Walk run, long scratch)
      implements Feed {
    @Override
    public long value(Worker at) {
      long packed = at.scratch + scratch;
      if (at.rows > 1 && run.rank() == 1 && rows.isContiguous(at.row, at.rows)) {
        long start = offset + rows.offset(at.row) + run.offset(at.start);
        long source = at.addresses.base()[slot] + start * bytes;
        StridedCopy.gatherColumns(
            source, run.stride(0), at.rows, at.count, packed, at.pitch, bytes);
        return packed;
      }
      for (int i = 0; i < at.rows; i++) {
        long first = at.addresses.base()[slot] + (offset + rows.offset(at.row + i)) * bytes;
        long target = packed + (long) i * at.pitch * bytes;
        StridedCopy.gather(first, run, at.start, at.count, bytes, target);
      }
      return packed;
    }
  }

  /** Memory that is one element throughout a row. */
  record Uniform(int slot, long offset, DType dtype, Walk rows) implements Feed {
    @Override
    public long value(Worker at) {
      int bytes = dtype.bytes();
      long address = at.addresses.base()[slot] + (offset + rows.offset(at.row)) * bytes;
      long bits = StridedCopy.load(address, bytes);
      return dtype == DType.BOOL && bits != 0 ? 1 : bits;
    }
  }

  /**
   * The count at the block's first element, for counts that grow by one from element to element.
   */
  record Count(CountOrigin origin, long offset, Walk rows) implements Feed {
    @Override
    public long value(Worker at) {
      return origin.first(at.addresses) + offset + rows.offset(at.row) + at.start;
    }
  }

  /** The count of a row in which it does not change. */
  record UniformCount(CountOrigin origin, long offset, Walk rows) implements Feed {
    @Override
    public long value(Worker at) {
      return origin.first(at.addresses) + offset + rows.offset(at.row);
    }
  }

  /** Counts that move in any other way, written to scratch as 64-bit integers. */
  record PackedCount(CountOrigin origin, long offset, Walk rows, Walk run, long scratch)
      implements Feed {
    @Override
    public long value(Worker at) {
      long packed = at.scratch + scratch;
      for (int i = 0; i < at.rows; i++) {
        long first = origin.first(at.addresses) + offset + rows.offset(at.row + i);
        long target = packed + (long) i * at.pitch * Long.BYTES;
        for (int j = 0; j < at.count; j++) {
          Memory.store(first + run.offset(at.start + j), target + (long) j * Long.BYTES);
        }
      }
      return packed;
    }
  }
}

package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;

/** Takes one output of a kernel for a block. */
sealed interface Drain {
  /** Where the kernel is to write. */
  long address(Worker at);

  /** Puts what was written where it belongs. */
  void finish(Worker at);

  /** Whether blocks of whole {@linkplain Kernel#ROUND rounds} within a row need no scratch. */
  default boolean isDirect() {
    return this instanceof Stored stored && stored.run.isContiguous();
  }

  /** The output stays in scratch, where a fold reads it. */
  record Kept(long scratch) implements Drain {
    @Override
    public long address(Worker at) {
      return at.scratch + scratch;
    }

    @Override
    public void finish(Worker at) {}
  }

  /**
   * An array in memory. Kernels write up to the next multiple of {@link Kernel#ROUND} elements, so
   * a block is written in place only where that harms no neighbour, or where the neighbours are
   * this worker's own: then what lies behind the block is put aside for the time.
   *
   * @param slot the array
   * @param bytes size of an element
   * @param size number of elements of the array, behind which there is slack as far as {@link
   *     Feed#rounded} says
   * @param rows where rows lie
   * @param run where the elements of a row lie
   * @param rowStep elements of a row where each lies right behind the one before, else 0
   * @param scratch where the kernel writes otherwise, or what is put aside lies
   */
  record Stored(int slot, int bytes, long size, Walk rows, Walk run, long rowStep, long scratch)
      implements Drain {
    @Override
    public long address(Worker at) {
      if (inPlace(at)) {
        return place(at);
      }
      if (isBeforeOwn(at)) {
        StridedCopy.copy(behind(at), 1, at.scratch + scratch, 1, overhang(at), bytes);
        return place(at);
      }
      return at.scratch + scratch;
    }

    private long place(Worker at) {
      return at.addresses.base()[slot] + (rows.offset(at.row) + at.start) * bytes;
    }

    /** Address of the first element behind the block. */
    private long behind(Worker at) {
      return place(at) + (long) at.count * bytes;
    }

    /** Elements behind the block that the kernel writes. */
    private static int overhang(Worker at) {
      return (int) (Feed.rounded(at.count) - at.count);
    }

    /** Whether the elements behind the block are of rows that this worker alone goes over. */
    private boolean isBeforeOwn(Worker at) {
      return at.rows == 1
          && rowStep > 0
          && at.row * rowStep + at.start + Feed.rounded(at.count) <= at.rowsEnd * rowStep;
    }

    private boolean inPlace(Worker at) {
      if (at.rows > 1 || !run.isContiguous()) {
        return false;
      }
      long first = rows.offset(at.row) + at.start;
      return at.count % Kernel.ROUND == 0
          || first + at.count == size && first + Feed.rounded(at.count) <= Feed.rounded(size);
    }

    @Override
    public void finish(Worker at) {
      if (inPlace(at)) {
        return;
      }
      if (isBeforeOwn(at)) {
        StridedCopy.copy(at.scratch + scratch, 1, behind(at), 1, overhang(at), bytes);
        return;
      }
      for (int i = 0; i < at.rows; i++) {
        long target = at.addresses.base()[slot] + rows.offset(at.row + i) * bytes;
        long source = at.scratch + scratch + (long) i * at.pitch * bytes;
        StridedCopy.scatter(source, target, run, at.start, at.count, bytes);
      }
    }
  }

  /**
   * One component of an array of pairs.
   *
   * @param slot the array
   * @param component 0 or 1
   * @param bytes size of a component
   * @param rows where rows lie, in components
   * @param run where the elements of a row lie, in components
   * @param scratch where the kernel writes
   */
  record Interleaved(int slot, int component, int bytes, Walk rows, Walk run, long scratch)
      implements Drain {
    @Override
    public long address(Worker at) {
      return at.scratch + scratch;
    }

    @Override
    public void finish(Worker at) {
      long first = at.addresses.base()[slot] + (long) component * bytes;
      for (int i = 0; i < at.rows; i++) {
        long target = first + rows.offset(at.row + i) * bytes;
        long source = at.scratch + scratch + (long) i * at.pitch * bytes;
        StridedCopy.scatter(source, target, run, at.start, at.count, bytes);
      }
    }
  }
}

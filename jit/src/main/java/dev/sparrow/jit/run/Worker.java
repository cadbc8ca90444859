package dev.sparrow.jit.run;

/**
 * One thread's part in running a step: its scratch, its frame, and the block it is at. A block is
 * {@code rows} rows of {@code count} elements; in scratch, rows lie {@code pitch} elements apart.
 */
final class Worker {
  final Addresses addresses;
  final long scratch;
  final long[] ports;

  /** Frame of the kernels that combine. */
  final long[] frame;

  /** First row of the block. */
  long row;

  int rows = 1;

  /** Position of the block's first element in its row. */
  long start;

  int count;
  int pitch;

  /**
   * One past the last of the rows this worker goes over in order, none of which another one
   * touches; 0 where that is not so.
   */
  long rowsEnd;

  /**
   * @param addresses where everything lies
   * @param scratch address of this worker's scratch
   * @param ports frame slots of its block program
   * @param frame frame slots of the kernels that combine
   */
  Worker(Addresses addresses, long scratch, int ports, int frame) {
    this.addresses = addresses;
    this.scratch = scratch;
    this.ports = new long[ports];
    this.frame = new long[frame];
  }

  /** Goes to a block that lies within one row. */
  void at(long row, long start, int count) {
    this.row = row;
    this.start = start;
    this.count = count;
    this.pitch = count;
  }

  /** Elements a kernel processes for this block. */
  int elements() {
    return rows == 1 ? count : rows * pitch;
  }
}

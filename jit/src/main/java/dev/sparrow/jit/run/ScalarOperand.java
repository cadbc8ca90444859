package dev.sparrow.jit.run;

/** A rank-0 value that steps outside kernels read: a constant or an element in memory. */
sealed interface ScalarOperand {
  /** Raw bits of the value, sign-extended. */
  long bits(Addresses addresses);

  /** A value known when the plan was made. */
  record Known(long value) implements ScalarOperand {
    @Override
    public long bits(Addresses addresses) {
      return value;
    }
  }

  /** An element of a slot. */
  record Stored(int slot, long offset, int bytes) implements ScalarOperand {
    @Override
    public long bits(Addresses addresses) {
      return StridedCopy.load(addresses.base()[slot] + offset * bytes, bytes);
    }
  }
}

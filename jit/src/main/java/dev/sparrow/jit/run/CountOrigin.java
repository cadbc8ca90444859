package dev.sparrow.jit.run;

/**
 * The 64-bit number a counter starts at.
 *
 * @param high its bits 63 to 32
 * @param low its bits 31 to 0
 */
record CountOrigin(ScalarOperand high, ScalarOperand low) {
  static final CountOrigin ZERO =
      new CountOrigin(new ScalarOperand.Known(0), new ScalarOperand.Known(0));

  long first(Addresses addresses) {
    return high.bits(addresses) << 32 | low.bits(addresses) & 0xFFFF_FFFFL;
  }
}

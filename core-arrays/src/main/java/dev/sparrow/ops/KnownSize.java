package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.trace.ConcretizationException;

/** Results whose size their values decide: only where those are known, or with a size given. */
final class KnownSize {
  private KnownSize() {}

  /**
   * The refusal of an array whose values are not known.
   *
   * @param operation what was called
   * @param what what the size is
   * @param decides whose values decide
   * @param remedy what would make the size known
   */
  static ConcretizationException unknown(
      String operation, String what, NDArray decides, String remedy) {
    return new ConcretizationException(
        operation
            + ": "
            + what
            + " of "
            + decides.type()
            + " is not known while "
            + (decides instanceof Tracer tracer ? tracer.origin() : "it")
            + " is traced; "
            + remedy);
  }
}

package dev.sparrow.ops;

/** How a scan goes through its elements. */
public sealed interface ScanOption {
  /**
   * From the last element to the first; outputs stand where their elements do.
   *
   * @return the option
   */
  static ScanOption reverse() {
    return new Reverse();
  }

  /**
   * A number of steps; needed where there is nothing to scan over.
   *
   * @param steps the number
   * @return the option
   */
  static ScanOption length(long steps) {
    return new Length(steps);
  }

  /**
   * How many steps to compute at a time; a suggestion on which results do not depend.
   *
   * @param steps the number, at least 1
   * @return the option
   */
  static ScanOption unroll(int steps) {
    return new Unroll(steps);
  }

  /** From the last element to the first. */
  record Reverse() implements ScanOption {}

  /**
   * A number of steps.
   *
   * @param steps the number
   */
  record Length(long steps) implements ScanOption {
    /** Checks the number. */
    public Length {
      if (steps < 0) {
        throw new IllegalArgumentException(
            "scan: length must not be negative, got " + steps + "; use 0 for no steps");
      }
    }
  }

  /**
   * How many steps to compute at a time.
   *
   * @param steps the number
   */
  record Unroll(int steps) implements ScanOption {
    /** Checks the number. */
    public Unroll {
      if (steps < 1) {
        throw new IllegalArgumentException("scan: unroll must be at least 1, got " + steps);
      }
    }
  }
}

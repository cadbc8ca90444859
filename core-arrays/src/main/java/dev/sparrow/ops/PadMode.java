package dev.sparrow.ops;

/** What {@link Padding} puts around an array. */
public enum PadMode {
  /** A value. */
  CONSTANT,
  /** The elements at the edges. */
  EDGE,
  /** The array seen in a mirror at its edge elements, which are not repeated. */
  REFLECT,
  /** The array seen in a mirror behind its edge elements, which are repeated. */
  SYMMETRIC,
  /** The other end of the array. */
  WRAP,
  /** Evenly spaced numbers from the edges to an end value. */
  LINEAR_RAMP,
  /** The largest element, along each axis. */
  MAXIMUM,
  /** The mean, along each axis. */
  MEAN,
  /** The smallest element, along each axis. */
  MINIMUM,
  /** The median, along each axis. */
  MEDIAN,
  /** Anything: zeros. */
  EMPTY
}

package dev.sparrow.ops;

/** Which way an axis is gone through. */
public enum Direction {
  /** From the first element to the last. */
  FORWARD,
  /** From the last element to the first; results stand where their elements do. */
  REVERSE
}

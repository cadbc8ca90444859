package dev.sparrow.ops;

/** What {@link Quantiles} take where no element lies exactly at a quantile. */
public enum QuantileMethod {
  /** The point on the line between both neighbours. */
  LINEAR,
  /** The lower neighbour. */
  LOWER,
  /** The higher neighbour. */
  HIGHER,
  /** The mean of both neighbours. */
  MIDPOINT,
  /** The nearer neighbour; the lower one halfway. */
  NEAREST,
  /**
   * The first element at which the share of elements, or of their weights, reaches the quantile.
   */
  INVERTED_CDF
}

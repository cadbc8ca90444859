package dev.sparrow.graph;

/**
 * Running folds along an axis: element i is the fold of elements 0 to i. Elements are taken in the
 * order of {@link CumulativeOrder}.
 */
public sealed interface Cumulative extends Primitive.Whole {
  /**
   * A running fold.
   *
   * @param running what is folded
   * @param axis the axis
   * @param reverse whether element i folds the elements from i to the end, the last one first
   */
  record Accumulate(Running running, int axis, boolean reverse) implements Cumulative {
    @Override
    public String jaxName() {
      return running.jaxName();
    }
  }

  /** How a running fold combines. */
  enum Running {
    SUM("cumsum", Monoid.SUM),
    PROD("cumprod", Monoid.PROD),
    MAX("cummax", Monoid.MAX),
    MIN("cummin", Monoid.MIN);

    private final String jaxName;
    private final Monoid monoid;

    Running(String jaxName, Monoid monoid) {
      this.jaxName = jaxName;
      this.monoid = monoid;
    }

    /** {@return the name in printed graphs} */
    public String jaxName() {
      return jaxName;
    }

    /** {@return what combines} */
    public Monoid monoid() {
      return monoid;
    }
  }
}

package dev.sparrow.peers;

/** Tells when one turn after another takes the same time, so that what follows can be counted. */
final class Settling {
  /** A turn that takes this share of the fastest one before has not become faster. */
  private static final double SHARE = 0.9;

  private final int needed;
  private double fastest = Double.MAX_VALUE;
  private int alike;

  /**
   * Before the first turn.
   *
   * @param needed how many turns in a row have to be no faster than those before
   */
  Settling(int needed) {
    this.needed = needed;
  }

  /**
   * A turn has passed.
   *
   * @param micros what a call took
   * @param compiles whether code was being compiled, which may yet make calls faster
   * @return whether the time has settled
   */
  boolean after(double micros, boolean compiles) {
    alike = compiles || micros < SHARE * fastest ? 0 : alike + 1;
    fastest = Math.min(fastest, micros);
    return alike >= needed;
  }
}

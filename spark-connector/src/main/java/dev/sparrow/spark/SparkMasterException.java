package dev.sparrow.spark;

/**
 * No Spark session can be had from a master.
 *
 * <p>Causes: nobody answers at its address, its URL means nothing to Spark, or this JVM lacks what
 * the master needs. Example: {@code SparkSessions.open("job", "spark://nowhere:7077")}. Fix: the
 * message says which.
 */
public final class SparkMasterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message the master, what is wrong, what to do
   */
  public SparkMasterException(String message) {
    super(message);
  }

  /**
   * An error with its message.
   *
   * @param message the master, what is wrong, what to do
   * @param cause what Spark or the network said
   */
  public SparkMasterException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.sparrow.trace;

/**
 * An operation failed after its call had returned. Its stack trace is that of the call; the cause
 * is what went wrong in the worker.
 *
 * <p>Thrown by {@code blockUntilReady()} and by everything else that reads the value. Fix: look at
 * the cause; the stack trace says which call it was.
 */
public final class DispatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param operation the operation that was dispatched
   */
  public DispatchException(String operation) {
    super(operation + ": failed while computing; the stack trace shows where it was called");
  }
}

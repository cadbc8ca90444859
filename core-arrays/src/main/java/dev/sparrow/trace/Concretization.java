package dev.sparrow.trace;

import dev.sparrow.array.Tracer;

/**
 * What to say when the value of a traced array is asked for. Each message holds what JAX's does:
 * the type, the function being traced, why the value is not known; and the user's line and a way
 * out.
 */
public enum Concretization {
  /** As a truth value. */
  BOOLEAN("attempted boolean conversion of traced array with shape ") {
    @Override
    ConcretizationException exception(String message) {
      return new TracerBoolConversionException(
          message
              + "; use where(condition, a, b) or cond instead of if, or make the argument static");
    }
  },
  /** As an integer, as indices and extents are. */
  INTEGER("an integer was asked of a traced array with shape ") {
    @Override
    ConcretizationException exception(String message) {
      return new TracerIntegerConversionException(
          message
              + "; extents and Java indices must be known while tracing: make the argument static,"
              + " or index with the array itself");
    }
  },
  /** As a Java number. */
  NUMBER(
      "abstract tracer value encountered where concrete value is expected: traced array with"
          + " shape ") {
    @Override
    ConcretizationException exception(String message) {
      return new ConcretizationException(
          message
              + "; go on computing with the array (astype converts), or return it and read it"
              + " outside the function");
    }
  },
  /** As a Java array. */
  ARRAY("conversion to a Java array was asked of a traced array with shape ") {
    @Override
    ConcretizationException exception(String message) {
      return new TracerArrayConversionException(
          message
              + "; use functions of arrays instead, return the array and read it outside the"
              + " function, or look at it with Debug.callback");
    }
  },
  /** As an index that selects by truth. */
  MASK("array boolean indices must be concrete; got ") {
    @Override
    ConcretizationException exception(String message) {
      return new NonConcreteBooleanIndexException(
          message + "; use where(mask, x, y), or a reduction with a where argument");
    }
  };

  private final String what;

  Concretization(String what) {
    this.what = what;
  }

  abstract ConcretizationException exception(String message);

  /**
   * The refusal.
   *
   * @param operation what was called
   * @param tracer on which array
   * @return the exception to throw
   */
  public ConcretizationException refuse(String operation, Tracer tracer) {
    return exception(
        operation
            + ": "
            + what
            + tracer.type()
            + UserCode.atLine()
            + "; the error occurred while tracing "
            + tracer.origin()
            + tracer.reason());
  }
}

package dev.sparrow.array;

/**
 * Something tried to change an array in place.
 *
 * <p>Example: {@code x.set(0, 99)}. Fix: {@code x = x.at(0).set(99)} makes a new array that differs
 * in one place.
 */
public final class ImmutableArrayException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  /**
   * The answer to an attempt to write.
   *
   * @param position where the write was aimed
   */
  public ImmutableArrayException(long position) {
    super(
        "set: arrays are immutable and do not support in-place item assignment; instead of x["
            + position
            + "] = y use x = x.at("
            + position
            + ").set(y)");
  }
}

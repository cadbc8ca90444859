package dev.sparrow.transform;

import java.util.EnumSet;
import java.util.Set;

/** What a checked function looks for. */
public enum ErrorCheck {
  /** What {@link Checked#check} asks for. */
  USER,
  /** A result with a NaN, of an operation that computes; moving a NaN is none. */
  NAN,
  /** A read or an update outside of an array, whether it would be clamped, filled or dropped. */
  INDEX,
  /** A division by zero. */
  DIVISION;

  /** {@return {@link #NAN} and {@link #DIVISION}} */
  public static ErrorCheck[] floats() {
    return new ErrorCheck[] {NAN, DIVISION};
  }

  /** {@return {@link #NAN}, {@link #DIVISION} and {@link #INDEX}: what nobody has to write} */
  public static ErrorCheck[] automatic() {
    return new ErrorCheck[] {NAN, DIVISION, INDEX};
  }

  /** {@return all of them} */
  public static ErrorCheck[] all() {
    return values();
  }

  /** Those given; what users ask for themselves if none is. */
  static Set<ErrorCheck> set(ErrorCheck... checks) {
    Set<ErrorCheck> set = EnumSet.noneOf(ErrorCheck.class);
    set.addAll(checks.length == 0 ? Set.of(USER) : Set.of(checks));
    return set;
  }
}

package dev.sparrow.spark;

import java.io.Serializable;

/** What to do with the nulls of a column; an array has none. */
public sealed interface NullPolicy extends Serializable {
  /** Nulls are an error that names the column and how many there are. */
  record Refuse() implements NullPolicy {}

  /** Rows with a null are left out; the rows after them move up. */
  record Skip() implements NullPolicy {}

  /**
   * A null becomes a value.
   *
   * @param value the value; must be a whole number in range for a column of integers
   */
  record Fill(double value) implements NullPolicy {}

  /** {@return nulls are an error} */
  static NullPolicy error() {
    return new Refuse();
  }

  /** {@return rows with a null are left out} */
  static NullPolicy skip() {
    return new Skip();
  }

  /**
   * Nulls become a value.
   *
   * @param value the value
   * @return the policy
   */
  static NullPolicy fill(double value) {
    return new Fill(value);
  }
}

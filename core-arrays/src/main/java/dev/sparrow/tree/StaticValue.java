package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is known while tracing. Two are equal if the values are equal and of one class: 2,
 * 2.0 and true are three values, as in JAX's key of a static argument.
 *
 * @param value what it is; compared by {@code equals}
 */
public record StaticValue(@Nullable Object value) {
  /** Checks that the value can be compared. */
  public StaticValue {
    if (value instanceof NDArray array) {
      throw new TreeException(
          "static: an array of type "
              + array.type()
              + " cannot be a static value, since its elements are not known while tracing; pass it"
              + " as an argument that is traced");
    }
    if (value != null && value.getClass().isArray()) {
      throw new TreeException(
          "static: a value of type "
              + value.getClass().getTypeName()
              + " is equal to itself only, so that every call would trace again; use a List or a"
              + " record");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StaticValue(@Nullable Object theirs)
        && Objects.equals(value, theirs)
        && (value == null || value.getClass() == theirs.getClass());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}

package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call returned: one value, or several in a list, an array or a record. */
final class Results {
  private Results() {}

  /** The parts of a result of several, or null if it is one value. */
  static @Nullable List<?> parts(@Nullable Object result) {
    return switch (result) {
      case null -> null;
      case List<?> list -> list;
      case Object[] array -> List.of(array);
      case Record record -> components(record);
      default -> null;
    };
  }

  private static List<?> components(Record record) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(record));
      } catch (IllegalAccessException | InvocationTargetException unreadable) {
        throw new IllegalStateException("cannot read " + component, unreadable);
      }
    }
    return values;
  }

  /** Waits until all arrays of a result are computed. */
  static void await(@Nullable Object result) {
    if (result instanceof NDArray array) {
      array.blockUntilReady();
      return;
    }
    List<?> parts = parts(result);
    if (parts != null) {
      parts.forEach(Results::await);
    }
  }
}

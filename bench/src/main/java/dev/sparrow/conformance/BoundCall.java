package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method with all its arguments.
 *
 * @param method a static method
 * @param arguments one for each parameter
 * @param open how many parameters took their default
 */
record BoundCall(Method method, List<@Nullable Object> arguments, int open) {
  /** The arguments that are arrays. */
  List<NDArray> arrays() {
    List<NDArray> arrays = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof NDArray array) {
        arrays.add(array);
      }
    }
    return arrays;
  }

  /** The same call with other arrays, in order. */
  BoundCall with(List<NDArray> arrays) {
    Iterator<NDArray> next = arrays.iterator();
    List<@Nullable Object> replaced = new ArrayList<>();
    for (Object argument : arguments) {
      replaced.add(argument instanceof NDArray ? next.next() : argument);
    }
    return new BoundCall(method, replaced, open);
  }

  /** Makes the call; what the method throws comes through as it is. */
  @Nullable Object invoke() {
    try {
      return method.invoke(null, arguments.toArray());
    } catch (IllegalAccessException inaccessible) {
      throw new IllegalStateException(method + " is not accessible", inaccessible);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      if (thrown.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(method + " threw", thrown.getCause());
    }
  }
}

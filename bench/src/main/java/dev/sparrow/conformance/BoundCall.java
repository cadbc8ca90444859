package dev.sparrow.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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

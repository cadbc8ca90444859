package dev.sparrow.pipeline;

import dev.sparrow.array.NDArray;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.conformance.FunctionRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function of arrays found by name: JAX's, such as {@code sin} or {@code nn.relu}, or a public
 * static method of a class on the class path, such as {@code com.example.Scores::score}.
 */
final class NamedFunction {
  private static final String METHOD = "::";

  private final Method method;

  private NamedFunction(Method method) {
    this.method = method;
  }

  /**
   * Finds a function.
   *
   * @param name its name
   * @param arrays how many arrays it takes
   * @throws BadInputException if there is none
   */
  static NamedFunction find(String name, int arrays) {
    List<Method> found =
        name.contains(METHOD) ? ofClass(name) : FunctionRegistry.standard().find(name);
    if (found.isEmpty()) {
      throw new BadInputException(
          "--fn %s: no such function; give a name as JAX has it, such as sin, or CLASS%sMETHOD"
              .formatted(name, METHOD));
    }
    return found.stream()
        .filter(method -> takes(method, arrays))
        .findFirst()
        .map(NamedFunction::new)
        .orElseThrow(() ->
            new BadInputException(
                "--fn %s: does not map %d arrays to one; its forms are %s"
                    .formatted(name, arrays, found.stream().map(NamedFunction::form).toList())));
  }

  private static List<Method> ofClass(String name) {
    String[] parts = name.split(METHOD, 2);
    try {
      return Stream.of(Class.forName(parts[0]).getMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .filter(method -> Modifier.isStatic(method.getModifiers()))
          .toList();
    } catch (ClassNotFoundException absent) {
      throw new BadInputException(
          "--fn %s: no class %s on the class path; add its jar by SPARROW_CLASSPATH"
              .formatted(name, parts[0]));
    }
  }

  private static boolean takes(Method method, int arrays) {
    return method.getReturnType() == NDArray.class
        && method.getParameterCount() == arrays
        && Arrays.stream(method.getParameterTypes()).allMatch(type -> type == NDArray.class);
  }

  private static String form(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }

  /** Calls it; what it throws is thrown. */
  NDArray apply(List<NDArray> arrays) {
    try {
      return (NDArray) method.invoke(null, arrays.toArray());
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(method + " failed", thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

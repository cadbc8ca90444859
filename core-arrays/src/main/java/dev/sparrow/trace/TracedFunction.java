package dev.sparrow.trace;

import java.util.List;

/**
 * What errors and printed graphs say of a function while it is traced.
 *
 * @param name its name
 * @param line where it was given to the transformation, or empty
 * @param transformation what it is traced for, such as {@code jit}
 * @param arguments name of each array argument, as in {@code params.layers[1].w}; may be shorter
 *     than the arguments are many
 */
public record TracedFunction(
    String name, String line, String transformation, List<String> arguments) {
  /** Copies the list. */
  public TracedFunction {
    arguments = List.copyOf(arguments);
  }

  /**
   * A function of which only the name is known.
   *
   * @param name its name
   * @return the description
   */
  public static TracedFunction named(String name) {
    return new TracedFunction(name, "", "jit", List.of());
  }

  /**
   * This function with names for its arguments.
   *
   * @param names name of each array argument
   * @return the description
   */
  public TracedFunction withArguments(List<String> names) {
    return new TracedFunction(name, line, transformation, names);
  }

  /** {@return the name of an argument} */
  String argument(int number) {
    return number < arguments.size() ? arguments.get(number) : "args[" + number + "]";
  }

  /** {@return the function as JAX names it: {@code the function f at F.java:3 for jit}} */
  @Override
  public String toString() {
    return "the function "
        + name
        + (line.isEmpty() ? "" : " at " + line)
        + (transformation.isEmpty() ? "" : " for " + transformation);
  }
}

package dev.sparrow.transform;

import org.jspecify.annotations.Nullable;

/**
 * What {@code vmap} is told beside the function; made by {@link Vmap#inAxes}, {@link Vmap#outAxes},
 * {@link Vmap#axisSize} and {@link Vmap#axisName}.
 */
public sealed interface VmapOption {
  /**
   * Which axes of the arguments are mapped.
   *
   * @param axes an Integer for all arguments, or a List with one entry for each
   */
  record InAxes(Object axes) implements VmapOption {}

  /**
   * Where the mapped axis goes in the results.
   *
   * @param axes an entry for the result
   */
  record OutAxes(@Nullable Object axes) implements VmapOption {}

  /**
   * How many elements there are.
   *
   * @param size the size
   */
  record AxisSize(long size) implements VmapOption {}

  /**
   * A name for collectives.
   *
   * @param name the name
   */
  record AxisName(String name) implements VmapOption {}
}

package dev.sparrow.transform;

import dev.sparrow.array.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All options of one mapping.
 *
 * @param inAxes an axis for all arguments, or a List with an entry for each
 * @param outAxes where the mapped axis goes
 * @param axisSize number of elements, or -1 where the arguments say it
 * @param axisName the axis' name for collectives, or null
 */
record VmapOptions(
    Object inAxes, @Nullable Object outAxes, long axisSize, @Nullable String axisName) {
  private static final int UNKNOWN = -1;

  static VmapOptions of(List<VmapOption> options) {
    Object inAxes = 0;
    Object outAxes = 0;
    long axisSize = UNKNOWN;
    String axisName = null;
    for (VmapOption option : options) {
      switch (option) {
        case VmapOption.InAxes(Object axes) -> inAxes = axes;
        case VmapOption.OutAxes(Object axes) -> outAxes = axes;
        case VmapOption.AxisName(String name) -> axisName = name;
        case VmapOption.AxisSize(long size) -> {
          if (size < 0) {
            throw new ShapeException("vmap: axis_size is " + size + "; give at least 0");
          }
          axisSize = size;
        }
      }
    }
    return new VmapOptions(inAxes, outAxes, axisSize, axisName);
  }

  /** The axes of an argument, of so many. */
  @Nullable Object inAxes(int argument, int arguments) {
    if (!(inAxes instanceof List<?> entries)) {
      return inAxes;
    }
    if (entries.size() != arguments) {
      throw new ShapeException(
          "vmap: in_axes must be an int, None, or a tuple of entries corresponding to the positional"
              + " arguments passed to the function, but got len(in_axes)="
              + entries.size()
              + ", len(args)="
              + arguments);
    }
    return entries.get(argument);
  }
}

package dev.sparrow.tree;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Literal;
import dev.sparrow.ops.Creation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Java numbers in a structure: leaves of rank 0, weak as Python numbers are in JAX. */
final class ScalarLeaf {
  private static final Set<Class<?>> BOXES =
      Set.of(Integer.class, Long.class, Float.class, Double.class, Boolean.class);

  private ScalarLeaf() {}

  static boolean isBox(Class<?> type) {
    return BOXES.contains(type);
  }

  /** The array of a Java number, or null for anything else. */
  static @Nullable NDArray toArray(@Nullable Object value) {
    return switch (value) {
      case Integer number -> Creation.weak(number.longValue());
      case Long number -> Creation.weak(number);
      case Float number -> Creation.weak(number.doubleValue());
      case Double number -> Creation.weak(number);
      case Boolean truth -> ConcreteArray.scalar(Literal.of(truth ? 1 : 0, DType.BOOL, false));
      case null, default -> null;
    };
  }

  /** The Java number of an array, for a record component declared as one. */
  static Object toJava(NDArray array, Class<?> declared, String component) {
    if (array instanceof Tracer tracer) {
      throw new TreeException(
          "tree: "
              + component
              + " is declared "
              + declared.getSimpleName()
              + " and cannot hold a traced value of type "
              + array.type()
              + " made while tracing "
              + tracer.origin()
              + "; declare it NDArray, or mark it @Static if it never changes");
    }
    if (array.rank() != 0) {
      throw misfit(array, declared, component, "it has axes");
    }
    if (declared == boolean.class || declared == Boolean.class) {
      if (array.dtype() != DType.BOOL) {
        throw misfit(array, declared, component, "it is not bool");
      }
      return array.toBoolean();
    }
    if (declared == double.class || declared == Double.class) {
      return array.toDouble();
    }
    if (declared == float.class || declared == Float.class) {
      return (float) array.toDouble();
    }
    if (!array.dtype().isInteger()) {
      throw misfit(array, declared, component, "it is not an integer");
    }
    long value = array.toLong();
    if (declared == long.class || declared == Long.class) {
      return value;
    }
    if (declared == int.class || declared == Integer.class) {
      if (value != (int) value) {
        throw misfit(array, declared, component, value + " does not fit");
      }
      return (int) value;
    }
    throw misfit(array, declared, component, "only int, long, float, double and boolean can");
  }

  private static TreeException misfit(
      NDArray array, Class<?> declared, String component, String why) {
    return new TreeException(
        "tree: "
            + component
            + " is declared "
            + declared.getSimpleName()
            + " and cannot hold an array of type "
            + array.type()
            + ": "
            + why
            + "; declare it NDArray");
  }
}

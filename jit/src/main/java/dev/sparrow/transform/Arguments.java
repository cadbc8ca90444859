package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Checks of what users give to transformations, with the content of JAX's messages. */
final class Arguments {
  private Arguments() {}

  /** Which values may have a tangent: floats and complex numbers. */
  static List<Boolean> inexact(List<NDArray> values) {
    return values.stream().map(value -> value.dtype().isInexact()).toList();
  }

  /**
   * Which arguments are differentiated.
   *
   * @param operation who asks
   * @param arguments all arguments
   * @param argnums places of the differentiated ones, negative from the end
   * @return one for each argument
   */
  static List<Boolean> chosen(String operation, List<NDArray> arguments, List<Integer> argnums) {
    List<Boolean> chosen = new ArrayList<>();
    arguments.forEach(argument -> chosen.add(false));
    for (int argnum : argnums) {
      int place = argnum < 0 ? argnum + arguments.size() : argnum;
      if (place < 0 || place >= arguments.size()) {
        throw new IllegalArgumentException(
            operation
                + ": differentiating with respect to argnums="
                + argnum
                + " requires at least "
                + (argnum < 0 ? -argnum : argnum + 1)
                + " positional arguments to be passed by the caller, but got only "
                + arguments.size()
                + " positional arguments");
      }
      ArrayType type = arguments.get(place).type();
      if (!type.dtype().isInexact()) {
        throw new NotDifferentiableException(
            operation
                + ": requires real- or complex-valued inputs (a dtype that is a sub-dtype of"
                + " inexact), but got "
                + type.dtype()
                + " for argument "
                + place
                + "; convert it to a float, or leave it out of argnums");
      }
      chosen.set(place, true);
    }
    return chosen;
  }

  /** Refuses a tangent that does not belong to a value. */
  static void checkTangent(NDArray primal, NDArray tangent) {
    if (primal.dtype() != tangent.dtype()) {
      throw new DTypeException(
          "jvp: primal and tangent arguments do not match; dtypes must be equal. Got primal dtype "
              + primal.dtype()
              + " and so expected tangent dtype "
              + primal.dtype()
              + ", but got tangent dtype "
              + tangent.dtype()
              + " instead; convert the tangent");
    }
    if (!primal.shape().equals(tangent.shape())) {
      throw new ShapeException(
          "jvp: called with different primal and tangent shapes; got primal shape "
              + primal.shape()
              + " and tangent shape "
              + tangent.shape());
    }
  }

  /** Refuses a cotangent that does not belong to a result. */
  static void checkCotangent(ArrayType result, NDArray cotangent) {
    if (result.dtype() != cotangent.dtype() || !result.shape().equals(cotangent.shape())) {
      throw new ShapeException(
          "vjp: unexpected type for the cotangent: got "
              + cotangent.type()
              + ", but expected "
              + result
              + " because the corresponding output of the function has that type");
    }
  }

  static void checkCount(String operation, String what, int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          operation + ": got " + actual + " " + what + " for " + expected);
    }
  }
}

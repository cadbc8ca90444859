package dev.sparrow.conformance;

import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Java call that a case describes.
 *
 * <p>Positional arguments fill parameters in order, keyword arguments by name ({@code fill_value}
 * is {@code fillValue}). A record parameter stands for its components. What is not given must be
 * nullable, a boolean (false) or a trailing array (empty). Of several overloads the one with the
 * fewest parameters left open is called.
 */
final class Binder {
  private final FunctionRegistry registry;
  private final ArgumentReader reader;

  Binder(FunctionRegistry registry) {
    this.registry = registry;
    this.reader = new ArgumentReader(this);
  }

  /**
   * Finds the call.
   *
   * @param fn function name
   * @param args positional arguments
   * @param kwargs keyword arguments
   * @return the call
   * @throws UnboundException if the function is not there or no overload takes the arguments
   */
  BoundCall bind(String fn, List<Json> args, Map<String, Json> kwargs) throws UnboundException {
    List<Method> overloads = registry.find(fn);
    if (overloads.isEmpty()) {
      return pointwise(fn, args, kwargs);
    }
    BoundCall best = null;
    List<String> reasons = new ArrayList<>();
    // Reflection lists methods in no fixed order; of calls that leave equally much open, an integer
    // goes to the integer overload, as it does in Java.
    List<Method> ordered =
        overloads.stream()
            .sorted(
                Comparator.<Method>comparingInt(Method::getParameterCount)
                    .reversed()
                    .thenComparingLong(method -> count(method, double.class))
                    .thenComparingLong(method -> -count(method, long.class))
                    .thenComparing(Method::toString))
            .toList();
    for (Method method : ordered) {
      BoundCall call = attempt(method, args, kwargs, reasons);
      if (call != null && (best == null || call.open() < best.open())) {
        best = call;
      }
    }
    if (best == null) {
      throw new UnboundException(fn + ": " + String.join("; ", reasons));
    }
    return best;
  }

  /** A function of {@code jax.lax} that is a row of {@link Fn}. */
  private BoundCall pointwise(String name, List<Json> args, Map<String, Json> kwargs)
      throws UnboundException {
    Fn fn = registry.findPointwise(name);
    if (fn == null || args.size() != fn.arity() || !kwargs.isEmpty()) {
      throw new UnboundException("no function " + name);
    }
    NDArray[] operands = operands(args).toArray(NDArray[]::new);
    return new BoundCall(registry.apply(), List.of(fn, operands), 0);
  }

  /**
   * Arguments of a program.
   *
   * @param args the case's arguments
   * @return the arrays they stand for
   * @throws UnboundException if one of them is no array
   */
  List<NDArray> operands(List<Json> args) throws UnboundException {
    List<NDArray> operands = new ArrayList<>();
    for (Json arg : args) {
      operands.add((NDArray) reader.read(arg, NDArray.class));
    }
    return operands;
  }

  /**
   * A function of one array, by name.
   *
   * @param name its name in cases
   * @return the function
   * @throws UnboundException if there is none that takes one array
   */
  UnaryOperator<NDArray> function(String name) throws UnboundException {
    Method method =
        registry.find(name).stream()
            .filter(
                found -> Arrays.equals(found.getParameterTypes(), new Class<?>[] {NDArray.class}))
            .findFirst()
            .orElseThrow(() -> new UnboundException("no function " + name + " of one array"));
    return x ->
        (NDArray) Objects.requireNonNull(new BoundCall(method, List.of(x), 0).invoke(), name);
  }

  /**
   * A function of two arrays, by name.
   *
   * @param name its name in cases
   * @return the function
   * @throws UnboundException if there is none that takes two arrays
   */
  BinaryOperator<NDArray> combination(String name) throws UnboundException {
    Class<?>[] two = {NDArray.class, NDArray.class};
    Method method =
        registry.find(name).stream()
            .filter(found -> Arrays.equals(found.getParameterTypes(), two))
            .findFirst()
            .orElseThrow(() -> new UnboundException("no function " + name + " of two arrays"));
    return (x, y) ->
        (NDArray) Objects.requireNonNull(new BoundCall(method, List.of(x, y), 0).invoke(), name);
  }

  /**
   * {@return whether there is a function of a name}
   *
   * @param fn its name in cases
   */
  boolean knows(String fn) {
    return !registry.find(fn).isEmpty();
  }

  private static long count(Method method, Class<?> type) {
    return Arrays.stream(method.getParameterTypes()).filter(type::equals).count();
  }

  private @Nullable BoundCall attempt(
      Method method, List<Json> args, Map<String, Json> kwargs, List<String> reasons) {
    try {
      Slots slots = new Slots(method, reader);
      slots.fillPositional(args);
      slots.fillNamed(kwargs);
      return slots.call();
    } catch (UnboundException | CaseFormatException | DTypeException unfit) {
      reasons.add(unfit.getMessage());
      return null;
    }
  }
}

package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.jit.run.JitBackend;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A compiled function. Traces once for each combination of argument types and keeps the {@link
 * #CACHE_SIZE} programs used last. Thread-safe.
 *
 * <p>Arrays that the function captures become hidden parameters of its program, not constants:
 * their values are those of the arrays captured when it was traced.
 */
public final class Compiled implements UnaryOperator<NDArray> {
  /** Most programs a compiled function keeps. */
  public static final int CACHE_SIZE = 128;

  /** Stands for a function that takes a list of any length. */
  static final int ANY_NUMBER = -1;

  private final String name;
  private final int arity;
  private final Function<List<NDArray>, List<NDArray>> function;
  private final MissLog misses = new MissLog();
  private final LinkedHashMap<List<ArrayType>, Program> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<ArrayType>, Program> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  private record Program(Primitive.Call call, List<NDArray> captured) {}

  Compiled(String name, int arity, Function<List<NDArray>, List<NDArray>> function) {
    this.name = name;
    this.arity = arity;
    this.function = function;
  }

  /**
   * Calls the function.
   *
   * @param x its only argument
   * @return its only result
   * @throws IllegalArgumentException if it takes more arguments or has more results
   */
  @Override
  public NDArray apply(NDArray x) {
    return single(call(List.of(x)));
  }

  /**
   * Calls the function.
   *
   * @param x first argument
   * @param y second argument
   * @param more further arguments
   * @return its only result
   * @throws IllegalArgumentException if it takes another number of arguments or has more results
   */
  public NDArray apply(NDArray x, NDArray y, NDArray... more) {
    List<NDArray> arguments = new ArrayList<>(List.of(x, y));
    arguments.addAll(List.of(more));
    return single(call(arguments));
  }

  /**
   * Calls the function.
   *
   * @param arguments its arguments
   * @return its results
   * @throws IllegalArgumentException if it takes another number of arguments
   */
  public List<NDArray> call(List<NDArray> arguments) {
    Program program = program(arguments);
    List<NDArray> operands = new ArrayList<>(program.captured);
    operands.addAll(arguments);
    return Trace.current().bind(program.call, operands);
  }

  /**
   * The traced program, whose text is JAX's.
   *
   * @param arguments arguments of the types to trace for
   * @return the graph
   */
  public Graph graph(NDArray... arguments) {
    return program(List.of(arguments)).call.graph();
  }

  /**
   * What runs: regions, kernels, bytes and cost.
   *
   * @param arguments arguments of the types to explain
   * @return text
   */
  public String explain(NDArray... arguments) {
    return new JitBackend().explain(graph(arguments));
  }

  /** {@return the number of programs kept} */
  public int cacheSize() {
    synchronized (programs) {
      return programs.size();
    }
  }

  /** {@return why the last calls that had to trace did: which argument differed from before} */
  public List<String> explainMisses() {
    synchronized (programs) {
      return misses.entries();
    }
  }

  private Program program(List<NDArray> arguments) {
    if (arity != ANY_NUMBER && arguments.size() != arity) {
      throw new IllegalArgumentException(
          name + ": takes " + arity + " arguments, got " + arguments.size());
    }
    List<ArrayType> types = arguments.stream().map(NDArray::type).toList();
    synchronized (programs) {
      Program known = programs.get(types);
      if (known != null) {
        return known;
      }
      misses.add(types, programs.sequencedKeySet());
    }
    GraphTrace.Traced traced = GraphTrace.trace(name, types, function);
    Program program = new Program(new Primitive.Call(name, traced.graph()), traced.captured());
    // What was captured from a function being traced now means nothing once that is done.
    if (traced.captured().stream().noneMatch(Tracer.class::isInstance)) {
      synchronized (programs) {
        programs.put(types, program);
      }
    }
    return program;
  }

  private NDArray single(List<NDArray> results) {
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          name + ": has " + results.size() + " results; use call(List) for all of them");
    }
    return results.getFirst();
  }

  /** {@return the function's name} */
  @Override
  public String toString() {
    return "jit(" + name + ")";
  }
}

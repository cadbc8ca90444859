package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A traced program: a closed function from arrays to arrays, in the order it was traced. JAX calls
 * it a jaxpr.
 *
 * <p>A plain immutable value: equal programs are equal objects, so a graph is a compile-cache key,
 * and it is what travels to Spark executors, in the layout of {@link GraphFormat}.
 */
public final class Graph implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Var> captures;
  private final List<Var> params;
  private final List<Equation> equations;
  private final List<Atom> results;
  private final int hash;
  private final boolean effects;

  /**
   * @param captures hidden parameters that stand for captured arrays; they come first in a call
   * @param params parameters
   * @param equations steps in order
   * @param results what is returned
   */
  public Graph(
      List<Var> captures,
      List<Var> params,
      List<Equation> equations,
      List<? extends Atom> results) {
    this.captures = List.copyOf(captures);
    this.params = List.copyOf(params);
    this.equations = List.copyOf(equations);
    this.results = List.copyOf(results);
    this.hash = List.of(this.captures, this.params, this.equations, this.results).hashCode();
    this.effects = this.equations.stream().anyMatch(equation -> equation.prim().hasEffects());
  }

  /**
   * A graph of one equation, as eager dispatch runs it.
   *
   * @param prim the primitive
   * @param types operand types
   * @return the graph
   */
  public static Graph single(Primitive prim, List<ArrayType> types) {
    List<Var> params = new ArrayList<>();
    for (ArrayType type : types) {
      params.add(new Var(params.size(), type));
    }
    List<Var> out = new ArrayList<>();
    for (ArrayType type : TypeRules.resultTypes(prim, types)) {
      out.add(new Var(params.size() + out.size(), type));
    }
    return new Graph(List.of(), params, List.of(new Equation(prim, List.copyOf(params), out)), out);
  }

  /** {@return hidden parameters that stand for captured arrays} */
  public List<Var> captures() {
    return captures;
  }

  /** {@return parameters} */
  public List<Var> params() {
    return params;
  }

  /** {@return captures, then parameters: what a call passes, in order} */
  public List<Var> inputs() {
    List<Var> inputs = new ArrayList<>(captures);
    inputs.addAll(params);
    return inputs;
  }

  /** {@return the same program whose captures are its first parameters} */
  public Graph closed() {
    return captures.isEmpty() ? this : new Graph(List.of(), inputs(), equations, results);
  }

  /**
   * The same program with other parameters, of which it needs some.
   *
   * @param types types of the parameters
   * @param places for each input of this graph, the parameter that takes its place
   * @return the program, without captures
   */
  public Graph withInputs(List<ArrayType> types, List<Integer> places) {
    List<Var> parameters = new ArrayList<>();
    types.forEach(type -> parameters.add(new Var(parameters.size(), type)));
    Map<Atom, Var> renamed = new HashMap<>();
    List<Var> inputs = inputs();
    for (int i = 0; i < inputs.size(); i++) {
      renamed.put(inputs.get(i), parameters.get(places.get(i)));
    }
    int next = parameters.size();
    List<Equation> steps = new ArrayList<>();
    for (Equation equation : equations) {
      List<Atom> in = renamed(equation.in(), renamed);
      List<Var> out = new ArrayList<>();
      for (Var result : equation.out()) {
        out.add(new Var(next++, result.type()));
        renamed.put(result, out.getLast());
      }
      steps.add(new Equation(equation.prim(), in, out, equation.source()));
    }
    return new Graph(List.of(), parameters, steps, renamed(results, renamed));
  }

  private static List<Atom> renamed(List<Atom> atoms, Map<Atom, Var> renamed) {
    List<Atom> others = new ArrayList<>();
    atoms.forEach(atom -> others.add(renamed.containsKey(atom) ? renamed.get(atom) : atom));
    return others;
  }

  /** {@return steps in order} */
  public List<Equation> equations() {
    return equations;
  }

  /** {@return what is returned} */
  public List<Atom> results() {
    return results;
  }

  /** {@return types of what is returned} */
  public List<ArrayType> resultTypes() {
    return results.stream().map(Atom::type).toList();
  }

  /** {@return whether a call does something beside computing results, such as printing} */
  public boolean hasEffects() {
    return effects;
  }

  /** {@return one more than the largest variable id} */
  public int nextId() {
    int next = 0;
    for (Var input : inputs()) {
      next = Math.max(next, input.id() + 1);
    }
    for (Equation equation : equations) {
      for (Var out : equation.out()) {
        next = Math.max(next, out.id() + 1);
      }
    }
    return next;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Graph graph
            && hash == graph.hash
            && captures.equals(graph.captures)
            && params.equals(graph.params)
            && equations.equals(graph.equations)
            && results.equals(graph.results);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@return the program in JAX's text form} */
  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }

  /** Java's serialization writes the bytes of {@link GraphFormat}: compact, and versioned. */
  @Serial
  private Object writeReplace() {
    return new Saved(GraphFormat.write(this));
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("graph: was not written by this class; save it again");
  }

  /** What stands for a graph in a stream of objects. */
  private static final class Saved implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Saved(byte[] bytes) {
      this.bytes = bytes;
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
      try {
        return GraphFormat.read(bytes);
      } catch (GraphFormatException wrong) {
        throw new InvalidObjectException(wrong.getMessage(), wrong);
      }
    }
  }
}

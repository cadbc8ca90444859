package dev.sparrow.jit;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.run.JitBackend;
import dev.sparrow.trace.EagerTrace;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.TreeDef;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function traced for arguments of one signature. */
final class Program {
  private final Primitive.Call call;
  private final List<NDArray> captured;
  private final TreeDef<?> results;

  /** What runs: the call without the arguments that nothing reads. */
  private final Primitive.Call kept;

  private final List<Integer> keptArguments;

  Program(
      String name, Graph graph, List<NDArray> captured, TreeDef<?> results, JitOptions options) {
    this.call = new Primitive.Call(name, graph);
    this.captured = captured;
    this.results = results;
    Set<Var> read = options.keepUnused() ? Set.copyOf(graph.params()) : read(graph);
    this.keptArguments = new ArrayList<>();
    List<Var> params = new ArrayList<>();
    for (int i = 0; i < graph.params().size(); i++) {
      if (read.contains(graph.params().get(i))) {
        keptArguments.add(i);
        params.add(graph.params().get(i));
      }
    }
    this.kept =
        params.size() == graph.params().size()
            ? call
            : new Primitive.Call(
                name, new Graph(graph.captures(), params, graph.equations(), graph.results()));
  }

  private static Set<Var> read(Graph graph) {
    Set<Var> read = new HashSet<>();
    for (Equation equation : graph.equations()) {
      add(equation.in(), read);
    }
    add(graph.results(), read);
    return read;
  }

  private static void add(List<Atom> atoms, Set<Var> read) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        read.add(variable);
      }
    }
  }

  Graph graph() {
    return call.graph();
  }

  /** The graph that is compiled. */
  Graph keptGraph() {
    return kept.graph();
  }

  /** What runs. */
  Primitive.Call keptCall() {
    return kept;
  }

  TreeDef<?> results() {
    return results;
  }

  /** Whether the program is good for later calls: what belongs to a trace of now is not. */
  boolean isLasting() {
    return captured.stream().noneMatch(Tracer.class::isInstance);
  }

  /**
   * Calls the program under the current trace.
   *
   * @param leaves the arrays in the arguments
   * @param donated numbers of those that may be used up
   * @return the result
   */
  @Nullable Object call(List<NDArray> leaves, Set<Integer> donated) {
    List<NDArray> operands = new ArrayList<>(captured);
    if (!(Trace.current() instanceof EagerTrace eager)) {
      operands.addAll(leaves);
      return results.unflatten(Trace.current().bind(call, operands));
    }
    Set<Integer> used = new HashSet<>();
    for (int argument : keptArguments) {
      if (donated.contains(argument)) {
        used.add(operands.size());
      }
      operands.add(leaves.get(argument));
    }
    List<NDArray> values = eager.call(kept, operands, used);
    // What nothing reads is given up as well: the caller handed it over.
    donated.forEach(argument -> leaves.get(argument).close());
    return results.unflatten(values);
  }

  /** Runs the program on arrays and says how long each step took. */
  String profile(List<NDArray> leaves) {
    List<NDArray> operands = new ArrayList<>(captured);
    keptArguments.forEach(argument -> operands.add(leaves.get(argument)));
    List<View> views = new ArrayList<>();
    for (NDArray operand : operands) {
      switch (operand) {
        case ConcreteArray array -> views.add(array.view());
        case Tracer tracer ->
            throw new IllegalArgumentException(
                kept.name()
                    + ": cannot profile a function on traced values, got "
                    + tracer
                    + "; call profile outside of transformations, with arrays");
      }
    }
    try {
      return new JitBackend().profile(kept.graph(), views);
    } finally {
      Reference.reachabilityFence(operands);
    }
  }
}

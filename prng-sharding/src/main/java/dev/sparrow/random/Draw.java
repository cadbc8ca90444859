package dev.sparrow.random;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One draw: a sampler's program for a result type, called by name. Eagerly it is one operation, not
 * the hundred that its graph has; in a traced function it prints as one call.
 *
 * @param name name of the program in printed graphs
 * @param shape shape of the result
 * @param dtype element type of the result
 * @param options what else the program depends on, values with {@code equals}
 */
record Draw(String name, Shape shape, DType dtype, List<Object> options) {
  /** Programs kept; the one unused longest goes first. */
  private static final int KEPT_PROGRAMS = 512;

  private static final Map<Program, Graph> PROGRAMS =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, Graph> eldest) {
          return size() > KEPT_PROGRAMS;
        }
      };

  /** Everything that a traced program depends on. */
  private record Program(Draw draw, Profile profile, StreamOrder order, List<ArrayType> operands) {}

  /**
   * The definition of a sampler. It depends on nothing but its arguments, so that its traced
   * program may stand for it: a static method, never a lambda that captures something.
   */
  @FunctionalInterface
  interface Definition {
    /**
     * Builds the values.
     *
     * @param draw result type and options
     * @param in operands, the key first
     * @return the values
     */
    NDArray values(Draw draw, List<NDArray> in);
  }

  static Draw of(String name, Shape shape, DType dtype, Object... options) {
    return new Draw(name, shape, dtype, List.of(options));
  }

  /**
   * Draws.
   *
   * @param definition the sampler
   * @param operands operands, the key first
   * @return the values
   */
  NDArray from(Definition definition, List<NDArray> operands) {
    KeyReuse.use(name, operands.getFirst());
    return unchecked(definition, operands);
  }

  /** Draws a part, or what does not use the key up. */
  NDArray unchecked(Definition definition, List<NDArray> operands) {
    List<ArrayType> types = operands.stream().map(operand -> operand.type().strong()).toList();
    Graph graph =
        graph(new Program(this, Profile.current(), StreamOrder.current(), types), definition);
    return Trace.current().bind(new Primitive.Call(name, graph), operands).getFirst();
  }

  NDArray from(Definition definition, NDArray... operands) {
    return from(definition, List.of(operands));
  }

  private static Graph graph(Program program, Definition definition) {
    synchronized (PROGRAMS) {
      Graph known = PROGRAMS.get(program);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: a definition draws in its turn.
    Draw draw = program.draw;
    Graph graph =
        KeyReuse.sampling(() ->
            GraphTrace.trace(
                    draw.name, program.operands, in -> List.of(definition.values(draw, in)))
                .graph());
    synchronized (PROGRAMS) {
      PROGRAMS.put(program, graph);
    }
    return graph;
  }
}

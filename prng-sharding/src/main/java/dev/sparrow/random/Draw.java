package dev.sparrow.random;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One draw: a sampler's program for a result type, called by name. Eagerly it is one operation, not
 * the hundred that its graph has; in a traced function it prints as one call.
 *
 * @param sampler what is drawn
 * @param dtype element type of the result
 * @param shape shape of the result
 */
record Draw(Sampler sampler, DType dtype, Shape shape) {
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

  private record Program(Draw draw, int starts, List<ArrayType> operands) {}

  /**
   * Draws.
   *
   * @param key a key; for RANDINT an array of two
   * @param start index of the first element as two words, high first; none means 0
   * @param bounds lower and upper bound, if the sampler has any
   * @return the values
   */
  NDArray from(NDArray key, List<NDArray> start, List<NDArray> bounds) {
    List<NDArray> operands = new ArrayList<>();
    operands.add(key);
    operands.addAll(start);
    operands.addAll(bounds);
    List<ArrayType> types = operands.stream().map(operand -> operand.type().strong()).toList();
    Graph graph = graph(new Program(this, start.size(), types));
    return Trace.current()
        .bind(new Primitive.Call(sampler.programName(), graph), operands)
        .getFirst();
  }

  private static Graph graph(Program program) {
    synchronized (PROGRAMS) {
      return PROGRAMS.computeIfAbsent(program, Draw::trace);
    }
  }

  private static Graph trace(Program program) {
    Draw draw = program.draw;
    int bounds = 1 + program.starts;
    return GraphTrace.trace(
            draw.sampler.programName(),
            program.operands,
            in ->
                List.of(
                    draw.sampler.program(
                        draw.dtype,
                        draw.shape,
                        in.getFirst(),
                        in.subList(1, bounds),
                        in.subList(bounds, in.size()))))
        .graph();
  }
}

package dev.sparrow.jit;

import dev.sparrow.graph.Graph;
import dev.sparrow.jit.run.JitBackend;
import dev.sparrow.jit.run.OperationCount;

/**
 * An estimate of a program's work, in the counts of XLA's cost analysis.
 *
 * @param flops arithmetic operations and comparisons, one for each element of a result or of a fold
 *     beyond the first
 * @param transcendentals calls of exp, log, sine and their like
 * @param bytesAccessed bytes read and written
 */
public record CostAnalysis(long flops, long transcendentals, long bytesAccessed) {
  /** Bytes as if every operation read its operands from memory and wrote its results there. */
  static CostAnalysis ofOperations(Graph graph) {
    OperationCount count = OperationCount.of(graph);
    return new CostAnalysis(count.flops(), count.transcendentals(), count.bytes());
  }

  /** Bytes as the fused program moves them. */
  static CostAnalysis ofProgram(Graph graph) {
    OperationCount count = OperationCount.of(graph);
    return new CostAnalysis(
        count.flops(), count.transcendentals(), new JitBackend().memory(graph).movedBytes());
  }
}

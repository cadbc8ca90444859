package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what a plan does: one paragraph a step, and the totals. */
final class Explanation {
  private final Map<Step, String> descriptions;
  private final StringBuilder text = new StringBuilder();
  private long bytesRead;
  private long bytesWritten;

  private Explanation(Map<Step, String> descriptions) {
    this.descriptions = descriptions;
  }

  static String of(Plan plan, KernelCache kernels) {
    Explanation explanation = new Explanation(PlanBinder.describe(plan, kernels));
    int number = 1;
    for (Step step : plan.steps()) {
      explanation.add(number++, step);
    }
    return explanation
        .text
        .append("total: %d steps".formatted(plan.steps().size()))
        .append(", reads %d bytes".formatted(explanation.bytesRead))
        .append(", writes %d bytes".formatted(explanation.bytesWritten))
        .append(", cost %d\n".formatted(Costs.of(plan)))
        .toString();
  }

  /** Bytes that the steps of a plan read from memory and write there. */
  static long movedBytes(Plan plan) {
    return plan.steps().stream().mapToLong(step -> read(step) + written(step)).sum();
  }

  private static long read(Step step) {
    return sources(step).stream().mapToLong(variable -> bytes(variable.type())).sum();
  }

  private static long written(Step step) {
    return step.written().stream().mapToLong(variable -> bytes(variable.type())).sum();
  }

  private void add(int number, Step step) {
    long read = read(step);
    long written = written(step);
    bytesRead += read;
    bytesWritten += written;
    text.append("%d. %s".formatted(number, headline(step)))
        .append("; reads %d bytes, writes %d bytes".formatted(read, written))
        .append("; cost %d\n".formatted(Costs.of(step)));
    if (step instanceof Region region) {
      text.append(line(names(region.equations()))).append(line(descriptions.get(region)));
    }
    if (step instanceof Step.Flow flow) {
      text.append(line(descriptions.get(flow)));
    }
  }

  private static String line(String content) {
    return content.isEmpty() ? "" : "   " + content + '\n';
  }

  private static String headline(Step step) {
    return switch (step) {
      case Region region ->
          "region over (%s): %d equations, %d stores, %d folds%s, %d blocks"
              .formatted(
                  region.space().join(),
                  region.equations().size(),
                  region.stores().size(),
                  region.folds().size(),
                  region.folds().isEmpty() ? "" : " over axes " + region.reduced(),
                  (region.space().size() + Kernel.BLOCK - 1) / Kernel.BLOCK);
      case Step.Assembly assembly ->
          "assembly of %s from %d pieces"
              .formatted(assembly.target().type(), assembly.pieces().size());
      case Step.Flow flow ->
          "%s of %d operands, %d results"
              .formatted(flow.control().jaxName(), flow.from().size(), flow.targets().size());
      case Step.Routine routine ->
          "%s of %s"
              .formatted(
                  routine.prim().jaxName(),
                  routine.from().stream()
                      .map(from -> from.type().toString())
                      .collect(Collectors.joining(", ")));
    };
  }

  private static String names(List<Equation> equations) {
    return equations.stream()
        .map(equation -> equation.prim().jaxName())
        .collect(Collectors.joining(" "));
  }

  /** Arrays in memory that a step reads, each once. */
  private static Set<Var> sources(Step step) {
    Set<Var> sources = new LinkedHashSet<>();
    for (Access access : PlanBinder.reads(step).toList()) {
      if (access.source() instanceof Source.Memory(Var variable)) {
        sources.add(variable);
      }
    }
    return sources;
  }

  private static long bytes(ArrayType type) {
    return type.shape().size() * type.dtype().bytes();
  }
}

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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what a plan does: one paragraph a step, and the totals. */
final class Explanation {
  private final Plan plan;
  private final Map<Step, String> descriptions;
  private final InPlaceUpdates updates;
  private final StringBuilder text = new StringBuilder();
  private long bytesRead;
  private long bytesWritten;

  private Explanation(Plan plan, KernelCache kernels) {
    this.plan = plan;
    this.descriptions = PlanBinder.describe(plan, kernels);
    this.updates = InPlaceUpdates.of(plan);
  }

  /**
   * Explains a plan.
   *
   * @param plan the plan, for dense inputs
   * @param kernels where its kernels come from
   * @param operations what it computes
   * @param nanos measured time of each step; empty if nothing was measured
   * @return text
   */
  static String of(Plan plan, KernelCache kernels, OperationCount operations, List<Long> nanos) {
    Explanation explanation = new Explanation(plan, kernels);
    for (int number = 0; number < plan.steps().size(); number++) {
      explanation.add(number + 1, plan.steps().get(number));
      // Steps that run together take their time as one, which stands at the first of them.
      if (!nanos.isEmpty() && nanos.get(number) > 0) {
        explanation.text.append(line("took " + micros(nanos.get(number))));
      }
    }
    explanation
        .text
        .append("total: " + counted(plan.steps().size(), "step"))
        .append(", reads %d bytes".formatted(explanation.bytesRead))
        .append(", writes %d bytes".formatted(explanation.bytesWritten))
        .append(", cost %d\n".formatted(Costs.of(plan)))
        .append("computes %d flops".formatted(operations.flops()))
        .append(", %d transcendentals".formatted(operations.transcendentals()))
        .append(
            "; temporaries take %d bytes".formatted(MemoryUse.of(plan, kernels).temporaryBytes()));
    if (!nanos.isEmpty()) {
      long all = nanos.stream().mapToLong(Long::longValue).sum();
      explanation.text.append("; took ").append(micros(all));
    }
    return explanation.text.append('\n').toString();
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
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
    for (Var target : step.written()) {
      Var old = updates.older(target);
      if (old != null && !plan.inputs().contains(old)) {
        text.append(line("in place: the old value is not read any more"));
      }
    }
  }

  private static String line(String content) {
    return content.isEmpty() ? "" : "   " + content + '\n';
  }

  private static String headline(Step step) {
    return switch (step) {
      case Region region ->
          "region over (%s): %s, %s, %s%s, %s"
              .formatted(
                  region.space().join(),
                  counted(region.equations().size(), "equation"),
                  counted(region.stores().size(), "store"),
                  counted(region.folds().size(), "fold"),
                  region.folds().isEmpty() ? "" : " over axes " + region.reduced(),
                  counted((region.space().size() + Kernel.BLOCK - 1) / Kernel.BLOCK, "block"));
      case Step.Assembly assembly ->
          "assembly of %s from %s"
              .formatted(assembly.target().type(), counted(assembly.pieces().size(), "piece"));
      case Step.Flow flow ->
          "%s of %s, %s"
              .formatted(
                  flow.control().jaxName(),
                  counted(flow.from().size(), "operand"),
                  counted(flow.targets().size(), "result"));
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

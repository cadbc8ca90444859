package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.WithoutEffects;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How loops and branches run on batches, whose axis 0 is the mapped one.
 *
 * <p>What is the same for all elements stays so: a branch that all take, a count of steps. Where
 * elements part, a branch becomes a choice between the results of all branches, and a loop runs
 * until the last element is done, those that are done before standing still.
 */
final class ControlBatching {
  private final BatchTrace axis;
  private final List<NDArray> in;
  private final List<Boolean> mapped;

  /**
   * @param axis what is mapped around the loop or branch
   * @param in operands
   * @param mapped whether each operand is a batch; otherwise it is the same for all elements
   */
  ControlBatching(BatchTrace axis, List<NDArray> in, List<Boolean> mapped) {
    this.axis = axis;
    this.in = in;
    this.mapped = mapped;
  }

  BatchedResults apply(Control control) {
    return switch (control) {
      case Control.Cond cond -> mapped.getFirst() ? parted(cond) : branch(cond);
      case Control.While loop -> whileLoop(loop);
      case Control.Scan scan -> scan(scan);
    };
  }

  /** All elements take the same branch. */
  private BatchedResults branch(Control.Cond cond) {
    List<Boolean> inputs = mapped.subList(1, mapped.size());
    List<Boolean> wanted = none(cond.branches().getFirst().results().size());
    for (Graph branch : cond.branches()) {
      wanted = either(wanted, batched(branch, inputs, wanted).mapped());
    }
    List<Graph> branches = new ArrayList<>();
    for (Graph branch : cond.branches()) {
      branches.add(batched(branch, inputs, wanted).graph());
    }
    return new BatchedResults(bind(new Control.Cond(branches), in), wanted);
  }

  /** Elements part: effects are those of each one's own branch. */
  private BatchedResults parted(Control.Cond cond) {
    if (!cond.hasEffects()) {
      return choice(cond);
    }
    ElementEffects.run(cond, in, mapped, axis.size());
    return choice((Control.Cond) WithoutEffects.of(cond));
  }

  /** Elements part: every branch runs for all of them, then each takes the results of its own. */
  private BatchedResults choice(Control.Cond cond) {
    NDArray index = in.getFirst();
    List<NDArray> operands = in.subList(1, in.size());
    List<Boolean> inputs = mapped.subList(1, mapped.size());
    List<NDArray> chosen = List.of();
    for (int i = cond.branches().size() - 1; i >= 0; i--) {
      Graph branch = cond.branches().get(i);
      BatchedGraph all = batched(branch, inputs, all(branch.results().size()));
      List<NDArray> results = Interpreter.run(all.graph(), operands);
      if (chosen.isEmpty()) {
        chosen = results;
        continue;
      }
      NDArray own =
          Lax.apply(Fn.LE, index, ConcreteArray.scalar(Literal.of(i, DType.INT32, false)));
      chosen = select(own, results, chosen);
    }
    return BatchedResults.all(chosen);
  }

  private BatchedResults whileLoop(Control.While loop) {
    List<Boolean> tested = mapped.subList(0, loop.conditionConstants());
    List<Boolean> constants = mapped.subList(loop.conditionConstants(), loop.constants());
    List<Boolean> carry = mapped.subList(loop.constants(), mapped.size());
    while (true) {
      boolean part = batched(loop.condition(), joined(tested, carry), none(1)).mapped().getFirst();
      List<Boolean> next =
          part
              ? all(carry.size())
              : either(carry, batched(loop.body(), joined(constants, carry), carry).mapped());
      if (!next.equals(carry)) {
        carry = next;
      } else {
        return part ? parted(loop, tested, constants) : together(loop, tested, constants, carry);
      }
    }
  }

  /** All elements take the same number of steps. */
  private BatchedResults together(
      Control.While loop, List<Boolean> tested, List<Boolean> constants, List<Boolean> carry) {
    Graph condition = batched(loop.condition(), joined(tested, carry), none(1)).graph();
    Graph body = batched(loop.body(), joined(constants, carry), carry).graph();
    Control batch =
        new Control.While(condition, loop.conditionConstants(), body, loop.bodyConstants());
    return new BatchedResults(bind(batch, operands(loop.constants(), carry)), carry);
  }

  /** Elements take different numbers of steps: effects are those of each one's own steps. */
  private BatchedResults parted(Control.While loop, List<Boolean> tested, List<Boolean> constants) {
    if (!loop.hasEffects()) {
      return apart(loop, tested, constants);
    }
    ElementEffects.run(loop, in, mapped, axis.size());
    return apart((Control.While) WithoutEffects.of(loop), tested, constants);
  }

  /** Elements take different numbers of steps: those that are done keep what they have. */
  private BatchedResults apart(Control.While loop, List<Boolean> tested, List<Boolean> constants) {
    List<Boolean> carry = all(loop.carries());
    Graph test = batched(loop.condition(), joined(tested, carry), all(1)).graph();
    Graph step = batched(loop.body(), joined(constants, carry), carry).graph();
    int testedCount = loop.conditionConstants();
    Graph condition =
        trace(
            types(test),
            operands ->
                List.of(
                    Lax.reduce(Monoid.OR, Interpreter.run(test, operands).getFirst(), List.of(0))));
    List<ArrayType> types = new ArrayList<>(types(test).subList(0, testedCount));
    types.addAll(types(step));
    Graph body =
        trace(
            types,
            operands -> {
              List<NDArray> before = operands.subList(loop.constants(), operands.size());
              NDArray goesOn =
                  Interpreter.run(test, joined(operands.subList(0, testedCount), before))
                      .getFirst();
              List<NDArray> after =
                  Interpreter.run(step, operands.subList(testedCount, operands.size()));
              return select(goesOn, after, before);
            });
    List<NDArray> given = operands(loop.constants(), carry);
    List<NDArray> operands = new ArrayList<>(given.subList(0, testedCount));
    operands.addAll(given);
    Control batch = new Control.While(condition, testedCount, body, loop.constants());
    return BatchedResults.all(bind(batch, operands));
  }

  private BatchedResults scan(Control.Scan scan) {
    int rows = scan.constants() + scan.carries();
    List<Boolean> constants = mapped.subList(0, scan.constants());
    List<Boolean> carry = mapped.subList(scan.constants(), rows);
    List<Boolean> xs = mapped.subList(rows, mapped.size());
    int ys = scan.body().results().size() - scan.carries();
    while (true) {
      BatchedGraph body =
          batched(scan.body(), joined(constants, joined(carry, xs)), joined(carry, none(ys)));
      List<Boolean> next = body.mapped().subList(0, carry.size());
      if (next.equals(carry)) {
        return scan(scan, body, carry);
      }
      carry = next;
    }
  }

  private BatchedResults scan(Control.Scan scan, BatchedGraph body, List<Boolean> carry) {
    List<NDArray> operands = operands(scan.constants(), carry);
    for (int i = scan.constants() + scan.carries(); i < operands.size(); i++) {
      if (mapped.get(i)) {
        operands.set(i, BatchRules.moveAxis(operands.get(i), 0, 1));
      }
    }
    List<NDArray> results = new ArrayList<>(bind(scan.withGraphs(List.of(body.graph())), operands));
    for (int i = scan.carries(); i < results.size(); i++) {
      if (body.mapped().get(i)) {
        results.set(i, BatchRules.moveAxis(results.get(i), 1, 0));
      }
    }
    return new BatchedResults(results, body.mapped());
  }

  /** The operands, with those carries repeated that are to be batches and are none yet. */
  private List<NDArray> operands(int first, List<Boolean> carry) {
    List<NDArray> operands = new ArrayList<>(in);
    for (int i = 0; i < carry.size(); i++) {
      if (carry.get(i) && !mapped.get(first + i)) {
        operands.set(first + i, BatchRules.repeat(operands.get(first + i), axis.size()));
      }
    }
    return operands;
  }

  private static List<NDArray> select(
      NDArray predicate, List<NDArray> onTrue, List<NDArray> onFalse) {
    List<NDArray> chosen = new ArrayList<>();
    for (int i = 0; i < onTrue.size(); i++) {
      NDArray value = onTrue.get(i);
      NDArray wide =
          Lax.broadcastInDim(
              predicate, value.shape(), IntStream.range(0, predicate.rank()).boxed().toList());
      chosen.add(Lax.select(wide, value, onFalse.get(i)));
    }
    return chosen;
  }

  private BatchedGraph batched(Graph graph, List<Boolean> inputs, List<Boolean> wanted) {
    return BatchedGraph.of(graph, axis, inputs, wanted);
  }

  private static Graph trace(
      List<ArrayType> types, Function<List<NDArray>, List<NDArray>> function) {
    return GraphTrace.trace("a mapped loop", types, function).graph().closed();
  }

  private static List<ArrayType> types(Graph graph) {
    return graph.inputs().stream().map(Var::type).toList();
  }

  private static List<NDArray> bind(Primitive prim, List<NDArray> operands) {
    return Trace.current().bind(prim, operands);
  }

  private static List<Boolean> all(int count) {
    return Collections.nCopies(count, true);
  }

  private static List<Boolean> none(int count) {
    return Collections.nCopies(count, false);
  }

  private static List<Boolean> either(List<Boolean> one, List<Boolean> other) {
    return IntStream.range(0, one.size()).mapToObj(i -> one.get(i) || other.get(i)).toList();
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}

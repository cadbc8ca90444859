package dev.sparrow.transform;

import static dev.sparrow.transform.ControlDerivatives.count;
import static dev.sparrow.transform.ControlDerivatives.either;
import static dev.sparrow.transform.ControlDerivatives.inOrder;
import static dev.sparrow.transform.ControlDerivatives.joined;
import static dev.sparrow.transform.ControlDerivatives.outOfOrder;
import static dev.sparrow.transform.ControlDerivatives.range;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Control.Scan}. Forward mode carries tangents along. Reverse mode splits the
 * body: a scan that stacks what the derivative of each step needs, and a linear scan over that,
 * whose transpose runs from the last step to the first.
 */
final class ScanDerivatives {
  private final Control.Scan scan;
  private final int constants;
  private final int carries;
  private final int inputs;

  private ScanDerivatives(Control.Scan scan) {
    this.scan = scan;
    this.constants = scan.constants();
    this.carries = scan.carries();
    this.inputs = scan.body().inputs().size();
  }

  static Dual jvp(Control.Scan scan, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return new ScanDerivatives(scan).jvp(in, tangents);
  }

  static Dual linearize(Control.Scan scan, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return new ScanDerivatives(scan).linearize(in, tangents);
  }

  static List<@Nullable NDArray> transpose(
      Control.Scan scan,
      List<@Nullable NDArray> in,
      List<ArrayType> types,
      List<@Nullable NDArray> cotangents) {
    return new ScanDerivatives(scan).transpose(in, types, cotangents);
  }

  private Control.Scan with(Graph body, boolean reverse, int ownConstants, int ownCarries) {
    return new Control.Scan(body, scan.length(), reverse, ownConstants, ownCarries, scan.unroll());
  }

  /** Which inputs of the body move: a part of the carry that moves after a step moves before. */
  private List<Boolean> moving(
      List<@Nullable NDArray> tangents, Function<List<Boolean>, List<Boolean>> derive) {
    List<Boolean> moving = Duals.isNonZero(tangents);
    while (true) {
      List<Boolean> carried = moving.subList(constants, constants + carries);
      List<Boolean> after = derive.apply(moving).subList(0, carries);
      if (after.equals(carried)) {
        return moving;
      }
      moving =
          joined(
              moving.subList(0, constants),
              either(carried, after),
              moving.subList(constants + carries, inputs));
    }
  }

  /** Results of the body that must have a tangent: those of the carry that have one before. */
  private List<Boolean> wanted(List<Boolean> moving) {
    return moving.subList(constants, constants + carries);
  }

  private List<NDArray> instantiated(
      List<NDArray> in, List<@Nullable NDArray> tangents, List<Boolean> moving) {
    List<NDArray> instantiated = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      if (moving.get(i)) {
        instantiated.add(Terms.orZeros(tangents.get(i), in.get(i).type().strong()));
      }
    }
    return instantiated;
  }

  private Dual jvp(List<NDArray> in, List<@Nullable NDArray> tangents) {
    Function<List<Boolean>, GraphJvp> derive =
        moving -> GraphJvp.of("scan body", scan.body(), moving, wanted(moving));
    List<Boolean> moving = moving(tangents, given -> derive.apply(given).moved());
    GraphJvp derived = derive.apply(moving);
    int movingConstants = count(moving.subList(0, constants));
    int movingCarries = count(moving.subList(constants, constants + carries));
    int results = derived.moved().size();
    int xs = constants + carries;
    int ofCarry = inputs + movingConstants;
    int ofXs = ofCarry + movingCarries;
    List<Integer> inputOrder =
        joined(
            range(0, constants),
            range(inputs, ofCarry),
            range(constants, xs),
            range(ofCarry, ofXs),
            range(xs, inputs),
            range(ofXs, inputs + count(moving)));
    List<Integer> resultOrder =
        joined(
            range(0, carries),
            range(results, results + movingCarries),
            range(carries, results),
            range(results + movingCarries, results + count(derived.moved())));
    Control.Scan dual =
        with(
            inOrder(derived.graph(), inputOrder, resultOrder),
            scan.reverse(),
            constants + movingConstants,
            carries + movingCarries);
    List<NDArray> operands = joined(in, instantiated(in, tangents, moving));
    List<NDArray> after = Trace.current().bind(dual, inOrder(operands, inputOrder));
    return derived.split(outOfOrder(after, resultOrder));
  }

  private Dual linearize(List<NDArray> in, List<@Nullable NDArray> tangents) {
    Function<List<Boolean>, GraphLinearization> derive =
        moving -> GraphLinearization.of("scan body", scan.body(), moving, wanted(moving));
    List<Boolean> moving = moving(tangents, given -> derive.apply(given).moved());
    GraphLinearization split = derive.apply(moving);
    // What a step needs of the carry differs from step to step and is stacked like an output.
    Graph primal = split.primal();
    List<Atom> outputs = new ArrayList<>(primal.results());
    List<Integer> sources = new ArrayList<>();
    for (int place : split.residuals()) {
      boolean carryBefore = place >= constants && place < constants + carries;
      boolean carryAfter = place >= inputs && place < inputs + carries;
      if (carryBefore || carryAfter) {
        Atom carry =
            carryBefore ? primal.inputs().get(place) : primal.results().get(place - inputs);
        sources.add(inputs + outputs.size());
        outputs.add(carry);
      } else {
        sources.add(place);
      }
    }
    Graph stacking = new Graph(List.of(), primal.inputs(), primal.equations(), outputs);
    List<NDArray> results =
        Trace.current().bind(with(stacking, scan.reverse(), constants, carries), in);
    List<NDArray> known = joined(in, results);

    Graph linear = split.linear();
    int residuals = sources.size();
    int movingConstants = count(moving.subList(0, constants));
    int movingCarries = count(moving.subList(constants, constants + carries));
    List<Integer> fixed = new ArrayList<>();
    List<Integer> stacked = new ArrayList<>();
    for (int i = 0; i < residuals; i++) {
      (sources.get(i) < constants ? fixed : stacked).add(i);
    }
    int ofCarry = residuals + movingConstants;
    int ofXs = ofCarry + movingCarries;
    List<Integer> order =
        joined(
            fixed,
            range(residuals, ofCarry),
            range(ofCarry, ofXs),
            stacked,
            range(ofXs, residuals + count(moving)));
    List<NDArray> operands = joined(inOrder(known, sources), instantiated(in, tangents, moving));
    List<NDArray> moved = List.of();
    if (!linear.results().isEmpty()) {
      Control.Scan ofTangents =
          with(
              inOrder(linear, order, range(0, linear.results().size())),
              scan.reverse(),
              fixed.size() + movingConstants,
              movingCarries);
      moved = Trace.current().bind(ofTangents, inOrder(operands, order));
    }
    return new Dual(results.subList(0, split.moved().size()), Duals.spread(moved, split.moved()));
  }

  /**
   * The carry is always linear, whatever it starts from; the constants' cotangents add up in the
   * carry of the scan that goes back.
   */
  private List<@Nullable NDArray> transpose(
      List<@Nullable NDArray> in, List<ArrayType> types, List<@Nullable NDArray> cotangents) {
    if (types.subList(constants, constants + carries).stream()
        .anyMatch(type -> !type.dtype().isInexact())) {
      throw TransposeRules.notLinear(scan);
    }
    List<Boolean> given = Duals.isNonZero(in);
    List<Boolean> known =
        joined(
            given.subList(0, constants),
            Collections.nCopies(carries, false),
            given.subList(constants + carries, inputs));
    List<Boolean> all = Collections.nCopies(carries, true);
    List<Boolean> ofYs = Duals.isNonZero(cotangents.subList(carries, cotangents.size()));
    List<Boolean> wanted = joined(Collections.nCopies(constants, false), all);
    GraphTransposition back =
        GraphTransposition.of("scan body", scan.body(), known, joined(all, ofYs), wanted);

    List<NDArray> values = Duals.nonZero(in.subList(0, constants));
    List<NDArray> rows = Duals.nonZero(in.subList(constants + carries, inputs));
    List<ArrayType> sums =
        Duals.where(types.subList(0, constants), back.moved().subList(0, constants)).stream()
            .map(ArrayType::strong)
            .toList();
    List<NDArray> initial = new ArrayList<>();
    sums.forEach(type -> initial.add(Terms.zeros(type)));
    for (int i = 0; i < carries; i++) {
      initial.add(Terms.orZeros(cotangents.get(i), types.get(constants + i).strong()));
    }
    Graph body = accumulating(back.graph(), values.size(), sums, rows.size());
    Control.Scan backwards = with(body, !scan.reverse(), values.size(), initial.size());
    List<NDArray> results =
        Trace.current()
            .bind(
                backwards,
                joined(
                    values,
                    initial,
                    rows,
                    Duals.nonZero(cotangents.subList(carries, cotangents.size()))));
    return Duals.spread(results, back.moved());
  }

  /**
   * The transposed body as a scan takes it: (values, sums, cotangents of the carry, rows,
   * cotangents of the ys) → (sums with this step's part, cotangents of the carry, of the xs).
   */
  private Graph accumulating(Graph back, int values, List<ArrayType> sums, int rows) {
    List<ArrayType> before = back.inputs().stream().map(Var::type).toList();
    List<ArrayType> types =
        joined(
            before.subList(0, values),
            sums,
            before.subList(values + rows, values + rows + carries),
            before.subList(values, values + rows),
            before.subList(values + rows + carries, before.size()));
    int carry = values + sums.size();
    int xs = carry + carries;
    return GraphTrace.trace(
            "scan body",
            types,
            given -> {
              List<NDArray> results =
                  Interpreter.run(
                      back,
                      joined(
                          given.subList(0, values),
                          given.subList(xs, xs + rows),
                          given.subList(carry, xs),
                          given.subList(xs + rows, given.size())));
              List<NDArray> added = new ArrayList<>();
              for (int i = 0; i < sums.size(); i++) {
                added.add(Terms.apply(Fn.ADD_ANY, given.get(values + i), results.get(i)));
              }
              added.addAll(results.subList(sums.size(), results.size()));
              return added;
            })
        .graph()
        .closed();
  }
}

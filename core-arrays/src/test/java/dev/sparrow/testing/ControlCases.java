package dev.sparrow.testing;

import static dev.sparrow.ops.Arithmetic.maximum;
import static dev.sparrow.ops.Arithmetic.minimum;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.function.Function;

/** Rows of {@link Control}: every form, with scalars, vectors, constants, and loops in loops. */
final class ControlCases {
  private static final ArrayType COUNT = ArrayType.of(DType.INT32);
  private static final ArrayType SCALAR = ArrayType.of(DType.FLOAT32);
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 70);
  private static final ArrayType MATRIX = ArrayType.of(DType.FLOAT32, 3, 5);

  private ControlCases() {}

  static List<OpCase> all() {
    return List.of(
        row(branches(MATRIX), COUNT, MATRIX),
        row(branches(SCALAR), COUNT, SCALAR),
        row(counted(VECTOR), COUNT, VECTOR, COUNT, VECTOR),
        row(counted(SCALAR), COUNT, SCALAR, COUNT, SCALAR),
        row(shifts(), ArrayType.of(DType.UINT32), ArrayType.of(DType.INT32)),
        row(running(SCALAR, 9, false), SCALAR, SCALAR, stacked(9, SCALAR)),
        row(running(SCALAR, 9, true), SCALAR, SCALAR, stacked(9, SCALAR)),
        row(running(VECTOR, 6, false), VECTOR, VECTOR, stacked(6, VECTOR)),
        row(running(VECTOR, 6, true), VECTOR, VECTOR, stacked(6, VECTOR)),
        row(running(MATRIX, 1, false), MATRIX, MATRIX, stacked(1, MATRIX)),
        row(running(MATRIX, 0, false), MATRIX, MATRIX, stacked(0, MATRIX)),
        row(aligned(), ArrayType.of(DType.FLOAT64, 64), ArrayType.of(DType.FLOAT64, 4, 64)),
        row(swapped(), SCALAR, ArrayType.of(DType.INT64)),
        row(folded(), VECTOR, stacked(5, VECTOR)),
        row(nested(false), SCALAR, ArrayType.of(DType.FLOAT32, 4, 7)),
        row(nested(true), SCALAR, ArrayType.of(DType.FLOAT32, 4, 7)),
        row(loopInScan(), COUNT, ArrayType.of(DType.INT32, 6), stacked(6, MATRIX)));
  }

  private static OpCase row(Control control, ArrayType... types) {
    return new OpCase(control, List.of(types), OpCase.Domain.ANY, 0);
  }

  private static ArrayType stacked(long length, ArrayType type) {
    return type.withShape(type.shape().insert(0, length));
  }

  private static Graph graph(Function<List<NDArray>, List<NDArray>> function, ArrayType... types) {
    return GraphTrace.trace("body", List.of(types), function).graph().closed();
  }

  private static Control branches(ArrayType type) {
    return new Control.Cond(
        List.of(
            graph(in -> List.of(in.getFirst().neg(), in.getFirst()), type),
            graph(in -> List.of(in.getFirst().mul(2), in.getFirst().add(1)), type),
            graph(in -> List.of(in.getFirst(), in.getFirst()), type)));
  }

  /** Some six steps, whatever the start; the bound is a constant of the condition. */
  private static Control counted(ArrayType type) {
    return new Control.While(
        graph(
            in -> List.of(in.get(1).lt(minimum(in.get(0), Creation.scalar(6L, DType.INT32)))),
            COUNT,
            COUNT,
            type),
        1,
        graph(
            in ->
                List.of(
                    maximum(in.get(1), Creation.scalar(0L, DType.INT32)).add(1),
                    in.get(2).mul(0.5).add(in.get(0)).add(in.get(1).astype(DType.FLOAT32))),
            type,
            COUNT,
            type),
        1);
  }

  /** Bits up to the highest one. */
  private static Control shifts() {
    ArrayType value = ArrayType.of(DType.UINT32);
    NDArray one = Creation.scalar(1L, DType.UINT32);
    return new Control.While(
        graph(in -> List.of(in.get(0).gt(0)), value, COUNT),
        0,
        graph(
            in -> List.of(Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, in.get(0), one), in.get(1).add(1)),
            value,
            COUNT),
        0);
  }

  /** c ← k c + x; outputs c before and x k. */
  private static Control running(ArrayType type, long length, boolean reverse) {
    Graph body =
        graph(
            in ->
                List.of(
                    in.get(0).mul(in.get(1)).add(in.get(2)), in.get(1), in.get(2).mul(in.get(0))),
            type,
            type,
            type);
    return new Control.Scan(body, length, reverse, 1, 1, 1);
  }

  private static Control aligned() {
    ArrayType line = ArrayType.of(DType.FLOAT64, 64);
    Graph body =
        graph(
            in -> {
              NDArray sum = in.get(0).add(in.get(1));
              return List.of(sum, sum, in.get(1));
            },
            line,
            line);
    return new Control.Scan(body, 4, true, 0, 1, 1);
  }

  /** (a, b) ← (b, a), and the step's results are what they were. */
  private static Control swapped() {
    ArrayType wide = ArrayType.of(DType.INT64);
    Graph body =
        graph(
            in ->
                List.of(in.get(1).astype(DType.FLOAT32), in.get(0).astype(DType.INT64), in.get(1)),
            SCALAR,
            wide);
    return new Control.Scan(body, 5, false, 0, 2, 1);
  }

  /** A reduction and a view inside: what is not elementwise. */
  private static Control folded() {
    Graph body =
        graph(
            in -> List.of(in.get(0).add(in.get(1).sum()), in.get(0).get("::-1"), in.get(1).max()),
            VECTOR,
            VECTOR);
    return new Control.Scan(body, 5, false, 0, 1, 1);
  }

  private static Control nested(boolean reverse) {
    ArrayType line = ArrayType.of(DType.FLOAT32, 7);
    Graph inner =
        graph(in -> List.of(in.get(0).mul(0.5).add(in.get(1)), in.get(0)), SCALAR, SCALAR);
    Control scan = new Control.Scan(inner, 7, !reverse, 0, 1, 1);
    Graph outer = graph(in -> Trace.current().bind(scan, in), SCALAR, line);
    return new Control.Scan(outer, 4, reverse, 0, 1, 1);
  }

  /** A branch and a loop inside a loop. */
  private static Control loopInScan() {
    Control loop = counted(MATRIX);
    Control branches = branches(MATRIX);
    Graph body =
        graph(
            in -> {
              List<NDArray> looped =
                  Trace.current().bind(loop, List.of(in.get(0), in.get(2), in.get(1), in.get(2)));
              List<NDArray> chosen =
                  Trace.current().bind(branches, List.of(in.get(1), looped.get(1)));
              return List.of(looped.get(0), chosen.get(0), chosen.get(1));
            },
            COUNT,
            COUNT,
            MATRIX);
    return new Control.Scan(body, 6, false, 0, 1, 1);
  }
}

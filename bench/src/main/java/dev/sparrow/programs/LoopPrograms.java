package dev.sparrow.programs;

import static dev.sparrow.ops.ControlFlow.associativeScan;
import static dev.sparrow.ops.ControlFlow.cond;
import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.map;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.ControlFlow.switchCase;
import static dev.sparrow.ops.ControlFlow.whileLoop;
import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.AssociativeScanOption;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.transform.BatchedMap;
import java.util.List;

/** Programs of loops and branches. */
final class LoopPrograms {
  private LoopPrograms() {}

  static void addTo(Programs programs) {
    addScans(programs);
    addRepetitions(programs);
    addBranches(programs);
    addMaps(programs);
  }

  private static void addScans(Programs programs) {
    programs.add(
        "scan_cumsum",
        in -> {
          NDArray xs = in.getFirst();
          return pair(scan((NDArray c, NDArray x) -> twice(c.add(x)), zero(xs.dtype()), xs));
        });
    programs.add(
        "scan_pair",
        in -> {
          Carried<List<NDArray>, NDArray> run =
              scan(
                  (List<NDArray> ab, Object _) -> Carried.of(fibonacci(ab), ab.getFirst()),
                  in,
                  null,
                  ScanOption.length(10));
          return List.of(run.carry(), run.output());
        });
    programs.add(
        "scan_empty",
        in -> pair(scan((NDArray c, NDArray x) -> twice(c.add(x)), in.get(0), in.get(1))));
    programs.add(
        "scan_nested",
        in -> {
          NDArray rows = in.getFirst();
          return pair(
              scan((NDArray c, NDArray row) -> twice(along(c, row)), zero(rows.dtype()), rows));
        });
    programs.add(
        "scan_rev",
        in ->
            pair(
                scan(
                    (NDArray c, NDArray x) -> twice(c.mul(2).add(x)),
                    zero(in.getFirst().dtype()),
                    in.getFirst(),
                    ScanOption.reverse())));
    programs.add2("scan_rnn", LoopPrograms::recurrent);
    programs.add2("scan_rnn_loss", (w, xs) -> recurrent(w, xs).pow(2).sum());
    programs.add1(
        "scan_ewma",
        x ->
            scan(
                    (NDArray m, NDArray at) -> twice(m.mul(0.5).add(at.mul(0.5))),
                    x.get(0),
                    x.get("1:"))
                .output());
    programs.add1(
        "scan_mat",
        xs ->
            scan(
                    (NDArray m, NDArray x) -> Carried.of(matmul(m, x), null),
                    Creation.eye(2).astype(xs.dtype()),
                    xs)
                .carry());
    programs.add2(
        "horner_scan",
        (c, x) ->
            scan(
                    (NDArray sum, NDArray at) -> Carried.of(sum.mul(x).add(at), null),
                    zero(c.dtype()),
                    c)
                .carry());
  }

  private static void addRepetitions(Programs programs) {
    programs.add1("while_zero", x -> whileLoop(_ -> Creation.array(false), y -> y.mul(2), x));
    programs.add1("while_count", LoopPrograms::collatzSteps);
    programs.add("while_newton", in -> squareRoot(in.getFirst()));
    programs.add2("while_gcd", LoopPrograms::greatestCommonDivisor);
    programs.add2(
        "fori_sum",
        (n, x) ->
            foriLoop(
                Creation.scalar(0, n.dtype()),
                n,
                (i, s) -> s.add(i.astype(s.dtype()).mul(x)),
                zero(x.dtype())));
    programs.add1("fori_neg", x -> foriLoop(5, 1, (i, y) -> y.add(i.astype(y.dtype())), x));
    programs.add1("while_double", x -> whileLoop(y -> y.lt(10), y -> y.mul(2), x));
    programs.add1("fori_static", x -> foriLoop(0, 5, (i, y) -> sin(y).add(i.astype(y.dtype())), x));
    programs.add1(
        "fori_at",
        x ->
            foriLoop(
                0,
                5,
                (i, v) -> {
                  NDArray before = v.get(Index.at(i.sub(1)));
                  NDArray next = x.mul(i.astype(x.dtype())).add(Logic.where(i.gt(0), before, 0.0));
                  return v.at(Index.at(i)).set(next);
                },
                Creation.zeros(5).astype(x.dtype())));
  }

  private static void addBranches(Programs programs) {
    programs.add(
        "cond_pair",
        in -> cond(in.get(0), xy -> xy, (List<NDArray> xy) -> xy.reversed(), in.subList(1, 3)));
    programs.add2("cond_sq", (p, x) -> cond(p, y -> y.mul(y), NDArray::neg, x));
    programs.add1("cond_sign", x -> cond(x.gt(0), LoopPrograms::sine, Transcendental::exp, x));
    programs.add2(
        "switch3",
        (i, x) -> switchCase(i, List.of(LoopPrograms::sine, Transcendental::cos, y -> exp(y)), x));
  }

  private static void addMaps(Programs programs) {
    programs.add1("map_batched", x -> BatchedMap.map((NDArray v) -> v.mul(2).add(1), x, 2));
    programs.add1("map_sq", x -> map((NDArray row) -> row.pow(2).add(row.sum()), x));
    programs.add(
        "assoc_affine",
        in ->
            associativeScan(
                (List<NDArray> first, List<NDArray> second) ->
                    List.of(
                        first.get(0).mul(second.get(0)),
                        second.get(0).mul(first.get(1)).add(second.get(1))),
                in));
    programs.add1(
        "assoc_mul_rev", x -> associativeScan(NDArray::mul, x, AssociativeScanOption.reverse()));
    programs.add1("assoc_mat", x -> associativeScan((a, b) -> matmul(a, b), x));
  }

  private static NDArray zero(DType dtype) {
    return Creation.scalar(0.0, dtype);
  }

  private static NDArray sine(NDArray x) {
    return sin(x);
  }

  private static Carried<NDArray, NDArray> twice(NDArray next) {
    return Carried.of(next, next);
  }

  private static Object pair(Carried<NDArray, NDArray> run) {
    return List.of(run.carry(), run.output());
  }

  private static List<NDArray> fibonacci(List<NDArray> ab) {
    return List.of(ab.get(1), ab.get(0).add(ab.get(1)));
  }

  /** c = c/2 + v along a row. */
  private static NDArray along(NDArray start, NDArray row) {
    return scan((NDArray c, NDArray v) -> Carried.of(c.mul(0.5).add(v), null), start, row).carry();
  }

  /** How often n is halved, or tripled and one added, until it is 1. */
  static NDArray collatzSteps(NDArray n) {
    record State(NDArray n, NDArray steps) {}
    return whileLoop(
            (State s) -> s.n().ne(1),
            s -> {
              NDArray odd = s.n().mod(2).eq(1);
              NDArray next =
                  Logic.where(
                      odd, s.n().mul(3).add(1), Arithmetic.floorDivide(s.n(), Creation.weak(2)));
              return new State(next, s.steps().add(1));
            },
            new State(n, Creation.array(0)))
        .steps();
  }

  /** Newton's iteration from 1 until the square is within 1e-5 of a, relatively. */
  private static Object squareRoot(NDArray a) {
    record State(NDArray root, NDArray steps) {}
    State last =
        whileLoop(
            (State s) -> s.root().mul(s.root()).sub(a).abs().gt(a.mul(1e-5)),
            s -> new State(s.root().add(a.div(s.root())).mul(0.5), s.steps().add(1)),
            new State(Creation.scalar(1.0, a.dtype()), Creation.array(0)));
    return List.of(last.root(), last.steps());
  }

  private static NDArray greatestCommonDivisor(NDArray a, NDArray b) {
    return whileLoop(
            (List<NDArray> ab) -> ab.get(1).ne(0),
            ab -> List.of(ab.get(1), ab.get(0).mod(ab.get(1))),
            List.of(a, b))
        .getFirst();
  }

  /** h = tanh(W h + x) from 0; the last h. */
  private static NDArray recurrent(NDArray w, NDArray xs) {
    return scan(
            (NDArray h, NDArray x) -> Carried.of(tanh(matmul(w, h).add(x)), null),
            Creation.zeros(w.shape().dim(0)).astype(xs.dtype()),
            xs)
        .carry();
  }
}

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
import dev.sparrow.ops.AssociativeScanOption;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Transcendental;
import java.util.List;

/** Programs of loops and branches. */
final class LoopPrograms {
  private LoopPrograms() {}

  static void addTo(Programs programs) {
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
    programs.add2("cond_sq", (p, x) -> cond(p, y -> y.mul(y), NDArray::neg, x));
    programs.add1("cond_sign", x -> cond(x.gt(0), LoopPrograms::sine, Transcendental::exp, x));
    programs.add2(
        "switch3",
        (i, x) -> switchCase(i, List.of(LoopPrograms::sine, Transcendental::cos, y -> exp(y)), x));
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

  /** h = tanh(W h + x) from 0; the last h. */
  private static NDArray recurrent(NDArray w, NDArray xs) {
    return scan(
            (NDArray h, NDArray x) -> Carried.of(tanh(matmul(w, h).add(x)), null),
            Creation.zeros(w.shape().dim(0)).astype(xs.dtype()),
            xs)
        .carry();
  }
}

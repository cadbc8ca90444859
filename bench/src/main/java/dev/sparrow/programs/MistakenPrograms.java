package dev.sparrow.programs;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Vmap.outAxes;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Unique;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Programs with a mistake, which must be refused with a message that says what it is. */
final class MistakenPrograms {
  private MistakenPrograms() {}

  static void addTo(Programs programs) {
    programs.add1("item", x -> Creation.weak(((Number) x.item()).doubleValue()));
    programs.add1("truth", x -> x.toBoolean() ? x : x.neg());
    programs.add1("jit_arange", jit(n -> Creation.arange(n.toLong()))::apply);
    programs.add1("jit_if_tracer", jit(x -> x.gt(0).toBoolean() ? x : x.neg())::apply);
    programs.add1("jit_unique", jit((NDArray x) -> Unique.unique(x))::apply);
    programs.add2(
        "cond_types", (p, x) -> ControlFlow.cond(p, y -> y, y -> y.astype(DType.INT32), x));
    programs.add1("grad_int_input", grad((NDArray x) -> x.mul(x)));
    programs.add1("grad_vector_output", grad((NDArray x) -> x.mul(2)));
    programs.add1(
        "scan_carry_type",
        xs ->
            ControlFlow.scan(
                    (NDArray c, NDArray x) -> Carried.of(Creation.zeros(2).add(x), x),
                    Creation.scalar(0, xs.dtype()),
                    xs)
                .carry());
    programs.add2(
        "scan_mismatch",
        (a, b) ->
            ControlFlow.scan(
                    (NDArray c, List<NDArray> x) -> Carried.of(c, x.getFirst()),
                    Creation.scalar(0, a.dtype()),
                    List.of(a, b))
                .carry());
    programs.add(
        "scan_nothing",
        in ->
            ControlFlow.scan(
                    (NDArray c, List<NDArray> x) -> Carried.of(c, c),
                    Creation.scalar(0, DType.FLOAT32),
                    List.<NDArray>of())
                .carry());
    programs.add1(
        "switch_empty",
        index ->
            ControlFlow.switchCase(
                index, List.<Function<NDArray, NDArray>>of(), Creation.weak(1.0)));
    programs.add1("vmap_out_none", vmap(x -> x.mul(2), outAxes(null)));
    programs.add2("vmap_sizes", vmap((NDArray x, NDArray y) -> x.add(y)));
    programs.add1("while_grad", grad(MistakenPrograms::doubled));
    programs.add1(
        "while_pred",
        x -> ControlFlow.whileLoop(y -> y, (UnaryOperator<NDArray>) y -> y.mul(2), x));
  }

  private static NDArray doubled(NDArray x) {
    return ControlFlow.whileLoop(y -> y.lt(10), (UnaryOperator<NDArray>) y -> y.mul(2), x);
  }
}

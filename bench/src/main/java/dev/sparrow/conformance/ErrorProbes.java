package dev.sparrow.conformance;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.outAxes;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Unique;
import dev.sparrow.transform.Grad;
import java.util.List;
import java.util.function.Function;

/** The mistakes that cases describe by name: each function makes one, and must be refused. */
public final class ErrorProbes {
  private ErrorProbes() {}

  /**
   * The truth value of an array.
   *
   * @param x array of other than one element
   * @return never
   */
  @JaxName("truth")
  public static boolean truth(NDArray x) {
    return x.toBoolean();
  }

  /**
   * The only element of an array that has more.
   *
   * @param x array of other than one element
   * @return never
   */
  @JaxName("item")
  public static Object item(NDArray x) {
    return x.item();
  }

  /**
   * An {@code if} on a traced value.
   *
   * @param x argument
   * @return never
   */
  @JaxName("jit_if_tracer")
  public static NDArray jitIfTracer(NDArray x) {
    return jit(y -> y.gt(0).toBoolean() ? y : y.neg()).apply(x);
  }

  /**
   * A range whose length is a traced value.
   *
   * @param n argument
   * @return never
   */
  @JaxName("jit_arange")
  public static NDArray jitArange(NDArray n) {
    return jit(stop -> Creation.arange(stop.toLong())).apply(n);
  }

  /**
   * Distinct elements of a traced array.
   *
   * @param x argument
   * @return never
   */
  @JaxName("jit_unique")
  public static NDArray jitUnique(NDArray x) {
    return jit(y -> Unique.unique(y)).apply(x);
  }

  /**
   * The gradient with respect to an integer.
   *
   * @param x argument
   * @return never
   */
  @JaxName("grad_int_input")
  public static NDArray gradIntInput(NDArray x) {
    return Grad.grad(y -> y.mul(y)).apply(x);
  }

  /**
   * The gradient of a vector.
   *
   * @param x argument
   * @return never
   */
  @JaxName("grad_vector_output")
  public static NDArray gradVectorOutput(NDArray x) {
    return Grad.grad(y -> y.mul(y)).apply(x);
  }

  /**
   * A batch in the place of a result that is to be the same for all.
   *
   * @param x argument
   * @return never
   */
  @JaxName("vmap_out_none")
  public static NDArray vmapOutNone(NDArray x) {
    return vmap(y -> y.mul(2), outAxes(null)).apply(x);
  }

  /**
   * Batches of different sizes.
   *
   * @param x first argument
   * @param y second argument
   * @return never
   */
  @JaxName("vmap_sizes")
  public static NDArray vmapSizes(NDArray x, NDArray y) {
    return vmap((a, b) -> a.sum().add(b)).apply(x, y);
  }

  /**
   * Branches of different types.
   *
   * @param predicate which branch
   * @param x operand
   * @return never
   */
  @JaxName("cond_types")
  public static NDArray condTypes(NDArray predicate, NDArray x) {
    return ControlFlow.cond(predicate, y -> y, y -> y.astype(DType.INT32), x);
  }

  /**
   * No branch at all.
   *
   * @param index which branch
   * @return never
   */
  @JaxName("switch_empty")
  public static NDArray switchEmpty(NDArray index) {
    return ControlFlow.switchCase(index, List.<Function<NDArray, NDArray>>of(), index);
  }

  /**
   * A state that changes its type from step to step.
   *
   * @param xs what is walked over
   * @return never
   */
  @JaxName("scan_carry_type")
  public static NDArray scanCarryType(NDArray xs) {
    return ControlFlow.scan(
            (NDArray carry, NDArray x) -> new Carried<>(x.astype(DType.INT32), carry),
            Creation.scalar(0.0, DType.FLOAT32),
            xs)
        .carry();
  }

  /**
   * Arrays of different lengths to walk over.
   *
   * @param xs one array
   * @param ys another array
   * @return never
   */
  @JaxName("scan_mismatch")
  public static NDArray scanMismatch(NDArray xs, NDArray ys) {
    return ControlFlow.scan(
            (NDArray carry, List<NDArray> row) ->
                new Carried<>(carry.add(row.get(0)).add(row.get(1)), carry),
            Creation.scalar(0.0, DType.FLOAT32),
            List.of(xs, ys))
        .carry();
  }

  /**
   * Nothing to walk over and no length.
   *
   * @return never
   */
  @JaxName("scan_nothing")
  public static NDArray scanNothing() {
    return ControlFlow.scan(
            (NDArray carry, List<NDArray> row) -> new Carried<>(carry.add(row.size()), carry),
            Creation.scalar(0.0, DType.FLOAT32),
            List.<NDArray>of())
        .carry();
  }

  /**
   * A condition that is no truth value.
   *
   * @param x initial state
   * @return never
   */
  @JaxName("while_pred")
  public static NDArray whilePredicate(NDArray x) {
    return ControlFlow.whileLoop(y -> y, y -> y.mul(0), x);
  }

  /**
   * The gradient of a loop of unknown length.
   *
   * @param x initial state
   * @return never
   */
  @JaxName("while_grad")
  public static NDArray whileGrad(NDArray x) {
    return Grad.grad(y -> ControlFlow.<NDArray>whileLoop(z -> z.lt(10), z -> z.mul(2), y)).apply(x);
  }
}

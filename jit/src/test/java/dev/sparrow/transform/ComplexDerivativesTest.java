package dev.sparrow.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Complex;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Derivatives of functions of complex128: forward mode against finite differences, reverse mode
 * against forward mode.
 */
@ExtendWith(AllocatorsAtZero.class)
class ComplexDerivativesTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final double STEP = 1e-5;

  private static NDArray random(SplittableRandom random) {
    Complex[] values = new Complex[40];
    for (int i = 0; i < values.length; i++) {
      double re = random.nextDouble(0.2, 0.9);
      double im = random.nextDouble(0.2, 0.9);
      values[i] = new Complex(random.nextBoolean() ? re : -re, random.nextBoolean() ? im : -im);
    }
    return HostValues.array(values);
  }

  /** The real part of the sum of products, without conjugation: what reverse mode transposes. */
  private static double dot(List<NDArray> x, List<NDArray> y) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      NDArray product = ComplexNumbers.real(x.get(i).mul(y.get(i)).sum());
      sum += product.toDoubleArray()[0];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NEG", "ABS", "SIGN", "SQUARE", "REAL", "IMAG", "CONJ", "EXP", "EXP2", "EXPM1", "LOG",
        "LOG1P", "SQRT", "RSQRT", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "SINH", "COSH",
        "TANH", "ASINH", "ACOSH", "ATANH", "LOGISTIC", "ADD", "SUB", "MUL", "DIV", "POW"
      })
  void ofPointwiseFunctions(Fn fn) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<NDArray> x = fn.arity() == 1 ? List.of(random(random)) : twice(random);
    List<NDArray> along = fn.arity() == 1 ? List.of(random(random)) : twice(random);
    check(fn.toString(), in -> Lax.apply(fn, in.toArray(new NDArray[0])), x, along, random);
  }

  private static List<NDArray> twice(SplittableRandom random) {
    return List.of(random(random), random(random));
  }

  @Test
  void ofProductsOfMatricesAndSums() {
    SplittableRandom random = new SplittableRandom(SEED);
    check(
        "matmul",
        in -> in.get(0).reshape(8, 5).matmul(in.get(1).reshape(5, 8)).sum(),
        twice(random),
        twice(random),
        random);
  }

  @Test
  void ofANumberFromItsParts() {
    SplittableRandom random = new SplittableRandom(SEED);
    check(
        "complex",
        in ->
            ComplexNumbers.complex(
                ComplexNumbers.imag(in.get(0)), ComplexNumbers.real(in.get(0)).mul(2)),
        List.of(random(random)),
        List.of(random(random)),
        random);
  }

  private static void check(
      String what,
      Function<List<NDArray>, NDArray> f,
      List<NDArray> x,
      List<NDArray> along,
      SplittableRandom random) {
    String label = what + ", -Dseed=" + SEED;
    Jvp.Result<NDArray> forward = Jvp.jvp(f, x, along);
    NDArray difference =
        f.apply(moved(x, along, STEP)).sub(f.apply(moved(x, along, -STEP))).div(2 * STEP);
    double[] expected = parts(difference);
    double[] actual = parts(forward.tangent());
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-7 * (1 + Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], tolerance, label);
    }
    NDArray value = forward.value();
    NDArray cotangent = random(random).reshape(-1);
    cotangent = value.rank() == 0 ? cotangent.get(0) : cotangent;
    cotangent = value.dtype().isComplex() ? cotangent : ComplexNumbers.real(cotangent);
    List<NDArray> back = Vjp.vjp(f, x).pullback().apply(cotangent);
    double ahead = dot(List.of(cotangent), List.of(forward.tangent()));
    assertEquals(ahead, dot(back, along), 1e-12 * (1 + Math.abs(ahead)), label);
    assertTrue(Arrays.stream(actual).anyMatch(part -> part != 0), label);
  }

  private static List<NDArray> moved(List<NDArray> x, List<NDArray> along, double step) {
    return List.of(0, 1).subList(0, x.size()).stream()
        .map(i -> x.get(i).add(along.get(i).mul(step)))
        .toList();
  }

  private static double[] parts(NDArray x) {
    if (!x.dtype().isComplex()) {
      return x.toDoubleArray();
    }
    return Arrays.stream(x.toComplexArray())
        .flatMapToDouble(z -> Arrays.stream(new double[] {z.real(), z.imaginary()}))
        .toArray();
  }
}

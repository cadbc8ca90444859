package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Complex;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Fourier;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Shaping;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.ReferenceComplex;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Complex numbers, for what the table of operation cases cannot hold: complex128, and windows. */
@ExtendWith(AllocatorsAtZero.class)
class ComplexTest {
  private static final long SEED = Long.getLong("seed", 20261125);

  private static Complex[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Complex[] values = new Complex[size];
    for (int i = 0; i < size; i++) {
      values[i] = new Complex(random.nextDouble(-4, 4), random.nextDouble(-4, 4));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NEG", "CONJ", "SQUARE", "SIGN", "EXP", "EXP2", "EXPM1", "LOG", "LOG1P", "SQRT", "RSQRT",
        "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "SINH", "COSH", "TANH", "ASINH", "ACOSH",
        "ATANH", "LOGISTIC", "ADD", "SUB", "MUL", "DIV", "POW"
      })
  void complex128AgreesWithTheFormula(Fn fn) {
    Complex[] x = random(300, SEED);
    Complex[] y = random(300, SEED + 1);
    NDArray z = HostValues.array(x);
    NDArray w = HostValues.array(y);
    NDArray eager = fn.arity() == 1 ? Lax.apply(fn, z) : Lax.apply(fn, z, w);
    NDArray compiled =
        Jit.jitList(in ->
                List.of(
                    fn.arity() == 1
                        ? Lax.apply(fn, in.get(0))
                        : Lax.apply(fn, in.get(0), in.get(1))))
            .call(List.of(z, w))
            .getFirst();
    assertArrayEquals(eager.toByteArray(), compiled.toByteArray());
    Complex[] values = eager.toComplexArray();
    for (int i = 0; i < values.length; i++) {
      double[] expected =
          fn.arity() == 1
              ? ReferenceComplex.apply(fn, x[i].real(), x[i].imaginary())
              : ReferenceComplex.apply(
                  fn, x[i].real(), x[i].imaginary(), y[i].real(), y[i].imaginary());
      double distance =
          Math.hypot(values[i].real() - expected[0], values[i].imaginary() - expected[1]);
      double magnitude = Math.hypot(expected[0], expected[1]);
      String what = fn + " of " + x[i] + " is " + values[i] + ", -Dseed=" + SEED;
      assertTrue(distance <= 1e-13 * Math.max(magnitude, 1e-2), what);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // JAX's answers, and C99's.
    "ABS, 3e200, 4e200, 5e200, 0",
    "ABS, 3e-200, 4e-200, 5e-200, 0",
    "ABS, Infinity, NaN, Infinity, 0",
    "SQRT, -1, 0, 0, 1",
    "SQRT, -1, -0.0, 0, -1",
    "SQRT, 1.5e308, 1.5e308, 1.3456077e154, 5.5736900e153",
    "SQRT, NaN, Infinity, Infinity, Infinity",
    "EXP, -Infinity, 1, 0, 0",
    "EXP, 1, 0, 2.718281828459045, 0",
    "EXP, Infinity, 0, Infinity, 0",
    "LOG, 0, 0, -Infinity, 0",
    "LOG, -1, 0, 0, 3.141592653589793",
    "LOG, 1.7e308, 1.7e308, 710.073410, 0.785398163",
    "TANH, Infinity, 1, 1, 0",
    "TAN, 0, Infinity, 0, 1",
    "ATANH, 2, 0, 0.549306144, 1.570796327",
    "ACOSH, 0.5, 0, 0, 1.047197551",
    "SIGN, 0, 0, 0, 0"
  })
  void specialValues(Fn fn, double re, double im, double expectedRe, double expectedIm) {
    NDArray z = Creation.array(new Complex(re, im)).astype(DType.COMPLEX128);
    NDArray wide = HostValues.array(new Complex[] {new Complex(re, im)});
    NDArray y = Lax.apply(fn, wide);
    Complex value =
        y.dtype().isComplex() ? y.toComplexArray()[0] : new Complex(y.toDoubleArray()[0], 0);
    near(expectedRe, value.real());
    near(expectedIm, value.imaginary());
    assertEquals(DType.COMPLEX128, z.dtype());
  }

  private static void near(double expected, double actual) {
    double tolerance = Double.isInfinite(expected) ? 0 : 1e-6 * Math.max(1e-6, Math.abs(expected));
    assertEquals(expected + 0.0, actual + 0.0, tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 0, Infinity, Infinity",
    "1, 0, 0, 0, Infinity, NaN",
    "0, 0, 0, 0, NaN, NaN",
    "Infinity, 1, 1, 1, Infinity, -Infinity",
    "1, 1, Infinity, Infinity, 0, 0",
    "1e300, 1e300, 1e300, 1e300, 1, 0",
    "1e-300, 1e-300, 1e-300, 1e-300, 1, 0"
  })
  void quotients(double a, double b, double c, double d, double re, double im) {
    NDArray z = HostValues.array(new Complex[] {new Complex(a, b)});
    NDArray w = HostValues.array(new Complex[] {new Complex(c, d)});
    Complex quotient = z.div(w).toComplexArray()[0];
    assertEquals(re, quotient.real());
    assertEquals(im, quotient.imaginary());
  }

  @Test
  void partsOfAnArrayInMemoryAreWindowsOnIt() {
    NDArray z = HostValues.array(random(12, SEED)).reshape(3, 4);
    ConcreteArray real = (ConcreteArray) ComplexNumbers.real(z);
    ConcreteArray imag = (ConcreteArray) ComplexNumbers.imag(z.transpose());
    ConcreteArray whole = (ConcreteArray) z;
    assertEquals(whole.view().address(), real.view().address());
    assertEquals(whole.view().address() + 8, imag.view().address());
    assertEquals(z.toComplexArray()[6].real(), real.toDoubleArray()[6]);
    assertEquals(z.toComplexArray()[1].imaginary(), imag.toDoubleArray()[3]);
    assertEquals(ArrayType.of(DType.FLOAT64, 4, 3), imag.type());
  }

  @Test
  void scalarsAreWeakAndPrintAsPythons() {
    NDArray x = Creation.array(1f, 2f);
    NDArray z = x.mul(Creation.weak(new Complex(0, 2)));
    assertEquals("Array([0.+2.j, 0.+4.j], dtype=complex64)", z.toString());
    assertEquals(new Complex(0, 2), Creation.weak(new Complex(0, 2)).item());
    assertEquals(
        DType.COMPLEX128,
        HostValues.array(new double[] {1}).mul(Creation.weak(new Complex(0, 2))).dtype());
  }

  @Test
  void movesOfStoredArraysNeedNoSplitting() {
    NDArray z = HostValues.array(random(24, SEED)).reshape(2, 3, 4);
    NDArray moved =
        Jit.jit(x ->
                Logic.where(
                    ComplexNumbers.real(x).gt(0), x.transpose(0, 1, 2), ComplexNumbers.conj(x)))
            .apply(z);
    Complex[] expected = z.toComplexArray();
    for (int i = 0; i < expected.length; i++) {
      Complex value = expected[i];
      expected[i] = value.real() > 0 ? value : new Complex(value.real(), -value.imaginary());
    }
    assertArrayEquals(expected, moved.toComplexArray());
  }

  /** Between steps, pairs are moved whole: what a routine computed is no expression of parts. */
  static Stream<Arguments> movesBetweenSteps() {
    return Stream.of(
        move("transposed", x -> Fourier.fft(x).transpose()),
        move("along the first axis", x -> Fourier.fft(x, null, 0, null)),
        move("of all axes", x -> Fourier.fftn(x, null, null, null)),
        move("reversed", x -> Fourier.fft(x).get("::-1, ::2")),
        move("reshaped when turned", x -> Fourier.fft(x).transpose().reshape(-1)),
        move("broadcast", x -> Shaping.broadcastTo(Fourier.fft(x).get("0"), 5, 7)),
        move("one element", x -> Fourier.fft(x).get("1, 2")),
        move(
            "turned and joined",
            x -> Joining.concatenate(List.of(Fourier.fft(x).transpose(), x.transpose()))),
        move("computed with", x -> Fourier.fft(x).transpose().mul(2)),
        move("sliced for the next", x -> Fourier.ifft(Fourier.fft(x).get("1:, ::-2"))));
  }

  private static Arguments move(String name, UnaryOperator<NDArray> function) {
    return Arguments.of(name, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void movesBetweenSteps(String name, UnaryOperator<NDArray> function) {
    NDArray z = HostValues.array(random(65 * 7, SEED)).reshape(65, 7);
    NDArray eager = function.apply(z);
    NDArray compiled = Jit.jit(name, function).apply(z);
    assertEquals(eager.shape(), compiled.shape());
    assertArrayEquals(eager.toByteArray(), compiled.toByteArray());
  }
}

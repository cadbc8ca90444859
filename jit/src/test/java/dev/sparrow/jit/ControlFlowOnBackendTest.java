package dev.sparrow.jit;

import static dev.sparrow.ops.ControlFlow.associativeScan;
import static dev.sparrow.ops.ControlFlow.cond;
import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.ControlFlow.whileLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.AssociativeScanOption;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Shaping;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import dev.sparrow.transform.Vmap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of loops and branches, eager, compiled and mapped. */
@ExtendWith(AllocatorsAtZero.class)
class ControlFlowOnBackendTest {
  private static NDArray floats(float... values) {
    return Creation.array(values);
  }

  private static void assertSame(NDArray expected, NDArray actual) {
    assertEquals("", HostArray.of(actual).difference(HostArray.of(expected), 0));
  }

  @Test
  void scanCarriesAndStacks() {
    Carried<NDArray, NDArray> run =
        scan(
            (NDArray c, NDArray x) -> Carried.of(c.mul(2).add(x), c),
            Creation.weak(0.0),
            floats(1, 2, 3));
    assertSame(Creation.scalar(11.0, DType.FLOAT32), run.carry());
    assertSame(floats(0, 1, 4), run.output());
  }

  @Test
  void reverseScanStacksInPlace() {
    Carried<NDArray, NDArray> run =
        scan(
            (NDArray c, NDArray x) -> {
              NDArray next = c.mul(2).add(x);
              return Carried.of(next, next);
            },
            Creation.weak(0.0),
            floats(1, 2, 3),
            ScanOption.reverse());
    assertSame(floats(17, 8, 3), run.output());
  }

  @Test
  void constantsMayBeArraysOfEqualElements() {
    for (int steps : new int[] {0, 1, 2}) {
      Compiled counted =
          Jit.jit(x ->
              scan(
                      (NDArray c, NDArray at) -> Carried.of(c.add(at), null),
                      Lax.broadcastInDim(
                          Creation.scalar(7.0, DType.FLOAT32), Shape.of(3, 5), List.of()),
                      x)
                  .carry());
      NDArray rows = Creation.ones(steps, 3, 5);
      assertSame(Creation.zeros(3, 5).add(7 + steps).astype(DType.FLOAT32), counted.apply(rows));
    }
  }

  @Test
  void structuresOfArraysAreCarried() {
    Map<String, NDArray> last =
        whileLoop(
            at -> at.get("a").lt(1000),
            at -> Map.of("a", at.get("b"), "b", at.get("a").add(at.get("b"))),
            Map.of("a", Creation.weak(0), "b", Creation.weak(1)));
    assertEquals(1597L, last.get("a").item());
  }

  @Test
  void loopsInsideLoopsAndJit() {
    Compiled triangle =
        Jit.jit(x ->
            foriLoop(
                0,
                4,
                (i, sum) -> foriLoop(Creation.weak(0), i, (_, inner) -> inner.add(x), sum),
                x.mul(0)));
    assertSame(floats(6, 12), triangle.apply(floats(1, 2)));
  }

  @Test
  void onlyTheChosenBranchRuns() {
    // A loop that would never end stands in the branch that is not chosen.
    NDArray result =
        cond(
            Creation.scalar(1L, DType.BOOL),
            x -> x.add(1),
            x -> whileLoop(y -> y.get(0).eq(y.get(0)), y -> y, x),
            floats(1));
    assertSame(floats(2), result);
  }

  @Test
  void mappedWhileFreezesLanesThatAreDone() {
    NDArray doubled =
        Vmap.vmap((NDArray x) -> whileLoop(y -> y.lt(10), y -> y.mul(2), x))
            .apply(floats(1, 3, 20));
    assertSame(floats(16, 12, 20), doubled);
  }

  @Test
  void mappedBranchTakesBoth() {
    NDArray chosen =
        Vmap.vmap((NDArray x) -> cond(x.gt(0), y -> y.mul(10), y -> y.neg(), x))
            .apply(floats(1, -2, 3));
    assertSame(floats(10, 2, 30), chosen);
  }

  @Test
  void associativeScanIsTheRunningCombination() {
    NDArray x = floats(1, 2, 3, 4, 5);
    assertSame(floats(1, 2, 6, 24, 120), associativeScan((a, b) -> a.mul(b), x));
    assertSame(
        floats(120, 120, 60, 20, 5),
        associativeScan((a, b) -> a.mul(b), x, AssociativeScanOption.reverse()));
    NDArray matrix = Shaping.reshape(floats(1, 2, 3, 4, 5, 6), 2, 3);
    assertSame(
        Shaping.reshape(floats(1, 3, 6, 4, 9, 15), 2, 3),
        associativeScan((a, b) -> a.add(b), matrix, AssociativeScanOption.axis(-1)));
    assertSame(floats(-0f, -0f), associativeScan((a, b) -> a.add(b), floats(-0f, -0f)));
    NDArray none = Creation.zeros(Shape.of(0), DType.FLOAT32);
    assertSame(none, associativeScan((a, b) -> a.add(b), none));
  }

  @Test
  void elementwiseStepsAreRecurrences() {
    Compiled walk =
        Jit.jit(x -> scan((NDArray c, NDArray v) -> Carried.of(c.add(v), c), x.get(0), x).carry());
    String said = walk.explain(Creation.zeros(5, 3));
    assertTrue(said.contains("carries in registers"), said);
    Compiled sums =
        Jit.jit(x ->
            scan((NDArray c, NDArray v) -> Carried.of(c.add(v.sum()), c), x.get(0), x).carry());
    said = sums.explain(Creation.zeros(5, 3));
    assertTrue(said.contains("step by step"), said);
  }

  @Test
  void complexNumbersAreCarried() {
    NDArray i = Creation.array(new Complex(0, 1));
    NDArray turned = foriLoop(0, 3, (n, z) -> z.mul(i), Creation.array(new Complex(2, 1)));
    assertEquals(new Complex(1, -2), turned.toComplex());
    NDArray grown =
        whileLoop(z -> z.abs().lt(10), z -> z.mul(i).mul(2), Creation.array(new Complex(1, 0)));
    assertEquals(new Complex(16, 0), grown.toComplex());
  }

  /** A matrix that every step multiplies by is laid out once; sums are those of single steps. */
  @ParameterizedTest
  @EnumSource(names = {"INT32", "FLOAT32", "FLOAT64", "COMPLEX64"})
  void productsWithAConstantAreThoseOfSingleSteps(DType dtype) {
    for (long width : new long[] {1, 5, 33, 300}) {
      NDArray m = numbers(width * width, dtype).reshape(width, width);
      NDArray xs = numbers(3 * width, dtype).reshape(3, width);
      for (boolean turned : new boolean[] {false, true}) {
        for (int steps = 2; steps <= 3; steps++) {
          NDArray some = xs.get(Index.slice(0, steps));
          BinaryOperator<NDArray> step =
              (h, x) -> (turned ? h.matmul(m) : m.matmul(h)).add(x).astype(dtype);
          NDArray expected = Creation.zeros(width).astype(dtype);
          for (int i = 0; i < steps; i++) {
            expected = step.apply(expected, some.get(i));
          }
          NDArray scanned =
              scan(
                      (NDArray h, NDArray x) -> Carried.of(step.apply(h, x), null),
                      Creation.zeros(width).astype(dtype),
                      some)
                  .carry();
          assertSame(expected, scanned);
          NDArray repeated =
              foriLoop(
                  Creation.array(0),
                  Creation.array(steps),
                  (i, h) -> step.apply(h, some.get(Index.at(i))),
                  Creation.zeros(width).astype(dtype));
          assertSame(expected, repeated);
        }
      }
    }
  }

  private static NDArray numbers(long count, DType dtype) {
    return Creation.arange(count).mul(7).mod(11).sub(5).astype(dtype);
  }

  @Test
  void compiledOnceForEqualLoops() {
    long before = 0;
    for (int call = 0; call < 3; call++) {
      whileLoop(x -> x.lt(50.5), x -> x.mul(1.75).add(0.125), Creation.scalar(1.0, DType.FLOAT32));
      long misses = Jit.kernelStatistics().misses();
      if (call > 0) {
        assertEquals(before, misses);
      }
      before = misses;
    }
  }
}

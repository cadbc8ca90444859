package dev.sparrow.jit.codegen;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.rarely;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.xor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("vector-module")
class RarePartsTest {
  private static final KernelExpr X = new KernelExpr.Load(0, LaneType.F32);
  private static final KernelExpr Y = new KernelExpr.Load(1, LaneType.F32);

  /** A chain of steps, the first of which reads x. */
  private static KernelExpr chain(KernelExpr x, int steps, float factor) {
    KernelExpr value = x;
    for (int i = 0; i < steps; i++) {
      value = fma(value, f32(factor), f32(i));
    }
    return value;
  }

  private static KernelExpr mask(float bound) {
    return lt(X, f32(bound));
  }

  /** Inputs are uniform in (0, 1), so the bound is how often a lane asks for the rare part. */
  @ParameterizedTest
  @ValueSource(floats = {0, 0.001f, 0.05f, 0.5f, 1})
  void whatIsAskedForIsComputed(float bound) {
    KernelExpr both = mul(X, Y);
    KernelExpr first = rarely(mask(bound), chain(both, 12, 1.5f), chain(Y, 3, 0.5f));
    KernelExpr bits = bitcast(chain(Y, 9, 0.75f), LaneType.I32);
    KernelExpr second = rarely(mask(bound), xor(bits, i32(5)), bitcast(X, LaneType.I32));
    KernelExpr inner = rarely(lt(Y, f32(bound)), chain(X, 8, 3), chain(both, 2, 2));
    KernelExpr outer = rarely(mask(bound), chain(inner, 7, -1), add(inner, f32(1)));
    // What the part needs is needed elsewhere, too: before, after, and by another part.
    KernelExpr shared = chain(sqrt(Y), 6, 0.25f);
    KernelExpr third = rarely(mask(bound), chain(shared, 8, 0.5f), first);
    assertSameAsInterpreter(List.of(first));
    assertSameAsInterpreter(List.of(second, first));
    assertSameAsInterpreter(List.of(outer));
    assertSameAsInterpreter(List.of(third, shared, mul(both, third)));
    assertSameAsInterpreter(List.of(third, second, outer));
  }

  /** What only shared values make is computed before a loop, but not what has a branch inside. */
  @Test
  void aChoiceOfSharedValuesStaysWithOthersOfItsMask() {
    KernelExpr shared = new KernelExpr.Scalar(1, LaneType.F32);
    for (float bound : new float[] {0, 2}) {
      KernelExpr asked = lt(shared, f32(bound));
      KernelExpr same = rarely(asked, chain(shared, 8, 1.5f), shared);
      KernelExpr differs = rarely(asked, chain(X, 8, 0.5f), X);
      assertSameAsInterpreter(List.of(add(same, X), differs));
      assertSameAsInterpreter(List.of(same));
    }
  }

  /** A body cut into loops keeps the part with its choice, and so it is still a part. */
  @Test
  void aPartIsNotCut() {
    KernelExpr part = chain(mul(X, X), 60, 1.25f);
    KernelExpr choice = rarely(mask(0.01f), part, chain(X, 60, 0.5f));
    KernelBody body = KernelBody.of(2, List.of(chain(choice, 60, -0.5f)));
    assertFalse(body.fits());
    List<KernelSplitter.Piece> pieces = KernelSplitter.split(body).pieces();
    assertTrue(pieces.size() > 1);
    assertEquals(
        60,
        pieces.stream()
            .flatMap(piece -> RareParts.of(piece.body()).all().stream())
            .flatMap(found -> found.inside().stream())
            .filter(node -> node instanceof KernelExpr.Apply apply && apply.args().size() == 3)
            .count());
    assertSameAsInterpreter(body.outputs());
  }

  @Test
  void choicesOfOneMaskShareABranch() {
    KernelExpr first = rarely(mask(0.1f), chain(Y, 10, 1.5f), X);
    KernelExpr second = rarely(mask(0.1f), chain(Y, 11, 2.5f), Y);
    KernelBody body = KernelBody.of(2, List.of(first, second, rarely(mask(0.1f), Y, X)));
    RareParts parts = RareParts.of(body);
    assertEquals(1, parts.all().size());
    assertEquals(List.of(3), parts.all().stream().map(part -> part.choices().size()).toList());
  }

  @Test
  void fewOperationsAreNoPart() {
    KernelBody body = KernelBody.of(2, List.of(rarely(mask(0.1f), chain(Y, 3, 1.5f), X)));
    assertTrue(RareParts.of(body).all().isEmpty());
  }

  private static void assertSameAsInterpreter(List<KernelExpr> outputs) {
    KernelBody body = KernelBody.of(2, outputs);
    try (Arena arena = Arena.ofConfined()) {
      Random random = new Random(11);
      Blocks blocks =
          new Blocks(
              body,
              arena,
              0,
              _ -> Integer.toUnsignedLong(Float.floatToIntBits(random.nextFloat())));
      for (int n : new int[] {1, 70, Kernel.BLOCK}) {
        long[][] expected = blocks.run(new KernelInterpreter(body), n);
        for (LoopForm form : LoopForm.values()) {
          long[][] actual = blocks.run(KernelWriter.write(body, form), n);
          for (int output = 0; output < expected.length; output++) {
            assertArrayEquals(expected[output], actual[output], form + " output " + output);
          }
        }
      }
    }
  }
}

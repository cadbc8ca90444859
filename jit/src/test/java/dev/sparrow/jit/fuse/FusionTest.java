package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FusionTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 100);
  private static final ArrayType MATRIX = ArrayType.of(DType.FLOAT32, 20, 30);

  private static Plan plan(Function<List<NDArray>, List<NDArray>> f, ArrayType... types) {
    return Fusion.plan(Pipeline.run(Traced.graph(f, types)));
  }

  private static Region region(Plan plan, int step) {
    return assertInstanceOf(Region.class, plan.steps().get(step));
  }

  @Test
  void pointwiseChainsAreOneRegionThatStoresItsResultOnly() {
    Plan plan = plan(in -> List.of(in.get(0).mul(2).add(in.get(1)).neg()), VECTOR, VECTOR);
    assertEquals(1, plan.steps().size());
    assertEquals(3, region(plan, 0).equations().size());
    assertEquals(2, region(plan, 0).inputs().size());
    assertEquals(1, region(plan, 0).stores().size());
  }

  @Test
  void foldsOfOneSpaceShareAPass() {
    Plan plan =
        plan(
            in -> {
              NDArray w = in.get(0).mul(in.get(0));
              return List.of(w.mul(in.get(1)).sum(), w.sum(), in.get(1).max());
            },
            VECTOR,
            VECTOR);
    assertEquals(1, plan.steps().size());
    assertEquals(3, region(plan, 0).folds().size());
    assertEquals(0, region(plan, 0).stores().size());
  }

  @Test
  void softmaxIsThreePasses() {
    Plan plan =
        plan(
            in -> {
              NDArray x = in.getFirst();
              NDArray shifted = x.sub(x.max(1).reshape(20, 1));
              NDArray e = Transcendental.exp(shifted);
              return List.of(e.div(e.sum(1).reshape(20, 1)));
            },
            MATRIX);
    assertEquals(3, plan.steps().size());
    assertEquals(1, region(plan, 0).folds().size());
    assertEquals(1, region(plan, 1).folds().size());
    assertEquals(1, region(plan, 1).stores().size());
    assertEquals(1, region(plan, 2).equations().size());
  }

  @Test
  void foldsOverOtherAxesNeedTheirOwnPass() {
    Plan plan = plan(in -> List.of(in.get(0).sum(0), in.get(0).sum(1)), MATRIX);
    assertEquals(2, plan.steps().size());
  }

  @Test
  void viewsAndCountsCostNothing() {
    Plan plan =
        plan(
            in ->
                List.of(
                    in.get(0)
                        .transpose()
                        .astype(DType.INT32)
                        .add(Creation.arange(20))
                        .mul(in.get(1).get("::-1, 0:20"))),
            MATRIX,
            ArrayType.of(DType.FLOAT32, 30, 25));
    Region only = region(plan, 0);
    assertEquals(1, plan.steps().size());
    assertTrue(
        only.inputs().values().stream()
            .anyMatch(access -> access.source() instanceof Source.Counter));
  }

  @Test
  void aReshapeThatStridesCannotExpressCopies() {
    Plan plan = plan(in -> List.of(in.get(0).transpose().reshape(600).add(1)), MATRIX);
    assertEquals(2, plan.steps().size());
    assertEquals(0, region(plan, 0).equations().size());
    assertEquals(1, region(plan, 1).equations().size());
  }

  @Test
  void noStepWaitsForItself() {
    // The sum needs the first product and the last product needs the sum: two passes, in order.
    Plan plan =
        plan(
            in -> {
              NDArray y = in.get(0).mul(3);
              return List.of(y.mul(y.sum()));
            },
            VECTOR);
    assertEquals(2, plan.steps().size());
    assertEquals(1, region(plan, 0).stores().size());
    assertEquals(1, region(plan, 1).inputs().size() - 1);
  }

  @Test
  void structuralPrimitivesAreStepsOfTheirOwn() {
    Plan plan = plan(in -> List.of(in.get(0).mul(2).at("3:5").set(in.get(0).get("0:2"))), VECTOR);
    assertEquals(2, plan.steps().size());
    assertInstanceOf(Step.Assembly.class, plan.steps().get(1));
  }

  @Test
  void resultsMayBeWindowsOnInputsAndConstants() {
    Plan plan = plan(in -> List.of(in.get(0), in.get(0).transpose(), Creation.weak(1.5)), MATRIX);
    assertEquals(1, plan.steps().size());
    assertEquals(1, region(plan, 0).stores().size());
  }
}

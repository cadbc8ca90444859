package dev.sparrow.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mapping a batch at a time gives what mapping one by one gives. */
@ExtendWith(AllocatorsAtZero.class)
class BatchedMapTest {
  private static void assertSame(NDArray expected, NDArray actual) {
    assertEquals("", HostArray.of(actual).difference(HostArray.of(expected), 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 8, 100})
  void batchesDoNotShow(long batchSize) {
    record Both(NDArray sum, NDArray row) {}
    Function<List<NDArray>, Both> f =
        in -> new Both(in.get(0).sum().add(in.get(1)), in.get(0).mul(2).sub(in.get(1)));
    List<NDArray> xs = List.of(Creation.arange(28.0).reshape(7, 4), Creation.linspace(-1, 1, 7));
    Both one = ControlFlow.map(f, xs);
    Both eager = BatchedMap.map(f, xs, batchSize);
    Both compiled = Jit.jit((List<NDArray> in) -> BatchedMap.map(f, in, batchSize)).apply(xs);
    for (Both batched : List.of(eager, compiled)) {
      assertSame(one.sum(), batched.sum());
      assertSame(one.row(), batched.row());
    }
  }

  @Test
  void nothingGivesNothing() {
    NDArray none = BatchedMap.map((NDArray x) -> x.mul(2).sum(), Creation.zeros(0, 3), 2);
    assertSame(Creation.zeros(0), none);
  }

  @Test
  void batchesAreDifferentiable() {
    NDArray x = Creation.array(1f, 2f, 3f);
    NDArray slope =
        Grad.grad((NDArray v) -> BatchedMap.map((NDArray e) -> e.pow(3), v, 2).sum()).apply(x);
    assertSame(x.mul(x).mul(3), slope);
  }

  @Test
  void refusalsSayWhatDoesNotFit() {
    NDArray x = Creation.zeros(3);
    Function<NDArray, NDArray> same = v -> v;
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> BatchedMap.map(same, x, 0))
            .getMessage()
            .contains("at least 1, got 0"));
    assertTrue(
        assertThrows(
                ShapeException.class,
                () -> BatchedMap.map((List<NDArray> in) -> in, List.of(x, Creation.zeros(4)), 2))
            .getMessage()
            .contains("xs[1] has 4, those before it 3"));
    assertTrue(
        assertThrows(
                ShapeException.class,
                () -> BatchedMap.map(same, Creation.scalar(1.0, x.dtype()), 2))
            .getMessage()
            .contains("no leading axis"));
  }
}

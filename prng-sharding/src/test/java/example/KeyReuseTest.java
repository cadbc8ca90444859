package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.GammaDistributions;
import dev.sparrow.random.KeyReuse;
import dev.sparrow.random.KeyReuse.KeyReuseException;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Random;
import dev.sparrow.random.StreamSlice;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyReuseTest {
  /** Code and whether it uses a key twice. */
  record Use(String what, Supplier<NDArray> code) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static List<Use> once() {
    return List.of(
        new Use("one draw", () -> Random.normal(Random.key(0), 3)),
        new Use(
            "children",
            () -> {
              NDArray keys = Random.split(Random.key(0));
              return Random.normal(keys.get(0), 3).add(Random.normal(keys.get(1), 3));
            }),
        new Use(
            "folded numbers",
            () -> {
              NDArray key = Random.key(0);
              return Random.normal(Random.foldIn(key, 1)).add(Random.normal(Random.foldIn(key, 2)));
            }),
        new Use(
            "a sampler that splits inside",
            () -> GammaDistributions.gamma(Random.key(0), Creation.weak(0.5), Shape.of(4), null)),
        new Use("integers", () -> Random.randint(Random.key(0), Shape.of(4), 0, 9)),
        new Use("a shuffle", () -> Permutations.permutation(Random.key(0), 2000)),
        new Use(
            "slices",
            () -> {
              NDArray key = Random.key(0);
              return StreamSlice.of(0, 2)
                  .normal(key, DType.FLOAT32)
                  .add(StreamSlice.of(2, 2).normal(key, DType.FLOAT32));
            }),
        new Use(
            "a clone",
            () -> {
              NDArray key = Random.key(0);
              NDArray copy = Random.clone(key);
              return Random.normal(key).add(Random.normal(copy));
            }));
  }

  private static List<Use> twice() {
    return List.of(
        new Use(
            "two draws",
            () -> {
              NDArray key = Random.key(0);
              return Random.normal(key, 3).add(Random.uniform(key, 3));
            }),
        new Use(
            "a draw and a split",
            () -> {
              NDArray key = Random.key(0);
              return Random.normal(key).add(Random.normal(Random.split(key).get(0)));
            }),
        new Use("equal keys", () -> Random.normal(Random.key(5)).add(Random.normal(Random.key(5)))),
        new Use(
            "in a traced function",
            () ->
                Jit.jit("f", (NDArray key) -> Random.normal(key).add(Random.uniform(key)))
                    .apply(Random.key(0))));
  }

  @ParameterizedTest
  @MethodSource("once")
  void isAccepted(Use use) {
    assertEquals(use.code.get().toString(), KeyReuse.check(use.code).toString());
  }

  @ParameterizedTest
  @MethodSource("twice")
  void isRefusedWithBothPlaces(Use use) {
    KeyReuseException refused =
        assertThrows(KeyReuseException.class, () -> KeyReuse.check(use.code));
    assertEquals(
        2, refused.getMessage().split("KeyReuseTest.java:", -1).length - 1, refused.getMessage());
    assertTrue(refused.getMessage().contains("split the key"), refused.getMessage());
    assertEquals(use.code.get().toString(), use.code.get().toString());
  }
}

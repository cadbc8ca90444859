package dev.sparrow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpCasesTest {
  static List<OpCase> small() {
    return OpCases.small();
  }

  @Test
  void everyPrimitiveHasARow() {
    Set<Class<?>> missing = new HashSet<>(records(Primitive.class).toList());
    // It has no values, only a transpose.
    missing.remove(CustomLinear.class);
    OpCases.all().forEach(row -> missing.remove(row.prim().getClass()));
    // Collectives exist inside vmap only; the tests of vmap compare them with what they stand for.
    missing.removeIf(Collective.class::isAssignableFrom);
    // Effects have no results; the tests of printing and checking compare what they do.
    missing.removeIf(Effect.class::isAssignableFrom);
    assertEquals(Set.of(), missing);
  }

  private static Stream<Class<?>> records(Class<?> family) {
    return family.isRecord()
        ? Stream.of(family)
        : Arrays.stream(family.getPermittedSubclasses()).flatMap(OpCasesTest::records);
  }

  @Test
  void everyFunctionHasARow() {
    EnumSet<Fn> missing = EnumSet.allOf(Fn.class);
    for (OpCase row : OpCases.all()) {
      if (row.prim() instanceof Primitive.Pointwise(Fn fn)) {
        missing.remove(fn);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("small")
  void theReferenceHasTheTypesOfTheRule(OpCase row) {
    List<ArrayType> expected = TypeRules.resultTypes(row.prim(), row.types());
    List<ArrayType> actual =
        ReferenceOps.apply(row.prim(), row.operands(1)).stream().map(HostArray::type).toList();
    assertEquals(expected, actual);
  }
}

package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CombineUpdatesTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 7);

  private static List<String> primitives(UpdateMode mode, long count) {
    Primitive update = new Primitive.SliceUpdate(mode, List.of(1L), List.of(2L));
    Graph graph = Graph.single(update, List.of(VECTOR, ArrayType.of(DType.FLOAT32, count)));
    return CombineUpdates.apply(graph).equations().stream()
        .map(equation -> equation.prim().toString())
        .toList();
  }

  @Test
  void anUpdateThatSetsStays() {
    assertEquals(
        List.of("SliceUpdate[mode=SET, start=[1], strides=[2]]"), primitives(UpdateMode.SET, 3));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SET")
  void anUpdateThatCombinesReadsCombinesAndSets(UpdateMode mode) {
    assertEquals(
        List.of(
            "Slice[start=[1], limit=[6], strides=[2]]",
            "Pointwise[fn=" + mode + "]",
            "SliceUpdate[mode=SET, start=[1], strides=[2]]"),
        primitives(mode, 3));
  }

  @Test
  void anEmptyWindowIsEmpty() {
    assertEquals(
        "Slice[start=[1], limit=[1], strides=[2]]", primitives(UpdateMode.ADD, 0).getFirst());
  }
}

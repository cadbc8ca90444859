package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DropIdentitiesTest {
  private static final ArrayType MATRIX = ArrayType.of(DType.FLOAT32, 2, 3);

  static List<Primitive> identities() {
    return List.of(
        new Primitive.Reshape(Shape.of(2, 3)),
        new Primitive.BroadcastInDim(Shape.of(2, 3), List.of(0, 1)),
        new Primitive.Squeeze(List.of()),
        new Primitive.Slice(List.of(0L, 0L), List.of(2L, 3L), List.of(1L, 1L)),
        new Primitive.Transpose(List.of(0, 1)),
        new Primitive.Rev(List.of()),
        new Primitive.Convert(DType.FLOAT32, true),
        new Primitive.BitcastConvert(DType.FLOAT32));
  }

  static List<Primitive> changes() {
    return List.of(
        new Primitive.Reshape(Shape.of(3, 2)),
        new Primitive.Transpose(List.of(1, 0)),
        new Primitive.Rev(List.of(0)),
        new Primitive.Convert(DType.INT32, false),
        new Primitive.IntegerPow(1));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void whatChangesNothingGoes(Primitive prim) {
    Graph graph = DropIdentities.apply(Graph.single(prim, List.of(MATRIX)));
    assertEquals(List.of(), graph.equations());
    assertEquals(graph.params(), graph.results());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatChangesSomethingStays(Primitive prim) {
    assertEquals(1, DropIdentities.apply(Graph.single(prim, List.of(MATRIX))).equations().size());
  }

  @Test
  void aSquareMatrixTransposedIsNotTheSame() {
    Primitive transpose = new Primitive.Transpose(List.of(1, 0));
    Graph graph = Graph.single(transpose, List.of(ArrayType.of(DType.FLOAT32, 3, 3)));
    assertEquals(graph, DropIdentities.apply(graph));
  }
}

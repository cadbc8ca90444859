package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropUnusedTest {
  @Test
  void whatNoResultNeedsGoes() {
    Graph graph =
        Traced.graph(
            in -> {
              var x = in.getFirst();
              x.neg().add(x);
              return List.of(x.mul(3));
            },
            ArrayType.of(DType.FLOAT32, 3));
    assertEquals(3, graph.equations().size());
    assertEquals(
        "{ lambda ; a:f32[3]. let b:f32[3] = mul a 3.0:f32[] in (b,) }",
        DropUnused.apply(graph).toString());
  }
}

package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
  @Test
  void equalEquationsAreComputedOnce() {
    Graph graph =
        Traced.graph(
            in -> {
              var x = in.getFirst();
              return List.of(x.mul(2).neg().add(x.mul(2).neg()), x.mul(3));
            },
            ArrayType.of(DType.FLOAT32, 3));
    assertEquals(
        """
        { lambda ; a:f32[3]. let
            b:f32[3] = mul a 2.0:f32[]
            c:f32[3] = neg b
            d:f32[3] = add c c
            e:f32[3] = mul a 3.0:f32[]
          in (d, e) }\
        """,
        CommonSubexpressions.apply(graph).toString());
  }
}

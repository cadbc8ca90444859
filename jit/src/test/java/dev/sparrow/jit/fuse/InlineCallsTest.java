package dev.sparrow.jit.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Graph;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineCallsTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 3);

  @Test
  void callsAtAnyDepthBecomeTheirEquations() {
    Compiled inner = Jit.jit("inner", x -> x.neg());
    Compiled outer = Jit.jit("outer", x -> inner.apply(x).add(1));
    Graph graph = Traced.graph(in -> List.of(outer.apply(in.getFirst()).mul(2)), VECTOR);
    assertEquals(
        """
        { lambda ; a:f32[3]. let
            b:f32[3] = neg a
            c:f32[3] = add b 1.0:f32[]
            d:f32[3] = mul c 2.0:f32[]
          in (d,) }\
        """,
        InlineCalls.apply(graph).toString());
  }

  @Test
  void resultsMayBeArgumentsOrConstants() {
    Compiled both = Jit.jitList("both", in -> List.of(in.getFirst(), Creation.weak(3)));
    Graph graph = Traced.graph(in -> both.call(in), VECTOR);
    assertEquals(0, InlineCalls.apply(graph).equations().size());
  }
}

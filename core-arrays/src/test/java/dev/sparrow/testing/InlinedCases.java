package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.GraphTrace;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Rows of {@link OpCases} for programs in the place of primitives: the negative square of x. */
final class InlinedCases {
  private static final ArrayType TYPE = ArrayType.of(DType.FLOAT32, 33);

  private InlinedCases() {}

  static List<OpCase> rows() {
    Graph graph = graph(1, in -> List.of(square(in.get(0)).neg()));
    Graph rule =
        graph(
            2,
            in -> {
              NDArray x = in.get(0);
              return List.of(square(x).neg(), in.get(1).mul(x.mul(-2)));
            });
    Graph forward = graph(1, in -> List.of(square(in.get(0)).neg(), in.get(0).mul(-2)));
    Graph backward = graph(2, in -> List.of(in.get(1).mul(in.get(0))));
    return List.of(
        row(new Primitive.Call("negative_square", graph)),
        row(new Inlined.Checkpoint(graph)),
        row(new Inlined.CustomJvp("negative_square", graph, rule, 0)),
        row(new Inlined.CustomVjp("negative_square", graph, forward, backward, 0)));
  }

  private static NDArray square(NDArray x) {
    return x.pow(2);
  }

  private static Graph graph(int inputs, Function<List<NDArray>, List<NDArray>> function) {
    List<ArrayType> types = Collections.nCopies(inputs, TYPE);
    return GraphTrace.trace("negative_square", types, function).graph();
  }

  private static OpCase row(Primitive prim) {
    return new OpCase(prim, List.of(TYPE), OpCase.Domain.ANY, 0);
  }
}

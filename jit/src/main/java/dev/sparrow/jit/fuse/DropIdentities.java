package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Removes equations that change nothing: {@code b:f32[3] = reshape a} of {@code a:f32[3]} → {@code
 * a}; likewise broadcasts, conversions, transposes and slices of everything. Whether a type is weak
 * no longer matters here.
 */
final class DropIdentities {
  private DropIdentities() {}

  static Graph apply(Graph graph) {
    return Rewriting.apply(
        graph, (prim, in, target) -> isIdentity(prim, in) ? in : target.emit(prim, in));
  }

  private static boolean isIdentity(Primitive prim, List<Atom> in) {
    if (in.size() != 1 || prim.hasEffects()) {
      return false;
    }
    ArrayType operand = in.getFirst().type();
    List<ArrayType> results = TypeRules.resultTypes(prim, List.of(operand));
    if (results.size() != 1) {
      return false;
    }
    ArrayType result = results.getFirst();
    boolean sameType = operand.dtype() == result.dtype() && operand.shape().equals(result.shape());
    return sameType
        && switch (prim) {
          case Primitive.BroadcastInDim _,
              Primitive.Reshape _,
              Primitive.Squeeze _,
              Primitive.Slice _,
              Primitive.BitcastConvert _,
              Primitive.Convert _ ->
              true;
          case Primitive.Transpose(List<Integer> permutation) ->
              permutation.equals(IntStream.range(0, permutation.size()).boxed().toList());
          case Primitive.Rev(List<Integer> dimensions) -> dimensions.isEmpty();
          case Primitive.Pointwise(Fn fn) -> fn == Fn.STOP_GRADIENT;
          case Primitive.IntegerPow _,
              Primitive.Counting _,
              Primitive.Assembly _,
              Primitive.Fold _,
              Primitive.Whole _,
              Primitive.RandomWrap _,
              Primitive.RandomUnwrap _,
              Control _,
              Inlined _,
              CustomLinear _ ->
              false;
        };
  }
}

package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.testing.OpCase;
import dev.sparrow.testing.OpCases;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StableHloTest {
  private static final ArrayType MATRIX = ArrayType.of(DType.FLOAT32, 2, 3);

  @Test
  void aProgramWithACall() {
    Var a = new Var(0, MATRIX);
    Var b = new Var(1, MATRIX);
    Equation twice =
        new Equation(
            new Primitive.Pointwise(Fn.MUL),
            List.of(a, Literal.of(2.0, DType.FLOAT32, false)),
            List.of(b));
    Graph inner = new Graph(List.of(), List.of(a), List.of(twice), List.of(b));
    Var sum = new Var(2, ArrayType.of(DType.FLOAT32, 2));
    Graph outer =
        new Graph(
            List.of(),
            List.of(a),
            List.of(
                new Equation(new Primitive.Call("two times", inner), List.of(a), List.of(b)),
                new Equation(
                    new Primitive.Reduce(Monoid.SUM, List.of(1)), List.of(b), List.of(sum))),
            List.of(sum));
    assertEquals(
        """
        module {
          func.func public @main(%arg0: tensor<2x3xf32>) -> (tensor<2xf32>) {
            %0 = call @two_times_0(%arg0) : (tensor<2x3xf32>) -> (tensor<2x3xf32>)
            %1 = stablehlo.constant dense<0x00000000> : tensor<f32>
            %2 = stablehlo.reduce(%0 init: %1) applies stablehlo.add across dimensions = [1] : \
        (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
            return %2 : tensor<2xf32>
          }
          func.func private @two_times_0(%arg0: tensor<2x3xf32>) -> (tensor<2x3xf32>) {
            %0 = stablehlo.constant dense<0x40000000> : tensor<f32>
            %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<2x3xf32>
            %2 = stablehlo.multiply %arg0, %1 : (tensor<2x3xf32>, tensor<2x3xf32>) -> \
        tensor<2x3xf32>
            return %2 : tensor<2x3xf32>
          }
        }
        """,
        StableHlo.print(outer));
  }

  @Test
  void theCaseForTrueComesFirst() {
    Graph select =
        Graph.single(
            new Primitive.Pointwise(Fn.SELECT_N),
            List.of(ArrayType.of(DType.BOOL, 2, 3), MATRIX, MATRIX));
    String text = StableHlo.print(select);
    assertTrue(text.contains("stablehlo.select %arg0, %arg2, %arg1 :"), text);
  }

  @Test
  void everyPrimitiveIsPrintedOrNamed() {
    Set<String> printed = new TreeSet<>();
    for (OpCase row : OpCases.all()) {
      Graph graph = Graph.single(row.prim(), row.types());
      String name = row.prim().jaxName();
      try {
        String text = StableHlo.print(graph);
        assertTrue(text.startsWith("module {\n  func.func public @main("), text);
        printed.add(name);
      } catch (UnsupportedOperationException refused) {
        String message = refused.getMessage();
        boolean keys = message.startsWith("stablehlo: arrays of random keys");
        // A call fails by what it calls.
        boolean named =
            row.prim().graphs().isEmpty()
                ? message.contains("primitive '" + name + "'")
                : message.startsWith("stablehlo: primitive '");
        assertTrue(keys || named, message);
      }
    }
    assertTrue(
        printed.containsAll(
            List.of("add", "dot_general", "reduce_max", "pad", "concatenate", "dynamic_slice")),
        printed::toString);
  }

  @Test
  void whatHasNoCounterpartIsNamed() {
    Graph sort = Graph.single(new Ordering.Sort(0, true, 1), List.of(MATRIX));
    String message =
        assertThrows(UnsupportedOperationException.class, () -> StableHlo.print(sort)).getMessage();
    assertTrue(message.startsWith("stablehlo: primitive 'sort' is no single operation"), message);
  }
}

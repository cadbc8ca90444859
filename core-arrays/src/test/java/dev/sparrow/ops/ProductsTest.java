package dev.sparrow.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProductsTest {
  private static Arguments row(String message, BinaryOperator<NDArray> product) {
    return Arguments.of(message, product);
  }

  static Stream<Arguments> misfits() {
    String sizes =
        ": contracting axes must have the same size, got 4 (axis 1 of f32[3,4]) and 3 (axis 0 of"
            + " f32[3,4])";
    return Stream.of(
        row("matmul" + sizes, Products::matmul),
        row("dot" + sizes, Products::dot),
        row("tensordot" + sizes, (a, b) -> Products.tensordot(a, b, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void namesTheFunctionThatWasCalled(String message, BinaryOperator<NDArray> product) {
    NDArray x = Creation.ones(3, 4);
    ShapeException refused = assertThrows(ShapeException.class, () -> product.apply(x, x));
    assertEquals(message, refused.getMessage());
  }
}

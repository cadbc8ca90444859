package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractionTypesTest {
  private static ArrayType f32(long... dims) {
    return ArrayType.of(DType.FLOAT32, dims);
  }

  private static List<ArrayType> types(DotDimensions dims, DType preferred, ArrayType... in) {
    return TypeRules.resultTypes(new Contraction.DotGeneral(dims, preferred), List.of(in));
  }

  private static DotDimensions dims(
      List<Integer> lhsContracting,
      List<Integer> rhsContracting,
      List<Integer> lhsBatch,
      List<Integer> rhsBatch) {
    return new DotDimensions(lhsContracting, rhsContracting, lhsBatch, rhsBatch);
  }

  @Test
  void batchAxesThenFreeAxes() {
    assertEquals(
        List.of(f32(3, 2, 7, 5)),
        types(
            dims(List.of(0), List.of(2), List.of(2), List.of(1)),
            null,
            f32(4, 2, 3),
            f32(7, 3, 4, 5)));
  }

  @Test
  void dtypesMeetOrGrow() {
    DotDimensions matmul = DotDimensions.contracting(1, 0);
    ArrayType i32 = ArrayType.of(DType.INT32, 3, 4);
    ArrayType i8 = ArrayType.of(DType.INT8, 4, 2);
    assertEquals(ArrayType.of(DType.INT32, 3, 2), types(matmul, null, i32, i8).getFirst());
    assertEquals(f32(3, 2), types(matmul, null, i32, f32(4, 2)).getFirst());
    assertEquals(
        ArrayType.of(DType.FLOAT64, 3, 2),
        types(matmul, DType.FLOAT64, f32(3, 4), f32(4, 2)).getFirst());
  }

  static Stream<Arguments> refusals() {
    List<Integer> none = List.of();
    return Stream.of(
        arguments(
            DotDimensions.contracting(1, 1),
            List.of(f32(2, 3), f32(4, 2)),
            "dot_general: requires contracting dimensions to have the same shape, got (3,) and"
                + " (2,)"),
        arguments(
            DotDimensions.contracting(5, 1),
            List.of(f32(2, 3), f32(4, 2)),
            "dot_general: requires lhs dimension numbers to be nonnegative and less than the number"
                + " of axes of the lhs value, got lhs_batch of () and lhs_contracting of (5,) for"
                + " lhs of rank 2"),
        arguments(
            dims(List.of(1), List.of(1), List.of(0), none),
            List.of(f32(2, 3), f32(2, 3)),
            "dot_general: requires equal numbers of lhs_batch and rhs_batch dimensions, got"
                + " lhs_batch (0,) and rhs_batch ()"),
        arguments(
            dims(List.of(0), List.of(1), List.of(0), List.of(0)),
            List.of(f32(2, 3), f32(2, 3)),
            "dot_general: requires lhs batch dimensions to be disjoint from contracting dimensions,"
                + " got lhs_batch (0,) and lhs_contracting (0,)"),
        arguments(
            dims(List.of(1, 1), List.of(1, 1), none, none),
            List.of(f32(2, 3), f32(2, 3)),
            "dot_general: requires lhs contracting dimensions to be distinct, got lhs_contracting"
                + " (1, 1)"),
        arguments(
            dims(none, none, List.of(0), List.of(0)),
            List.of(f32(2, 3), f32(4, 2)),
            "dot_general: requires lhs batch dimensions and rhs batch dimensions to have the same"
                + " shape, got (2,) and (4,)"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalsSayWhatDoesNotFit(DotDimensions dims, List<ArrayType> in, String message) {
    Contraction.DotGeneral dot = new Contraction.DotGeneral(dims, null);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> TypeRules.resultTypes(dot, in))
            .getMessage());
  }

  @Test
  void aNarrowerResultIsRefused() {
    Contraction.DotGeneral dot =
        new Contraction.DotGeneral(DotDimensions.contracting(1, 0), DType.BFLOAT16);
    assertEquals(
        "dot_general: preferred_element_type must not be narrower than the original type, got"
            + " bfloat16 for result type of float32; contract first and convert the result",
        assertThrows(
                IllegalArgumentException.class,
                () -> TypeRules.resultTypes(dot, List.of(f32(2, 3), f32(3, 2))))
            .getMessage());
  }

  @Test
  void printsAsJaxDoes() {
    Contraction.DotGeneral dot =
        new Contraction.DotGeneral(DotDimensions.contracting(1, 0), DType.FLOAT32);
    assertEquals(
        """
        { lambda ; a:f32[2,3] b:f32[3,4]. let
            c:f32[2,4] = dot_general[
              dimension_numbers=(([1], [0]), ([], []))
              preferred_element_type=float32
            ] a b
          in (c,) }\
        """,
        Graph.single(dot, List.of(f32(2, 3), f32(3, 4))).toString());
  }
}

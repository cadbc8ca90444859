package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearAlgebraTest {
  private static final TriangularSolve SOLVE =
      new TriangularSolve(Side.LEFT, Triangle.LOWER, Form.PLAIN, Diagonal.STORED);
  private static final TriangularSolve ADJOINT_FROM_RIGHT =
      new TriangularSolve(Side.RIGHT, Triangle.UPPER, Form.ADJOINT, Diagonal.UNIT);

  private static ArrayType f32(long... dims) {
    return ArrayType.of(DType.FLOAT32, dims);
  }

  static Stream<Arguments> rules() {
    ArrayType tall = f32(7, 5, 3);
    return Stream.of(
        arguments(new LinearAlgebra.Cholesky(), List.of(f32(2, 4, 4)), "[f32[2,4,4]]"),
        arguments(new LinearAlgebra.Lu(), List.of(tall), "[f32[7,5,3], i32[7,3], i32[7,5]]"),
        arguments(new LinearAlgebra.Qr(false), List.of(tall), "[f32[7,5,3], f32[7,3,3]]"),
        arguments(new LinearAlgebra.Qr(true), List.of(tall), "[f32[7,5,5], f32[7,5,3]]"),
        arguments(new LinearAlgebra.Eigh(), List.of(f32(3, 3)), "[f32[3,3], f32[3]]"),
        arguments(new LinearAlgebra.Svd(SvdParts.VALUES), List.of(tall), "[f32[7,3]]"),
        arguments(
            new LinearAlgebra.Svd(SvdParts.THIN),
            List.of(tall),
            "[f32[7,3], f32[7,5,3], f32[7,3,3]]"),
        arguments(
            new LinearAlgebra.Svd(SvdParts.FULL),
            List.of(tall),
            "[f32[7,3], f32[7,5,5], f32[7,3,3]]"),
        arguments(
            new LinearAlgebra.Eig(),
            List.of(ArrayType.of(DType.FLOAT64, 3, 3)),
            "[c128[3], c128[3,3], c128[3,3]]"),
        arguments(SOLVE, List.of(f32(4, 4), f32(4, 2)), "[f32[4,2]]"),
        arguments(ADJOINT_FROM_RIGHT, List.of(f32(4, 4), f32(2, 4)), "[f32[2,4]]"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void resultTypes(Primitive prim, List<ArrayType> operands, String results) {
    assertEquals(results, TypeRules.resultTypes(prim, operands).toString());
  }

  static Stream<Arguments> errors() {
    ArrayType ints = ArrayType.of(DType.INT32, 2, 2);
    ArrayType complex = ArrayType.of(DType.COMPLEX64, 2, 2);
    return Stream.of(
        arguments(
            new LinearAlgebra.Cholesky(),
            List.of(f32(2, 3)),
            "cholesky: the input must be a square matrix, got shape (2, 3)"),
        arguments(
            new LinearAlgebra.Lu(),
            List.of(f32(3)),
            "lu: input must have rank at least 2, but got shape=(3,)"),
        arguments(
            new LinearAlgebra.Qr(true),
            List.of(ints),
            "qr: unsupported dtype int32; convert to float32 or float64"),
        arguments(
            new LinearAlgebra.Svd(SvdParts.THIN), List.of(complex), "unsupported dtype complex64"),
        arguments(new LinearAlgebra.Eigh(), List.of(f32(2, 2), f32(2, 2)), "takes 1 operands"),
        arguments(SOLVE, List.of(f32(2, 3), f32(3, 1)), "the first input must be a square matrix"),
        arguments(SOLVE, List.of(f32(2, 2), f32(3, 1)), "incompatible shapes"),
        arguments(SOLVE, List.of(f32(2, 2), f32(5, 2, 1)), "leading axes must agree"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void operandsThatDoNotFit(Primitive prim, List<ArrayType> operands, String message) {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> TypeRules.resultTypes(prim, operands));
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }

  /** As jax.make_jaxpr prints them. */
  static Stream<Arguments> texts() {
    ArrayType a = f32(2, 2);
    return Stream.of(
        arguments(new LinearAlgebra.Cholesky(), List.of(a), "b:f32[2,2] = cholesky a"),
        arguments(new LinearAlgebra.Lu(), List.of(a), "b:f32[2,2] c:i32[2] d:i32[2] = lu a"),
        arguments(
            new LinearAlgebra.Qr(false),
            List.of(a),
            """
            b:f32[2,2] c:f32[2,2] = qr[
                  full_matrices=False
                  pivoting=False
                  use_magma=None
                ] a\
            """),
        arguments(
            new LinearAlgebra.Eigh(),
            List.of(a),
            """
            b:f32[2,2] c:f32[2] = eigh[
                  algorithm=None
                  lower=True
                  sort_eigenvalues=True
                  subset_by_index=None
                ] a\
            """),
        arguments(
            new LinearAlgebra.Svd(SvdParts.FULL),
            List.of(a),
            """
            b:f32[2] c:f32[2,2] d:f32[2,2] = svd[
                  algorithm=None
                  compute_uv=True
                  full_matrices=True
                  subset_by_index=None
                ] a\
            """),
        arguments(
            new LinearAlgebra.Eig(),
            List.of(a),
            """
            b:c64[2] c:c64[2,2] d:c64[2,2] = eig[
                  compute_left_eigenvectors=True
                  compute_right_eigenvectors=True
                  enable_eigvec_derivs=False
                  implementation=None
                ] a\
            """),
        arguments(
            SOLVE,
            List.of(a, a),
            """
            c:f32[2,2] = triangular_solve[
                  conjugate_a=False
                  left_side=True
                  lower=True
                  transpose_a=False
                  unit_diagonal=False
                ] a b\
            """));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void printsAsInJax(Primitive prim, List<ArrayType> operands, String text) {
    String printed = Graph.single(prim, operands).toString();
    assertTrue(printed.contains(text), printed);
  }
}

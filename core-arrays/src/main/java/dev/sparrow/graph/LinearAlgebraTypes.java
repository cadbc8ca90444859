package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import java.util.List;

/** Result types of {@link LinearAlgebra}. */
final class LinearAlgebraTypes {
  private LinearAlgebraTypes() {}

  static List<ArrayType> resultTypes(LinearAlgebra prim, List<ArrayType> in) {
    String name = prim.jaxName();
    int arity = prim instanceof LinearAlgebra.TriangularSolve ? 2 : 1;
    if (in.size() != arity) {
      throw new ShapeException(name + ": takes " + arity + " operands, got " + in.size());
    }
    in.forEach(operand -> requireMatrix(prim, operand));
    ArrayType a = in.getFirst().strong();
    long rows = a.shape().dim(-2);
    long columns = a.shape().dim(-1);
    long least = Math.min(rows, columns);
    return switch (prim) {
      case LinearAlgebra.Cholesky() -> {
        requireSquare(name, a);
        yield List.of(a);
      }
      case LinearAlgebra.Lu() -> List.of(a, index(batched(a, least)), index(batched(a, rows)));
      case LinearAlgebra.Qr(boolean full) -> {
        long inner = full ? rows : least;
        yield List.of(batched(a, rows, inner), batched(a, inner, columns));
      }
      case LinearAlgebra.Eigh() -> {
        requireSquare(name, a);
        yield List.of(a, batched(a, rows));
      }
      case LinearAlgebra.Svd(SvdParts parts) ->
          switch (parts) {
            case VALUES -> List.of(batched(a, least));
            case THIN ->
                List.of(batched(a, least), batched(a, rows, least), batched(a, least, columns));
            case FULL ->
                List.of(batched(a, least), batched(a, rows, rows), batched(a, columns, columns));
          };
      case LinearAlgebra.Eig() -> {
        requireSquare(name, a);
        DType complex = a.dtype() == DType.FLOAT32 ? DType.COMPLEX64 : DType.COMPLEX128;
        ArrayType vectors = a.withDType(complex);
        yield List.of(batched(vectors, rows), vectors, vectors);
      }
      case LinearAlgebra.TriangularSolve solve -> List.of(triangularSolve(solve, a, in.get(1)));
    };
  }

  private static ArrayType triangularSolve(
      LinearAlgebra.TriangularSolve prim, ArrayType a, ArrayType b) {
    if (a.rank() != b.rank() || !batch(a.shape()).equals(batch(b.shape()))) {
      throw new ShapeException(
          "triangular_solve: leading axes must agree, got "
              + a
              + " and "
              + b
              + "; broadcast one of them");
    }
    if (a.shape().dim(-2) != a.shape().dim(-1)) {
      throw new ShapeException(
          "triangular_solve: the first input must be a square matrix, got shape " + a.shape());
    }
    long shared = b.shape().dim(prim.side() == Side.LEFT ? -2 : -1);
    if (a.dtype() != b.dtype() || a.shape().dim(-1) != shared) {
      throw new ShapeException(
          "triangular_solve: incompatible shapes or dtypes for arguments: " + a + " and " + b);
    }
    return b.strong();
  }

  private static void requireMatrix(LinearAlgebra prim, ArrayType operand) {
    String name = prim.jaxName();
    boolean accepted =
        switch (operand.dtype()) {
          case FLOAT32, FLOAT64 -> true;
          case COMPLEX64, COMPLEX128 -> acceptsComplex(prim);
          case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> false;
          case FLOAT16, BFLOAT16, KEY -> false;
        };
    if (!accepted) {
      throw new DTypeException(
          name + ": unsupported dtype " + operand.dtype() + "; convert to float32 or float64");
    }
    if (operand.rank() < 2) {
      throw new ShapeException(
          name + ": input must have rank at least 2, but got shape=" + operand.shape());
    }
  }

  private static boolean acceptsComplex(LinearAlgebra prim) {
    return switch (prim) {
      case LinearAlgebra.Cholesky _, LinearAlgebra.Lu _, LinearAlgebra.TriangularSolve _ -> true;
      case LinearAlgebra.Qr _, LinearAlgebra.Eigh _, LinearAlgebra.Svd _, LinearAlgebra.Eig _ ->
          false;
    };
  }

  private static void requireSquare(String name, ArrayType a) {
    if (a.shape().dim(-2) != a.shape().dim(-1)) {
      throw new ShapeException(
          name + ": the input must be a square matrix, got shape " + a.shape());
    }
  }

  private static Shape batch(Shape shape) {
    return shape.range(0, shape.rank() - 2);
  }

  /** A type with other last axes behind the batch. */
  private static ArrayType batched(ArrayType a, long... last) {
    return a.withShape(batch(a.shape()).concat(Shape.of(last)));
  }

  private static ArrayType index(ArrayType type) {
    return type.withDType(DType.INT32);
  }
}

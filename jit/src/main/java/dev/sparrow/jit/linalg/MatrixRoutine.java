package dev.sparrow.jit.linalg;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import java.util.List;

/** A factorization of one matrix of known size. Thread-safe. */
@FunctionalInterface
public interface MatrixRoutine {
  /**
   * Factorizes.
   *
   * @param operands matrices column by column, real and imaginary parts side by side; may be
   *     overwritten
   * @return results, likewise; vectors are matrices of one column
   */
  double[][] apply(double[][] operands);

  /**
   * The routine of a primitive.
   *
   * @param prim the primitive
   * @param operands operand types, whose last two axes count
   * @return the routine
   */
  static MatrixRoutine of(LinearAlgebra prim, List<ArrayType> operands) {
    LapackState.prepare();
    ArrayType a = operands.getFirst();
    boolean complex = a.dtype().isComplex();
    int rows = Math.toIntExact(a.shape().dim(-2));
    int columns = Math.toIntExact(a.shape().dim(-1));
    return switch (prim) {
      case LinearAlgebra.Cholesky() ->
          complex
              ? in -> ComplexFactors.cholesky(in[0], rows)
              : in -> RealFactors.cholesky(in[0], rows);
      case LinearAlgebra.Lu() ->
          complex
              ? in -> ComplexFactors.lu(in[0], rows, columns)
              : in -> RealFactors.lu(in[0], rows, columns);
      case LinearAlgebra.Qr(boolean full) ->
          in -> RealFactors.qr(in[0], rows, columns, full ? rows : Math.min(rows, columns));
      case LinearAlgebra.Eigh() -> in -> Spectra.symmetric(in[0], rows);
      case LinearAlgebra.Svd(SvdParts parts) ->
          parts == SvdParts.VALUES
              ? in -> LapackState.alone(() -> Spectra.singular(in[0], rows, columns, parts))
              : in -> Spectra.singular(in[0], rows, columns, parts);
      case LinearAlgebra.Eig() -> in -> LapackState.alone(() -> Spectra.general(in[0], rows));
      case LinearAlgebra.TriangularSolve solve -> {
        ArrayType b = operands.get(1);
        int height = Math.toIntExact(b.shape().dim(-2));
        int width = Math.toIntExact(b.shape().dim(-1));
        yield complex
            ? in -> new double[][] {ComplexTriangle.solve(solve, in[0], in[1], height, width)}
            : in -> new double[][] {RealFactors.solve(solve, in[0], in[1], height, width)};
      }
    };
  }
}

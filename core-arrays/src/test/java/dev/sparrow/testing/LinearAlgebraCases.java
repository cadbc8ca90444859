package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of {@link LinearAlgebra}. Eigenvectors and singular vectors of larger matrices are unique
 * only up to sign; their tests are where their routines are.
 */
final class LinearAlgebraCases {
  /** What rounding of another order of operations may do to float64. */
  private static final long FLOAT64_ULPS = 1L << 24;

  private LinearAlgebraCases() {}

  static List<OpCase> all() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      ArrayType square = ArrayType.of(dtype, 5, 5);
      ArrayType single = ArrayType.of(dtype, 2, 1, 1);
      rows.add(row(new LinearAlgebra.Cholesky(), OpCase.Domain.POSITIVE, single));
      rows.add(unit(new LinearAlgebra.Cholesky(), ArrayType.of(dtype, 8, 2, 2)));
      rows.add(unit(new LinearAlgebra.Lu(), square));
      rows.add(unit(new LinearAlgebra.Lu(), ArrayType.of(dtype, 2, 3, 7, 4)));
      rows.add(unit(new LinearAlgebra.Lu(), ArrayType.of(dtype, 3, 6)));
      rows.add(unit(new LinearAlgebra.Lu(), ArrayType.of(dtype, 0, 6)));
      for (boolean full : new boolean[] {false, true}) {
        rows.add(unit(new LinearAlgebra.Qr(full), square));
        rows.add(unit(new LinearAlgebra.Qr(full), ArrayType.of(dtype, 2, 7, 4)));
        rows.add(unit(new LinearAlgebra.Qr(full), ArrayType.of(dtype, 3, 6)));
        rows.add(unit(new LinearAlgebra.Qr(full), ArrayType.of(dtype, 3, 0)));
      }
      rows.add(unit(new LinearAlgebra.Eigh(), single));
      for (SvdParts parts : SvdParts.values()) {
        rows.add(row(new LinearAlgebra.Svd(parts), OpCase.Domain.POSITIVE, single));
        rows.add(unit(new LinearAlgebra.Svd(parts), ArrayType.of(dtype, 0, 3)));
      }
      for (Triangle triangle : Triangle.values()) {
        for (Form form : Form.values()) {
          for (Diagonal diagonal : Diagonal.values()) {
            rows.add(
                unit(
                    new LinearAlgebra.TriangularSolve(Side.LEFT, triangle, form, diagonal),
                    square,
                    ArrayType.of(dtype, 5, 3)));
            rows.add(
                unit(
                    new LinearAlgebra.TriangularSolve(Side.RIGHT, triangle, form, diagonal),
                    ArrayType.of(dtype, 2, 4, 4),
                    ArrayType.of(dtype, 2, 3, 4)));
          }
        }
      }
    }
    rows.add(unit(new LinearAlgebra.Eig(), ArrayType.of(DType.FLOAT32, 2, 1, 1)));
    return rows;
  }

  private static OpCase unit(LinearAlgebra prim, ArrayType... types) {
    return row(prim, OpCase.Domain.UNIT, types);
  }

  private static OpCase row(LinearAlgebra prim, OpCase.Domain domain, ArrayType... types) {
    long ulps = types[0].dtype() == DType.FLOAT64 ? FLOAT64_ULPS : 1;
    return new OpCase(prim, List.of(types), domain, ulps);
  }
}

package dev.sparrow.graph;

import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of {@link LinearAlgebra} as JAX prints them, by name in order. */
final class LinearAlgebraParameters {
  private LinearAlgebraParameters() {}

  static Map<String, String> of(LinearAlgebra prim) {
    Map<String, String> pairs = new LinkedHashMap<>();
    switch (prim) {
      case LinearAlgebra.Cholesky _, LinearAlgebra.Lu _ -> {}
      case LinearAlgebra.Qr(boolean full) -> {
        pairs.put("full_matrices", text(full));
        pairs.put("pivoting", "False");
        pairs.put("use_magma", "None");
      }
      case LinearAlgebra.Eigh() -> {
        pairs.put("algorithm", "None");
        pairs.put("lower", "True");
        pairs.put("sort_eigenvalues", "True");
        pairs.put("subset_by_index", "None");
      }
      case LinearAlgebra.Svd(SvdParts parts) -> {
        pairs.put("algorithm", "None");
        pairs.put("compute_uv", text(parts != SvdParts.VALUES));
        pairs.put("full_matrices", text(parts == SvdParts.FULL));
        pairs.put("subset_by_index", "None");
      }
      case LinearAlgebra.Eig() -> {
        pairs.put("compute_left_eigenvectors", "True");
        pairs.put("compute_right_eigenvectors", "True");
        pairs.put("enable_eigvec_derivs", "False");
        pairs.put("implementation", "None");
      }
      case LinearAlgebra.TriangularSolve(var side, var triangle, var form, var diagonal) -> {
        pairs.put("conjugate_a", text(form == Form.ADJOINT));
        pairs.put("left_side", text(side == Side.LEFT));
        pairs.put("lower", text(triangle == Triangle.LOWER));
        pairs.put("transpose_a", text(form != Form.PLAIN));
        pairs.put("unit_diagonal", text(diagonal == Diagonal.UNIT));
      }
    }
    return pairs;
  }

  private static String text(boolean value) {
    return value ? "True" : "False";
  }
}

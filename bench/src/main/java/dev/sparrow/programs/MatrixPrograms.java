package dev.sparrow.programs;

import static dev.sparrow.ops.Einsum.einsum;
import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.log;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Matrices;
import dev.sparrow.ops.Products;

/** Programs of linear algebra. */
final class MatrixPrograms {
  private MatrixPrograms() {}

  static void addTo(Programs programs) {
    programs.add2("mm_sum", (a, b) -> matmul(a, b).pow(2).sum());
    programs.add2("quad_form", (a, x) -> Products.dot(x, matmul(a, x)));
    programs.add2("matvec", Products::matmul);
    programs.add("bilinear", in -> einsum("i,ij,j->", in.get(0), in.get(1), in.get(2)));
    programs.add2("solve_sum", (a, b) -> Linalg.solve(a, b).sum());
    programs.add1("det", Linalg::det);
    programs.add1("logdet", a -> Linalg.slogdet(a).logabsdet());
    programs.add1("inv_sum", a -> Linalg.inv(a).sum());
    programs.add1(
        "chol_logdiag",
        a -> {
          NDArray gram = matmul(a, a.transpose());
          NDArray identity = Creation.eye(a.shape().dim(0)).astype(a.dtype());
          return log(Matrices.diag(Linalg.cholesky(gram.add(identity)), null)).sum();
        });
    programs.add1(
        "eigvals_sum_sq",
        a -> {
          NDArray values = Linalg.eigvalsh(a.add(a.transpose()));
          return values.mul(Creation.arange(values.size()).add(1)).sum();
        });
    programs.add1("sv_sum", a -> Linalg.svdvals(a).sum());
  }
}

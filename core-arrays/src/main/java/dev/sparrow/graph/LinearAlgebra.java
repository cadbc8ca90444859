package dev.sparrow.graph;

/**
 * Factorizations of matrices, which lie on the last two axes; leading axes are batches. Names,
 * parameters and order of results are those of {@code jax.lax.linalg}.
 *
 * <p>Operands are float32, float64 or, where a record says so, complex. A matrix with a NaN gives
 * NaN where the factorization cannot say better.
 */
public sealed interface LinearAlgebra extends Primitive.Whole {
  /**
   * a → L with a = L·Lᴴ of a positive definite Hermitian a, of which the lower triangle is read.
   * The upper triangle of L is zero; all of the lower one is NaN if a is not positive definite.
   * Real or complex.
   */
  record Cholesky() implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "cholesky";
    }
  }

  /**
   * a[m,n] → (lu[m,n], pivots[k], permutation[m]) with rows exchanged so that a[permutation] = L·U,
   * k = min(m,n). L has a unit diagonal that is not stored. Pivots are i32 row numbers as LAPACK
   * exchanges them, from 0. Real or complex.
   */
  record Lu() implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "lu";
    }
  }

  /**
   * a[m,n] → (q, r) with a = q·r, q of orthonormal columns and r upper triangular, by Householder
   * reflections. Real.
   *
   * @param fullMatrices whether q is m by m and r m by n, not m by k and k by n, k = min(m,n)
   */
  record Qr(boolean fullMatrices) implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "qr";
    }
  }

  /**
   * a → (v, w) with a·v = v·diag(w) of a symmetric a, of which the lower triangle is read;
   * eigenvalues w ascend. Real.
   */
  record Eigh() implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "eigh";
    }
  }

  /**
   * a[m,n] → (s[k]) or (s[k], u, vᴴ) with a = u·diag(s)·vᴴ; singular values descend, k = min(m,n).
   * Real.
   *
   * @param parts which results
   */
  record Svd(SvdParts parts) implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "svd";
    }
  }

  /** Results of a singular value decomposition. */
  enum SvdParts {
    /** Singular values alone. */
    VALUES,
    /** u m by k and vᴴ k by n. */
    THIN,
    /** u m by m and vᴴ n by n. */
    FULL
  }

  /**
   * a → (w, left vectors, right vectors) of any square a, complex: a·right = right·diag(w), each
   * vector of length 1. Real operand.
   */
  record Eig() implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "eig";
    }
  }

  /**
   * (a, b) → x with op(a)·x = b, or x·op(a) = b; of a, only one triangle is read. A zero on the
   * diagonal gives infinities and NaN. Real or complex.
   *
   * @param side on which side of x the matrix stands
   * @param triangle which triangle of a is read
   * @param form what op does
   * @param diagonal whether the diagonal of a is read or taken as ones
   */
  record TriangularSolve(Side side, Triangle triangle, Form form, Diagonal diagonal)
      implements LinearAlgebra {
    @Override
    public String jaxName() {
      return "triangular_solve";
    }
  }

  /** On which side of the unknown a matrix stands. */
  enum Side {
    LEFT,
    RIGHT
  }

  /** Which triangle of a matrix holds it. */
  enum Triangle {
    LOWER,
    UPPER
  }

  /** A matrix, its transpose, or its conjugate transpose. */
  enum Form {
    PLAIN,
    TRANSPOSED,
    ADJOINT
  }

  /** Whether the diagonal of a triangular matrix is stored or known to be ones. */
  enum Diagonal {
    STORED,
    UNIT
  }
}

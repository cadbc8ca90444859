package dev.sparrow.jit.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors multiplied again give the matrix; all matrices here are complex, column by column. */
class MatrixRoutineTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final double TOLERANCE = 1e-12;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** A complex matrix. */
  @SuppressWarnings("ArrayRecordComponent") // compared by assertNear alone
  private record Matrix(int rows, int columns, double[] elements) {
    static Matrix zeros(int rows, int columns) {
      return new Matrix(rows, columns, new double[2 * rows * columns]);
    }

    static Matrix ofReal(int rows, int columns, double[] elements) {
      Matrix matrix = zeros(rows, columns);
      for (int i = 0; i < elements.length; i++) {
        matrix.elements[2 * i] = elements[i];
      }
      return matrix;
    }

    double[] realParts() {
      return IntStream.range(0, rows * columns).mapToDouble(i -> elements[2 * i]).toArray();
    }

    double re(int row, int column) {
      return elements[2 * (column * rows + row)];
    }

    double im(int row, int column) {
      return elements[2 * (column * rows + row) + 1];
    }

    void set(int row, int column, double re, double im) {
      elements[2 * (column * rows + row)] = re;
      elements[2 * (column * rows + row) + 1] = im;
    }

    Matrix times(Matrix other) {
      Matrix product = zeros(rows, other.columns);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < other.columns; column++) {
          double re = 0;
          double im = 0;
          for (int k = 0; k < columns; k++) {
            re += re(row, k) * other.re(k, column) - im(row, k) * other.im(k, column);
            im += re(row, k) * other.im(k, column) + im(row, k) * other.re(k, column);
          }
          product.set(row, column, re, im);
        }
      }
      return product;
    }

    Matrix transposed(Form form) {
      Matrix result = zeros(columns, rows);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double im = im(row, column);
          result.set(column, row, re(row, column), form == Form.ADJOINT ? -im : im);
        }
      }
      return result;
    }

    Matrix triangle(Triangle triangle, Diagonal diagonal) {
      Matrix result = zeros(rows, columns);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          if (row == column && diagonal == Diagonal.UNIT) {
            result.set(row, column, 1, 0);
          } else if (triangle == Triangle.LOWER ? row >= column : row <= column) {
            result.set(row, column, re(row, column), im(row, column));
          }
        }
      }
      return result;
    }

    void assertNear(Matrix expected, String what) {
      assertEquals(expected.rows, rows, what);
      assertEquals(expected.columns, columns, what);
      assertArrayEquals(expected.elements, elements, TOLERANCE, what + ", -Dseed=" + SEED);
    }
  }

  private Matrix random(int rows, int columns, DType dtype) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.elements.length; i++) {
      boolean part = dtype.isComplex() || i % 2 == 0;
      matrix.elements[i] = part ? random.nextDouble(-1, 1) : 0;
    }
    return matrix;
  }

  private static Matrix identity(int n) {
    Matrix identity = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      identity.set(i, i, 1, 0);
    }
    return identity;
  }

  private static Matrix diagonal(double[] values) {
    Matrix matrix = Matrix.zeros(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i, i, values[i], 0);
    }
    return matrix;
  }

  private static double[][] apply(LinearAlgebra prim, DType dtype, Matrix... operands) {
    List<ArrayType> types =
        Arrays.stream(operands).map(a -> ArrayType.of(dtype, a.rows, a.columns)).toList();
    double[][] in =
        Arrays.stream(operands)
            .map(a -> dtype.isComplex() ? a.elements.clone() : a.realParts())
            .toArray(double[][]::new);
    return MatrixRoutine.of(prim, types).apply(in);
  }

  private static Matrix result(DType dtype, int rows, int columns, double[] elements) {
    return dtype.isComplex()
        ? new Matrix(rows, columns, elements)
        : Matrix.ofReal(rows, columns, elements);
  }

  private static Stream<DType> dtypes() {
    return Stream.of(DType.FLOAT64, DType.COMPLEX128);
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void choleskyFactorsTimesThemselves(DType dtype) {
    Matrix x = random(9, 9, dtype);
    Matrix a = x.times(x.transposed(Form.ADJOINT));
    Matrix l = result(dtype, 9, 9, apply(new LinearAlgebra.Cholesky(), dtype, a)[0]);
    l.assertNear(l.triangle(Triangle.LOWER, Diagonal.STORED), "lower triangle");
    l.times(l.transposed(Form.ADJOINT)).assertNear(a, "L·Lᴴ");
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void choleskyOfAnIndefiniteMatrixIsNaN(DType dtype) {
    Matrix a = diagonal(new double[] {1, -1, 1});
    Matrix l = result(dtype, 3, 3, apply(new LinearAlgebra.Cholesky(), dtype, a)[0]);
    assertTrue(Double.isNaN(l.re(0, 0)) && Double.isNaN(l.re(2, 1)));
    assertEquals(0, l.re(0, 2));
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void luFactorsGiveTheRowsInTheirNewOrder(DType dtype) {
    for (int[] size : new int[][] {{6, 6}, {9, 4}, {3, 8}, {1, 1}}) {
      Matrix a = random(size[0], size[1], dtype);
      double[][] results = apply(new LinearAlgebra.Lu(), dtype, a);
      int least = Math.min(size[0], size[1]);
      Matrix lu = result(dtype, size[0], size[1], results[0]);
      Matrix l = Matrix.zeros(size[0], least);
      Matrix u = Matrix.zeros(least, size[1]);
      for (int row = 0; row < size[0]; row++) {
        for (int column = 0; column < size[1]; column++) {
          (row > column ? l : u).set(row, column, lu.re(row, column), lu.im(row, column));
        }
      }
      for (int i = 0; i < least; i++) {
        l.set(i, i, 1, 0);
      }
      Matrix exchanged = Matrix.zeros(size[0], size[1]);
      for (int row = 0; row < size[0]; row++) {
        for (int column = 0; column < size[1]; column++) {
          int from = (int) results[2][row];
          exchanged.set(row, column, a.re(from, column), a.im(from, column));
        }
      }
      l.times(u).assertNear(exchanged, Arrays.toString(size));
    }
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void solutionsSolve(DType dtype) {
    Matrix a = random(5, 5, dtype);
    for (int i = 0; i < 5; i++) {
      a.set(i, i, a.re(i, i) + 3, a.im(i, i));
    }
    for (Triangle triangle : Triangle.values()) {
      for (Form form : Form.values()) {
        for (Diagonal diagonal : Diagonal.values()) {
          Matrix plain = a.triangle(triangle, diagonal);
          Matrix op = form == Form.PLAIN ? plain : plain.transposed(form);
          for (Side side : Side.values()) {
            TriangularSolve solve = new TriangularSolve(side, triangle, form, diagonal);
            Matrix b = side == Side.LEFT ? random(5, 3, dtype) : random(3, 5, dtype);
            Matrix x = result(dtype, b.rows, b.columns, apply(solve, dtype, a, b)[0]);
            Matrix product = side == Side.LEFT ? op.times(x) : x.times(op);
            product.assertNear(b, solve.toString());
          }
        }
      }
    }
  }

  @Test
  void qrFactorsAreOrthonormalAndTriangular() {
    for (int[] size : new int[][] {{6, 6}, {90, 40}, {3, 8}}) {
      for (boolean full : new boolean[] {true, false}) {
        Matrix a = random(size[0], size[1], DType.FLOAT64);
        double[][] results = apply(new LinearAlgebra.Qr(full), DType.FLOAT64, a);
        int inner = full ? size[0] : Math.min(size[0], size[1]);
        Matrix q = Matrix.ofReal(size[0], inner, results[0]);
        Matrix r = Matrix.ofReal(inner, size[1], results[1]);
        q.times(r).assertNear(a, "q·r");
        q.transposed(Form.TRANSPOSED).times(q).assertNear(identity(inner), "qᵀ·q");
        r.assertNear(r.triangle(Triangle.UPPER, Diagonal.STORED), "upper triangle");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 60})
  void eigenvectorsOfASymmetricMatrixRebuildIt(int n) {
    Matrix x = random(n, n, DType.FLOAT64);
    Matrix a = x.times(x.transposed(Form.TRANSPOSED));
    double[][] results = apply(new LinearAlgebra.Eigh(), DType.FLOAT64, a);
    Matrix v = Matrix.ofReal(n, n, results[0]);
    double[] w = results[1];
    v.times(diagonal(w)).times(v.transposed(Form.TRANSPOSED)).assertNear(a, "v·w·vᵀ");
    v.transposed(Form.TRANSPOSED).times(v).assertNear(identity(n), "vᵀ·v");
    double[] sorted = w.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, w, 0, "ascending");
  }

  @Test
  void singularVectorsRebuildTheMatrix() {
    for (int[] size : new int[][] {{6, 6}, {40, 90}, {90, 7}, {1, 4}}) {
      Matrix a = random(size[0], size[1], DType.FLOAT64);
      int least = Math.min(size[0], size[1]);
      double[] values = apply(new LinearAlgebra.Svd(SvdParts.VALUES), DType.FLOAT64, a)[0];
      for (SvdParts parts : List.of(SvdParts.THIN, SvdParts.FULL)) {
        double[][] results = apply(new LinearAlgebra.Svd(parts), DType.FLOAT64, a);
        int left = parts == SvdParts.FULL ? size[0] : least;
        int right = parts == SvdParts.FULL ? size[1] : least;
        Matrix u = Matrix.ofReal(size[0], left, results[1]);
        Matrix vt = Matrix.ofReal(right, size[1], results[2]);
        Matrix s = Matrix.zeros(left, right);
        for (int i = 0; i < least; i++) {
          s.set(i, i, results[0][i], 0);
        }
        u.times(s).times(vt).assertNear(a, "u·s·vᵀ");
        u.transposed(Form.TRANSPOSED).times(u).assertNear(identity(left), "uᵀ·u");
        vt.times(vt.transposed(Form.TRANSPOSED)).assertNear(identity(right), "vᵀ·v");
        assertArrayEquals(values, results[0], TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void eigenvectorsOfAnyMatrixAreScaledByIt(int n) {
    Matrix a = random(n, n, DType.FLOAT64);
    double[][] results = apply(new LinearAlgebra.Eig(), DType.FLOAT64, a);
    Matrix w = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      w.set(i, i, results[0][2 * i], results[0][2 * i + 1]);
    }
    Matrix left = new Matrix(n, n, results[1]).transposed(Form.ADJOINT);
    Matrix right = new Matrix(n, n, results[2]);
    a.times(right).assertNear(right.times(w), "a·right");
    left.times(a).assertNear(w.times(left), "leftᴴ·a");
    for (int column = 0; column < n; column++) {
      double square = 0;
      for (int row = 0; row < n; row++) {
        square += Math.pow(right.re(row, column), 2) + Math.pow(right.im(row, column), 2);
      }
      assertEquals(1, square, TOLERANCE);
    }
  }

  @Test
  void nanGivesNaN() {
    Matrix a = identity(3);
    a.set(1, 1, Double.NaN, 0);
    for (LinearAlgebra prim :
        List.of(
            new LinearAlgebra.Eigh(),
            new LinearAlgebra.Eig(),
            new LinearAlgebra.Svd(SvdParts.THIN))) {
      for (double[] result : apply(prim, DType.FLOAT64, a)) {
        assertTrue(Arrays.stream(result).allMatch(Double::isNaN), prim.toString());
      }
    }
  }

  /** The Java LAPACK calls Math.pow: this hash says that it does so only where bits are defined. */
  @Test
  void resultsHaveTheSameBitsOnEveryMachine() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    SplittableRandom fixed = new SplittableRandom(7);
    double[] elements = fixed.doubles(70 * 70, -1, 1).toArray();
    Matrix a = Matrix.ofReal(70, 70, elements);
    for (LinearAlgebra prim :
        List.of(
            new LinearAlgebra.Lu(),
            new LinearAlgebra.Qr(true),
            new LinearAlgebra.Eigh(),
            new LinearAlgebra.Svd(SvdParts.FULL),
            new LinearAlgebra.Eig())) {
      for (double[] result : apply(prim, DType.FLOAT64, a)) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * result.length);
        bytes.asDoubleBuffer().put(result);
        digest.update(bytes);
      }
    }
    assertEquals(
        "748d509c2ad842fc96fee8204fd2ff45da2dfbb0c2aa2e8944cf2f9da16d6446",
        HexFormat.of().formatHex(digest.digest()));
  }
}

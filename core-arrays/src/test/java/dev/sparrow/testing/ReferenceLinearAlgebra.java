package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import dev.sparrow.graph.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link LinearAlgebra} from textbook definitions, on rows of doubles. */
final class ReferenceLinearAlgebra {
  private ReferenceLinearAlgebra() {}

  static List<HostArray> apply(LinearAlgebra prim, List<ArrayType> types, List<HostArray> in) {
    int batchRank = in.getFirst().shape().rank() - 2;
    long count = in.getFirst().shape().range(0, batchRank).size();
    List<List<double[][]>> results = new ArrayList<>();
    for (int matrix = 0; matrix < count; matrix++) {
      int at = matrix;
      results.add(one(prim, in.stream().map(operand -> matrix(operand, at)).toList()));
    }
    List<HostArray> arrays = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      arrays.add(assemble(types.get(i), batchRank, i, results));
    }
    return arrays;
  }

  private static double[][] matrix(HostArray operand, int number) {
    Shape shape = operand.shape();
    int rows = (int) shape.dim(-2);
    int columns = (int) shape.dim(-1);
    double[][] matrix = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        long at = ((long) number * rows + row) * columns + column;
        matrix[row][column] =
            new Literal(operand.bits(at), ArrayType.of(operand.dtype())).doubleValue();
      }
    }
    return matrix;
  }

  private static HostArray assemble(
      ArrayType type, int batchRank, int result, List<List<double[][]>> results) {
    boolean vector = type.rank() == batchRank + 1;
    int columns = vector ? 1 : (int) type.shape().dim(-1);
    int rows = (int) type.shape().dim(vector ? -1 : -2);
    return HostArray.byPosition(
        type.dtype(),
        type.shape(),
        at -> {
          double[][] matrix = results.get((int) (at / ((long) rows * columns))).get(result);
          double value = matrix[(int) (at / columns % rows)][(int) (at % columns)];
          return switch (type.dtype()) {
            case INT32 -> (long) value;
            // A real number: the imaginary part, in the upper half, is zero.
            case COMPLEX64 -> Literal.bitsOf(DType.FLOAT32, value);
            default -> Literal.bitsOf(type.dtype(), value);
          };
        });
  }

  private static List<double[][]> one(LinearAlgebra prim, List<double[][]> in) {
    double[][] a = in.getFirst();
    return switch (prim) {
      case LinearAlgebra.Cholesky() -> List.<double[][]>of(cholesky(a));
      case LinearAlgebra.Lu() -> lu(a);
      case LinearAlgebra.Qr(boolean full) -> qr(a, full);
      case LinearAlgebra.Eigh() -> List.of(new double[][] {{1}}, new double[][] {{a[0][0]}});
      case LinearAlgebra.Svd(SvdParts parts) -> svd(a, parts);
      case LinearAlgebra.Eig _ -> {
        double[][] one = {{1}};
        yield List.of(a, one, one);
      }
      case TriangularSolve solve -> List.<double[][]>of(solve(solve, a, in.get(1)));
    };
  }

  private static double[][] cholesky(double[][] a) {
    int n = a.length;
    double[][] l = new double[n][n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = a[row][column];
        for (int k = 0; k < column; k++) {
          sum -= l[row][k] * l[column][k];
        }
        l[row][column] = row == column ? Math.sqrt(sum) : sum / l[column][column];
        if (row == column && !(sum > 0)) {
          for (int i = 0; i < n; i++) {
            Arrays.fill(l[i], 0, i + 1, Double.NaN);
          }
          return l;
        }
      }
    }
    return l;
  }

  private static List<double[][]> lu(double[][] a) {
    int rows = a.length;
    int columns = rows == 0 ? 0 : a[0].length;
    int steps = Math.min(rows, columns);
    double[][] pivots = new double[steps][1];
    double[][] order = new double[rows][1];
    for (int row = 0; row < rows; row++) {
      order[row][0] = row;
    }
    for (int k = 0; k < steps; k++) {
      int pivot = k;
      for (int row = k; row < rows; row++) {
        pivot = Math.abs(a[row][k]) > Math.abs(a[pivot][k]) ? row : pivot;
      }
      pivots[k][0] = pivot;
      double[] moved = a[k];
      a[k] = a[pivot];
      a[pivot] = moved;
      double[] place = order[k];
      order[k] = order[pivot];
      order[pivot] = place;
      for (int row = k + 1; row < rows; row++) {
        a[row][k] /= a[k][k];
        for (int column = k + 1; column < columns; column++) {
          a[row][column] -= a[row][k] * a[k][column];
        }
      }
    }
    return List.of(a, pivots, order);
  }

  /** Householder reflections, of which each makes the sign of the diagonal that is not a's. */
  private static List<double[][]> qr(double[][] a, boolean full) {
    int rows = a.length;
    int columns = a[0].length;
    int inner = full ? rows : Math.min(rows, columns);
    double[][] q = new double[rows][rows];
    for (int i = 0; i < rows; i++) {
      q[i][i] = 1;
    }
    for (int k = 0; k < Math.min(rows - 1, columns); k++) {
      double[] v = new double[rows];
      double square = 0;
      for (int row = k; row < rows; row++) {
        v[row] = a[row][k];
        square += v[row] * v[row];
      }
      double norm = Math.sqrt(square);
      v[k] += v[k] >= 0 ? norm : -norm;
      double length = 0;
      for (double element : v) {
        length += element * element;
      }
      for (int column = k; column < columns; column++) {
        double dot = 0;
        for (int row = k; row < rows; row++) {
          dot += v[row] * a[row][column];
        }
        for (int row = k; row < rows; row++) {
          a[row][column] = row > k && column == k ? 0 : a[row][column] - 2 * dot / length * v[row];
        }
      }
      for (double[] rowOfQ : q) {
        double dot = 0;
        for (int i = k; i < rows; i++) {
          dot += rowOfQ[i] * v[i];
        }
        for (int i = k; i < rows; i++) {
          rowOfQ[i] -= 2 * dot / length * v[i];
        }
      }
    }
    double[][] thin =
        Arrays.stream(q).map(row -> Arrays.copyOf(row, inner)).toArray(double[][]::new);
    return List.of(thin, Arrays.copyOf(a, inner));
  }

  private static List<double[][]> svd(double[][] a, SvdParts parts) {
    int rows = a.length;
    if (rows == 0) {
      double[][] none = {};
      double[][] right = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
      return switch (parts) {
        case VALUES -> List.<double[][]>of(none);
        case THIN -> List.of(none, none, none);
        case FULL -> List.of(none, none, right);
      };
    }
    double[][] one = {{1}};
    return parts == SvdParts.VALUES ? List.<double[][]>of(a) : List.of(a, one, one);
  }

  /** Substitution, one unknown after the other, on a matrix with op applied. */
  private static double[][] solve(TriangularSolve prim, double[][] a, double[][] b) {
    boolean left = prim.side() == Side.LEFT;
    boolean transposed = left == (prim.form() != Form.PLAIN);
    boolean lower = (prim.triangle() == Triangle.LOWER) != transposed;
    double[][] x = left ? b : transpose(b);
    int n = a.length;
    for (int column = 0; column < x[0].length; column++) {
      for (int step = 0; step < n; step++) {
        int row = lower ? step : n - 1 - step;
        double sum = x[row][column];
        for (int k = lower ? 0 : row + 1; k < (lower ? row : n); k++) {
          sum -= (transposed ? a[k][row] : a[row][k]) * x[k][column];
        }
        x[row][column] = prim.diagonal() == Diagonal.UNIT ? sum : sum / a[row][row];
      }
    }
    return left ? x : transpose(x);
  }

  private static double[][] transpose(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int row = 0; row < a.length; row++) {
      for (int column = 0; column < result.length; column++) {
        result[column][row] = a[row][column];
      }
    }
    return result;
  }
}

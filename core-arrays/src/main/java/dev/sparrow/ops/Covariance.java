package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How variables vary together. */
public final class Covariance {
  private Covariance() {}

  /** Where the variables are; their observations lie on the other axis. */
  public enum Variables {
    /** A row each. */
    ROWS,
    /** A column each. */
    COLUMNS
  }

  /**
   * What a covariance may be told beyond its data.
   *
   * @param variables where the variables are; null for rows
   * @param ddof what the divisor lacks to the number of observations; null for 1
   * @param fweights how often each observation was made, integers; null for once
   * @param aweights how much each observation counts; null for equally
   * @param dtype dtype to compute in and return; null for the rule of promotion
   */
  public record Options(
      @Nullable Variables variables,
      @Nullable Long ddof,
      @Nullable NDArray fweights,
      @Nullable NDArray aweights,
      @Nullable DType dtype) {
    /** {@return rows are variables, and nothing else is told} */
    public static Options standard() {
      return new Options(null, null, null, null, null);
    }

    private boolean columns() {
      return variables == Variables.COLUMNS;
    }
  }

  /**
   * The covariances of the rows of a matrix.
   *
   * @param m a matrix, or one variable
   * @return a square matrix; a scalar of one variable; NaN without observations
   */
  public static NDArray cov(NDArray m) {
    return cov(m, null, Options.standard());
  }

  /**
   * The covariances of variables.
   *
   * @param m a matrix, or one variable
   * @param y more variables; null for none
   * @param options what is told
   * @return a square matrix of as many rows as there are variables; a scalar of one; NaN without
   *     observations
   * @throws ShapeException for more than two axes, or weights of another number than observations
   */
  @JaxName("cov")
  public static NDArray cov(NDArray m, @Nullable NDArray y, Options options) {
    checkRank("m", m);
    DType dtype = y == null ? Operands.joinedInexact(m) : Operands.joinedInexact(m, y);
    if (options.dtype != null) {
      Statistics.checkDType("cov", m, options.dtype);
    }
    NDArray x = rows(Lax.convert(m, dtype), options);
    if (x.shape().dim(0) == 0) {
      return Creation.zeros(Shape.of(0, 0), dtype);
    }
    if (y != null) {
      checkRank("y", y);
      x = Shaping.concatenate(List.of(x, rows(Lax.convert(y, dtype), options)), 0);
    }
    x = Lax.convert(x, options.dtype == null ? dtype : options.dtype);
    long observations = x.shape().dim(1);
    Weights weights = Weights.of(options, x);
    if (observations == 0) {
      return Shaping.squeeze(Creation.full(square(x), Double.NaN, x.dtype()));
    }
    Statistics.Average mean = Statistics.weighted(x, Reduction.over(1), weights.product());
    NDArray centred = x.sub(Shaping.expandDims(mean.average(), 1));
    NDArray counted = weights.product() == null ? centred : centred.mul(weights.product());
    NDArray sums = centred.matmul(Operands.conjugate(counted.transpose()));
    return Shaping.squeeze(sums.div(weights.divisor(mean.weightsSum().get(0), options.ddof)));
  }

  private static Shape square(NDArray x) {
    return Shape.of(x.shape().dim(0), x.shape().dim(0));
  }

  private static void checkRank(String name, NDArray x) {
    if (x.rank() > 2) {
      throw new ShapeException(
          "cov: " + name + " has more than 2 dimensions, got " + x.type() + "; take a slice of it");
    }
  }

  private static NDArray rows(NDArray x, Options options) {
    NDArray matrix = Shaping.atleast2d(x);
    return options.columns() && x.rank() == 2 ? matrix.transpose() : matrix;
  }

  /** Weights of observations: their product, and those that are no frequencies. */
  private record Weights(@Nullable NDArray product, @Nullable NDArray reliabilities) {
    static Weights of(Options options, NDArray x) {
      NDArray often = options.fweights;
      if (often != null) {
        check("fweights", often, x);
        if (!often.dtype().isInteger()) {
          throw new DTypeException("cov: fweights must be integers, got " + often.type());
        }
        often = Lax.convert(Arithmetic.abs(often), x.dtype());
      }
      NDArray much = options.aweights;
      if (much != null) {
        check("aweights", much, x);
        much = Lax.convert(Arithmetic.abs(much), x.dtype());
      }
      return new Weights(often == null ? much : much == null ? often : often.mul(much), much);
    }

    private static void check(String name, NDArray weights, NDArray x) {
      if (weights.rank() != 1 || weights.size() != x.shape().dim(1)) {
        throw new ShapeException(
            "cov: "
                + name
                + " needs one weight for each of the "
                + x.shape().dim(1)
                + " observations, got "
                + weights.type());
      }
    }

    NDArray divisor(NDArray sum, @Nullable Long given) {
      long ddof = given == null ? 1 : given;
      if (reliabilities == null || product == null || ddof == 0) {
        return sum.sub(ddof);
      }
      return sum.sub(product.mul(reliabilities).sum().div(sum).mul(ddof));
    }
  }

  /**
   * The correlations of the rows of a matrix: covariances over the product of deviations.
   *
   * @param x a matrix, or one variable
   * @return a square matrix with entries from -1 to 1; NaN for a variable that does not vary
   */
  public static NDArray corrcoef(NDArray x) {
    return corrcoef(x, null, Options.standard());
  }

  /**
   * The correlations of variables: covariances over the product of deviations.
   *
   * @param x a matrix, or one variable
   * @param y more variables; null for none
   * @param options what is told
   * @return a square matrix with entries from -1 to 1; NaN for a variable that does not vary
   */
  @JaxName("corrcoef")
  public static NDArray corrcoef(NDArray x, @Nullable NDArray y, Options options) {
    NDArray c = cov(x, y, options);
    if (c.rank() == 0) {
      return c.div(c);
    }
    NDArray variances = ComplexNumbers.real(MatrixFunctions.diagonal(c, 0));
    NDArray deviations = Transcendental.sqrt(variances);
    NDArray ratios =
        c.div(Shaping.expandDims(deviations, 1)).div(Shaping.expandDims(deviations, 0));
    NDArray bounded = bounded(ComplexNumbers.real(ratios));
    return ratios.dtype().isComplex()
        ? ComplexNumbers.complex(bounded, bounded(ComplexNumbers.imag(ratios)))
        : bounded;
  }

  private static NDArray bounded(NDArray x) {
    return Arithmetic.clip(x, Creation.weak(-1), Creation.weak(1));
  }
}

package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.DotDimensions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Discrete Fourier transforms along the last axis, unscaled: {@code X[k] = Σ x[j]·w^(jk)} with
 * {@code w = e^(∓2πi/n)}. A composition of products with small matrices, so it is differentiated,
 * mapped and cut into shards like any other program, and has its bits.
 *
 * <p>A length with a factor of at most {@link #RADIX} is taken apart by it, as Cooley and Tukey do:
 * transforms of that length, a turn of each element, and transforms of what is left. Other lengths
 * are one product with a matrix, or, from {@link #LONGEST_PRODUCT} on, a convolution with a chirp
 * (Bluestein, 1970), whose length is a power of two.
 */
final class DiscreteFourier {
  /** Matrices up to this size do more good than a further decomposition. */
  private static final int RADIX = 64;

  private static final long LONGEST_PRODUCT = 1024;

  /** Which way a transform turns. */
  enum Direction {
    FORWARD(-1),
    INVERSE(1);

    private final int sign;

    Direction(int sign) {
      this.sign = sign;
    }
  }

  private final DType dtype;
  private final Direction direction;

  private DiscreteFourier(DType dtype, Direction direction) {
    this.dtype = dtype;
    this.direction = direction;
  }

  /**
   * Transforms.
   *
   * @param x (…, n), complex, n at least 1
   * @param direction which way
   * @return (…, n)
   */
  static NDArray transform(NDArray x, Direction direction) {
    return new DiscreteFourier(x.dtype(), direction).transform(x);
  }

  private NDArray transform(NDArray x) {
    long n = x.shape().dim(-1);
    if (n == 1) {
      return x;
    }
    if (n <= RADIX) {
      return product(x, x.rank() - 1, n);
    }
    long factor = largestFactor(n);
    if (factor > 1) {
      return decomposed(x, factor, n / factor);
    }
    return n < LONGEST_PRODUCT ? product(x, x.rank() - 1, n) : chirped(x, n);
  }

  /** The largest factor that a matrix may have; 1 if there is none. */
  private static long largestFactor(long n) {
    for (long factor = RADIX; factor > 1; factor--) {
      if (n % factor == 0) {
        return factor;
      }
    }
    return 1;
  }

  /** Sums along an axis with the matrix of w^(jk); the result's axis is the last. */
  private NDArray product(NDArray x, int axis, long n) {
    int size = Math.toIntExact(n);
    NDArray matrix = roots(Shape.of(n, n), n, place -> (long) (place / size) * (place % size) % n);
    DotDimensions along = new DotDimensions(List.of(axis), List.of(0), List.of(), List.of());
    return Products.dotGeneral(x, matrix, along, null);
  }

  /** With j = b·j1 + j2 and k = k1 + a·k2: sums over j1, turns by w^(j2·k1), sums over j2. */
  private NDArray decomposed(NDArray x, long a, long b) {
    long n = a * b;
    int rank = x.rank();
    NDArray split = Lax.reshape(x, x.shape().with(rank - 1, a).insert(rank, b));
    NDArray partial = product(split, rank - 1, a); // (…, j2, k1)
    int columns = Math.toIntExact(a);
    NDArray turns = roots(Shape.of(b, a), n, place -> (long) (place / columns) * (place % columns));
    NDArray turned = Shaping.swapaxes(partial.mul(turns), -1, -2); // (…, k1, j2)
    NDArray whole = Shaping.swapaxes(transform(turned), -1, -2); // (…, k2, k1)
    return Lax.reshape(whole, x.shape());
  }

  /** As jk = (j² + k² - (k-j)²) / 2, a transform is a convolution between two turns. */
  private NDArray chirped(NDArray x, long n) {
    long padded = Long.highestOneBit(2 * n - 1) << 1;
    int length = Math.toIntExact(padded);
    NDArray turns = roots(Shape.of(n), 2 * n, j -> (long) j * j % (2 * n));
    NDArray chirp =
        ComplexNumbers.conj(
            roots(
                Shape.of(padded),
                2 * n,
                place -> {
                  long j = Math.min(place, padded - place);
                  return j < n ? j * j % (2 * n) : -1;
                }));
    NDArray extended = Fourier.resized(x.mul(turns), padded);
    DiscreteFourier ahead = new DiscreteFourier(dtype, Direction.FORWARD);
    DiscreteFourier back = new DiscreteFourier(dtype, Direction.INVERSE);
    NDArray spectrum = ahead.transform(extended).mul(ahead.transform(chirp));
    NDArray convolved = back.transform(spectrum).div(Creation.scalar((double) length, dtype));
    return Fourier.resized(convolved, n).mul(turns);
  }

  /**
   * Powers of e^(∓2πi/n), computed in double.
   *
   * @param shape extents
   * @param n of which root
   * @param power the power at a row-major position, from 0 to n - 1; negative for 0 instead
   */
  private NDArray roots(Shape shape, long n, IntToLongFunction power) {
    int size = Math.toIntExact(shape.size());
    boolean single = dtype == DType.COMPLEX64;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(size * (long) dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int place = 0; place < size; place++) {
      long exponent = power.applyAsLong(place);
      double angle = direction.sign * 2 * Math.PI * exponent / n;
      double re = exponent < 0 ? 0 : StrictMath.cos(angle);
      double im = exponent < 0 ? 0 : StrictMath.sin(angle);
      if (single) {
        bytes.putFloat((float) re).putFloat((float) im);
      } else {
        bytes.putDouble(re).putDouble(im);
      }
    }
    return HostValues.fromBytes(dtype, shape, bytes.array());
  }
}

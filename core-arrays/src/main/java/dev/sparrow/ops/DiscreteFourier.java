package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.DotDimensions;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Discrete Fourier transforms along the last axis, unscaled: {@code X[k] = Σ x[j]·w^(jk)} with
 * {@code w = e^(∓2πi/n)}. A composition of products with small matrices, so it is differentiated,
 * mapped and cut into shards like any other program, and has its bits. Real and imaginary parts are
 * arrays of their own throughout.
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

  /** Complex numbers. */
  private record Parts(NDArray re, NDArray im) {
    Parts times(Parts other) {
      return new Parts(
          re.mul(other.re).sub(im.mul(other.im)), re.mul(other.im).add(im.mul(other.re)));
    }

    Parts conjugate() {
      return new Parts(re, im.neg());
    }

    Parts reshaped(Shape shape) {
      return new Parts(Lax.reshape(re, shape), Lax.reshape(im, shape));
    }

    Parts turned() {
      return new Parts(Shaping.swapaxes(re, -1, -2), Shaping.swapaxes(im, -1, -2));
    }

    Parts resized(long length) {
      return new Parts(Fourier.resized(re, length), Fourier.resized(im, length));
    }

    Parts over(double divisor) {
      return new Parts(re.div(divisor), im.div(divisor));
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
    Parts parts = new Parts(ComplexNumbers.real(x), ComplexNumbers.imag(x));
    Parts result = new DiscreteFourier(parts.re.dtype(), direction).transform(parts);
    return ComplexNumbers.complex(result.re, result.im);
  }

  private Parts transform(Parts x) {
    int last = x.re.rank() - 1;
    long n = x.re.shape().dim(last);
    if (n == 1) {
      return x;
    }
    if (n <= RADIX) {
      return product(x, last, n);
    }
    long factor = largestFactor(n);
    if (factor > 1) {
      return decomposed(x, factor, n / factor);
    }
    return n < LONGEST_PRODUCT ? product(x, last, n) : chirped(x, n);
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

  /**
   * Sums along an axis with the matrix of w^(jk); the result's axis is the last. One real product
   * for each part, with the matrix's real and imaginary columns side by side.
   */
  private Parts product(Parts x, int axis, long n) {
    int size = Math.toIntExact(n);
    Parts matrix = roots(Shape.of(n, n), n, place -> (long) (place / size) * (place % size) % n);
    NDArray columns = Shaping.concatenate(List.of(matrix.re, matrix.im), 1);
    DotDimensions along = new DotDimensions(List.of(axis), List.of(0), List.of(), List.of());
    NDArray ofRe = Products.dotGeneral(x.re, columns, along, null);
    NDArray ofIm = Products.dotGeneral(x.im, columns, along, null);
    int last = ofRe.rank() - 1;
    return new Parts(
        LaxShaping.sliceInDim(ofRe, 0, n, last).sub(LaxShaping.sliceInDim(ofIm, n, 2 * n, last)),
        LaxShaping.sliceInDim(ofRe, n, 2 * n, last).add(LaxShaping.sliceInDim(ofIm, 0, n, last)));
  }

  /** With j = b·j1 + j2 and k = k1 + a·k2: sums over j1, turns by w^(j2·k1), sums over j2. */
  private Parts decomposed(Parts x, long a, long b) {
    long n = a * b;
    Shape shape = x.re.shape();
    int last = shape.rank() - 1;
    Parts partial = product(x.reshaped(shape.with(last, a).insert(last + 1, b)), last, a);
    int columns = Math.toIntExact(a);
    Parts turns = roots(Shape.of(b, a), n, place -> (long) (place / columns) * (place % columns));
    // (…, j2, k1), then (…, k1, j2), (…, k1, k2), (…, k2, k1).
    return transform(partial.times(turns).turned()).turned().reshaped(shape);
  }

  /** As jk = (j² + k² - (k-j)²) / 2, a transform is a convolution between two turns. */
  private Parts chirped(Parts x, long n) {
    long padded = Long.highestOneBit(2 * n - 1) << 1;
    Parts turns = roots(Shape.of(n), 2 * n, j -> (long) j * j % (2 * n));
    Parts chirp =
        roots(
                Shape.of(padded),
                2 * n,
                place -> {
                  long j = Math.min(place, padded - place);
                  return j < n ? j * j % (2 * n) : -1;
                })
            .conjugate();
    DiscreteFourier ahead = new DiscreteFourier(dtype, Direction.FORWARD);
    DiscreteFourier back = new DiscreteFourier(dtype, Direction.INVERSE);
    Parts extended = x.times(turns).resized(padded);
    Parts spectrum = ahead.transform(extended).times(ahead.transform(chirp));
    return back.transform(spectrum).over((double) padded).resized(n).times(turns);
  }

  /**
   * Powers of e^(∓2πi/n), computed in double and rounded.
   *
   * @param shape extents
   * @param n of which root
   * @param power the power at a row-major position, from 0 to n - 1; negative for 0 instead
   */
  private Parts roots(Shape shape, long n, IntToLongFunction power) {
    int size = Math.toIntExact(shape.size());
    ByteBuffer re = buffer(size);
    ByteBuffer im = buffer(size);
    for (int place = 0; place < size; place++) {
      long exponent = power.applyAsLong(place);
      put(re, exponent < 0 ? 0 : cosine(exponent, n));
      // sin(t) = cos(t - π/2) = cos(2π(4m + 3n) / 4n): a quarter turn back.
      put(im, exponent < 0 ? 0 : direction.sign * cosine((4 * exponent + 3 * n) % (4 * n), 4 * n));
    }
    return new Parts(
        HostValues.fromSegment(dtype, shape, MemorySegment.ofBuffer(re.flip())),
        HostValues.fromSegment(dtype, shape, MemorySegment.ofBuffer(im.flip())));
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(Math.multiplyExact(size, dtype.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private void put(ByteBuffer buffer, double value) {
    if (dtype == DType.FLOAT32) {
      buffer.putFloat((float) value);
    } else {
      buffer.putDouble(value);
    }
  }

  /** cos(2πm/n) for m from 0 to n - 1, from an angle of at most an eighth of a turn. */
  private static double cosine(long m, long n) {
    long half = Math.min(m, n - m);
    boolean negative = 4 * half > n;
    // Now within a quarter of a turn: 2πq / 2n.
    long q = negative ? n - 2 * half : 2 * half;
    double size =
        4 * q <= n
            ? StrictMath.cos(Math.PI * q / n)
            : StrictMath.sin(Math.PI * (n - 2 * q) / (2.0 * n));
    return negative ? -size : size;
  }
}

package dev.sparrow.jit.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quotients and remainders of unsigned numbers of every magnitude, and around powers of 2. */
@ExtendWith(AllocatorsAtZero.class)
class UnsignedDivisionTest {
  private static final long SEED = 20_261;

  private static List<Long> operands(int bits) {
    List<Long> values = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    long mask = -1L >>> (64 - bits);
    for (int power = 0; power < bits; power++) {
      for (long near = -3; near <= 3; near++) {
        values.add((1L << power) + near & mask);
      }
      for (int i = 0; i < 6; i++) {
        values.add(random.nextLong() & mask >>> power);
      }
    }
    for (long near = 0; near < 4; near++) {
      values.add(mask - near);
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"UINT32", "UINT64"})
  void quotientAndRestAreExact(DType dtype) {
    List<Long> values = operands(8 * dtype.bytes());
    int n = values.size();
    long[] dividends = new long[n * n];
    long[] divisors = new long[n * n];
    for (int i = 0; i < n * n; i++) {
      long x = values.get(i / n);
      long y = values.get(i % n);
      // Half of the dividends are multiples or next to one, where quotients are easily off by one.
      dividends[i] = i % 2 == 0 || y == 0 ? x : x - Long.remainderUnsigned(x, y) - i % 3;
      dividends[i] &= -1L >>> (64 - 8 * dtype.bytes());
      divisors[i] = y;
    }
    NDArray x = Lax.convert(HostValues.array(dividends), dtype);
    NDArray y = Lax.convert(HostValues.array(divisors), dtype);
    long[] quotients = Lax.apply(Fn.DIV, x, y).toLongArray();
    long[] rests = Lax.apply(Fn.REM, x, y).toLongArray();
    for (int i = 0; i < n * n; i++) {
      String what = dividends[i] + " over " + divisors[i] + " as " + dtype + ", seed " + SEED;
      boolean byZero = divisors[i] == 0;
      long none = -1L >>> (64 - 8 * dtype.bytes());
      assertEquals(
          byZero ? none : Long.divideUnsigned(dividends[i], divisors[i]), quotients[i], what);
      assertEquals(
          byZero ? dividends[i] : Long.remainderUnsigned(dividends[i], divisors[i]),
          rests[i],
          what);
    }
    for (int i = 0; i < n; i += 7) {
      // One divisor for all: its reciprocal is taken once.
      NDArray one = y.get(i);
      long[] shared = Lax.apply(Fn.REM, x, one).toLongArray();
      for (int j = 0; j < n; j++) {
        long want =
            divisors[i] == 0 ? dividends[j] : Long.remainderUnsigned(dividends[j], divisors[i]);
        assertEquals(want, shared[j], dividends[j] + " over " + divisors[i] + " as " + dtype);
      }
    }
  }
}

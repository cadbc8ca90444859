package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.UnitRoots;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers of a float type in memory of their own, which is freed with the table. */
final class Table {
  private static final long ALIGNMENT = 64;

  private final LaneType type;
  private final MemorySegment memory;

  Table(LaneType type, long count) {
    this.type = type;
    this.memory = Arena.ofAuto().allocate(Math.max(1, count * type.bytes()), ALIGNMENT);
  }

  /** Valid as long as the table is reachable. */
  long address() {
    return memory.address();
  }

  void set(long at, double number) {
    if (type == LaneType.F32) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) number);
    } else {
      memory.setAtIndex(ValueLayout.JAVA_DOUBLE, at, number);
    }
  }

  /** The powers of a root of one: real parts, or imaginary parts of e^(-2πi·m/n). */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Roots(double[] re, double[] im) {
    static Roots of(int n) {
      double[] re = new double[n];
      double[] im = new double[n];
      boolean quarters = n % 4 == 0;
      int computed = quarters ? n / 4 : n / 2;
      for (int m = 0; m <= computed; m++) {
        re[m] = UnitRoots.cosine(m, n);
      }
      for (int m = computed + 1; m <= n / 2; m++) {
        re[m] = -re[n / 2 - m];
      }
      for (int m = n / 2 + 1; m < n; m++) {
        re[m] = re[n - m];
      }
      for (int m = 0; m < n; m++) {
        im[m] = -(quarters ? re[(int) ((m + 3L * n / 4) % n)] : UnitRoots.sine(m, n));
      }
      return new Roots(re, im);
    }
  }
}

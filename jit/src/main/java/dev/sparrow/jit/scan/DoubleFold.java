package dev.sparrow.jit.scan;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.codegen.Memory;
import org.jspecify.annotations.Nullable;

/** Folds of float64. */
final class DoubleFold extends FoldType {
  private final Monoid monoid;

  DoubleFold(Monoid monoid) {
    this.monoid = monoid;
  }

  @Override
  @Nullable SumFold sums() {
    return monoid == Monoid.SUM ? new DoubleSums() : null;
  }

  private static void store(double value, long address) {
    Memory.store(Double.doubleToLongBits(value), address);
  }

  private double apply(double left, double right) {
    return switch (monoid) {
      case SUM -> left + right;
      case PROD -> left * right;
      case MAX -> Math.max(left, right);
      case MIN -> Math.min(left, right);
      case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
    };
  }

  @Override
  long combine(long left, long right) {
    return doubleToRawLongBits(apply(longBitsToDouble(left), longBitsToDouble(right)));
  }

  @Override
  long fold(long from, long fromStep, long to, long toStep, int count) {
    double fold = Memory.loadF64(from);
    store(fold, to);
    for (int i = 1; i < count; i++) {
      fold = apply(fold, Memory.loadF64(from + i * fromStep));
      store(fold, to + i * toStep);
    }
    return doubleToRawLongBits(fold);
  }

  @Override
  void foldBehind(long from, long fromStep, long to, long toStep, int count, long before) {
    double ahead = longBitsToDouble(before);
    double fold = Memory.loadF64(from);
    store(apply(ahead, fold), to);
    for (int i = 1; i < count; i++) {
      fold = apply(fold, Memory.loadF64(from + i * fromStep));
      store(apply(ahead, fold), to + i * toStep);
    }
  }

  @Override
  void combine(long to, long toStep, int count, long before) {
    double ahead = longBitsToDouble(before);
    for (int i = 0; i < count; i++) {
      long at = to + i * toStep;
      store(apply(ahead, Memory.loadF64(at)), at);
    }
  }

  @Override
  void foldChains(long[] from, long fromStep, long[] to, long toStep, int count, long[] results) {
    if (monoid != Monoid.SUM) {
      super.foldChains(from, fromStep, to, toStep, count, results);
      return;
    }
    double[] first = new double[RunningFold.CHAINS];
    for (int chain = 0; chain < first.length; chain++) {
      first[chain] = Memory.loadF64(from[chain]);
      store(first[chain], to[chain]);
    }
    double s0 = first[0];
    double s1 = first[1];
    double s2 = first[2];
    double s3 = first[3];
    double s4 = first[4];
    double s5 = first[5];
    double s6 = first[6];
    double s7 = first[7];
    for (int i = 1; i < count; i++) {
      long read = i * fromStep;
      long write = i * toStep;
      s0 += Memory.loadF64(from[0] + read);
      s1 += Memory.loadF64(from[1] + read);
      s2 += Memory.loadF64(from[2] + read);
      s3 += Memory.loadF64(from[3] + read);
      s4 += Memory.loadF64(from[4] + read);
      s5 += Memory.loadF64(from[5] + read);
      s6 += Memory.loadF64(from[6] + read);
      s7 += Memory.loadF64(from[7] + read);
      store(s0, to[0] + write);
      store(s1, to[1] + write);
      store(s2, to[2] + write);
      store(s3, to[3] + write);
      store(s4, to[4] + write);
      store(s5, to[5] + write);
      store(s6, to[6] + write);
      store(s7, to[7] + write);
    }
    double[] last = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int chain = 0; chain < last.length; chain++) {
      results[chain] = doubleToRawLongBits(last[chain]);
    }
  }
}

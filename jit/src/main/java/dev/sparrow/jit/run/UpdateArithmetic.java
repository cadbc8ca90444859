package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.jit.codegen.Memory;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Combines updates with the elements they meet, one after the other, with the bits kernels give.
 *
 * @param mode how they combine
 * @param dtype their dtype
 */
record UpdateArithmetic(UpdateMode mode, DType dtype) {
  /**
   * Updates evenly strided elements.
   *
   * @param from address of the first update
   * @param fromStep bytes between updates
   * @param to address of the first element
   * @param toStep bytes between elements
   * @param count number of elements
   */
  void evenly(long from, long fromStep, long to, long toStep, long count) {
    if (mode == UpdateMode.SET) {
      int bytes = dtype.bytes();
      StridedCopy.copy(from, fromStep / bytes, to, toStep / bytes, count, bytes);
    } else if (mode == UpdateMode.ADD && dtype == DType.FLOAT32) {
      for (long i = 0; i < count; i++) {
        addF32(from + i * fromStep, to + i * toStep);
      }
    } else if (mode == UpdateMode.ADD && dtype == DType.FLOAT64) {
      for (long i = 0; i < count; i++) {
        addF64(from + i * fromStep, to + i * toStep);
      }
    } else {
      LongBinaryOperator fold = fold();
      for (long i = 0; i < count; i++) {
        combine(fold, from + i * fromStep, to + i * toStep);
      }
    }
  }

  /**
   * Updates elements anywhere, in order.
   *
   * @param from address of the first update
   * @param fromStep bytes between updates
   * @param places address of each element, or {@link WindowStarts#OUTSIDE} for none
   * @param count number of updates
   */
  void scattered(long from, long fromStep, long[] places, int count) {
    LongBinaryOperator fold = fold();
    if (mode == UpdateMode.ADD && dtype == DType.FLOAT32) {
      for (int i = 0; i < count; i++) {
        if (places[i] != WindowStarts.OUTSIDE) {
          addF32(from + i * fromStep, places[i]);
        }
      }
    } else if (mode == UpdateMode.ADD && dtype == DType.FLOAT64) {
      for (int i = 0; i < count; i++) {
        if (places[i] != WindowStarts.OUTSIDE) {
          addF64(from + i * fromStep, places[i]);
        }
      }
    } else if (mode == UpdateMode.ADD && dtype == DType.INT32) {
      for (int i = 0; i < count; i++) {
        if (places[i] != WindowStarts.OUTSIDE) {
          int sum = Memory.loadI32(places[i]) + Memory.loadI32(from + i * fromStep);
          Memory.storeBytes4(sum, places[i]);
        }
      }
    } else {
      for (int i = 0; i < count; i++) {
        if (places[i] == WindowStarts.OUTSIDE) {
          continue;
        }
        if (fold == null) {
          StridedCopy.copy(from + i * fromStep, 1, places[i], 1, 1, dtype.bytes());
        } else {
          combine(fold, from + i * fromStep, places[i]);
        }
      }
    }
  }

  private static void addF32(long update, long element) {
    float sum =
        Float.intBitsToFloat(Memory.loadI32(element))
            + Float.intBitsToFloat(Memory.loadI32(update));
    Memory.storeBytes4(Float.floatToIntBits(sum), element);
  }

  private static void addF64(long update, long element) {
    double sum =
        Double.longBitsToDouble(Memory.loadI64(element))
            + Double.longBitsToDouble(Memory.loadI64(update));
    Memory.store(Double.doubleToLongBits(sum), element);
  }

  private void combine(LongBinaryOperator fold, long update, long element) {
    int bytes = dtype.bytes();
    long old = StridedCopy.load(element, bytes);
    long combined = fold.applyAsLong(old, StridedCopy.load(update, bytes));
    StridedCopy.fill(combined, element, 1, bytes);
  }

  private @Nullable LongBinaryOperator fold() {
    return switch (mode) {
      case SET -> null;
      case ADD -> combination(Monoid.SUM);
      case MUL -> combination(Monoid.PROD);
      case MIN -> combination(Monoid.MIN);
      case MAX -> combination(Monoid.MAX);
    };
  }

  private LongBinaryOperator combination(Monoid monoid) {
    return new FoldArithmetic(monoid, dtype).combination();
  }
}

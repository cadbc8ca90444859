package dev.sparrow.jit.scan;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import org.jspecify.annotations.Nullable;

/** Loops over elements of one type. Folds are raw bits of the type they are computed in. */
abstract sealed class FoldType permits FloatFold, DoubleFold, IntegerFold {
  static FoldType of(Monoid monoid, DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32 -> new FloatFold(monoid, dtype);
      case FLOAT64 -> new DoubleFold(monoid);
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          new IntegerFold(monoid, dtype);
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalArgumentException(dtype + " is not folded as one number");
    };
  }

  /** A faster way to fold leaves, if there is one. */
  @Nullable SumFold sums() {
    return null;
  }

  /** Two folds, the left one first. */
  abstract long combine(long left, long right);

  /** Writes the running folds of elements; the last of them is the result. */
  abstract long fold(long from, long fromStep, long to, long toStep, int count);

  /** {@link #fold} of elements that something precedes. */
  abstract void foldBehind(long from, long fromStep, long to, long toStep, int count, long before);

  /** Combines what precedes them into folds. */
  abstract void combine(long to, long toStep, int count, long before);

  /** {@link #fold} of {@link RunningFold#CHAINS} runs of elements, side by side. */
  void foldChains(long[] from, long fromStep, long[] to, long toStep, int count, long[] results) {
    for (int chain = 0; chain < from.length; chain++) {
      results[chain] = fold(from[chain], fromStep, to[chain], toStep, count);
    }
  }
}

package dev.sparrow.testing;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CumulativeOrder;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.ReductionTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Running folds as {@link CumulativeOrder} says, line by line. */
final class ReferenceCumulative {
  private ReferenceCumulative() {}

  static HostArray apply(Cumulative prim, HostArray x) {
    return switch (prim) {
      case Cumulative.Accumulate(Cumulative.Running running, int axis, boolean reverse) -> {
        Map<Long, long[]> lines = new HashMap<>();
        yield HostArray.byIndex(
            x.dtype(),
            x.shape(),
            index -> {
              int extent = (int) x.shape().dim(axis);
              long[] first = index.clone();
              first[axis] = 0;
              long line = 0;
              for (int i = 0; i < first.length; i++) {
                line = line * x.shape().dim(i) + first[i];
              }
              long[] folds =
                  lines.computeIfAbsent(
                      line,
                      _ -> {
                        long[] elements = new long[extent];
                        for (int i = 0; i < extent; i++) {
                          first[axis] = reverse ? extent - 1 - i : i;
                          elements[i] = x.at(first);
                        }
                        return folds(running.monoid().combine(), x.dtype(), elements);
                      });
              int at = (int) index[axis];
              return folds[reverse ? extent - 1 - at : at];
            });
      }
    };
  }

  private static long[] folds(Fn combine, DType dtype, long[] x) {
    if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
      // Narrow floats are folded as float32, and each fold is rounded once.
      long[] wide = convert(x, dtype, DType.FLOAT32);
      return convert(folds(combine, DType.FLOAT32, wide), DType.FLOAT32, dtype);
    }
    int leaf = CumulativeOrder.LEAF;
    long[] local = x.clone();
    for (int i = 1; i < x.length; i++) {
      if (i % leaf != 0) {
        local[i] = ReferenceFunctions.apply(combine, dtype, local[i - 1], x[i]);
      }
    }
    long[] folds = local.clone();
    for (int i = leaf; i < x.length; i++) {
      int number = i / leaf;
      long before = 0;
      boolean first = true;
      for (ReductionTree.Node node : ReductionTree.cover(0, number)) {
        long value = node(combine, dtype, local, node.level(), node.index());
        before = first ? value : ReferenceFunctions.apply(combine, dtype, before, value);
        first = false;
      }
      folds[i] = ReferenceFunctions.apply(combine, dtype, before, local[i]);
    }
    return folds;
  }

  static long[] convert(long[] x, DType from, DType to) {
    return Arrays.stream(x).map(bits -> ReferenceOps.convert(bits, from, to)).toArray();
  }

  private static long node(Fn combine, DType dtype, long[] local, int level, long index) {
    if (level == 0) {
      return local[(int) (index + 1) * CumulativeOrder.LEAF - 1];
    }
    return ReferenceFunctions.apply(
        combine,
        dtype,
        node(combine, dtype, local, level - 1, 2 * index),
        node(combine, dtype, local, level - 1, 2 * index + 1));
  }
}

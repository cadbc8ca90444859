package dev.sparrow.accuracy;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Bits;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What functions answer at the ends of their ranges, as the lines of a table. */
final class SpecialValues {
  private static final double[] POINTS = {
    -0.0,
    0.0,
    -1,
    1,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    Double.NaN,
    Double.MIN_VALUE,
    Double.MAX_VALUE
  };

  private SpecialValues() {}

  /** A Markdown table of float64 results at zeros, infinities, NaN and both ends of the range. */
  static List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("| function | -0 | 0 | -1 | 1 | -inf | inf | nan | least | largest |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    NDArray points = HostValues.array(POINTS);
    for (Subject subject : Subject.ALL_SUBJECTS) {
      StringBuilder line = new StringBuilder("| ").append(subject.fn().jaxName());
      for (double value : Lax.apply(subject.fn(), points).toDoubleArray()) {
        line.append(" | ").append(text(value));
      }
      lines.add(line.append(" |").toString());
    }
    return lines;
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }

  /** Integers, shifts and conversions, each as computed now. */
  static List<String> integers() {
    NDArray seven = Creation.array(7, -7, Integer.MIN_VALUE);
    NDArray zero = Creation.array(0, 0, 0);
    NDArray minusOne = Creation.array(-1, -1, -1);
    NDArray floats =
        HostValues.array(
            new double[] {
              300, -5, 3e9, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
            });
    return List.of(
        "| expression | result |",
        "|---|---|",
        row("`[7, -7, min] // 0` (int32)", Arithmetic.floorDivide(seven, zero)),
        row("`[7, -7, min] % 0`", Arithmetic.remainder(seven, zero)),
        row("`lax.div([7, -7, min], 0)`", Lax.apply(Fn.DIV, seven, zero)),
        row("`lax.rem([7, -7, min], 0)`", Lax.apply(Fn.REM, seven, zero)),
        row("`lax.div([7, -7, min], -1)`", Lax.apply(Fn.DIV, seven, minusOne)),
        row("`[7, -7, min] << 32`", Bits.leftShift(seven, Creation.array(32, 32, 32))),
        row("`[7, -7, min] >> 40`", Bits.rightShift(seven, Creation.array(40, 40, 40))),
        row("`[300, -5, 3e9, nan, inf, -inf]` as int32", floats.astype(DType.INT32)),
        row("the same as uint8", floats.astype(DType.UINT8)),
        row("the same as int8", floats.astype(DType.INT8)),
        row("`[300, -5]` (int32) as int8", Creation.array(300, -5).astype(DType.INT8)));
  }

  private static String row(String expression, NDArray value) {
    long[] values = value.astype(DType.INT64).toLongArray();
    return "| " + expression + " | `" + Arrays.toString(values) + "` |";
  }
}

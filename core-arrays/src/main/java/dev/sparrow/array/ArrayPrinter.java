package dev.sparrow.array;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Prints arrays as JAX's {@code repr} does, whose element layout is NumPy's: at most eight
 * fractional digits, columns aligned, the middle of arrays above 1000 elements left out without
 * reading it.
 */
final class ArrayPrinter {
  private static final int LINE_WIDTH = 75;
  private static final int THRESHOLD = 1000;
  private static final int EDGE_ITEMS = 3;
  private static final int PRECISION = 8;

  private final View view;
  private final boolean summarised;

  private ArrayPrinter(View view) {
    this.view = view;
    this.summarised = view.shape().size() > THRESHOLD;
  }

  static String repr(ConcreteArray array) {
    if (array.isDeleted()) {
      return "Array(deleted, shape=" + array.shape() + ", dtype=" + array.dtype() + ")";
    }
    if (array.dtype() == DType.KEY) {
      return keys(array);
    }
    String suffix = "dtype=" + array.dtype() + (array.type().weak() ? ", weak_type=True)" : ")");
    if (array.size() == 0) {
      return "Array([], shape=" + array.shape() + ", " + suffix;
    }
    String prefix = "Array(";
    String values = array.read(view -> values(view, prefix.length()));
    int lastLine = values.length() - values.lastIndexOf('\n') + 1;
    boolean fits = lastLine + suffix.length() + 1 <= LINE_WIDTH;
    return prefix + values + "," + (fits ? " " : "\n" + " ".repeat(prefix.length())) + suffix;
  }

  private static String keys(ConcreteArray array) {
    String words = array.read(ArrayPrinter::keyWords);
    return "Array(" + array.shape() + ", dtype=key<fry>) overlaying:\n" + words;
  }

  private static String keyWords(View keys) {
    long[] strides = new long[keys.shape().rank() + 1];
    for (int axis = 0; axis < strides.length - 1; axis++) {
      strides[axis] = 2 * keys.stride(axis);
    }
    strides[strides.length - 1] = 1;
    Shape shape = keys.shape().insert(keys.shape().rank(), 2);
    View words = new View(keys.buffer(), DType.UINT32, shape, strides, 2 * keys.offset());
    ArrayPrinter printer = new ArrayPrinter(words);
    return printer.rows(printer.formatted(), " ", 0, 1);
  }

  private static String values(View view, int indent) {
    ArrayPrinter printer = new ArrayPrinter(view);
    return printer.rows(printer.formatted(), ", ", indent, 1);
  }

  /** The elements that are shown, in order. */
  private List<String> formatted() {
    List<Long> shown = new ArrayList<>();
    collect(0, 0, shown);
    return switch (view.dtype().kind()) {
      case BOOL -> aligned(shown.stream().map(i -> bit(i) != 0 ? "True" : "False").toList());
      case SIGNED -> aligned(shown.stream().map(i -> Long.toString(bit(i))).toList());
      case UNSIGNED -> aligned(shown.stream().map(i -> Long.toUnsignedString(bit(i))).toList());
      case FLOAT -> FloatColumn.format(shown.stream().map(this::number).toList(), PRECISION);
      case COMPLEX, KEY -> throw new DTypeException("print: cannot print dtype " + view.dtype());
    };
  }

  private long bit(long linear) {
    return Elements.bits(view, linear);
  }

  private Number number(long linear) {
    double value = new Literal(bit(linear), ArrayType.of(view.dtype())).doubleValue();
    if (view.dtype() == DType.FLOAT32) {
      return (float) value;
    }
    return value;
  }

  private void collect(int axis, long base, List<Long> into) {
    if (axis == view.shape().rank()) {
      into.add(base);
      return;
    }
    for (long i : shownAlong(axis)) {
      if (i >= 0) {
        collect(axis + 1, base + i * inner(axis), into);
      }
    }
  }

  private long inner(int axis) {
    long product = 1;
    for (int i = axis + 1; i < view.shape().rank(); i++) {
      product *= view.shape().dim(i);
    }
    return product;
  }

  /** Indices shown along an axis; -1 stands for the dots. */
  private long[] shownAlong(int axis) {
    long extent = view.shape().dim(axis);
    if (!summarised || extent <= 2 * EDGE_ITEMS) {
      return LongStream.range(0, extent).toArray();
    }
    return LongStream.concat(
            LongStream.concat(LongStream.range(0, EDGE_ITEMS), LongStream.of(-1)),
            LongStream.range(extent - EDGE_ITEMS, extent))
        .toArray();
  }

  private String rows(List<String> cells, String separator, int indent, int suffixWidth) {
    if (view.shape().rank() == 0) {
      return cells.getFirst().strip();
    }
    StringBuilder text = new StringBuilder();
    int used = axis(0, cells, 0, separator, indent, suffixWidth, text);
    if (used != cells.size()) {
      throw new IllegalStateException("print: " + used + " of " + cells.size() + " cells placed");
    }
    return text.toString();
  }

  /** Writes one axis; returns the number of cells used so far. */
  private int axis(
      int axis,
      List<String> cells,
      int next,
      String separator,
      int indent,
      int suffixWidth,
      StringBuilder text) {
    int rank = view.shape().rank();
    int depth = indent + axis;
    String pad = " ".repeat(depth + 1);
    int at = next;
    text.append('[');
    if (axis == rank - 1) {
      String bareSeparator = separator.stripTrailing();
      int width = LINE_WIDTH - Math.max(bareSeparator.length(), suffixWidth + rank - 1);
      int column = depth + 1;
      boolean first = true;
      long[] shown = shownAlong(axis);
      for (int i = 0; i < shown.length; i++) {
        String cell = shown[i] < 0 ? "..." : cells.get(at++);
        if (!first) {
          // NumPy reserves room for what follows a word: a separator, or the closing brackets.
          int needed = column + separator.length() + cell.length();
          if (needed > width) {
            text.append(bareSeparator).append('\n').append(pad);
            column = depth + 1;
          } else {
            text.append(separator);
            column += separator.length();
          }
        }
        text.append(cell);
        column += cell.length();
        first = false;
      }
    } else {
      boolean first = true;
      String gap = separator.stripTrailing() + "\n".repeat(rank - axis - 1) + pad;
      for (long i : shownAlong(axis)) {
        if (!first) {
          text.append(gap);
        }
        if (i < 0) {
          text.append("...");
        } else {
          at = axis(axis + 1, cells, at, separator, indent, suffixWidth, text);
        }
        first = false;
      }
    }
    text.append(']');
    return at;
  }

  private static List<String> aligned(List<String> cells) {
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    return cells.stream().map(cell -> " ".repeat(width - cell.length()) + cell).toList();
  }

  /** Formats a column of floats as NumPy's FloatingFormat: one style and width for all of them. */
  private static final class FloatColumn {
    private FloatColumn() {}

    static List<String> format(List<Number> values, int precision) {
      List<Double> finite =
          values.stream().map(Number::doubleValue).filter(Double::isFinite).toList();
      double largest = 0;
      double smallest = Double.POSITIVE_INFINITY;
      for (double value : finite) {
        if (value != 0) {
          largest = Math.max(largest, Math.abs(value));
          smallest = Math.min(smallest, Math.abs(value));
        }
      }
      boolean exponents =
          largest > 0 && (largest >= 1e16 || smallest < 1e-4 || largest / smallest > 1000);
      List<String> cells = new ArrayList<>();
      int digits = exponents ? mantissaDigits(values, precision) : 0;
      int left = 0;
      int right = 0;
      for (Number value : values) {
        String cell = exponents ? exponent(value, digits) : positional(value, precision);
        cells.add(cell);
        if (Double.isFinite(value.doubleValue())) {
          int point = cell.indexOf('.');
          left = Math.max(left, point);
          right = Math.max(right, cell.length() - point - 1);
        }
      }
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        if (Double.isFinite(values.get(i).doubleValue())) {
          int point = cell.indexOf('.');
          String start = " ".repeat(left - point);
          cells.set(i, start + cell + " ".repeat(right - (cell.length() - point - 1)));
        }
      }
      return aligned(cells);
    }

    private static String special(double value) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    private static BigDecimal shortest(Number value) {
      return new BigDecimal(value.toString());
    }

    private static BigDecimal exact(Number value) {
      return new BigDecimal(value.doubleValue());
    }

    private static String positional(Number value, int precision) {
      double number = value.doubleValue();
      if (!Double.isFinite(number)) {
        return special(number);
      }
      BigDecimal decimal = shortest(value).stripTrailingZeros();
      if (decimal.scale() > precision) {
        decimal = exact(value).setScale(precision, RoundingMode.HALF_EVEN).stripTrailingZeros();
      }
      String text = decimal.abs().toPlainString();
      boolean negative = number < 0 || 1 / number < 0;
      return (negative ? "-" : "") + text + (text.contains(".") ? "" : ".");
    }

    private static int mantissaDigits(List<Number> values, int precision) {
      int digits = 0;
      for (Number value : values) {
        if (Double.isFinite(value.doubleValue()) && value.doubleValue() != 0) {
          BigDecimal decimal = shortest(value).stripTrailingZeros();
          digits = Math.max(digits, Math.min(decimal.precision() - 1, precision));
        }
      }
      return digits;
    }

    private static String exponent(Number value, int digits) {
      double number = value.doubleValue();
      if (!Double.isFinite(number)) {
        return special(number);
      }
      BigDecimal decimal = shortest(value).abs();
      int power = 0;
      if (decimal.signum() != 0) {
        if (decimal.stripTrailingZeros().precision() > digits + 1) {
          decimal = exact(value).abs().round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        }
        power = decimal.precision() - decimal.scale() - 1;
        decimal = decimal.scaleByPowerOfTen(-power);
      }
      String mantissa = decimal.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
      String sign = number < 0 || 1 / number < 0 ? "-" : "";
      String dot = digits == 0 ? "." : "";
      return sign
          + mantissa
          + dot
          + (power < 0 ? "e-" : "e+")
          + (Math.abs(power) < 10 ? "0" : "")
          + Math.abs(power);
    }
  }
}

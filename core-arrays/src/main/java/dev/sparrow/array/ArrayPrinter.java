package dev.sparrow.array;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.ViewRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  private final View view;
  private final boolean summarised;

  ArrayPrinter(View view) {
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

  /** The values alone, as NumPy's {@code str} prints them; a scalar as Python prints the number. */
  static String str(ConcreteArray array) {
    if (array.isDeleted() || array.dtype() == DType.KEY) {
      return repr(array);
    }
    if (array.rank() == 0) {
      return array.read(view -> scalar(view, array.type()));
    }
    if (array.size() == 0) {
      return "[]";
    }
    return array.read(view -> {
      ArrayPrinter printer = new ArrayPrinter(view);
      return printer.rows(printer.formatted(), " ", 0, LINE_WIDTH);
    });
  }

  private static String scalar(View view, ArrayType type) {
    if (!type.dtype().isComplex()) {
      return new Literal(Elements.bits(view, 0), type).valueText();
    }
    View real = Objects.requireNonNull(ViewRules.apply(new Primitive.Pointwise(Fn.REAL), view));
    View imag = Objects.requireNonNull(ViewRules.apply(new Primitive.Pointwise(Fn.IMAG), view));
    return new Literal(Elements.bits(real, 0), Elements.bits(imag, 0), type).valueText();
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
    return printer.rows(printer.formatted(), " ", 0, LINE_WIDTH);
  }

  private static String values(View view, int indent) {
    ArrayPrinter printer = new ArrayPrinter(view);
    // The comma that follows the values takes a column.
    return printer.rows(printer.formatted(), ", ", indent, LINE_WIDTH - 1);
  }

  /** The elements that are shown, in order. */
  List<String> formatted() {
    List<Long> shown = new ArrayList<>();
    collect(0, 0, shown);
    return switch (view.dtype().kind()) {
      // NumPy pads True even where no False is near.
      case BOOL -> shown.stream().map(i -> bit(i) != 0 ? " True" : "False").toList();
      case SIGNED -> aligned(shown.stream().map(i -> Long.toString(bit(i))).toList());
      case UNSIGNED -> aligned(shown.stream().map(i -> Long.toUnsignedString(bit(i))).toList());
      case FLOAT -> FloatColumn.format(view.dtype(), shown.stream().map(this::number).toList());
      case COMPLEX ->
          FloatColumn.formatComplex(
              view.dtype().component(), parts(shown, Fn.REAL), parts(shown, Fn.IMAG));
      case KEY -> throw new DTypeException("print: cannot print dtype " + view.dtype());
    };
  }

  private List<Double> parts(List<Long> elements, Fn part) {
    View parts = Objects.requireNonNull(ViewRules.apply(new Primitive.Pointwise(part), view));
    return elements.stream()
        .map(i -> Literal.doubleValue(parts.dtype(), Elements.bits(parts, i)))
        .toList();
  }

  private long bit(long linear) {
    return Elements.bits(view, linear);
  }

  private double number(long linear) {
    return new Literal(bit(linear), ArrayType.of(view.dtype())).doubleValue();
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
  long[] shownAlong(int axis) {
    long extent = view.shape().dim(axis);
    if (!summarised || extent <= 2 * EDGE_ITEMS) {
      return LongStream.range(0, extent).toArray();
    }
    return LongStream.concat(
            LongStream.concat(LongStream.range(0, EDGE_ITEMS), LongStream.of(-1)),
            LongStream.range(extent - EDGE_ITEMS, extent))
        .toArray();
  }

  private String rows(List<String> cells, String separator, int indent, int lineWidth) {
    if (view.shape().rank() == 0) {
      return cells.getFirst().strip();
    }
    StringBuilder text = new StringBuilder();
    int used = axis(0, cells, 0, separator, indent, lineWidth, text);
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
      int lineWidth,
      StringBuilder text) {
    int rank = view.shape().rank();
    int depth = indent + axis;
    String pad = " ".repeat(depth + 1);
    int at = next;
    text.append('[');
    if (axis == rank - 1) {
      String bareSeparator = separator.stripTrailing();
      // NumPy reserves a column for each closing bracket.
      int width = lineWidth - rank;
      int column = depth + 1;
      boolean first = true;
      long[] shown = shownAlong(axis);
      for (int i = 0; i < shown.length; i++) {
        String cell = shown[i] < 0 ? "..." : cells.get(at++);
        if (!first) {
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
          at = axis(axis + 1, cells, at, separator, indent, lineWidth, text);
        }
        first = false;
      }
    }
    text.append(']');
    return at;
  }

  /** Cells filled up on the left to one width. */
  static List<String> aligned(List<String> cells) {
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    return cells.stream().map(cell -> " ".repeat(width - cell.length()) + cell).toList();
  }
}

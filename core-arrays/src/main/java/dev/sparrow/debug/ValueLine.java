package dev.sparrow.debug;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of text and the arrays whose values it waits for.
 *
 * @param format the line, with a place for each array; {@link Debug#print} says how it is written
 * @param operands the arrays
 */
public record ValueLine(String format, List<NDArray> operands) {
  /** Copies the list. */
  public ValueLine {
    operands = List.copyOf(operands);
  }

  /**
   * A line for some arguments, of which those that are no arrays are written at once.
   *
   * @param operation who asks, for errors
   * @param format the line, with a place for each argument
   * @param arguments arrays and anything else
   * @return the line
   * @throws IllegalArgumentException if the format is malformed, or does not fit the arguments
   */
  public static ValueLine of(
      String operation, String format, List<? extends @Nullable Object> arguments) {
    LineFormat parsed = LineFormat.parse(operation, format);
    parsed.check(operation, format, arguments);
    List<NDArray> operands = new ArrayList<>();
    List<LineFormat.Piece> pieces = new ArrayList<>();
    for (LineFormat.Piece piece : parsed.pieces()) {
      pieces.add(
          switch (piece) {
            case LineFormat.Text text -> text;
            case LineFormat.Place place -> piece(place, arguments.get(place.argument()), operands);
          });
    }
    return new ValueLine(new LineFormat(pieces).written(), operands);
  }

  /**
   * Writes a line.
   *
   * @param format the format of a line
   * @param values a value for each place
   * @return the line
   */
  public static String write(String format, List<ConcreteArray> values) {
    return LineFormat.parse("format", format).line(values);
  }

  private static LineFormat.Piece piece(
      LineFormat.Place place, @Nullable Object argument, List<NDArray> operands) {
    if (argument instanceof NDArray array) {
      operands.add(array);
      return new LineFormat.Place(operands.size() - 1, place.repr(), place.specification());
    }
    Literal literal = literal(argument);
    if (literal == null) {
      if (!place.specification().isEmpty()) {
        throw new IllegalArgumentException(
            "format: {:"
                + place.specification()
                + "} writes a number, and the argument is "
                + argument);
      }
      return new LineFormat.Text(String.valueOf(argument));
    }
    return new LineFormat.Text(
        place.specification().isEmpty()
            ? literal.valueText()
            : NumberFormat.parse(place.specification()).format(ConcreteArray.scalar(literal)));
  }

  private static @Nullable Literal literal(@Nullable Object argument) {
    return switch (argument) {
      case Byte _, Short _, Integer _, Long _ ->
          Literal.of(((Number) argument).longValue(), DType.INT64, false);
      case Float _, Double _ -> Literal.of(((Number) argument).doubleValue(), DType.FLOAT64, false);
      case Boolean flag -> Literal.of(flag ? 1 : 0, DType.BOOL, false);
      case null, default -> null;
    };
  }
}

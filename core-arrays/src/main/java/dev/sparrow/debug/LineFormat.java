package dev.sparrow.debug;

import dev.sparrow.array.ConcreteArray;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A line with places for values, as Python's {@code str.format} reads it: {@code {}} takes the next
 * value and {@code {2}} the one of that number; {@code !r} asks for the text with dtype, and what
 * follows a colon is a {@link NumberFormat} for a scalar; a brace that is written twice is a brace.
 *
 * @param pieces texts and places, in order
 */
record LineFormat(List<Piece> pieces) {
  LineFormat {
    pieces = List.copyOf(pieces);
  }

  /** A part of a line. */
  sealed interface Piece {}

  /** What stands in every line. */
  record Text(String text) implements Piece {}

  /**
   * A place for a value.
   *
   * @param argument number of the value
   * @param repr whether the text with dtype is asked for
   * @param specification how a number is written; empty for the usual way
   */
  record Place(int argument, boolean repr, String specification) implements Piece {}

  /**
   * Reads a format.
   *
   * @param operation who asks, for errors
   * @param format the format
   * @return its pieces
   * @throws IllegalArgumentException if it is malformed
   */
  static LineFormat parse(String operation, String format) {
    return new Parser(operation, format).parse();
  }

  /** What a line is made of while it is read. */
  private static final class Parser {
    private final String operation;
    private final String format;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int automatic;
    private boolean numbered;

    Parser(String operation, String format) {
      this.operation = operation;
      this.format = format;
    }

    LineFormat parse() {
      int at = 0;
      while (at < format.length()) {
        char c = format.charAt(at);
        boolean doubled = at + 1 < format.length() && format.charAt(at + 1) == c;
        if ((c == '{' || c == '}') && doubled) {
          text.append(c);
          at += 2;
        } else if (c == '{') {
          int end = format.indexOf('}', at);
          if (end < 0) {
            throw malformed("a { has no }");
          }
          flush();
          pieces.add(place(format.substring(at + 1, end)));
          at = end + 1;
        } else if (c == '}') {
          throw malformed("a } has no {");
        } else {
          text.append(c);
          at++;
        }
      }
      flush();
      return new LineFormat(pieces);
    }

    private void flush() {
      if (!text.isEmpty()) {
        pieces.add(new Text(text.toString()));
        text.setLength(0);
      }
    }

    private Place place(String field) {
      int colon = field.indexOf(':');
      String specification = colon < 0 ? "" : field.substring(colon + 1);
      String name = colon < 0 ? field : field.substring(0, colon);
      boolean repr = false;
      int conversion = name.indexOf('!');
      if (conversion >= 0) {
        String kind = name.substring(conversion);
        if (!kind.equals("!r") && !kind.equals("!s")) {
          throw malformed("{" + field + "} has the conversion " + kind + ", which is not !r or !s");
        }
        repr = kind.equals("!r");
        name = name.substring(0, conversion);
      }
      if (!specification.isEmpty()) {
        NumberFormat.parse(specification);
      }
      return new Place(number(name), repr, specification);
    }

    private int number(String name) {
      boolean named = !name.isEmpty();
      if (!pieces.stream().filter(Place.class::isInstance).toList().isEmpty()
          && numbered != named) {
        throw malformed("it mixes {} with {0}");
      }
      numbered = named;
      if (!named) {
        return automatic++;
      }
      if (!name.chars().allMatch(c -> c >= '0' && c <= '9') || name.length() > 4) {
        throw malformed("{" + name + "} names no argument by its number; write {} or {0}");
      }
      return Integer.parseInt(name);
    }

    private IllegalArgumentException malformed(String what) {
      return new IllegalArgumentException(operation + ": format \"" + format + "\": " + what);
    }
  }

  /**
   * Refuses formats that do not use all arguments, or use others.
   *
   * @param operation who asks, for errors
   * @param format the format as it was written
   * @param arguments the arguments
   */
  void check(String operation, String format, List<?> arguments) {
    BitSet used = new BitSet();
    for (Piece piece : pieces) {
      if (piece instanceof Place place) {
        if (place.argument() >= arguments.size()) {
          throw new IllegalArgumentException(
              operation
                  + ": format \""
                  + format
                  + "\" asks for argument "
                  + place.argument()
                  + ", but "
                  + arguments.size()
                  + " are given");
        }
        used.set(place.argument());
      }
    }
    if (used.cardinality() < arguments.size()) {
      List<Object> unused = new ArrayList<>();
      for (int i = used.nextClearBit(0); i < arguments.size(); i = used.nextClearBit(i + 1)) {
        unused.add(arguments.get(i));
      }
      throw new IllegalArgumentException(
          operation + ": unused positional arguments: " + unused + "; give each a {}");
    }
  }

  /** {@return the line for some values} */
  String line(List<ConcreteArray> values) {
    StringBuilder line = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Text(String text) -> line.append(text);
        case Place place -> line.append(text(place, values.get(place.argument())));
      }
    }
    return line.toString();
  }

  private static String text(Place place, ConcreteArray value) {
    if (place.specification().isEmpty()) {
      return place.repr() ? value.toString() : value.valueText();
    }
    if (value.rank() > 0) {
      throw new IllegalArgumentException(
          "format: {:"
              + place.specification()
              + "} writes a number, and the argument has type "
              + value.type()
              + "; write {} for an array");
    }
    return NumberFormat.parse(place.specification()).format(value);
  }

  /** The format that writes these pieces. */
  String written() {
    StringBuilder format = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Text(String text) -> format.append(text.replace("{", "{{").replace("}", "}}"));
        case Place(int argument, boolean repr, String specification) ->
            format
                .append('{')
                .append(argument)
                .append(repr ? "!r" : "")
                .append(specification.isEmpty() ? "" : ":" + specification)
                .append('}');
      }
    }
    return format.toString();
  }
}

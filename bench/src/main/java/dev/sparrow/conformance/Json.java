package dev.sparrow.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value whose numbers keep their text. A case's numbers are exact in their own dtype, which
 * is only known later and may be wider than double.
 */
sealed interface Json {
  /** An object, in the order it was written. */
  record Obj(Map<String, Json> fields) implements Json {
    /** The value of a field, or null if it is absent. */
    @Nullable Json get(String name) {
      return fields.get(name);
    }

    boolean has(String name) {
      return fields.containsKey(name);
    }

    /** The value of a field that the format requires. */
    Json require(String name) {
      Json value = fields.get(name);
      if (value == null) {
        throw new CaseFormatException("field \"" + name + "\" is missing");
      }
      return value;
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {}

  /** A number as it is spelled. */
  record Num(String text) implements Json {
    /** Whether it is spelled without point and exponent. */
    boolean isIntegral() {
      return text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    }
  }

  /** A string. */
  record Str(String text) implements Json {}

  /** A truth value. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  record Null() implements Json {}

  /** Reads one value; nothing may follow it. */
  static Json parse(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Json value = read(parser);
      if (parser.nextToken() != null) {
        throw new CaseFormatException("text follows the JSON value");
      }
      return value;
    } catch (JsonProcessingException malformed) {
      throw new CaseFormatException("not JSON: " + malformed.getOriginalMessage());
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  private static Json read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new CaseFormatException("the line is empty");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield new Obj(fields);
      }
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Arr(items);
      }
      case VALUE_STRING -> new Str(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new CaseFormatException("unexpected " + token);
    };
  }

  /** This value as an object. */
  default Obj object() {
    if (this instanceof Obj obj) {
      return obj;
    }
    throw new CaseFormatException("expected an object, got " + this);
  }

  /** This value as a list. */
  default List<Json> list() {
    if (this instanceof Arr(List<Json> items)) {
      return items;
    }
    throw new CaseFormatException("expected a list, got " + this);
  }

  /** This value as a string. */
  default String string() {
    if (this instanceof Str(String text)) {
      return text;
    }
    throw new CaseFormatException("expected a string, got " + this);
  }

  /** This value as a whole number. */
  default long integer() {
    if (this instanceof Num number && number.isIntegral()) {
      try {
        return Long.parseLong(number.text());
      } catch (NumberFormatException tooLarge) {
        throw new CaseFormatException(number.text() + " does not fit 64 bits");
      }
    }
    throw new CaseFormatException("expected a whole number, got " + this);
  }

  /** This value as a double; the strings nan, inf and -inf are numbers too. */
  default double number() {
    return switch (this) {
      case Num(String text) -> Double.parseDouble(text);
      case Str(String text) ->
          switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw new CaseFormatException("expected a number, got \"" + text + "\"");
          };
      case Obj _, Arr _, Bool _, Null _ ->
          throw new CaseFormatException("expected a number, got " + this);
    };
  }
}

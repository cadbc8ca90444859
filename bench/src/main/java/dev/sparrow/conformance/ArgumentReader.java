package dev.sparrow.conformance;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Shaping;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns a case's JSON argument into the Java value that a parameter takes. */
final class ArgumentReader {
  private final Binder binder;

  ArgumentReader(Binder binder) {
    this.binder = binder;
  }

  /**
   * The Java value of an argument.
   *
   * @param json the argument, not null
   * @param type the parameter's type
   * @return the value
   * @throws UnboundException if the parameter does not take such an argument
   */
  Object read(Json json, Type type) throws UnboundException {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return readList(json, list.getActualTypeArguments()[0]);
    }
    if (type instanceof ParameterizedType function
        && function.getRawType() == UnaryOperator.class
        && json instanceof Json.Obj fields
        && fields.get("fnref") instanceof Json.Str(String name)) {
      return binder.function(name);
    }
    if (type instanceof ParameterizedType function
        && function.getRawType() == BinaryOperator.class
        && json instanceof Json.Obj fields
        && fields.get("fnref") instanceof Json.Str(String name)) {
      return binder.combination(name);
    }
    if (!(type instanceof Class<?> target)) {
      throw mismatch(json, type);
    }
    if (target.isArray()) {
      return readArray(json, target.getComponentType());
    }
    if (target == NDArray.class) {
      return readOperand(json);
    }
    if (target == Index.class) {
      return readIndex(json.object());
    }
    Object value = readPlain(unwrapScalar(json), target);
    if (value == null) {
      throw mismatch(json, type);
    }
    return value;
  }

  /** Whether an argument is a list or tuple. */
  static boolean isList(Json json) {
    return json instanceof Json.Arr || json instanceof Json.Obj fields && fields.has("tuple");
  }

  /** A Python scalar in a parameter position is the number itself. */
  private static Json unwrapScalar(Json json) {
    return json instanceof Json.Obj scalar && scalar.has("py") ? scalar.require("value") : json;
  }

  private static @Nullable Object readPlain(Json json, Class<?> target) {
    return switch (json) {
      case Json.Num number when number.isIntegral() -> readInteger(number, target);
      case Json.Num number ->
          target == double.class || target == Double.class ? (Object) number.number() : null;
      case Json.Bool(boolean value) ->
          target == boolean.class || target == Boolean.class ? (Object) value : null;
      case Json.Str(String text) -> readString(text, target);
      case Json.Arr _ -> target == Shape.class && isInts(json) ? HostArray.shape(json) : null;
      case Json.Obj _, Json.Null _ -> null;
    };
  }

  private static @Nullable Object readInteger(Json.Num number, Class<?> target) {
    if (target == double.class || target == Double.class) {
      return number.number();
    }
    if (target == Shape.class) {
      return Shape.of(number.integer());
    }
    if (target == int.class || target == Integer.class) {
      return Math.toIntExact(number.integer());
    }
    return target == long.class || target == Long.class ? (Object) number.integer() : null;
  }

  private static @Nullable Object readString(String text, Class<?> target) {
    if (target == String.class) {
      return text;
    }
    if (target == DType.class) {
      return DType.of(text);
    }
    if (target == double.class && (text.equals("nan") || text.endsWith("inf"))) {
      return new Json.Str(text).number();
    }
    if (target.isEnum()) {
      String wanted = text.replace('-', '_').toUpperCase(Locale.ROOT);
      for (Object constant : target.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(wanted)) {
          return constant;
        }
      }
    }
    return null;
  }

  private static boolean isInts(Json json) {
    return json instanceof Json.Arr(List<Json> items)
        && items.stream().allMatch(item -> item instanceof Json.Num number && number.isIntegral());
  }

  private Object readArray(Json json, Class<?> component) throws UnboundException {
    List<Object> items = readList(json, component);
    Object array = Array.newInstance(component, items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, items.get(i));
    }
    return array;
  }

  /**
   * A list. One number stands for a list of itself, as in {@code axis=1}; an array where operands
   * are listed stands for its rows.
   */
  private List<Object> readList(Json json, Type component) throws UnboundException {
    if (json instanceof Json.Obj && !isList(json) && component == NDArray.class) {
      return rows(readOperand(json));
    }
    List<Json> items =
        switch (json) {
          case Json.Arr(List<Json> given) -> given;
          case Json.Obj fields when fields.has("tuple") -> fields.require("tuple").list();
          case Json.Num number when component != NDArray.class -> List.<Json>of(number);
          case Json.Num _, Json.Obj _, Json.Str _, Json.Bool _, Json.Null _ ->
              throw mismatch(json, component);
        };
    List<Object> values = new ArrayList<>();
    for (Json item : items) {
      if (item instanceof Json.Arr && isNumber(component)) {
        // A nested list fills a flat one in order: ((1, 2), (3, 4)).
        values.addAll(readList(item, component));
      } else {
        values.add(read(item, component));
      }
    }
    return values;
  }

  private static boolean isNumber(Type type) {
    return type instanceof Class<?> target
        && (target.isPrimitive() || Number.class.isAssignableFrom(target));
  }

  private static List<Object> rows(NDArray array) throws UnboundException {
    if (array.rank() == 0) {
      throw new UnboundException("a scalar for a list of arrays");
    }
    List<Object> rows = new ArrayList<>();
    for (long row = 0; row < array.shape().dim(0); row++) {
      rows.add(array.get(row));
    }
    return rows;
  }

  private NDArray readOperand(Json json) throws UnboundException {
    return switch (json) {
      case Json.Num number -> number(number);
      case Json.Bool(boolean value) -> Creation.scalar(value ? 1 : 0, DType.BOOL);
      case Json.Obj fields when fields.has("py") -> {
        if (fields.require("py").equals(new Json.Str("complex"))) {
          List<Json> parts = fields.require("value").list();
          yield Creation.weak(new Complex(parts.get(0).number(), parts.get(1).number()));
        }
        Json value = fields.require("value");
        yield fields.require("py").equals(new Json.Str("float"))
            ? Creation.weak(value.number())
            : readOperand(value);
      }
      case Json.Obj fields when fields.has("nested") -> {
        NDArray nested = nested(fields.require("nested"));
        yield Lax.convert(nested, nested.dtype());
      }
      case Json.Obj fields when fields.has("uniform_key") -> uniform(fields);
      case Json.Obj fields when fields.has("dtype") -> array(HostArray.parse(fields));
      case Json.Obj fields when fields.has("key") -> array(HostArray.parseKeys(fields));
      case Json.Obj _, Json.Arr _, Json.Str _, Json.Null _ -> throw mismatch(json, NDArray.class);
    };
  }

  /** Nested lists of numbers, which promote to one dtype. */
  private NDArray nested(Json json) throws UnboundException {
    if (!(json instanceof Json.Arr(List<Json> items))) {
      return readOperand(json);
    }
    List<NDArray> parts = new ArrayList<>();
    for (Json item : items) {
      parts.add(nested(item));
    }
    return parts.isEmpty() ? Creation.zeros(0) : Shaping.stack(parts, 0);
  }

  private static NDArray number(Json.Num number) {
    return number.isIntegral() ? Creation.weak(number.integer()) : Creation.weak(number.number());
  }

  private static NDArray array(HostArray array) {
    return HostValues.fromBytes(array.dtype(), array.shape(), array.bytes());
  }

  /** {@code random.uniform(random.key(s), shape, dtype, minval, maxval)}, by our own streams. */
  private NDArray uniform(Json.Obj fields) throws UnboundException {
    // key(s) is the pair (0, s) for seeds of 32 bits.
    Json.Num seed = new Json.Num(Long.toString(fields.require("uniform_key").integer()));
    Json words = new Json.Arr(List.of(new Json.Num("0"), seed));
    Json key = new Json.Obj(Map.of("key", words, "shape", new Json.Arr(List.of())));
    List<Json> args =
        List.of(
            key,
            fields.require("shape"),
            fields.require("dtype"),
            fields.require("minval"),
            fields.require("maxval"));
    return (NDArray) Objects.requireNonNull(binder.bind("random.uniform", args, Map.of()).invoke());
  }

  private Index readIndex(Json.Obj entry) throws UnboundException {
    if (entry.get("slice") instanceof Json.Arr(List<Json> bounds)) {
      return Index.slice(bound(bounds.get(0)), bound(bounds.get(1)), bound(bounds.get(2)));
    }
    if (entry.get("int") instanceof Json.Num position) {
      return Index.at(position.integer());
    }
    if (entry.has("newaxis")) {
      return Index.newAxis();
    }
    if (entry.has("ellipsis")) {
      return Index.ellipsis();
    }
    if (entry.has("array")) {
      return Index.take(readOperand(entry.require("array")));
    }
    if (entry.has("mask")) {
      return Index.mask(readOperand(entry.require("mask")));
    }
    if (entry.get("bool") instanceof Json.Bool(boolean holds)) {
      return Index.mask(holds);
    }
    throw new UnboundException("indexing by " + String.join(", ", entry.fields().keySet()));
  }

  private static @Nullable Long bound(Json json) {
    return json instanceof Json.Null ? null : (Long) json.integer();
  }

  private static UnboundException mismatch(Json json, Type type) {
    return new UnboundException(
        json.getClass().getSimpleName() + " for a parameter of type " + type.getTypeName());
  }
}

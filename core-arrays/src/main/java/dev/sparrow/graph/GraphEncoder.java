package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the part of a saved program between header and checksum; see {@link GraphFormat}. */
final class GraphEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<ArrayType, Integer> types = new HashMap<>();
  private final Map<Graph, Integer> graphs = new HashMap<>();
  private int depth;

  private GraphEncoder() {}

  static byte[] encode(Graph graph) {
    GraphEncoder encoder = new GraphEncoder();
    encoder.graph(graph);
    return encoder.out.toByteArray();
  }

  private void graph(Graph graph) {
    if (known(graphs, graph)) {
      return;
    }
    if (++depth > GraphFormat.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "graph: more than "
              + GraphFormat.MAX_DEPTH
              + " programs inside one another cannot be saved; inline some of the calls");
    }
    list(Var.class, graph.captures());
    list(Var.class, graph.params());
    list(Equation.class, graph.equations());
    list(Atom.class, graph.results());
    depth--;
    graphs.put(graph, graphs.size() + 1);
  }

  private void value(Type type, Object value) {
    if (value instanceof Effect.Callback callback) {
      throw new IllegalArgumentException(
          "graph: "
              + callback.jaxName()
              + " calls Java code, which cannot be saved or sent; use Debug.print, or take the"
              + " callback out of the function");
    }
    if (type instanceof ParameterizedType list) {
      list(list.getActualTypeArguments()[0], (List<?>) value);
      return;
    }
    switch (value) {
      case Integer number -> number(number);
      case Long number -> number(number);
      case Boolean flag -> out.write(flag ? 1 : 0);
      case String text -> text(text);
      case Enum<?> constant -> name(constant.name());
      case Graph graph -> graph(graph);
      case Shape shape -> shape(shape);
      case ArrayType array -> arrayType(array);
      case Record record -> {
        if (type instanceof Class<?> family && family.isInterface()) {
          name(record.getClass().getSimpleName());
        }
        parts(record);
      }
      default -> throw new IllegalStateException("graph: cannot save a " + value.getClass());
    }
  }

  private void parts(Record record) {
    for (GraphSchema.Part part : GraphSchema.of(record.getClass()).parts()) {
      Object value = read(part, record);
      if (part.nullable()) {
        out.write(value == null ? 0 : 1);
      }
      if (value != null) {
        value(part.type(), value);
      } else if (!part.nullable()) {
        throw new IllegalStateException("graph: " + part.accessor() + " is null");
      }
    }
  }

  private static @Nullable Object read(GraphSchema.Part part, Record record) {
    try {
      return part.accessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("graph: cannot read " + part.accessor(), impossible);
    }
  }

  private void list(Type type, List<?> values) {
    number(values.size());
    values.forEach(value -> value(type, Objects.requireNonNull(value)));
  }

  private void arrayType(ArrayType type) {
    if (!known(types, type)) {
      parts(type);
      types.put(type, types.size() + 1);
    }
  }

  private void shape(Shape shape) {
    number(shape.rank());
    for (long extent : shape.dims()) {
      number(extent);
    }
  }

  private void name(String name) {
    if (!known(names, name)) {
      text(name);
      names.put(name, names.size() + 1);
    }
  }

  /** Writes the number of what was written before, 0 for what is new. */
  private <T> boolean known(Map<T, Integer> table, T value) {
    Integer number = table.get(value);
    number(number == null ? 0 : number);
    return number != null;
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.writeBytes(bytes);
  }

  private void number(long value) {
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

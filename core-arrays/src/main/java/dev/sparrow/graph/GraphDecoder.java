package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of a saved program between header and checksum; see {@link GraphFormat}. Makes
 * nothing but records of {@link GraphSchema}, by their own constructors, and trusts no count.
 */
final class GraphDecoder {
  private final ByteBuffer in;
  private final List<String> names = new ArrayList<>();
  private final List<ArrayType> types = new ArrayList<>();
  private final List<Graph> graphs = new ArrayList<>();
  private int depth;

  private GraphDecoder(ByteBuffer in) {
    this.in = in;
  }

  static Graph decode(ByteBuffer body) {
    GraphDecoder decoder = new GraphDecoder(body);
    Graph graph;
    try {
      graph = GraphChecker.check(decoder.graph());
    } catch (GraphFormatException clear) {
      throw clear;
    } catch (BufferUnderflowException tooShort) {
      throw new GraphFormatException("graph: damaged: ends within the program", tooShort);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | NullPointerException
        | IndexOutOfBoundsException malformed) {
      throw new GraphFormatException(
          "graph: malformed: " + malformed.getMessage() + "; save it again", malformed);
    }
    if (body.hasRemaining()) {
      throw new GraphFormatException(
          "graph: malformed: " + body.remaining() + " bytes follow the program; save it again");
    }
    return graph;
  }

  private Graph graph() {
    int known = count(graphs.size());
    if (known > 0) {
      return graphs.get(known - 1);
    }
    if (++depth > GraphFormat.MAX_DEPTH) {
      throw new GraphFormatException(
          "graph: malformed: more than "
              + GraphFormat.MAX_DEPTH
              + " programs lie inside one another");
    }
    List<Var> captures = list(Var.class, Var.class);
    List<Var> params = list(Var.class, Var.class);
    List<Equation> equations = list(Equation.class, Equation.class);
    List<Atom> results = list(Atom.class, Atom.class);
    Graph graph = new Graph(captures, params, equations, results);
    depth--;
    graphs.add(graph);
    return graph;
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType list) {
      return list(list.getActualTypeArguments()[0], Object.class);
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == int.class || wanted == Integer.class) {
      return Math.toIntExact(number());
    }
    if (wanted == long.class || wanted == Long.class) {
      return number();
    }
    if (wanted == boolean.class) {
      return flag();
    }
    if (wanted == String.class) {
      return text();
    }
    if (wanted.isEnum()) {
      return constant(wanted, name());
    }
    if (wanted == Graph.class) {
      return graph();
    }
    if (wanted == Shape.class) {
      return shape();
    }
    if (wanted == ArrayType.class) {
      return arrayType();
    }
    return record(wanted.isInterface() ? member(wanted, name()) : wanted);
  }

  private static Class<?> member(Class<?> family, String name) {
    Class<?> member = GraphSchema.named(family, name);
    if (member == null) {
      throw new GraphFormatException(
          "graph: '"
              + name
              + "' is no "
              + family.getSimpleName()
              + " known here; load the program with the build that saved it or with a newer one");
    }
    return member;
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new GraphFormatException(
        "graph: '"
            + name
            + "' is no "
            + type.getSimpleName()
            + " known here; load the program with the build that saved it or with a newer one");
  }

  private Object record(Class<?> type) {
    GraphSchema.Form form = GraphSchema.of(type);
    @Nullable Object[] values = new Object[form.parts().size()];
    for (int i = 0; i < values.length; i++) {
      GraphSchema.Part part = form.parts().get(i);
      values[i] = part.nullable() && !flag() ? null : value(part.type());
    }
    try {
      return form.constructor().newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new GraphFormatException(
          "graph: malformed " + type.getSimpleName() + ": " + refused.getCause(), refused);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("graph: cannot make a " + type, impossible);
    }
  }

  private <T> List<T> list(Type type, Class<T> element) {
    int count = count(in.remaining());
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(element.cast(value(type)));
    }
    return values;
  }

  private ArrayType arrayType() {
    int known = count(types.size());
    if (known > 0) {
      return types.get(known - 1);
    }
    ArrayType type = (ArrayType) record(ArrayType.class);
    types.add(type);
    return type;
  }

  private Shape shape() {
    long[] extents = new long[count(in.remaining())];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = number();
    }
    return Shape.of(extents);
  }

  private String name() {
    int known = count(names.size());
    if (known > 0) {
      return names.get(known - 1);
    }
    String name = text();
    names.add(name);
    return name;
  }

  private String text() {
    byte[] bytes = new byte[count(in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private boolean flag() {
    byte value = in.get();
    if (value != 0 && value != 1) {
      throw new GraphFormatException("graph: malformed: a flag is " + value + ", not 0 or 1");
    }
    return value == 1;
  }

  private int count(int most) {
    long count = number();
    if (count < 0 || count > most) {
      throw new GraphFormatException(
          "graph: malformed: a count is " + count + ", where at most " + most + " can follow");
    }
    return (int) count;
  }

  private long number() {
    long bits = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      bits |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return bits >>> 1 ^ -(bits & 1);
      }
    }
    throw new GraphFormatException("graph: malformed: a number has more than ten bytes");
  }
}

package dev.sparrow.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What saved programs are made of: the records of each sealed family, by name, and their parts. */
final class GraphSchema {
  /** Records of {@link Primitive} by simple name. A primitive that is not here cannot be read. */
  private static final Map<String, Class<?>> PRIMITIVES = members(Primitive.class);

  private static final Map<String, Class<?>> ATOMS = members(Atom.class);

  private static final ClassValue<Form> FORMS =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          return form(type);
        }
      };

  private GraphSchema() {}

  /**
   * How a record is taken apart and made again.
   *
   * @param constructor makes it of the parts
   * @param parts the components in order
   */
  record Form(Constructor<?> constructor, List<Part> parts) {}

  /**
   * A component of a record.
   *
   * @param accessor reads it
   * @param type its type
   * @param nullable whether it may be absent
   */
  record Part(Method accessor, Type type, boolean nullable) {}

  /** The form of a record. */
  static Form of(Class<?> record) {
    return FORMS.get(record);
  }

  /** The record with the given name in a sealed family; null if there is none. */
  static @Nullable Class<?> named(Class<?> family, String name) {
    return (family == Atom.class ? ATOMS : PRIMITIVES).get(name);
  }

  private static Form form(Class<?> record) {
    // Lines of code are remarks: a record that has one can be made without it.
    RecordComponent[] components =
        Arrays.stream(record.getRecordComponents())
            .filter(component -> component.getType() != SourceLine.class)
            .toArray(RecordComponent[]::new);
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    List<Part> parts =
        Arrays.stream(components)
            .map(component ->
                new Part(
                    component.getAccessor(),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class)))
            .toList();
    try {
      return new Form(record.getDeclaredConstructor(types), parts);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(record + " has no constructor of its parts", impossible);
    }
  }

  private static Map<String, Class<?>> members(Class<?> family) {
    Map<String, Class<?>> members = new HashMap<>();
    collect(family, members);
    return Map.copyOf(members);
  }

  private static void collect(Class<?> type, Map<String, Class<?>> members) {
    if (type.isRecord()) {
      Class<?> other = members.put(type.getSimpleName(), type);
      if (other != null && other != type) {
        throw new IllegalStateException(other + " and " + type + " have one name in saved graphs");
      }
      return;
    }
    for (Class<?> member : type.getPermittedSubclasses()) {
      collect(member, members);
    }
  }
}

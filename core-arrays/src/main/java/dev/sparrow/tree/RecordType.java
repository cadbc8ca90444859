package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How records of one class are taken apart and built; private classes too. */
final class RecordType {
  private static final ClassValue<RecordType> KNOWN =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return new RecordType(type);
        }
      };

  /**
   * One component.
   *
   * @param key the step to it
   * @param type its declared class
   * @param isStatic whether it belongs to the structure
   * @param accessor (Object) → Object
   */
  record Component(
      TreePath.Key.Component key, Class<?> type, boolean isStatic, MethodHandle accessor) {
    String name() {
      return key.name();
    }
  }

  private final Class<?> type;
  private final List<Component> components;
  private final MethodHandle constructor;

  private RecordType(Class<?> type) {
    this.type = type;
    RecordComponent[] declared = type.getRecordComponents();
    this.components = new ArrayList<>();
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      for (RecordComponent component : declared) {
        component.getAccessor().setAccessible(true);
        components.add(
            new Component(
                new TreePath.Key.Component(component.getName()),
                component.getType(),
                component.isAnnotationPresent(Static.class),
                lookup
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class))));
      }
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      this.constructor = lookup.unreflectConstructor(canonical);
    } catch (InaccessibleObjectException | IllegalAccessException closed) {
      throw new TreeException(
          "tree: record "
              + type.getName()
              + " is not accessible; open its package in module-info.java (opens "
              + type.getPackageName()
              + ";)",
          closed);
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError("a record has a canonical constructor", impossible);
    }
  }

  static RecordType of(Class<?> type) {
    return KNOWN.get(type);
  }

  Class<?> type() {
    return type;
  }

  String name() {
    return type.getSimpleName();
  }

  List<Component> components() {
    return components;
  }

  @Nullable Object get(Object instance, int component) {
    try {
      return (Object) components.get(component).accessor.invokeExact(instance);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Builds a record; what its constructor throws goes to the caller as it is. */
  Object build(List<@Nullable Object> values) {
    List<@Nullable Object> arguments = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      arguments.add(fit(components.get(i), values.get(i)));
    }
    try {
      return constructor.invokeWithArguments(arguments);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  private @Nullable Object fit(Component component, @Nullable Object value) {
    Class<?> declared = component.type;
    boolean number = declared.isPrimitive() || ScalarLeaf.isBox(declared);
    if (number && value instanceof NDArray array && !component.isStatic) {
      return ScalarLeaf.toJava(array, declared, name() + "." + component.name());
    }
    if (declared.isPrimitive() ? value == null : value != null && !declared.isInstance(value)) {
      throw new TreeException(
          "tree: component "
              + component.name()
              + " of record "
              + name()
              + " is declared "
              + declared.getSimpleName()
              + " and cannot hold a "
              + (value == null ? "null" : Flattening.nameOf(value))
              + "; declare it NDArray, List, Map or Optional, by what it should hold");
    }
    return value;
  }

  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new TreeException("tree: a record could not be built or read", thrown);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordType theirs && type == theirs.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}

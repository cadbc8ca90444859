package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of a method that arguments go to, in order: parameters, or the components of records.
 */
final class Slots {
  private final Method method;
  private final ArgumentReader reader;
  private final List<Slot> slots = new ArrayList<>();

  /** Python scalars, which are operands, in places for plain numbers. */
  private int plainScalars;

  Slots(Method method, ArgumentReader reader) {
    this.method = method;
    this.reader = reader;
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getType().isRecord()) {
        for (RecordComponent component : parameter.getType().getRecordComponents()) {
          slots.add(new Slot(component.getName(), component.getAnnotatedType()));
        }
      } else {
        slots.add(new Slot(parameter.getName(), parameter.getAnnotatedType()));
      }
    }
  }

  /** One place, empty or filled. */
  private static final class Slot {
    final String name;
    final String javaName;
    final AnnotatedType type;
    boolean filled;
    @Nullable Object value;

    Slot(String name, AnnotatedType type) {
      this.javaName = name;
      this.name = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      this.type = type;
    }

    boolean isCalled(String keyword) {
      return name.equals(keyword) || javaName.equals(keyword);
    }

    boolean isNullable() {
      return type.isAnnotationPresent(Nullable.class);
    }

    void fill(@Nullable Object argument) {
      filled = true;
      value = argument;
    }

    /** Whether this takes several operands, as {@code *args} does in Python. */
    boolean isOperandList() {
      return type.getType() == NDArray[].class
          || type.getType() instanceof ParameterizedType list
              && list.getRawType() == List.class
              && list.getActualTypeArguments()[0] == NDArray.class;
    }
  }

  /** Fills places in order. */
  void fillPositional(List<Json> args) throws UnboundException {
    for (int i = 0; i < args.size(); i++) {
      if (i >= slots.size()) {
        throw new UnboundException("takes " + slots.size() + " arguments, got " + args.size());
      }
      Slot slot = slots.get(i);
      boolean last = i == slots.size() - 1 && method.isVarArgs();
      boolean several = slot.isOperandList() && args.size() > i + 1 && isOperand(args.get(i + 1));
      if ((last || several) && !ArgumentReader.isList(args.get(i))) {
        slot.fill(reader.read(new Json.Arr(args.subList(i, args.size())), slot.type.getType()));
        return;
      }
      fill(slot, args.get(i));
    }
  }

  private static boolean isOperand(Json json) {
    return json instanceof Json.Obj && !ArgumentReader.isList(json);
  }

  /** Fills places by name. None for a parameter that is not there changes nothing. */
  void fillNamed(Map<String, Json> kwargs) throws UnboundException {
    for (Map.Entry<String, Json> kwarg : kwargs.entrySet()) {
      Slot named = null;
      for (Slot slot : slots) {
        named = slot.isCalled(kwarg.getKey()) ? slot : named;
      }
      if (named != null) {
        fill(named, kwarg.getValue());
      } else if (!(kwarg.getValue() instanceof Json.Null) && !isPure(kwarg)) {
        throw new UnboundException("no parameter " + kwarg.getKey());
      }
    }
  }

  /**
   * Whether a keyword changes no value: JAX insists on {@code inplace=False} where NumPy would
   * change an array, which ours never do, and takes promises about indices, which ours need not.
   */
  private static boolean isPure(Map.Entry<String, Json> kwarg) {
    return switch (kwarg.getKey()) {
      case "inplace" -> kwarg.getValue().equals(new Json.Bool(false));
      case "indices_are_sorted", "unique_indices" -> true;
      default -> false;
    };
  }

  private void fill(Slot slot, Json argument) throws UnboundException {
    if (!(argument instanceof Json.Null)) {
      if (argument instanceof Json.Obj scalar
          && scalar.has("py")
          && slot.type.getType() != NDArray.class) {
        plainScalars++;
      }
      slot.fill(reader.read(argument, slot.type.getType()));
    } else if (slot.isNullable()) {
      slot.fill(null);
    }
  }

  /** The call, with defaults in the places left open. */
  BoundCall call() throws UnboundException {
    int open = plainScalars;
    for (Slot slot : slots) {
      if (!slot.filled) {
        open++;
        slot.value = defaultOf(slot);
      }
    }
    Iterator<Slot> next = slots.iterator();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      arguments.add(
          parameter.getType().isRecord() ? record(parameter.getType(), next) : next.next().value);
    }
    return new BoundCall(method, Collections.unmodifiableList(arguments), open);
  }

  private @Nullable Object defaultOf(Slot slot) throws UnboundException {
    if (slot.isNullable()) {
      return null;
    }
    if (slot.type.getType() == boolean.class) {
      return false;
    }
    if (method.isVarArgs() && slot == slots.getLast()) {
      return Array.newInstance(((Class<?>) slot.type.getType()).getComponentType(), 0);
    }
    throw new UnboundException("parameter " + slot.name + " is not given");
  }

  private static Object record(Class<?> type, Iterator<Slot> next) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = next.next().value;
    }
    try {
      Constructor<?> constructor = type.getConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException unreachable) {
      throw new IllegalStateException("cannot make a " + type, unreachable);
    }
  }
}

package dev.sparrow.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A setting of the running thread that tracing may depend on, as the default widths of numbers. A
 * compiled function is traced anew under another value.
 *
 * @param <T> of values, compared by {@code equals}
 */
public final class TraceSetting<T> {
  private static final List<TraceSetting<?>> ALL = new CopyOnWriteArrayList<>();

  private final String name;
  private final T usual;
  private final ScopedValue<T> value = ScopedValue.newInstance();

  private TraceSetting(String name, T usual) {
    this.name = name;
    this.usual = usual;
  }

  /**
   * Makes a setting; once for each, in a static field.
   *
   * @param <T> of values
   * @param name a noun, for messages
   * @param usual value where {@link #run} says nothing else
   * @return the setting
   */
  public static <T> TraceSetting<T> of(String name, T usual) {
    TraceSetting<T> setting = new TraceSetting<>(name, usual);
    ALL.add(setting);
    return setting;
  }

  /** {@return the value on this thread} */
  public T current() {
    return value.orElse(usual);
  }

  /**
   * Runs code under a value.
   *
   * @param <R> result type
   * @param under the value
   * @param body what to run
   * @return its result
   */
  public <R> R run(T under, Supplier<R> body) {
    return ScopedValue.where(value, under).call(body::get);
  }

  /** {@return the settings that are not as usual on this thread, with their values} */
  public static Map<TraceSetting<?>, Object> unusual() {
    Map<TraceSetting<?>, Object> unusual = Map.of();
    for (TraceSetting<?> setting : ALL) {
      Object current = setting.current();
      if (!current.equals(setting.usual)) {
        unusual = unusual.isEmpty() ? new LinkedHashMap<>() : unusual;
        unusual.put(setting, current);
      }
    }
    return unusual;
  }

  /**
   * Reads the value out of what {@link #unusual} gave.
   *
   * @param unusual values that were not as usual
   * @return the value of this setting then
   */
  public Object in(Map<TraceSetting<?>, Object> unusual) {
    Object there = unusual.get(this);
    return there == null ? usual : there;
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}

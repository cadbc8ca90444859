package dev.sparrow.bench;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Which benchmarks there are, by the short names a person types: {@code selu}, {@code selu.jit}.
 */
public final class BenchmarkNames {
  private static final List<Class<?>> CLASSES =
      List.of(
          SeluBenchmark.class,
          RowsBenchmark.class,
          MovesBenchmark.class,
          UniformBenchmark.class,
          OrderingBenchmark.class,
          LoopBenchmark.class);
  private static final String SUFFIX = "Benchmark";

  private BenchmarkNames() {}

  /**
   * One benchmark.
   *
   * @param name such as {@code selu.jit}
   * @param className JMH's name of its class
   * @param method JMH's name of it in its class
   * @param work what one call does
   */
  public record Entry(String name, String className, String method, Work work) {
    /** {@return the part before the dot: benchmarks to compare with each other share it} */
    public String group() {
      return name.substring(0, name.indexOf('.'));
    }
  }

  /** {@return all benchmarks, by group and name} */
  public static List<Entry> all() {
    return CLASSES.stream().flatMap(BenchmarkNames::entries).toList();
  }

  private static Stream<Entry> entries(Class<?> benchmarks) {
    String simple = benchmarks.getSimpleName();
    String group = simple.substring(0, simple.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
    return Stream.of(benchmarks.getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .sorted(Comparator.comparing(Method::getName))
        .map(method ->
            new Entry(
                group + "." + method.getName(),
                benchmarks.getName(),
                method.getName(),
                method.getAnnotation(Work.class)));
  }

  /**
   * The benchmarks a word means: a group's name or a full one.
   *
   * @param word as typed
   * @return those benchmarks; none if the word is unknown
   */
  public static List<Entry> matching(String word) {
    return all().stream()
        .filter(entry -> entry.group().equals(word) || entry.name().equals(word))
        .toList();
  }
}

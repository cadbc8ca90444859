package dev.sparrow.programs;

import dev.sparrow.array.NDArray;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** All programs by name. A topic adds its own by a line in {@link #all}. */
public final class Programs {
  private final Map<String, Program> programs = new TreeMap<>();

  private Programs() {}

  /** {@return the programs by name} */
  public static Map<String, Program> all() {
    Programs all = new Programs();
    ElementwisePrograms.addTo(all);
    ReductionPrograms.addTo(all);
    RearrangingPrograms.addTo(all);
    MatrixPrograms.addTo(all);
    ModelPrograms.addTo(all);
    LoopPrograms.addTo(all);
    RandomPrograms.addTo(all);
    NumericsPrograms.addTo(all);
    SimulationPrograms.addTo(all);
    FinancePrograms.addTo(all);
    LearningPrograms.addTo(all);
    StatisticsPrograms.addTo(all);
    CustomRulePrograms.addTo(all);
    return Collections.unmodifiableMap(all.programs);
  }

  /** Adds a program of any number of arguments. */
  void add(String name, Program program) {
    if (programs.putIfAbsent(name, program) != null) {
      throw new IllegalStateException("program " + name + " is defined twice");
    }
  }

  /** Adds a program of one array. */
  void add1(String name, UnaryOperator<NDArray> program) {
    add(name, in -> program.apply(only(name, in, 1).getFirst()));
  }

  /** Adds a program of two arrays. */
  void add2(String name, BinaryOperator<NDArray> program) {
    add(name, in -> program.apply(only(name, in, 2).get(0), in.get(1)));
  }

  private static List<NDArray> only(String name, List<NDArray> in, int count) {
    if (in.size() != count) {
      throw new IllegalArgumentException(
          name + ": takes " + count + " arguments, got " + in.size());
    }
    return in;
  }
}

package dev.sparrow.jit;

import dev.sparrow.trace.TracedFunction;
import dev.sparrow.trace.UserCode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All options of one function, checked.
 *
 * @param function its name and the line where it was given to jit
 * @param arity how many arguments it takes, or {@link #ANY_NUMBER}
 * @param argumentNames names of its first arguments
 * @param statics positions of static arguments
 * @param donated positions of donated arguments
 * @param keepUnused whether arguments that are not read are passed on
 */
record JitOptions(
    TracedFunction function,
    int arity,
    List<String> argumentNames,
    Set<Integer> statics,
    Set<Integer> donated,
    boolean keepUnused) {
  /** Stands for a function that takes a list of any length. */
  static final int ANY_NUMBER = -1;

  private static final String UNNAMED = "fn";

  static JitOptions of(int arity, List<JitOption> options) {
    String name = UNNAMED;
    List<String> names = List.of();
    Set<Integer> statics = Set.of();
    Set<Integer> donated = Set.of();
    boolean keepUnused = false;
    for (JitOption option : options) {
      switch (option) {
        case JitOption.Name given -> name = given.name();
        case JitOption.ArgumentNames given -> names = given.names();
        case JitOption.StaticArguments(Set<Integer> given) ->
            statics = positions("staticArguments", arity, given);
        case JitOption.Donate(Set<Integer> given) -> donated = positions("donate", arity, given);
        case JitOption.KeepUnused _ -> keepUnused = true;
      }
    }
    Set<Integer> both = new TreeSet<>(statics);
    both.retainAll(donated);
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "jit: static and donated arguments cannot intersect; arguments "
              + both
              + " are both, and only arrays can be donated");
    }
    TracedFunction function = new TracedFunction(name, UserCode.line().orElse(""), "jit", names);
    return new JitOptions(function, arity, names, statics, donated, keepUnused);
  }

  private static Set<Integer> positions(String option, int arity, Set<Integer> given) {
    return given.stream()
        .map(position -> {
          if (arity != ANY_NUMBER && (position < -arity || position >= arity)) {
            throw new IllegalArgumentException(
                "jit: the function has "
                    + option
                    + "("
                    + given.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + "), but only accepts "
                    + arity
                    + " arguments; count from 0");
          }
          return position < 0 ? position + arity : position;
        })
        .collect(Collectors.toUnmodifiableSet());
  }

  String name() {
    return function.name();
  }

  /** What errors call an argument. */
  String argumentName(int position) {
    return position < argumentNames.size() ? argumentNames.get(position) : "args[" + position + "]";
  }
}

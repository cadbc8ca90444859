package dev.sparrow.jit;

import java.util.List;
import java.util.Set;

/**
 * What {@code jit} is told beside the function; made by {@link Jit#name}, {@link
 * Jit#argumentNames}, {@link Jit#staticArguments}, {@link Jit#donate} and {@link Jit#keepUnused}.
 */
public sealed interface JitOption {
  /**
   * What errors and printed graphs call the function.
   *
   * @param name the name
   */
  record Name(String name) implements JitOption {}

  /**
   * What errors call the arguments.
   *
   * @param names a name for each argument
   */
  record ArgumentNames(List<String> names) implements JitOption {
    /** Copies the list. */
    public ArgumentNames {
      names = List.copyOf(names);
    }
  }

  /**
   * Arguments that are known while tracing and belong to the key.
   *
   * @param positions which, from 0; negative ones count from the end
   */
  record StaticArguments(Set<Integer> positions) implements JitOption {
    /** Copies the set. */
    public StaticArguments {
      positions = Set.copyOf(positions);
    }
  }

  /**
   * Arguments whose arrays the call may use up.
   *
   * @param positions which, from 0; negative ones count from the end
   */
  record Donate(Set<Integer> positions) implements JitOption {
    /** Copies the set. */
    public Donate {
      positions = Set.copyOf(positions);
    }
  }

  /** Arguments that the function does not read are passed to the compiled program all the same. */
  record KeepUnused() implements JitOption {}
}

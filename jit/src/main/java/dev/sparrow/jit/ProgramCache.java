package dev.sparrow.jit;

import dev.sparrow.array.NDArray;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import dev.sparrow.tree.TreeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Programs of one function by signature; those used last are kept. Thread-safe. */
final class ProgramCache {
  /** Most programs a compiled function keeps. */
  static final int CAPACITY = 128;

  private final JitOptions options;
  private final Function<List<@Nullable Object>, @Nullable Object> function;
  private final MissLog misses;
  private long hits;
  private long traced;
  private long evicted;
  private final LinkedHashMap<Signature, Program> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Program> eldest) {
          boolean isFull = size() > CAPACITY;
          evicted += isFull ? 1 : 0;
          return isFull;
        }
      };

  ProgramCache(JitOptions options, Function<List<@Nullable Object>, @Nullable Object> function) {
    this.options = options;
    this.function = function;
    this.misses = new MissLog(options);
  }

  JitOptions options() {
    return options;
  }

  int size() {
    synchronized (programs) {
      return programs.size();
    }
  }

  void clear() {
    synchronized (programs) {
      programs.clear();
    }
  }

  CacheStatistics statistics() {
    synchronized (programs) {
      return new CacheStatistics(hits, traced, evicted, programs.size());
    }
  }

  List<String> misses() {
    synchronized (programs) {
      return misses.entries();
    }
  }

  @Nullable Object call(List<? extends @Nullable Object> values) {
    if (Jit.isDisabled()) {
      return function.apply(new ArrayList<>(values));
    }
    Arguments arguments = Arguments.of(options, values);
    Program program = program(arguments.signature());
    return program.call(arguments.leaves(), donated(arguments));
  }

  Program program(Signature signature) {
    synchronized (programs) {
      Program known = programs.get(signature);
      if (known != null) {
        hits++;
        return known;
      }
      traced++;
      misses.add(signature, programs.sequencedKeySet());
    }
    Program program = trace(signature);
    if (program.isLasting()) {
      synchronized (programs) {
        programs.put(signature, program);
      }
    }
    return program;
  }

  private Program trace(Signature signature) {
    List<TreeDef<?>> results = new ArrayList<>();
    GraphTrace.Traced traced =
        GraphTrace.trace(
            options.function().withArguments(Arguments.names(options, signature)),
            signature.types(),
            leaves -> {
              Object result = function.apply(Arguments.rebuild(signature, leaves));
              Flattened<?> flat = flattenResult(result);
              results.add(flat.structure());
              return flat.leaves();
            });
    return new Program(
        options.name(), traced.graph(), traced.captured(), results.getFirst(), options);
  }

  private Flattened<?> flattenResult(@Nullable Object result) {
    if (result instanceof Number || result instanceof Boolean) {
      throw new TreeException(
          options.name()
              + ": returned a "
              + result.getClass().getSimpleName()
              + ", in whose place no array can stand; return an NDArray (Creation.weak makes one)");
    }
    return Tree.flatten(options.name(), "result", result);
  }

  /** Numbers of the arrays that the caller gives up, each once. */
  private Set<Integer> donated(Arguments arguments) {
    if (options.donated().isEmpty()) {
      return Set.of();
    }
    Set<Integer> donated = new HashSet<>();
    List<TreeDef<?>> structures = arguments.signature().structures();
    int leaf = 0;
    for (int i = 0; i < structures.size(); i++) {
      for (int k = 0; k < structures.get(i).leafCount(); k++) {
        if (options.donated().contains(i)) {
          donated.add(leaf + k);
        }
      }
      leaf += structures.get(i).leafCount();
    }
    checkDonatedOnce(arguments, donated);
    return donated;
  }

  private void checkDonatedOnce(Arguments arguments, Set<Integer> donated) {
    Map<NDArray, Integer> seen = new IdentityHashMap<>();
    List<NDArray> leaves = arguments.leaves();
    for (int i = 0; i < leaves.size(); i++) {
      Integer first = seen.putIfAbsent(leaves.get(i), i);
      if (first != null && (donated.contains(i) || donated.contains(first))) {
        List<String> names = Arguments.names(options, arguments.signature());
        throw new IllegalArgumentException(
            options.name()
                + ": attempt to use an array that was donated in the same call: "
                + names.get(first)
                + " and "
                + names.get(i)
                + " are one array of type "
                + Objects.requireNonNull(leaves.get(i)).type()
                + "; donate an array that is passed once");
      }
    }
  }
}

package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.TreeDef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Programs of functions with derivatives of their own, by structure and types of the arguments; the
 * ones used last. What captures a value of a function that is being traced is not kept: it means
 * nothing once that is done.
 *
 * @param <P> what the function takes
 * @param <T> what is kept
 */
final class RuleCache<P, T> {
  private static final int CAPACITY = 64;

  private final Function<T, List<NDArray>> captured;
  private final LinkedHashMap<Key, T> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, T> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Key(TreeDef<?> structure, List<ArrayType> types) {}

  RuleCache(Function<T, List<NDArray>> captured) {
    this.captured = captured;
  }

  T get(Flattened<P> arguments, Supplier<T> trace) {
    List<ArrayType> types = arguments.leaves().stream().map(NDArray::type).toList();
    Key key = new Key(arguments.structure(), types);
    synchronized (kept) {
      T known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    T traced = trace.get();
    if (captured.apply(traced).stream().noneMatch(Tracer.class::isInstance)) {
      synchronized (kept) {
        kept.put(key, traced);
      }
    }
    return traced;
  }
}

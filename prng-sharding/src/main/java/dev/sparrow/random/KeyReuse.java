package dev.sparrow.random;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.trace.UserCode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A check that no key is used twice. A draw and a split use a key up; {@link Random#foldIn} with
 * different numbers, {@link Random#keyData} and slices of a draw do not. A key that was copied by
 * {@link Random#clone} may be used once more.
 *
 * <p>Keys with values are told by their words, however they were made; keys of a function that is
 * being traced by which value of the function they are. In a loop's body, which is traced once, a
 * key from outside counts as used once.
 */
public final class KeyReuse {
  private static final ScopedValue<KeyReuse> CHECK = ScopedValue.newInstance();

  /** Inside a sampler, whose definition knows what it does with its key. */
  private static final ScopedValue<Boolean> SAMPLING = ScopedValue.newInstance();

  private final Map<List<Integer>, String> words = new HashMap<>();
  private final Map<NDArray, String> traced = new IdentityHashMap<>();
  private final Map<NDArray, Boolean> clones = new IdentityHashMap<>();

  private KeyReuse() {}

  /** Says where a key was used before. */
  public static final class KeyReuseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    KeyReuseException(String message) {
      super(message);
    }
  }

  /**
   * Runs code and checks the keys that it uses. Meant for tests and for a first run: each draw
   * looks at its key's value.
   *
   * @param <R> result type
   * @param body what to run
   * @return its result
   * @throws KeyReuseException if a key is used twice, with both places
   */
  public static <R extends @Nullable Object> R check(Supplier<R> body) {
    return ScopedValue.where(CHECK, new KeyReuse()).call(body::get);
  }

  /** Runs a sampler's definition, whose draws are not checked one by one. */
  static <R> R sampling(Supplier<R> definition) {
    return ScopedValue.where(SAMPLING, true).call(definition::get);
  }

  /** Notes that a draw uses a key, or keys, up. */
  static void use(String operation, NDArray key) {
    if (CHECK.isBound() && !SAMPLING.isBound() && key.dtype() == DType.KEY) {
      CHECK.get().used(operation, key);
    }
  }

  /** Notes that a key may be used though its like was. */
  static NDArray cloned(NDArray key) {
    if (CHECK.isBound()) {
      CHECK.get().clones.put(key, true);
    }
    return key;
  }

  private void used(String operation, NDArray key) {
    String place = operation.replaceFirst("^_", "") + UserCode.atLine();
    if (clones.remove(key) != null) {
      return;
    }
    if (!(key instanceof ConcreteArray)) {
      refuse(traced.put(key, place), place);
      return;
    }
    int[] data = Random.keyData(key).toIntArray();
    for (int i = 0; i < data.length; i += 2) {
      refuse(words.put(List.of(data[i], data[i + 1]), place), place);
    }
  }

  private static void refuse(@Nullable String before, String now) {
    if (before != null) {
      throw new KeyReuseException(
          "key reuse: %s uses a key that was used before, by %s; split the key, or clone it to draw the same numbers on purpose"
              .formatted(now, before));
    }
  }
}

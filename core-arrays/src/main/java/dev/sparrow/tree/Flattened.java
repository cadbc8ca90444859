package dev.sparrow.tree;

import dev.sparrow.array.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structure taken apart.
 *
 * @param <T> type of the structure
 * @param leaves its arrays in order: record components as declared, lists by index, maps by
 *     ascending key
 * @param structure what is left without them
 */
public record Flattened<T extends @Nullable Object>(List<NDArray> leaves, TreeDef<T> structure) {
  /** Copies the list. */
  public Flattened {
    leaves = List.copyOf(leaves);
  }
}

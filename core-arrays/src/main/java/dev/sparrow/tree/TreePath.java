package dev.sparrow.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The way from the root of a structure to a place in it. Prints as it would be written: {@code
 * .layers[1].w}, and {@code ['a']} for a map's key.
 *
 * @param keys steps from the root; none for the root itself
 */
public record TreePath(List<Key> keys) {
  /** The root of a structure. */
  public static final TreePath ROOT = new TreePath(List.of());

  /** One step down. */
  public sealed interface Key {
    /**
     * To a record component.
     *
     * @param name its name
     */
    record Component(String name) implements Key {
      @Override
      public String toString() {
        return "." + name;
      }
    }

    /**
     * To an element of a list or Java array.
     *
     * @param index its position, from 0
     */
    record Element(int index) implements Key {
      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }

    /**
     * To a value of a map.
     *
     * @param key its key
     */
    record Entry(Object key) implements Key {
      @Override
      public String toString() {
        return key instanceof Number ? "[" + key + "]" : "['" + key + "']";
      }
    }

    /** To what an {@link java.util.Optional} holds. */
    record Present() implements Key {
      @Override
      public String toString() {
        return ".get()";
      }
    }
  }

  /** Copies the list. */
  public TreePath {
    keys = List.copyOf(keys);
  }

  /**
   * A path one step longer.
   *
   * @param key the last step
   * @return the path
   */
  public TreePath then(Key key) {
    List<Key> longer = new ArrayList<>(keys);
    longer.add(key);
    return new TreePath(longer);
  }

  /**
   * This path as an expression.
   *
   * @param root what the root is called
   * @return for example {@code params.layers[1].w}
   */
  public String from(String root) {
    StringBuilder text = new StringBuilder(root);
    keys.forEach(text::append);
    return text.toString();
  }

  /** {@return the path without a name for its root: {@code .layers[1].w}} */
  @Override
  public String toString() {
    return from("");
  }
}

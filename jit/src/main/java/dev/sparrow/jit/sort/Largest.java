package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;

/**
 * Finds the largest elements of lines, descending, and where they are; of equals the first. Keeps
 * the best so far in a heap whose root is the least of them, so that most elements take one
 * comparison.
 */
public final class Largest {
  private final int wanted;
  private final long[] keys;
  private final int[] positions;

  /** Creates a search for a number of elements, for one thread. */
  public Largest(int wanted) {
    this.wanted = wanted;
    this.keys = new long[wanted];
    this.positions = new int[wanted];
  }

  /**
   * Searches a line.
   *
   * @param from the line
   * @param count its elements, at least as many as are wanted
   * @param values where the elements go
   * @param indices where their positions go, as 4-byte integers
   */
  public void find(Line from, int count, Line values, Line indices) {
    if (wanted == 0) {
      return;
    }
    for (int i = 0; i < wanted; i++) {
      // The top bit is flipped so that signed comparison is that of the unsigned keys.
      keys[i] = OrderedBits.of(from.at(i), from.dtype(), Zeros.SIGNED) ^ Long.MIN_VALUE;
      positions[i] = i;
    }
    for (int root = wanted / 2 - 1; root >= 0; root--) {
      sink(root, wanted);
    }
    long least = keys[0];
    for (int i = wanted; i < count; i++) {
      long key = OrderedBits.of(from.at(i), from.dtype(), Zeros.SIGNED) ^ Long.MIN_VALUE;
      if (key > least) {
        keys[0] = key;
        positions[0] = i;
        sink(0, wanted);
        least = keys[0];
      }
    }
    for (int left = wanted - 1; left >= 0; left--) {
      int position = positions[0];
      values.set(left, from.at(position));
      Memory.storeBytes4(position, indices.at(left));
      keys[0] = keys[left];
      positions[0] = positions[left];
      sink(0, left);
    }
  }

  /** Whether element i of the heap is worth less than element j: of equals the later one is. */
  private boolean less(int i, int j) {
    return keys[i] < keys[j] || keys[i] == keys[j] && positions[i] > positions[j];
  }

  private void sink(int from, int size) {
    int at = from;
    while (true) {
      int least = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
        if (less(child, least)) {
          least = child;
        }
      }
      if (least == at) {
        return;
      }
      long key = keys[at];
      int position = positions[at];
      keys[at] = keys[least];
      positions[at] = positions[least];
      keys[least] = key;
      positions[least] = position;
      at = least;
    }
  }
}

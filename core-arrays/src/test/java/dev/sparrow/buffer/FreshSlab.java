package dev.sparrow.buffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Separates small arrays made before a moment from those made after it. One that lives keeps all of
 * its slab in use, also what arrays cut off later leave there when nobody can reach them any more:
 * they would be taken for a leak, though who holds the memory came first.
 */
public final class FreshSlab {
  private FreshSlab() {}

  /** From here on small arrays share their memory with none made before. */
  public static void begin() {
    List<ArrowBuffer> rest = new ArrayList<>();
    for (int bytes = 0; bytes < Slab.BYTES; bytes += Slab.LARGEST) {
      rest.add(ArrowBuffer.allocate(Slab.LARGEST));
    }
    rest.forEach(ArrowBuffer::release);
  }
}

package dev.sparrow.arrow;

import dev.sparrow.array.NDArray;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * Arrays to and from other languages in this process by Arrow's C Data Interface, without a copy:
 * addresses of the structures {@code ArrowArray} and {@code ArrowSchema}, such as pyarrow's {@code
 * _export_to_c} and {@code _import_from_c} take. Needs {@code org.apache.arrow:arrow-c-data} on the
 * class path. See {@link ArrowVectors} for what is copied all the same.
 */
public final class CData {
  /** Counts what is lent to other languages and borrowed from them. */
  private static final BufferAllocator ALLOCATOR = new RootAllocator();

  private CData() {}

  /**
   * Fills structures that another language then owns. The array's memory stays until it calls their
   * release callbacks.
   *
   * @param name the field's name
   * @param x an array of one axis or more; waits for it
   * @param arrayAddress memory for an {@code ArrowArray}, to be overwritten
   * @param schemaAddress memory for an {@code ArrowSchema}, to be overwritten
   * @throws dev.sparrow.array.DTypeException if no Arrow type holds its values
   * @throws dev.sparrow.array.ShapeException if the array is a scalar
   */
  public static void exportArray(String name, NDArray x, long arrayAddress, long schemaAddress) {
    try (FieldVector vector = ArrowVectors.vector(name, x, ALLOCATOR)) {
      Data.exportVector(
          ALLOCATOR, vector, null, ArrowArray.wrap(arrayAddress), ArrowSchema.wrap(schemaAddress));
    }
  }

  /**
   * Takes over structures that another language has filled: they are marked as released, and their
   * memory is given back when nothing reaches the array any more.
   *
   * @param arrayAddress an {@code ArrowArray}
   * @param schemaAddress its {@code ArrowSchema}
   * @return the array, on the other language's memory
   * @throws IllegalArgumentException if it has nulls
   * @throws dev.sparrow.array.DTypeException if no dtype holds its values
   */
  public static NDArray importArray(long arrayAddress, long schemaAddress) {
    try (FieldVector vector =
        Data.importVector(
            ALLOCATOR, ArrowArray.wrap(arrayAddress), ArrowSchema.wrap(schemaAddress), null)) {
      return ArrowVectors.array(vector);
    }
  }
}

package dev.sparrow.arrow;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Record batches and arrays by column name; see {@link ArrowVectors} for what is copied. */
public final class RecordBatches {
  private RecordBatches() {}

  /**
   * The columns of a batch.
   *
   * @param batch the batch; it may be closed or loaded anew afterwards, but not written in place
   * @return an array for each column, in the batch's order
   * @throws IllegalArgumentException if a column has nulls
   * @throws dev.sparrow.array.DTypeException if no dtype holds a column
   */
  public static Map<String, NDArray> arrays(VectorSchemaRoot batch) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (FieldVector vector : batch.getFieldVectors()) {
      if (arrays.put(vector.getName(), ArrowVectors.array(vector)) != null) {
        throw new IllegalArgumentException(
            "arrow: two columns are named '%s'; take them by position".formatted(vector.getName()));
      }
    }
    return arrays;
  }

  /**
   * Arrays as a batch.
   *
   * @param columns arrays of one length along their first axis, by name; waits for them
   * @param allocator counts the batch's memory
   * @return a batch that keeps the arrays' memory until it is closed
   * @throws ShapeException if lengths differ
   * @throws dev.sparrow.array.DTypeException if no Arrow type holds a column
   */
  public static VectorSchemaRoot batch(
      Map<String, ? extends NDArray> columns, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    try {
      columns.forEach((name, x) -> vectors.add(ArrowVectors.vector(name, x, allocator)));
      for (FieldVector vector : vectors) {
        FieldVector first = vectors.getFirst();
        if (vector.getValueCount() != first.getValueCount()) {
          throw new ShapeException(
              "arrow: the columns of a batch have one length, but '%s' has %d rows and '%s' has %d"
                  .formatted(
                      first.getName(),
                      first.getValueCount(),
                      vector.getName(),
                      vector.getValueCount()));
        }
      }
      return new VectorSchemaRoot(vectors);
    } catch (RuntimeException | Error failed) {
      vectors.forEach(FieldVector::close);
      throw failed;
    }
  }
}

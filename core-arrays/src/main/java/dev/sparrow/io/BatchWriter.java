package dev.sparrow.io;

import java.io.IOException;
import java.util.Iterator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Where the batches of a file or a stream go. */
@FunctionalInterface
interface BatchWriter {
  void write(ArrowRecordBatch batch) throws IOException;

  /**
   * Writes batches as they come, and closes each.
   *
   * @throws IllegalArgumentException if a batch has other columns than the schema says
   */
  static void writeAll(Schema schema, Iterator<VectorSchemaRoot> batches, BatchWriter writer)
      throws IOException {
    while (batches.hasNext()) {
      try (VectorSchemaRoot root = batches.next()) {
        if (!root.getSchema().equals(schema)) {
          throw new IllegalArgumentException(
              "arrow: a batch of %s among batches of %s".formatted(root.getSchema(), schema));
        }
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
          writer.write(batch);
        }
      }
    }
  }
}

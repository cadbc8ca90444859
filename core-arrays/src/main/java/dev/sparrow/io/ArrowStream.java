package dev.sparrow.io;

import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.RecordBatches;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Arrow's stream of record batches (the IPC streaming format), from a pipe or a socket: batches are
 * read as they come, one in memory at a time.
 */
public final class ArrowStream implements AutoCloseable {
  /** Counts what is read and not yet given back by the arrays that hold it. */
  private static final BufferAllocator ALLOCATOR = new RootAllocator();

  private final ArrowStreamReader reader;

  private ArrowStream(ArrowStreamReader reader) {
    this.reader = reader;
  }

  /**
   * Begins to read.
   *
   * @param stream where from; closed by {@link #close}
   * @return the stream's batches
   */
  public static ArrowStream open(InputStream stream) {
    return new ArrowStream(new ArrowStreamReader(stream, ALLOCATOR));
  }

  /**
   * {@return the columns' names and types}
   *
   * @throws IOException if the stream is no Arrow stream
   */
  public Schema schema() throws IOException {
    return reader.getVectorSchemaRoot().getSchema();
  }

  /**
   * The next batch.
   *
   * @return an array for each column, or null at the end; the arrays keep their batch's memory
   * @throws IOException if the stream fails or is damaged
   * @throws IllegalArgumentException if a column has nulls
   * @throws dev.sparrow.array.DTypeException if no dtype holds a column
   */
  public @Nullable Map<String, NDArray> next() throws IOException {
    return reader.loadNextBatch() ? RecordBatches.arrays(reader.getVectorSchemaRoot()) : null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /**
   * Writes batches as they come.
   *
   * @param stream where to; stays open
   * @param batches columns by name, of the same names and types each time; at least one batch,
   *     which tells the schema
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if there is no batch, or one has other columns than the first
   */
  public static void write(
      OutputStream stream, Iterator<? extends Map<String, ? extends NDArray>> batches)
      throws IOException {
    if (!batches.hasNext()) {
      throw new IllegalArgumentException(
          "arrow: a stream begins with its columns; give at least one batch, which may be empty");
    }
    VectorSchemaRoot first = RecordBatches.batch(batches.next(), ALLOCATOR);
    Iterator<VectorSchemaRoot> roots =
        new Iterator<>() {
          private @Nullable VectorSchemaRoot ready = first;

          @Override
          public boolean hasNext() {
            return ready != null || batches.hasNext();
          }

          @Override
          public VectorSchemaRoot next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            VectorSchemaRoot root =
                ready != null ? ready : RecordBatches.batch(batches.next(), ALLOCATOR);
            ready = null;
            return root;
          }
        };
    // Closed also if nothing could be written; closing twice does no harm.
    try (first;
        VectorSchemaRoot columns = VectorSchemaRoot.create(first.getSchema(), ALLOCATOR);
        Writer writer = new Writer(columns, Channels.newChannel(new Unclosed(stream)))) {
      writer.start();
      BatchWriter.writeAll(first.getSchema(), roots, writer::write);
      writer.end();
    }
  }

  /** Keeps a stream open when its writer is closed. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Takes batches of any allocator. */
  private static final class Writer extends ArrowStreamWriter {
    Writer(VectorSchemaRoot columns, WritableByteChannel channel) {
      super(columns, null, channel);
    }

    void write(ArrowRecordBatch batch) throws IOException {
      writeRecordBatch(batch);
    }
  }
}

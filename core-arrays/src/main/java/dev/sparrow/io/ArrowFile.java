package dev.sparrow.io;

import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.ArrowVectors;
import dev.sparrow.arrow.RecordBatches;
import dev.sparrow.ops.Joining;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.InvalidArrowFileException;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Arrow's file of record batches (the IPC file format, also known as Feather 2), read by mapping it
 * into memory: columns of numbers become arrays on the file's pages, and nothing is read until it
 * is used. Batches compressed by LZ4 or Zstandard are decompressed if Arrow's compression is on the
 * class path.
 *
 * <p>Arrays of a file stay valid when it is closed, as long as nobody writes over the file.
 */
public final class ArrowFile implements AutoCloseable {
  /** Before each message's metadata: a mark and the metadata's length, 4 bytes each. */
  private static final int PREFIX_BYTES = 8;

  /** Counts the pages of all files that are mapped, and what is decompressed from them. */
  private static final BufferAllocator ALLOCATOR = new RootAllocator();

  private final Path path;
  private final ArrowBuf mapped;
  private final Schema schema;
  private final List<ArrowBlock> blocks;

  private ArrowFile(Path path, ArrowBuf mapped, Schema schema, List<ArrowBlock> blocks) {
    this.path = path;
    this.mapped = mapped;
    this.schema = schema;
    this.blocks = blocks;
  }

  /** The pages of a file. */
  private static final class Mapping extends ForeignAllocation {
    private final Arena arena;

    Mapping(MemorySegment pages, Arena arena) {
      super(pages.byteSize(), pages.address());
      this.arena = arena;
    }

    @Override
    protected void release0() {
      arena.close();
    }
  }

  /**
   * Opens a file.
   *
   * @param path the file
   * @return its batches, to be closed
   * @throws IOException if it cannot be read or is no Arrow file
   */
  public static ArrowFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        ArrowFileReader reader = new ArrowFileReader(channel, ALLOCATOR)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      if (!reader.getDictionaryBlocks().isEmpty()) {
        throw new IOException(
            "arrow: " + path + " has dictionaries; write the file with plain columns");
      }
      List<ArrowBlock> blocks = List.copyOf(reader.getRecordBlocks());
      return new ArrowFile(path, ALLOCATOR.wrapForeignAllocation(map(channel)), schema, blocks);
    } catch (InvalidArrowFileException | IllegalArgumentException notArrow) {
      throw new IOException(
          "arrow: %s is not a file of Arrow record batches (%s)"
              .formatted(path, notArrow.getMessage()),
          notArrow);
    }
  }

  // The arena is closed when nothing holds the pages any more.
  @SuppressWarnings("MustBeClosedChecker")
  private static Mapping map(FileChannel channel) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new Mapping(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), arena);
    } catch (IOException | RuntimeException failed) {
      arena.close();
      throw failed;
    }
  }

  /** {@return the columns' names and types} */
  public Schema schema() {
    return schema;
  }

  /** {@return how many batches there are} */
  public int batches() {
    return blocks.size();
  }

  /**
   * A batch as Arrow's vectors on the file's pages.
   *
   * @param number which, from 0
   * @return the batch, to be closed; it may outlive this
   * @throws IOException if the file is damaged
   */
  public VectorSchemaRoot batch(int number) throws IOException {
    ArrowBlock block = blocks.get(number);
    long body = block.getOffset() + block.getMetadataLength();
    if (block.getOffset() < 0
        || block.getMetadataLength() < PREFIX_BYTES
        || block.getBodyLength() < 0
        || body + block.getBodyLength() > mapped.capacity()) {
      throw damaged(number, null);
    }
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, ALLOCATOR);
    boolean done = false;
    try {
      ByteBuffer metadata =
          mapped
              .nioBuffer(block.getOffset() + PREFIX_BYTES, block.getMetadataLength() - PREFIX_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      RecordBatch header = new RecordBatch();
      if (Message.getRootAsMessage(metadata).header(header) == null) {
        throw damaged(number, null);
      }
      ArrowBuf buffers = mapped.slice(body, block.getBodyLength());
      buffers.getReferenceManager().retain();
      // The batch takes over this reference and gives it up when it is closed.
      try (ArrowRecordBatch batch = MessageSerializer.deserializeRecordBatch(header, buffers)) {
        new VectorLoader(root).load(batch);
      }
      done = true;
      return root;
    } catch (IndexOutOfBoundsException | IllegalArgumentException outside) {
      throw damaged(number, outside);
    } finally {
      if (!done) {
        root.close();
      }
    }
  }

  private IOException damaged(int number, @Nullable Throwable cause) {
    return new IOException("arrow: %s: batch %d is damaged".formatted(path, number), cause);
  }

  /**
   * A batch as arrays.
   *
   * @param number which, from 0
   * @return an array for each column
   * @throws IOException if the file is damaged
   * @throws IllegalArgumentException if a column has nulls
   * @throws dev.sparrow.array.DTypeException if no dtype holds a column
   */
  public Map<String, NDArray> arrays(int number) throws IOException {
    try (VectorSchemaRoot root = batch(number)) {
      return RecordBatches.arrays(root);
    }
  }

  /**
   * A whole column.
   *
   * @param name its name
   * @return its batches one after another; on the file's pages if there is one batch
   * @throws IOException if the file is damaged
   * @throws IllegalArgumentException if there is no such column, or it has nulls
   * @throws dev.sparrow.array.DTypeException if no dtype holds it
   */
  public NDArray column(String name) throws IOException {
    if (schema.getFields().stream().noneMatch(field -> field.getName().equals(name))) {
      throw new IllegalArgumentException(
          "arrow: %s has no column '%s'; there are %s"
              .formatted(path, name, schema.getFields().stream().map(Field::getName).toList()));
    }
    List<NDArray> parts = new ArrayList<>();
    for (int number = 0; number < blocks.size(); number++) {
      try (VectorSchemaRoot root = batch(number)) {
        parts.add(ArrowVectors.array(root.getVector(name)));
      }
    }
    if (parts.isEmpty()) {
      try (VectorSchemaRoot empty = VectorSchemaRoot.create(schema, ALLOCATOR)) {
        return ArrowVectors.array(empty.getVector(name));
      }
    }
    return parts.size() == 1 ? parts.getFirst() : Joining.concatenate(parts);
  }

  /** Ends the reading; arrays and batches that were taken stay. */
  @Override
  public void close() {
    mapped.close();
  }

  /**
   * Writes arrays as a file of one batch, whole or not at all.
   *
   * @param path where to; an earlier file of that name is replaced
   * @param columns arrays of one length along their first axis, by name; waits for them
   * @throws IOException if the file cannot be written
   */
  public static void write(Path path, Map<String, ? extends NDArray> columns) throws IOException {
    try (VectorSchemaRoot root = RecordBatches.batch(columns, ALLOCATOR)) {
      write(path, root.getSchema(), List.of(root).iterator());
    }
  }

  /**
   * Writes batches as they come, holding one at a time; whole or not at all.
   *
   * @param path where to; an earlier file of that name is replaced
   * @param schema the type of every batch
   * @param batches the batches; each is closed when it is written
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a batch has another schema
   */
  public static void write(Path path, Schema schema, Iterator<VectorSchemaRoot> batches)
      throws IOException {
    WholeFile.write(
        path,
        channel -> {
          try (VectorSchemaRoot columns = VectorSchemaRoot.create(schema, ALLOCATOR);
              Writer writer = new Writer(columns, channel)) {
            writer.start();
            BatchWriter.writeAll(schema, batches, writer::write);
            writer.end();
          }
        });
  }

  /** Takes batches of any allocator. */
  private static final class Writer extends ArrowFileWriter {
    Writer(VectorSchemaRoot columns, WritableByteChannel channel) {
      super(columns, null, channel);
    }

    void write(ArrowRecordBatch batch) throws IOException {
      writeRecordBatch(batch);
    }
  }
}

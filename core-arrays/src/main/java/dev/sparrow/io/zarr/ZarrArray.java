package dev.sparrow.io.zarr;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Selection;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.io.zarr.AxisPart.Piece;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An array in a folder of chunks. Its metadata were read when it was opened; elements are read when
 * they are asked for, and only the chunks that hold them (of shards, only the inner chunks). No
 * file stays open in between.
 *
 * <p>{@code get} takes what that of {@link NDArray} takes. An array of positions reads the chunks
 * that hold them; of two such arrays, those that hold any combination of their positions.
 */
public final class ZarrArray {
  private final Path folder;
  private final ArrayMetadata metadata;

  private ZarrArray(Path folder, ArrayMetadata metadata) {
    this.folder = folder;
    this.metadata = metadata;
  }

  static ZarrArray open(Path folder) throws IOException {
    ArrayMetadata metadata = metadata(folder);
    if (metadata != null) {
      return new ZarrArray(folder, metadata);
    }
    if (ZarrGroup.isGroup(folder)) {
      throw new IOException(
          "zarr: %s is a group, of the arrays %s; open one of them, or openGroup"
              .formatted(folder, ZarrGroup.open(folder).arrays()));
    }
    throw new IOException(
        "zarr: %s is no Zarr array; it has neither %s nor %s"
            .formatted(folder, MetadataV3.FILE, MetadataV2.ARRAY));
  }

  private static @Nullable ArrayMetadata metadata(Path folder) throws IOException {
    ArrayMetadata current = MetadataV3.read(folder);
    return current != null ? current : MetadataV2.read(folder);
  }

  static boolean isArray(Path folder) throws IOException {
    return Files.exists(folder.resolve(MetadataV2.ARRAY))
        || MetadataV3.isNode(MetadataFile.read(folder.resolve(MetadataV3.FILE)), "array");
  }

  /** {@return the version of the format} */
  public ZarrFormat format() {
    return metadata.format();
  }

  /** {@return the element type} */
  public DType dtype() {
    return metadata.dtype();
  }

  /** {@return the extents} */
  public Shape shape() {
    return metadata.shape();
  }

  /** {@return dtype and shape} */
  public ArrayType type() {
    return ArrayType.of(dtype(), shape());
  }

  /** {@return extents of a chunk, of a shard if chunks lie in shards} */
  public Shape chunks() {
    return Shape.of(metadata.chunks().stream().mapToLong(Long::longValue).toArray());
  }

  /** {@return names of the axes, "" for one without; empty if there are none} */
  public List<String> dimensionNames() {
    return metadata.dimensionNames();
  }

  /** {@return what else is said of it: numbers, strings, booleans, lists and maps of them} */
  public Map<String, Object> attributes() {
    return metadata.attributes();
  }

  /**
   * Reads all of it.
   *
   * @return the array
   * @throws IOException if a chunk is damaged or cannot be read
   */
  public NDArray load() throws IOException {
    return get(Index.ellipsis());
  }

  /**
   * Reads elements by position.
   *
   * @param positions one for each leading axis; negative counts from the end
   * @return the rest of the array
   * @throws IOException if a chunk is damaged or cannot be read
   * @throws IndexOutOfBoundsException if a position does not exist
   */
  public NDArray get(long... positions) throws IOException {
    return read(Selection.of(shape(), positions));
  }

  /**
   * Reads elements by an index list.
   *
   * @param entries the list, as between NumPy's square brackets
   * @return the elements
   * @throws IOException if a chunk is damaged or cannot be read
   * @throws IndexOutOfBoundsException if a constant position does not exist
   */
  public NDArray get(Index... entries) throws IOException {
    return read(Selection.of(shape(), List.of(entries)));
  }

  /**
   * Reads elements by an index list in NumPy's notation.
   *
   * @param text such as {@code "1:, ..., None"}
   * @return the elements
   * @throws IOException if a chunk is damaged or cannot be read
   * @throws IndexOutOfBoundsException if a position does not exist
   */
  public NDArray get(String text) throws IOException {
    return read(Selection.of(shape(), Index.parse(text)));
  }

  private NDArray read(Selection selection) throws IOException {
    ArrayType type = ArrayType.of(dtype(), selection.block());
    View view = View.allocate(type.dtype(), type.shape());
    boolean done = false;
    try {
      readInto(view, selection);
      done = true;
    } finally {
      if (!done) {
        view.buffer().release();
      }
    }
    return selection.result(ConcreteArray.ready(type, view));
  }

  private void readInto(View view, Selection selection) throws IOException {
    int width = dtype().bytes();
    List<Long> strides =
        LongStream.of(view.strides()).map(stride -> stride * width).boxed().toList();
    MemorySegment fill = MemorySegment.ofArray(metadata.fill().bytes());
    ChunkReader reader =
        new ChunkReader(dtype(), fill, view.buffer().segment(), view.offset() * width);
    List<AxisPart> wanted = selection.axes().stream().map(AxisPart::of).toList();
    for (List<Piece> chunk : new ChunkGrid(metadata.chunks()).touched(wanted)) {
      List<AxisPart> parts = chunk.stream().map(Piece::part).toList();
      String key = metadata.keys().key(chunk.stream().map(Piece::number).toList());
      Path file = folder.resolve(key);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        StoredBytes stored = new StoredBytes.InFile(channel, 0, channel.size());
        reader.read(metadata.codec(), stored, metadata.chunks(), parts, strides);
      } catch (NoSuchFileException missing) {
        reader.read(metadata.codec(), null, metadata.chunks(), parts, strides);
      } catch (IOException failed) {
        String why = failed.getMessage() == null ? "it ends early" : failed.getMessage();
        throw new IOException("zarr: chunk " + file + " cannot be read: " + why, failed);
      }
    }
  }

  /** {@return where it is and what it is} */
  @Override
  public String toString() {
    return "ZarrArray(" + folder + ", " + type() + ", chunks=" + chunks() + ")";
  }
}

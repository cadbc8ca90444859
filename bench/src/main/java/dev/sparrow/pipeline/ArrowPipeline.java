package dev.sparrow.pipeline;

import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.ArrowVectors;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.io.ArrowFile;
import dev.sparrow.jit.Compiled1;
import dev.sparrow.jit.Jit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Runs a compiled function over the record batches of an Arrow file and writes them with its result
 * as one more column. One batch is in memory at a time: input columns lie on the file's pages,
 * other columns pass through unread.
 */
public final class ArrowPipeline {
  private final List<String> columns;
  private final String result;
  private final Compiled1<List<NDArray>, NDArray> function;

  private ArrowPipeline(
      List<String> columns, String result, Compiled1<List<NDArray>, NDArray> function) {
    this.columns = columns;
    this.result = result;
    this.function = function;
  }

  /**
   * What a run did.
   *
   * @param rows rows written
   * @param batches batches written
   * @param type of the new column, as Arrow names it
   */
  public record Summary(long rows, int batches, String type) {}

  /**
   * A pipeline of a function found by name.
   *
   * @param name a function as JAX names it, or {@code CLASS::METHOD}
   * @param columns the function's arguments
   * @param result name of the column it makes
   * @return the pipeline
   * @throws BadInputException if there is no such function of so many arrays
   */
  public static ArrowPipeline of(String name, List<String> columns, String result) {
    NamedFunction named = NamedFunction.find(name, columns.size());
    Function<List<NDArray>, NDArray> function = named::apply;
    return new ArrowPipeline(List.copyOf(columns), result, Jit.jit(function));
  }

  /**
   * Runs.
   *
   * @param in an Arrow file
   * @param out where the new file goes; written whole or not at all
   * @return what was done
   * @throws IOException if the output cannot be written
   * @throws BadInputException if the input is no Arrow file, lacks a column, has one that is no
   *     array, or the function does not accept it
   */
  public Summary run(Path in, Path out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFile file = open(in)) {
      check(in, file.schema());
      Batches batches = new Batches(file, allocator);
      Schema schema = schema(file, allocator);
      ArrowFile.write(out, schema, batches);
      return new Summary(
          batches.rows, file.batches(), schema.getFields().getLast().getType().toString());
    } catch (UncheckedIOException damaged) {
      throw new BadInputException(damaged.getCause().getMessage());
    } catch (IllegalArgumentException unusable) {
      throw new BadInputException(unusable.getMessage());
    }
  }

  private static ArrowFile open(Path in) {
    try {
      return ArrowFile.open(in);
    } catch (IOException unreadable) {
      throw new BadInputException(
          unreadable.getMessage().startsWith("arrow:")
              ? unreadable.getMessage()
              : "input " + in + ": cannot be read (" + unreadable.getClass().getSimpleName() + ")");
    }
  }

  private void check(Path in, Schema schema) {
    List<String> names = schema.getFields().stream().map(Field::getName).toList();
    for (String column : columns) {
      if (!names.contains(column)) {
        throw new BadInputException(
            "column %s: not found in %s; columns are %s"
                .formatted(column, in, String.join(", ", names)));
      }
    }
    if (names.contains(result)) {
      throw new BadInputException(
          "column %s: %s has one already; name the result by --as".formatted(result, in));
    }
  }

  /** The output's columns, found by a batch without rows. */
  private Schema schema(ArrowFile file, BufferAllocator allocator) {
    try (VectorSchemaRoot empty = VectorSchemaRoot.create(file.schema(), allocator);
        VectorSchemaRoot extended = extended(empty, allocator)) {
      return extended.getSchema();
    }
  }

  /** The vectors of a batch and that of the result; closing it closes both. */
  private VectorSchemaRoot extended(VectorSchemaRoot batch, BufferAllocator allocator) {
    List<NDArray> arguments = new ArrayList<>();
    try {
      for (String column : columns) {
        arguments.add(ArrowVectors.array(batch.getVector(column)));
      }
      try (NDArray y = function.apply(arguments)) {
        if (y.rank() == 0 || y.shape().dim(0) != batch.getRowCount()) {
          throw new BadInputException(
              "the function made %s of %d rows; it must make one value, or one array, a row"
                  .formatted(y.type(), batch.getRowCount()));
        }
        List<FieldVector> vectors = new ArrayList<>(batch.getFieldVectors());
        vectors.add(ArrowVectors.vector(result, y, allocator));
        return new VectorSchemaRoot(vectors);
      }
    } finally {
      arguments.forEach(NDArray::close);
    }
  }

  /** The output's batches, made when they are asked for. */
  private final class Batches implements Iterator<VectorSchemaRoot> {
    private final ArrowFile file;
    private final BufferAllocator allocator;
    private final Iterator<Integer> numbers;
    private long rows;

    Batches(ArrowFile file, BufferAllocator allocator) {
      this.file = file;
      this.allocator = allocator;
      this.numbers = IntStream.range(0, file.batches()).iterator();
    }

    @Override
    public boolean hasNext() {
      return numbers.hasNext();
    }

    @Override
    public VectorSchemaRoot next() {
      VectorSchemaRoot batch;
      try {
        batch = file.batch(numbers.next());
      } catch (IOException damaged) {
        throw new UncheckedIOException(damaged);
      }
      try {
        VectorSchemaRoot extended = extended(batch, allocator);
        rows += extended.getRowCount();
        return extended;
      } catch (RuntimeException failed) {
        batch.close();
        throw failed;
      }
    }
  }
}

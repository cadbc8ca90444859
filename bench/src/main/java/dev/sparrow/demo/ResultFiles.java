package dev.sparrow.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.demo.BootstrapOptions.Existing;
import dev.sparrow.io.Npy;
import dev.sparrow.ops.Creation;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where the results go. Written beside their place and moved there when complete: a run that fails
 * leaves nothing, and nothing of an earlier run is lost to it.
 */
final class ResultFiles {
  private static final String MEANS = "bootstrap-means.npy";
  private static final String TABLE = "bootstrap-means.parquet";
  private static final String PICTURE = "bootstrap-means.png";

  private final Optional<Path> folder;
  private final Optional<Path> json;
  private final List<Path> written = new ArrayList<>();

  private ResultFiles(Optional<Path> folder, Optional<Path> json) {
    this.folder = folder;
    this.json = json;
  }

  /**
   * Checks that the results can be written, before any work is done.
   *
   * @param options what was asked
   * @return where they go
   * @throws BadInputException if the folder exists and may not be replaced, or a file cannot be
   *     made
   */
  static ResultFiles check(BootstrapOptions options) throws IOException {
    Optional<Path> folder = options.out().map(Path::toAbsolutePath).map(Path::normalize);
    Optional<Path> json = options.json().map(Path::toAbsolutePath).map(Path::normalize);
    if (folder.isPresent()) {
      checkFolder(folder.get(), options.existing());
    }
    if (json.isPresent()) {
      checkJson(json.get());
    }
    return new ResultFiles(folder, json);
  }

  private static void checkFolder(Path folder, Existing existing) throws IOException {
    if (Files.exists(folder)) {
      if (!Files.isDirectory(folder)) {
        throw new BadInputException("--out " + folder + ": exists and is not a folder");
      }
      if (existing == Existing.REFUSE) {
        throw new BadInputException(
            "--out " + folder + ": exists; name another folder, or pass --overwrite");
      }
      // Only what an earlier run made is ever deleted.
      try (Stream<Path> entries = Files.list(folder)) {
        Optional<Path> other = entries.filter(entry -> !isResult(entry)).findFirst();
        if (other.isPresent()) {
          throw new BadInputException(
              "--out "
                  + folder
                  + ": holds "
                  + other.get().getFileName()
                  + ", which is no result of this job; name another folder");
        }
      }
    }
    checkWritable("--out", folder);
  }

  private static boolean isResult(Path entry) {
    return List.of(MEANS, TABLE, PICTURE).contains(entry.getFileName().toString());
  }

  private static void checkJson(Path json) {
    if (Files.isDirectory(json)) {
      throw new BadInputException("--json " + json + ": is a folder");
    }
    checkWritable("--json", json);
  }

  private static void checkWritable(String option, Path path) {
    Path parent = path.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
      throw new BadInputException(
          option + " " + path + ": " + parent + " is not a writable folder");
    }
  }

  /**
   * Writes all results.
   *
   * @param session writes the table
   * @param options what was asked
   * @param result the results
   */
  void write(SparkSession session, BootstrapOptions options, BootstrapResult result)
      throws IOException {
    if (folder.isPresent()) {
      Path target = folder.get();
      Path draft = createDraft(target);
      try {
        Npy.save(draft.resolve(MEANS), Creation.array(result.means()));
        writeTable(session, draft.resolve(TABLE), result.means());
        MeansHistogram.write(draft.resolve(PICTURE), options.column(), result);
        delete(target);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(draft);
      }
      Stream.of(MEANS, TABLE, PICTURE).map(target::resolve).forEach(written::add);
    }
    if (json.isPresent()) {
      writeJson(json.get(), options, result);
      written.add(json.get());
    }
  }

  /** {@return the files that were written} */
  List<Path> written() {
    return written;
  }

  private static void writeTable(SparkSession session, Path table, float[] means) {
    StructType schema =
        new StructType()
            .add("resample", DataTypes.IntegerType, false)
            .add("mean", DataTypes.FloatType, false);
    List<Row> rows =
        IntStream.range(0, means.length).mapToObj(b -> RowFactory.create(b, means[b])).toList();
    session.createDataFrame(rows, schema).coalesce(1).write().parquet(table.toUri().toString());
  }

  private static void writeJson(Path json, BootstrapOptions options, BootstrapResult result)
      throws IOException {
    Files.createDirectories(json.getParent());
    Path draft = draft(json);
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(draft.toFile(), result.facts(options));
      Files.move(draft, json, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path createDraft(Path target) {
    try {
      Files.createDirectories(target.getParent());
      return Files.createDirectory(draft(target));
    } catch (IOException refused) {
      throw new BadInputException("--out " + target + ": cannot be made: " + refused);
    }
  }

  /** A name beside the place of a result, for this run alone. */
  private static Path draft(Path result) {
    return result.resolveSibling("." + result.getFileName() + "-" + ProcessHandle.current().pid());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, IOException failed)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

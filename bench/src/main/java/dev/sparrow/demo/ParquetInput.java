package dev.sparrow.demo;

import dev.sparrow.cli.BadInputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table to read. What can be known of local files is checked before Spark starts. */
final class ParquetInput {
  /** A Parquet file begins and ends with these bytes; the format's specification, "File format". */
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** A URI or a pattern: Spark's business. */
  private static final Pattern NOT_A_LOCAL_PATH =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*|.*[*?{\\[].*");

  private ParquetInput() {}

  /**
   * Checks that a local path is a Parquet file, or a folder of them.
   *
   * @param input the path; anything else Spark checks
   * @throws BadInputException if it is not
   */
  static void check(String input) throws IOException {
    if (input.isBlank()) {
      throw new BadInputException("--input: needs a path");
    }
    if (NOT_A_LOCAL_PATH.matcher(input).matches()) {
      return;
    }
    Path path = Path.of(input);
    if (!Files.exists(path)) {
      throw new BadInputException("input " + input + ": no such file or folder");
    }
    if (!Files.isReadable(path)) {
      throw new BadInputException("input " + input + ": not readable by this user");
    }
    if (Files.isDirectory(path)) {
      checkFolder(input, path);
    } else {
      checkFile(input, path);
    }
  }

  private static void checkFolder(String input, Path folder) throws IOException {
    int[] files = new int[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(folder) || !isHidden(path)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (!isHidden(path)) {
              files[0]++;
              checkFile(input, path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (files[0] == 0) {
      throw new BadInputException("input " + input + ": a folder without files");
    }
  }

  /** What Spark leaves out of a table. */
  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith("_") || name.startsWith(".");
  }

  private static void checkFile(String input, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new BadInputException("input " + input + ": " + file + " is not readable by this user");
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] head = new byte[MAGIC.length];
      byte[] tail = new byte[MAGIC.length];
      boolean isParquet = bytes.length() >= 3L * MAGIC.length;
      if (isParquet) {
        bytes.readFully(head);
        bytes.seek(bytes.length() - tail.length);
        bytes.readFully(tail);
        isParquet = Arrays.equals(head, MAGIC) && Arrays.equals(tail, MAGIC);
      }
      if (!isParquet) {
        String which = file.toString().equals(input) ? "" : ": " + file;
        throw new BadInputException("input " + input + which + ": not a Parquet file");
      }
    }
  }

  /**
   * Opens the table; reads its schema only.
   *
   * @param session the session
   * @param input the path
   * @return the table
   * @throws BadInputException if Spark cannot read it
   */
  static Dataset<Row> read(SparkSession session, String input) {
    try {
      return openTable(session, input);
    } catch (AnalysisException unreadable) {
      String reason =
          switch (unreadable.getCondition()) {
            case "PATH_NOT_FOUND" -> "no such file or folder";
            case "UNABLE_TO_INFER_SCHEMA" -> "holds no Parquet files";
            case null, default -> firstLine(unreadable);
          };
      throw new BadInputException("input " + input + ": " + reason);
    } catch (Exception unreadable) {
      Throwable cause = unreadable;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new BadInputException("input " + input + ": cannot be read: " + firstLine(cause));
    }
  }

  /** Says what Scala does not declare, so that it can be caught. */
  private static Dataset<Row> openTable(SparkSession session, String input)
      throws AnalysisException {
    return session.read().parquet(input);
  }

  private static String firstLine(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return message.lines().findFirst().orElse(thrown.getClass().getSimpleName());
  }
}

package dev.sparrow.spark.shim;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.apache.spark.rdd.InputFileBlockHolder;

/**
 * The contiguous part of a file that a task is reading. A file's splits in order of their start are
 * the file in order of its rows, whatever the split size and whichever task reads which split.
 *
 * <p>Not a record: Kryo, as Spark ships it, cannot write the fields of one.
 */
public final class FileSplit implements Comparable<FileSplit>, Serializable {
  private static final long serialVersionUID = 1L;

  /** What a task that reads no file is reading. */
  public static final FileSplit NONE = new FileSplit("", -1);

  private static final Comparator<FileSplit> ORDER =
      Comparator.comparing((FileSplit split) -> split.path).thenComparingLong(split -> split.start);

  private final String path;
  private final long start;

  private FileSplit(String path, long start) {
    this.path = path;
    this.start = start;
  }

  /** {@return the split that the last row or batch of this task came from} */
  public static FileSplit current() {
    long start = InputFileBlockHolder.getStartOffset();
    return start < 0
        ? NONE
        : new FileSplit(InputFileBlockHolder.getInputFilePath().toString(), start);
  }

  /** By path, then by start. */
  @Override
  public int compareTo(FileSplit other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileSplit split && start == split.start && path.equals(split.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, start);
  }

  @Override
  public String toString() {
    return path + "@" + start;
  }
}

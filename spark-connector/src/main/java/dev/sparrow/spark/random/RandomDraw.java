package dev.sparrow.spark.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;
import dev.sparrow.random.StreamSlice;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What the data source draws: a matrix of {@code rows} by {@code columns} in row-major order, the
 * same numbers as {@code Random.normal(key, rows, columns)}.
 *
 * @param keyHigh high word of the key
 * @param keyLow low word of the key
 * @param rows number of rows
 * @param columns names of the columns
 * @param distribution what is drawn
 * @param dtype element type of floats: float32 or float64
 * @param partitions number of partitions
 */
record RandomDraw(
    int keyHigh,
    int keyLow,
    long rows,
    List<String> columns,
    Distribution distribution,
    DType dtype,
    int partitions)
    implements Serializable {
  private static final String SOURCE = "sparrow-random: ";

  /** What can be drawn. */
  enum Distribution {
    /** Floats in [0, 1). */
    UNIFORM,
    /** Standard normal floats. */
    NORMAL,
    /** Words of 32 bits, as longs of 0 and more. */
    BITS
  }

  /** Reads the options of the source. */
  static RandomDraw of(CaseInsensitiveStringMap options, int defaultPartitions) {
    long rows = number(options, "rows", -1);
    if (rows < 0) {
      throw new IllegalArgumentException(
          SOURCE + "option rows: needs a number of rows, got " + options.get("rows"));
    }
    long partitions = number(options, "partitions", defaultPartitions);
    if (partitions < 1 || partitions > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          SOURCE + "option partitions: needs 1 or more, got " + partitions);
    }
    int[] key = key(options);
    return new RandomDraw(
        key[0],
        key[1],
        rows,
        names(options.getOrDefault("columns", "1")),
        distribution(options.getOrDefault("distribution", "uniform")),
        dtype(options.getOrDefault("dtype", "float32")),
        (int) partitions);
  }

  private static long number(CaseInsensitiveStringMap options, String name, long absent) {
    String text = options.get(name);
    if (text == null) {
      return absent;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          SOURCE + "option " + name + ": needs a whole number, got '" + text + "'", notANumber);
    }
  }

  /** The words of the key: of a seed, or given as they are by keyData. */
  private static int[] key(CaseInsensitiveStringMap options) {
    String words = options.get("keyData");
    if (words == null) {
      return Random.keyData(Random.key(number(options, "key", 0))).toIntArray();
    }
    try {
      int[] key =
          Arrays.stream(words.split(",", -1))
              .mapToInt(word -> Integer.parseUnsignedInt(word.strip()))
              .toArray();
      if (key.length == 2) {
        return key;
      }
    } catch (NumberFormatException notWords) {
      throw new IllegalArgumentException(badWords(words), notWords);
    }
    throw new IllegalArgumentException(badWords(words));
  }

  private static String badWords(String words) {
    return SOURCE + "option keyData: needs two words of 32 bits, as 0,42, got '" + words + "'";
  }

  private static List<String> names(String text) {
    if (text.matches("\\d+")) {
      int count = Integer.parseInt(text);
      if (count == 1) {
        return List.of("value");
      }
      if (count > 1) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
      }
    }
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (names.contains("")
        || names.contains("0")
        || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          SOURCE
              + "option columns: needs a number of columns or different names, got '"
              + text
              + "'");
    }
    return names;
  }

  private static Distribution distribution(String text) {
    for (Distribution distribution : Distribution.values()) {
      if (distribution.name().equalsIgnoreCase(text.strip())) {
        return distribution;
      }
    }
    throw new IllegalArgumentException(
        SOURCE + "option distribution: is none of uniform, normal, bits: '" + text + "'");
  }

  private static DType dtype(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "float32", "float" -> DType.FLOAT32;
      case "float64", "double" -> DType.FLOAT64;
      default ->
          throw new IllegalArgumentException(
              SOURCE + "option dtype: is none of float32, float64: '" + text + "'");
    };
  }

  /** The same matrix cut after some rows; its numbers stay, since each depends on its index. */
  RandomDraw first(long most) {
    return new RandomDraw(
        keyHigh, keyLow, Math.min(rows, most), columns, distribution, dtype, partitions);
  }

  StructType schema() {
    DataType type =
        distribution == Distribution.BITS
            ? DataTypes.LongType
            : dtype == DType.FLOAT32 ? DataTypes.FloatType : DataTypes.DoubleType;
    return new StructType(
        columns.stream()
            .map(name -> DataTypes.createStructField(name, type, false))
            .toArray(StructField[]::new));
  }

  /** The first row of a partition, or the end of the one before. */
  long start(int partition) {
    // Exact also where rows times partition exceeds a long.
    return rows / partitions * partition + Math.min(partition, rows % partitions);
  }

  /**
   * Rows of a column.
   *
   * @param column which
   * @param from the first row
   * @param count how many rows
   * @return an array of shape (count,); int64 for bits
   */
  NDArray values(int column, long from, int count) {
    NDArray key = Random.wrapKeyData(HostValues.unsigned(keyHigh, keyLow));
    StreamSlice slice =
        StreamSlice.block(
            Shape.of(rows, columns.size()), List.of(from, (long) column), Shape.of(count, 1));
    NDArray drawn =
        switch (distribution) {
          case UNIFORM -> slice.uniform(key, dtype);
          case NORMAL -> slice.normal(key, dtype);
          case BITS -> slice.bits(key).astype(DType.INT64);
        };
    return drawn.reshape(count);
  }
}

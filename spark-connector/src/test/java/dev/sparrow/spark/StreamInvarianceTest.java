package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.CountDistributions;
import dev.sparrow.random.GammaDistributions;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Random;
import dev.sparrow.random.StreamSlice;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same draws, cut in every way and made by executors that live and die: one hash for each
 * sampler, the one that {@code docs/RANDOM.md} publishes.
 */
@Tag("spark")
class StreamInvarianceTest {
  private static final Path PAGE = Path.of("../docs/RANDOM.md");
  private static final int SIDE = 64;
  private static final Shape WHOLE = Shape.of(SIDE, SIDE);
  private static final int[] PARTITIONS = {1, 2, 3, 7, 64};

  /** What is drawn. */
  private enum Sampler {
    BITS,
    UNIFORM,
    NORMAL,
    RANDINT,
    GAMMA,
    POISSON,
    PERMUTATION;

    private static NDArray key() {
      return Random.key(2026);
    }

    private static NDArray parameter() {
      return Creation.scalar(3.7, DType.FLOAT32);
    }

    NDArray whole() {
      return switch (this) {
        case BITS -> Random.bits(key(), WHOLE, DType.UINT32);
        case UNIFORM -> Random.uniform(key(), WHOLE, DType.FLOAT32);
        case NORMAL -> Random.normal(key(), WHOLE, DType.FLOAT32);
        case RANDINT -> Random.randint(key(), WHOLE, -1000, 1000, DType.INT32);
        case GAMMA -> GammaDistributions.gamma(key(), parameter(), WHOLE, DType.FLOAT32);
        case POISSON ->
            CountDistributions.independentPoisson(key(), parameter(), WHOLE, DType.INT32);
        case PERMUTATION -> Permutations.permutation(key(), WHOLE.size()).reshape(SIDE, SIDE);
      };
    }

    NDArray part(Block block) {
      StreamSlice slice =
          StreamSlice.block(
              WHOLE,
              List.of((long) block.row, (long) block.column),
              Shape.of(block.rows, block.columns));
      return switch (this) {
        case BITS -> slice.bits(key());
        case UNIFORM -> slice.uniform(key(), DType.FLOAT32);
        case NORMAL -> slice.normal(key(), DType.FLOAT32);
        case RANDINT -> slice.randint(key(), -1000, 1000, DType.INT32);
        case GAMMA -> slice.gamma(key(), parameter(), DType.FLOAT32);
        case POISSON -> slice.independentPoisson(key(), parameter(), DType.INT32);
        // A permutation is a sort of everything: a shard makes it all and keeps its part.
        case PERMUTATION ->
            whole()
                .get(
                    "%d:%d, %d:%d"
                        .formatted(
                            block.row,
                            block.row + block.rows,
                            block.column,
                            block.column + block.columns));
      };
    }
  }

  /** Part of the matrix. */
  private record Block(int row, int column, int rows, int columns) implements Serializable {}

  /** The bytes of a block for each sampler. */
  private record Drawn(Block block, List<byte[]> bytes) implements Serializable {}

  /** How the matrix is cut. */
  private enum Layout {
    ROWS,
    COLUMNS,
    TILES;

    List<Block> blocks(int parts) {
      int across =
          switch (this) {
            case ROWS -> 1;
            case COLUMNS -> parts;
            case TILES -> tilesAcross(parts);
          };
      int down = parts / across;
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < down; i++) {
        int row = SIDE * i / down;
        for (int j = 0; j < across; j++) {
          int column = SIDE * j / across;
          blocks.add(
              new Block(
                  row, column, SIDE * (i + 1) / down - row, SIDE * (j + 1) / across - column));
        }
      }
      return blocks;
    }

    /** The largest divisor that is no larger than the square root. */
    private static int tilesAcross(int parts) {
      int across = (int) Math.sqrt(parts);
      while (parts % across != 0) {
        across--;
      }
      return across;
    }
  }

  @ParameterizedTest(name = "{0} executors")
  @ValueSource(ints = {1, 2})
  void oneHashForEachSampler(int executors) throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    String published = Files.readString(PAGE);
    Map<Sampler, String> expected = new EnumMap<>(Sampler.class);
    for (Sampler sampler : Sampler.values()) {
      String hash = sha256(sampler.whole().toByteArray());
      expected.put(sampler, hash);
      String row = "| %s | `%s` |".formatted(sampler.name().toLowerCase(Locale.ROOT), hash);
      assertTrue(published.contains(row), () -> PAGE + " lacks " + row);
    }
    SparkSession spark =
        SparkSessions.open("invariance", "local-cluster[" + executors + ",1,1024]");
    try {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      for (int parts : PARTITIONS) {
        for (Layout layout : Layout.values()) {
          assertEquals(expected, hashes(context, layout, parts, false), parts + " " + layout);
        }
      }
      if (executors > 1) {
        assertEquals(expected, hashes(context, Layout.TILES, 64, true), "an executor dies");
      }
    } finally {
      spark.stop();
    }
  }

  private static Map<Sampler, String> hashes(
      JavaSparkContext context, Layout layout, int parts, boolean dies) {
    List<Drawn> drawn =
        context
            .parallelize(layout.blocks(parts), parts)
            .map(block -> {
              TaskContext task = TaskContext.get();
              boolean first = task.stageAttemptNumber() == 0 && task.attemptNumber() == 0;
              if (dies && first && task.partitionId() == parts / 2) {
                Runtime.getRuntime().halt(1);
              }
              List<byte[]> bytes = new ArrayList<>();
              for (Sampler sampler : Sampler.values()) {
                bytes.add(sampler.part(block).toByteArray());
              }
              return new Drawn(block, bytes);
            })
            .collect();
    Map<Sampler, String> hashes = new EnumMap<>(Sampler.class);
    for (Sampler sampler : Sampler.values()) {
      byte[] whole = new byte[SIDE * SIDE * Integer.BYTES];
      for (Drawn part : drawn) {
        place(part.bytes.get(sampler.ordinal()), part.block, whole);
      }
      hashes.put(sampler, sha256(whole));
    }
    return hashes;
  }

  private static void place(byte[] part, Block block, byte[] whole) {
    int width = block.columns * Integer.BYTES;
    for (int row = 0; row < block.rows; row++) {
      int to = ((block.row + row) * SIDE + block.column) * Integer.BYTES;
      System.arraycopy(part, row * width, whole, to, width);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

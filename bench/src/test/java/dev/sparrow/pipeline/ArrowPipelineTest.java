package dev.sparrow.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.RecordBatches;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.io.ArrowFile;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowPipelineTest {
  private static final int[] ROWS = {1000, 1000, 0, 37};

  @TempDir private Path folder;
  private Path in = Path.of("");
  private Path out = Path.of("");

  /**
   * The second named form.
   *
   * @param x any array
   * @return twice that
   */
  public static NDArray twice(NDArray x) {
    return x.mul(2);
  }

  /**
   * A function that makes no column.
   *
   * @param x any array
   * @return its sum
   */
  public static NDArray total(NDArray x) {
    return x.sum();
  }

  @BeforeEach
  void writeInput() throws IOException {
    in = folder.resolve("in.arrow");
    out = folder.resolve("out.arrow");
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      int from = 0;
      for (int rows : ROWS) {
        NDArray x = Creation.arange(from, from + rows, 1.0);
        batches.add(RecordBatches.batch(Map.of("x", x), allocator));
        from += rows;
      }
      ArrowFile.write(in, batches.getFirst().getSchema(), batches.iterator());
    }
  }

  @Test
  void eachBatchGetsTheResultAsAColumn() throws IOException {
    ArrowPipeline.Summary done = ArrowPipeline.of("sin", List.of("x"), "y").run(in, out);
    assertEquals(2037, done.rows());
    assertEquals(4, done.batches());
    try (ArrowFile file = ArrowFile.open(out)) {
      assertEquals(4, file.batches());
      NDArray x = file.column("x");
      assertArrayEquals(Creation.arange(0, 2037, 1.0).toByteArray(), x.toByteArray());
      assertArrayEquals(Transcendental.sin(x).toByteArray(), file.column("y").toByteArray());
    }
  }

  @Test
  void methodsAreFoundByClass() throws IOException {
    ArrowPipeline.of(ArrowPipelineTest.class.getName() + "::twice", List.of("x"), "y").run(in, out);
    try (ArrowFile file = ArrowFile.open(out)) {
      assertEquals(2 * 2036, file.column("y").max().toDouble());
    }
  }

  @Test
  void whatCannotBeDoneIsSaidAndNothingIsWritten() throws IOException {
    assertBad("--fn nosuch: no such function", "nosuch", "x");
    assertBad(
        "--fn arctan2: does not map 1 arrays to one; its forms are [arctan2[NDArray, NDArray]]",
        "arctan2",
        "x");
    assertBad("--fn absent.Class::f: no class absent.Class", "absent.Class::f", "x");
    assertBad("column z: not found in " + in + "; columns are x", "sin", "z");
    assertBad(
        "the function made f32[] of 0 rows", ArrowPipelineTest.class.getName() + "::total", "x");
    Path text = Files.writeString(folder.resolve("words.arrow"), "words");
    BadInputException bad =
        assertThrows(
            BadInputException.class,
            () -> ArrowPipeline.of("sin", List.of("x"), "y").run(text, out));
    assertTrue(bad.getMessage().contains("is not a file of Arrow"), bad.getMessage());
    assertFalse(Files.exists(out));
    BadInputException taken =
        assertThrows(
            BadInputException.class, () -> ArrowPipeline.of("sin", List.of("x"), "x").run(in, out));
    assertTrue(taken.getMessage().contains("has one already"), taken.getMessage());
  }

  private void assertBad(String message, String function, String column) {
    BadInputException bad =
        assertThrows(
            BadInputException.class,
            () -> ArrowPipeline.of(function, List.of(column), "y").run(in, out));
    assertTrue(bad.getMessage().contains(message), bad.getMessage());
  }
}

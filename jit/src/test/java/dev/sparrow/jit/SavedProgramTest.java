package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Graph;
import dev.sparrow.io.GraphFile;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AllocatorsAtZero.class)
class SavedProgramTest {
  @Test
  void aLoadedProgramHasTheBytesOfItsFunction(@TempDir Path folder) throws IOException {
    Compiled root =
        Jit.jit(
            "root", x -> ControlFlow.foriLoop(0, 5, (i, y) -> y.add(x.div(y)).mul(0.5), x.add(1)));
    NDArray x = Creation.linspace(0.5, 100, 1001);
    Path file = folder.resolve("root.sprg");
    GraphFile.save(file, root.trace(x).graph());
    Compiled loaded = Jit.jit("root", GraphFile.load(file));
    assertArrayEquals(root.apply(x).toFloatArray(), loaded.apply(x).toFloatArray());
  }

  @Test
  void capturedArraysAreTheFirstInputs(@TempDir Path folder) throws IOException {
    NDArray weights = Creation.array(0f, 1f, 2f, 3f);
    Graph graph = Jit.jit("scaled", x -> x.mul(weights)).trace(Creation.ones(4)).graph();
    assertEquals(1, graph.captures().size());
    Path file = folder.resolve("scaled.sprg");
    GraphFile.save(file, graph);
    Compiled loaded = Jit.jit("scaled", GraphFile.load(file));
    NDArray x = Creation.array(2f, 2f, 2f, 2f);
    assertArrayEquals(
        new float[] {0, 2, 4, 6}, loaded.call(List.of(weights, x)).getFirst().toFloatArray());
    String message =
        assertThrows(ShapeException.class, () -> loaded.call(List.of(x, Creation.ones(5))))
            .getMessage();
    assertTrue(message.contains("scaled: was traced for"), message);
  }
}

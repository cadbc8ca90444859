package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.spi.Executable;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class CompiledGraphTest {
  @Test
  void runsOfLargeGraphsAreTimed() {
    for (int size : List.of(10, 40_000, 1_000_000)) {
      try (NDArray x = Creation.arange((double) size)) {
        Executable executable =
            new JitBackend().compile(Jit.jit("twice", (NDArray y) -> y.mul(2)).graph(x));
        List<View> inputs = List.of(((ConcreteArray) x.blockUntilReady()).view());
        assertEquals(OptionalLong.empty(), executable.nanos());
        long begin = System.nanoTime();
        executable.run(inputs).forEach(view -> view.buffer().release());
        long whole = System.nanoTime() - begin;
        if (size == 10) {
          assertEquals(OptionalLong.empty(), executable.nanos(), "small work is not timed");
        } else {
          long nanos = executable.nanos().orElseThrow();
          assertTrue(0 < nanos && nanos <= whole, nanos + " of " + whole + " ns");
        }
      }
    }
  }
}

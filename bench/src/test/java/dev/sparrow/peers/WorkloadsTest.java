package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sparrow.array.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsTest {
  private static final int SMALL = 64;

  static Stream<Workload> all() {
    return Workloads.ALL.stream();
  }

  @Test
  void namesAreDistinctAndThePeersKnowThem() throws IOException {
    Set<String> names = new HashSet<>();
    List<String> script = Files.readAllLines(Path.of("peers", "peer.py"));
    for (Workload workload : Workloads.ALL) {
      assertEquals(true, names.add(workload.name()), workload.name());
      assertFalse(
          script.stream().noneMatch(line -> line.contains('"' + workload.name() + '"')),
          workload.name() + " is unknown to peer.py");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyWorkloadRunsForBothDTypes(Workload workload) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      workload.preparation().prepare(SMALL, dtype).run();
    }
  }
}

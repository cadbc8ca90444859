package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersReportTest {
  private static final PeersReport REPORT =
      new PeersReport(
          List.of(
              new PeerSession.Opening(
                  new Machine(20_000, 100_000, 50_000),
                  Map.of("jax", "jax 0.10.2"),
                  Map.of("torch", "No module named 'torch'"))),
          List.of(
              new Measurement("selu", 1000, "float32", 1, 0.5, Map.of("jax", 2.0), 0.25),
              new Measurement("first_call", 10, "float32", 1, 900, Map.of(), 0)));

  @Test
  void theTableNamesRatiosLimitsAndWhoIsAbsent() {
    String table = REPORT.markdown();
    assertTrue(
        table.contains("| selu | 1000 | float32 | 1 | 0.50 | 2.00 | 0.25 | 0.25 | 50 % |"), table);
    assertTrue(table.contains("| first_call | 10 | float32 | 1 | 900 | - | - | - | - |"), table);
    assertTrue(table.contains("- torch: absent, No module named 'torch'"), table);
  }

  @Test
  void filesAreWrittenWithTheFieldsProgramsRead(@TempDir Path folder) throws IOException {
    REPORT.write(folder);
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("peers.json").toFile());
    assertEquals(0.5, rows.get(0).get("ours_us").asDouble());
    assertEquals(2.0, rows.get(0).get("peers").get("jax").asDouble());
    assertEquals(0.25, rows.get(0).get("limit_us").asDouble());
    assertTrue(Files.size(folder.resolve("peers-float32-1.png")) > 0);
    try (var files = Files.list(folder)) {
      assertEquals(4, files.count());
    }
  }
}

package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersSummaryTest {
  private static Measurement row(String workload, int n, String dtype, int threads, double ours) {
    return new Measurement(
        workload, n, dtype, threads, ours, Map.of("jax", 2000.0, "numpy", 400.0), 100);
  }

  private static String summary() {
    List<Measurement> rows = new ArrayList<>();
    for (int threads : List.of(1, 0)) {
      for (int n : List.of(1_000, 1_000_000, 10_000_000)) {
        rows.add(row("sum", n, "float32", threads, threads == 1 ? 200 : 600));
        rows.add(row("sum", n, "float64", threads, 300));
      }
      rows.add(row("matmul", 64, "float32", threads, 4));
      rows.add(new Measurement("first_call", 10, "float32", threads, 1234.5, Map.of(), 0));
    }
    return new PeersSummary(rows).markdown();
  }

  @Test
  void eachTableHasItsRows() {
    String text = summary();
    for (String line :
        List.of(
            "| `sum` | 1,000,000 | 200 | 400 (numpy) | 0.50 | 0.10 | 2.00 | 600 | 400 (numpy) | 1.50 |",
            "| `matmul` | 64 | 4.00 | 400 (numpy) | 0.01 | 0.00 | 0.04 | 4.00 | 400 (numpy) | 0.01 |",
            "| `first_call` | 10 | 1,235 | - | - | - | - | 1,235 | - | - |",
            "| `sum` | 0.50 | 0.50 | 0.50 | 0.75 | 0.75 | 0.75 | 1.50 | 1.50 | 1.50 | 0.75 | 0.75 | 0.75 |",
            "| `matmul` | 64 | 0.01 | - | 0.01 | - |")) {
      assertTrue(text.contains(line + "\n"), text);
    }
  }

  @Test
  void rowsAboveOneAreCountedAndNamed() {
    String text = summary();
    assertTrue(text.contains("One thread: 7 of 7 rows at or below 1, median 0.50,"), text);
    assertTrue(text.contains("All cores: 4 of 7 rows at or below 1, median 0.75,"), text);
    assertTrue(
        text.contains(
            "- `sum`: 1,000 float32 (1.50), 1,000,000 float32 (1.50), 10,000,000 float32 (1.50)"),
        text);
  }

  @Test
  void aRunOfOneHalfHasATableToo() {
    String text = new PeersSummary(List.of(row("selu", 1_000_000, "float32", 1, 100))).markdown();
    assertTrue(
        text.contains(
            "| `selu` | 1,000,000 | 100 | 400 (numpy) | 0.25 | 0.05 | 1.00 | - | - | - |"),
        text);
  }
}

package dev.sparrow.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of benchmarks, and that the yardstick computes what it is compared with. */
class BenchmarkNamesTest {
  @ParameterizedTest
  @CsvSource({"selu, 4", "selu.jit, 1", "uniform, 4", "loop, 5", "nothing, 0", "sel, 0"})
  void aWordMeansAGroupOrOneBenchmark(String word, int count) {
    assertEquals(count, BenchmarkNames.matching(word).size());
  }

  @Test
  void everyGroupHasACopyToCompareWith() {
    List<String> names = BenchmarkNames.all().stream().map(BenchmarkNames.Entry::name).toList();
    for (BenchmarkNames.Entry entry : BenchmarkNames.all()) {
      assertTrue(names.contains(entry.group() + ".copy"), entry.name());
    }
  }
}

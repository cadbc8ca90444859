package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masters that cannot be had say so in one line. */
@Tag("spark")
class SparkSessionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark://no.such.host.invalid:7077 | cannot be reached (unknown host)",
        "spark://127.0.0.1:1 | cannot be reached (Connection refused)",
        "spark://127.0.0.1 | 127.0.0.1 is not host:port",
        "spark://127.0.0.1:x | 127.0.0.1:x is not host:port",
        "lcoal[2] | no session: Could not parse Master URL",
        "local[0] | no session: Asked to run locally with 0 threads",
        "yarn | no session: Could not parse Master URL",
      })
  void oneLine(String master, String reason) {
    String message =
        assertThrows(SparkMasterException.class, () -> SparkSessions.open("no", master))
            .getMessage();
    assertTrue(message.startsWith("master " + master + ": " + reason), message);
    assertTrue(message.lines().count() == 1, message);
  }
}

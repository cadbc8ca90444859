package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersMeasurementTest {
  @Test
  void whatTheJvmSaysBetweenMeasurementsIsPassedOn() throws IOException {
    List<String> progress = new ArrayList<>();
    List<PeerSession.Opening> openings = new ArrayList<>();
    List<Measurement> measurements = new ArrayList<>();
    PeersMeasurement run = new PeersMeasurement("python3", Path.of("peer.py"), progress::add);
    for (String line :
        List.of(
            "[0.004s][warning][os] no large pages",
            "{\"machine\":{\"bytesPerMicro\":1,\"floatsPerMicro\":2,\"doublesPerMicro\":3},"
                + "\"versions\":{},\"absent\":{}}",
            "{\"workload\":\"selu\",\"n\":10,\"dtype\":\"float32\",\"threads\":1,\"ours_us\":0.5,"
                + "\"peers\":{},\"limit_us\":0.25}")) {
      run.hear(line, openings, measurements);
    }
    assertEquals(1, openings.getFirst().machine().bytesPerMicro());
    assertEquals(0.5, measurements.getFirst().oursMicros());
    assertEquals("[0.004s][warning][os] no large pages", progress.getFirst());
    assertEquals("selu 10 float32 threads 1: 0.50 us", progress.get(1).replaceAll(" +", " "));
  }
}

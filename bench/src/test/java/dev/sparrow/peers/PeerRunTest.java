package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sparrow.array.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerRunTest {
  private static final int ROUNDS = 3;
  private static final int TURN_MILLIS = 1;
  private static final long OUR_NANOS = 1_000_000;
  private static final double SLOW_MICROS = 50_000;
  private static final double FAST_MICROS = 100;
  private static final Workload SPIN =
      Workload.sized("spin", List.of(1), new Limit.Unknown(), (_, _) -> PeerRunTest::spin);

  private static void spin() {
    long end = System.nanoTime() + OUR_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** A process that keeps requests in a file and answers all with one time. */
  private static Peer peer(double micros, Path requests) throws IOException {
    String script =
        "echo '{\"peer\": \"fake 1.0\"}'; while read -r line; do echo \"$line\" >> '%s'; echo '{\"us\": %s}'; done"
            .formatted(requests, micros);
    if (Peer.start("fake", List.of("sh", "-c", script)) instanceof Peer.Start.Running(Peer peer)) {
      return peer;
    }
    throw new AssertionError("the peer did not start");
  }

  private static Measurement measure(Peer peer) throws IOException {
    PeerRun.Effort effort = new PeerRun.Effort(ROUNDS, TURN_MILLIS);
    return new PeerRun(List.of(peer), 1, new Machine(1, 1, 1), effort)
        .run(List.of(SPIN), false, List.of(DType.FLOAT32), _ -> {})
        .getFirst();
  }

  @Test
  void aPeerTakesTurnsUntilItSettlesAndThenThoseThatCount(@TempDir Path folder) throws IOException {
    Path requests = folder.resolve("requests");
    try (Peer peer = peer(FAST_MICROS, requests)) {
      assertEquals(FAST_MICROS, measure(peer).peers().get("fake"));
      assertTrue(Files.readAllLines(requests).size() > ROUNDS);
    }
  }

  @Test
  void aPeerIsToldToKeepTheMemoryItFrees() throws IOException {
    String script =
        "echo \"{\\\"peer\\\": \\\"$MALLOC_MMAP_MAX_ $MALLOC_TRIM_THRESHOLD_\\\"}\"; read -r line";
    if (Peer.start("fake", List.of("sh", "-c", script)) instanceof Peer.Start.Running(Peer peer)) {
      try (peer) {
        assertEquals("0 " + (1L << 40), peer.name());
      }
    } else {
      fail("the peer did not start");
    }
  }

  @Test
  void aPeerThatIsManyTimesAsSlowHasOneTurn(@TempDir Path folder) throws IOException {
    Path requests = folder.resolve("requests");
    try (Peer peer = peer(SLOW_MICROS, requests)) {
      assertEquals(SLOW_MICROS, measure(peer).peers().get("fake"));
      assertEquals(1, Files.readAllLines(requests).size());
    }
  }
}

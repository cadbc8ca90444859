package dev.sparrow.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Another library, in a process of its own that waits for requests. Its answers are what {@code
 * peer.py} prints; a library that is not installed says so and is closed.
 */
final class Peer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Has the GNU C library keep what a peer frees for what it allocates next, as Sparrow keeps its
   * buffers. Else arrays of some megabytes go back to the system after each call, and a call takes
   * as long as the system takes to hand out pages: where one takes 12 us, fifty times as long.
   */
  private static final Map<String, String> KEEP_MEMORY =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40));

  private final String id;
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;

  private Peer(
      String id, String name, Process process, BufferedReader answers, BufferedWriter requests) {
    this.id = id;
    this.name = name;
    this.process = process;
    this.answers = answers;
    this.requests = requests;
  }

  /** What starting a peer gives. */
  sealed interface Start {
    /**
     * It runs.
     *
     * @param peer the peer
     */
    record Running(Peer peer) implements Start {}

    /**
     * It is not there.
     *
     * @param reason why
     */
    record Absent(String reason) implements Start {}
  }

  /** What a peer answers. */
  sealed interface Answer {
    /**
     * It was timed.
     *
     * @param micros median microseconds of a call
     */
    record Timed(double micros) implements Answer {}

    /**
     * It was not timed.
     *
     * @param reason why
     */
    record Refused(String reason) implements Answer {}
  }

  /**
   * Starts a peer.
   *
   * @param id the peer's name in tables
   * @param command what to run
   * @return the peer, or why there is none
   * @throws IOException if the command cannot be started
   */
  static Start start(String id, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(KEEP_MEMORY);
    Process process = builder.start();
    BufferedReader answers = process.inputReader();
    String first = answers.readLine();
    if (first == null) {
      process.destroy();
      return new Start.Absent("its process ended without a word");
    }
    JsonNode said = JSON.readTree(first);
    if (!said.has("peer")) {
      process.destroy();
      return new Start.Absent(said.path("absent").asText());
    }
    String name = said.path("peer").asText();
    return new Start.Running(new Peer(id, name, process, answers, process.outputWriter()));
  }

  /** {@return the name in tables: {@code jax}} */
  String id() {
    return id;
  }

  /** {@return library and version} */
  String name() {
    return name;
  }

  /**
   * Has the peer time a workload.
   *
   * @param workload the workload's name
   * @param n size
   * @param dtype NumPy's name of the element type
   * @param millis about how long
   * @return its answer
   * @throws IOException if the process is gone
   */
  Answer time(String workload, int n, String dtype, int millis) throws IOException {
    requests.write(
        JSON.writeValueAsString(
            Map.of("workload", workload, "n", n, "dtype", dtype, "millis", millis)));
    requests.newLine();
    requests.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("bench peers: the process of " + name + " ended during " + workload);
    }
    JsonNode answer = JSON.readTree(line);
    if (answer.has("us")) {
      return new Answer.Timed(answer.path("us").asDouble());
    }
    return new Answer.Refused(
        answer.has("error") ? answer.path("error").asText() : answer.path("unsupported").asText());
  }

  @Override
  public void close() {
    process.destroy();
  }
}

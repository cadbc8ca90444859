package dev.sparrow.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A whole run: one session on one thread, one on all cores, and the report. */
public final class PeersMeasurement {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String python;
  private final Path script;
  private final Consumer<String> progress;

  /**
   * A run.
   *
   * @param python a Python that has some of the peers
   * @param script {@code bench/peers/peer.py}
   * @param progress told of each measurement, in a line, and of what the sessions' JVMs say
   */
  public PeersMeasurement(String python, Path script, Consumer<String> progress) {
    this.python = python;
    this.script = script;
    this.progress = progress;
  }

  /** {@return names of all groups of workloads, then those of all workloads} */
  public static List<String> names() {
    List<String> names = new ArrayList<>(Workloads.GROUPS.keySet());
    Workloads.ALL.forEach(workload -> names.add(workload.name()));
    return names;
  }

  /**
   * Measures and writes the report: first of one thread, then of all cores too.
   *
   * @param names of workloads and of groups of them; empty for all
   * @param quick few sizes, float32 only, short turns
   * @param folder where the report goes
   * @return the table, as Markdown
   * @throws IOException if Python cannot be started, a session fails, or the report cannot be
   *     written
   */
  public String run(List<String> names, boolean quick, Path folder) throws IOException {
    List<String> workloads =
        names.stream().flatMap(name -> Workloads.named(name).stream()).toList();
    List<PeerSession.Opening> openings = new ArrayList<>();
    List<Measurement> measurements = new ArrayList<>();
    for (int threads : List.of(1, 0)) {
      PeerSession.Task task =
          new PeerSession.Task(python, script.toString(), threads, quick, workloads);
      session(task, openings, measurements);
      // A whole run is long: if its second half is cut off, the first half is there.
      new PeersReport(openings, measurements).write(folder);
    }
    return new PeersReport(openings, measurements).markdown();
  }

  private void session(
      PeerSession.Task task, List<PeerSession.Opening> openings, List<Measurement> measurements)
      throws IOException {
    Path errors = Files.createTempFile("sparrow-peers", ".log");
    try {
      Process process = new ProcessBuilder(command(task)).redirectError(errors.toFile()).start();
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          hear(line, openings, measurements);
        }
      } finally {
        process.destroy();
      }
      if (process.waitFor() != 0) {
        throw new IOException("bench peers: a session failed:\n" + Files.readString(errors));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("bench peers: interrupted", stopped);
    } finally {
      Files.delete(errors);
    }
  }

  /**
   * Takes in a line of a session. The JVM's own words, such as warnings or what {@code -Xlog} asks
   * for, come between and are passed on as progress.
   */
  void hear(String line, List<PeerSession.Opening> openings, List<Measurement> measurements)
      throws IOException {
    if (!line.startsWith("{")) {
      progress.accept(line);
      return;
    }
    JsonNode said = JSON.readTree(line);
    if (said.has("machine")) {
      openings.add(JSON.treeToValue(said, PeerSession.Opening.class));
      return;
    }
    Measurement measurement = JSON.treeToValue(said, Measurement.class);
    measurements.add(measurement);
    progress.accept(
        "%-16s %9d %s threads %d: %.2f us"
            .formatted(
                measurement.workload(),
                measurement.n(),
                measurement.dtype(),
                measurement.threads(),
                measurement.oursMicros()));
  }

  /** This JVM's flags and class path again, with the threads that the task asks for. */
  private static List<String> command(PeerSession.Task task) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(PeerSession.TOUCH_HEAP);
    if (task.threads() > 0) {
      command.add("-Dsparrow.threads=" + task.threads());
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PeerSession.class.getName());
    command.add(JSON.writeValueAsString(task));
    return command;
  }
}

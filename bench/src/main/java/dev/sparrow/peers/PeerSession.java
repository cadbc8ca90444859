package dev.sparrow.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.DType;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JVM's part of a run: its number of threads is fixed when it starts, so one thread and all
 * threads take two. Prints what it finds as one JSON object a line: first {@link Opening}, then
 * {@link Measurement}s.
 */
public final class PeerSession {
  /** The peers that {@code peer.py} knows. */
  static final List<String> PYTHON_PEERS =
      List.of("jax", "numpy", "numpy-philox", "torch", "torch-compiled", "numexpr", "numba");

  /** The peer that is a Java program. */
  static final String JAVA_PEER = "java";

  /**
   * Has a JVM touch its heap whenever that grows. Pages are else touched by the objects that first
   * lie there, within the calls that are timed, until every region has been used once: minutes for
   * calls that allocate little. Where a page takes the system 12 us, such a call takes ten times as
   * long.
   */
  static final String TOUCH_HEAP = "-XX:+AlwaysPreTouch";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private PeerSession() {}

  /**
   * What a session has to do.
   *
   * @param python the Python to run
   * @param script {@code peer.py}
   * @param threads 1, or 0 for all cores
   * @param quick few sizes and short turns
   * @param workloads names of workloads; empty for all
   */
  record Task(String python, String script, int threads, boolean quick, List<String> workloads) {
    /** Copies the list. */
    Task {
      workloads = List.copyOf(workloads);
    }
  }

  /**
   * What a session found before it measured.
   *
   * @param machine what the machine can do
   * @param versions library and version of each peer that is there
   * @param absent why each other peer is not
   */
  record Opening(Machine machine, Map<String, String> versions, Map<String, String> absent) {}

  /**
   * Runs a session.
   *
   * @param arguments a {@link Task} as JSON
   * @throws IOException if Python cannot be started or a peer's process ends
   */
  public static void main(String[] arguments) throws IOException {
    Task task = JSON.readValue(arguments[0], Task.class);
    PrintStream out = System.out;
    int cores = task.threads == 0 ? Runtime.getRuntime().availableProcessors() : task.threads;
    Machine machine = Machine.measure(cores);
    Map<String, String> versions = new LinkedHashMap<>();
    Map<String, String> absent = new LinkedHashMap<>();
    List<Peer> peers = new ArrayList<>();
    try {
      for (Map.Entry<String, List<String>> command : commands(task).entrySet()) {
        switch (Peer.start(command.getKey(), command.getValue())) {
          case Peer.Start.Running(Peer peer) -> {
            peers.add(peer);
            versions.put(peer.id(), peer.name());
          }
          case Peer.Start.Absent(String reason) -> absent.put(command.getKey(), reason);
        }
      }
      out.println(JSON.writeValueAsString(new Opening(machine, versions, absent)));
      List<Workload> chosen =
          Workloads.ALL.stream()
              .filter(
                  workload -> task.workloads.isEmpty() || task.workloads.contains(workload.name()))
              .toList();
      PeerRun.Effort effort = new PeerRun.Effort(3, task.quick ? 40 : 60);
      List<DType> dtypes =
          task.quick ? List.of(DType.FLOAT32) : List.of(DType.FLOAT32, DType.FLOAT64);
      new PeerRun(peers, task.threads, machine, effort)
          .run(chosen, task.quick, dtypes, measurement -> out.println(text(measurement)));
    } finally {
      peers.forEach(Peer::close);
    }
  }

  /** How each peer is started. */
  private static Map<String, List<String>> commands(Task task) {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (String id : PYTHON_PEERS) {
      commands.put(id, List.of(task.python, task.script, id, Integer.toString(task.threads)));
    }
    commands.put(
        JAVA_PEER,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            TOUCH_HEAP,
            "-cp",
            System.getProperty("java.class.path"),
            SplittableRandomPeer.class.getName()));
    return commands;
  }

  private static String text(Measurement measurement) {
    try {
      return JSON.writeValueAsString(measurement);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}

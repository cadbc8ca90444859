package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.jit.run.KernelCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Times workloads on Sparrow and on each peer, in turn. */
final class PeerRun {
  /**
   * How long a run takes.
   *
   * @param rounds times that each side has its turn
   * @param millis length of a turn
   */
  record Effort(int rounds, int millis) {}

  private static final int WARM_UP_MILLIS = 500;

  /** Turns after which a workload is measured though it may become faster still. */
  private static final int MOST_WARM_UP_TURNS = 20;

  /** A turn that takes this share of the fastest one before has not become faster. */
  private static final double SETTLED = 0.9;

  private final List<Peer> peers;
  private final int threads;
  private final Machine machine;
  private final Effort effort;

  PeerRun(List<Peer> peers, int threads, Machine machine, Effort effort) {
    this.peers = List.copyOf(peers);
    this.threads = threads;
    this.machine = machine;
    this.effort = effort;
  }

  /**
   * Measures.
   *
   * @param workloads what
   * @param quick whether only some sizes
   * @param dtypes element types
   * @param done told of each measurement
   * @return all of them
   * @throws IOException if a peer's process ends
   */
  List<Measurement> run(
      List<Workload> workloads, boolean quick, List<DType> dtypes, Consumer<Measurement> done)
      throws IOException {
    List<Measurement> all = new ArrayList<>();
    for (Workload workload : workloads) {
      for (int n : quick ? workload.quickSizes() : workload.sizes()) {
        for (DType dtype : dtypes) {
          all.add(measure(workload, n, dtype));
          done.accept(all.getLast());
        }
      }
    }
    return all;
  }

  private Measurement measure(Workload workload, int n, DType dtype) throws IOException {
    Runnable call = workload.preparation().prepare(n, dtype);
    // Turns that are not counted: kernels become hot, the peers trace and compile.
    warmUp(call);
    List<Peer> taking = new ArrayList<>();
    for (Peer peer : peers) {
      if (time(peer, workload, n, dtype) instanceof Peer.Answer.Timed) {
        taking.add(peer);
      }
    }
    double[] ours = new double[effort.rounds];
    Map<String, double[]> theirs = new TreeMap<>();
    taking.forEach(peer -> theirs.put(peer.id(), new double[effort.rounds]));
    for (int round = 0; round < effort.rounds; round++) {
      ours[round] = Timing.medianMicros(call, effort.millis);
      for (Peer peer : taking) {
        Peer.Answer answer = time(peer, workload, n, dtype);
        theirs.get(peer.id())[round] =
            switch (answer) {
              case Peer.Answer.Timed(double micros) -> micros;
              case Peer.Answer.Refused(String reason) ->
                  throw new IOException(
                      "bench peers: "
                          + peer.name()
                          + " gave up on "
                          + workload.name()
                          + ": "
                          + reason);
            };
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    theirs.forEach((id, times) -> medians.put(id, Timing.median(times)));
    return new Measurement(
        workload.name(),
        n,
        dtype.jaxName(),
        threads,
        Timing.median(ours),
        medians,
        workload.limit().micros(n, dtype, machine));
  }

  /**
   * Calls until a turn passes in which no loop stands in for a faster one, no faster than before.
   */
  private static void warmUp(Runnable call) {
    double fastest = Double.MAX_VALUE;
    for (int turn = 0; turn < MOST_WARM_UP_TURNS; turn++) {
      long before = KernelCache.shared().statistics().scalarCalls();
      double micros = Timing.medianMicros(call, WARM_UP_MILLIS);
      boolean standsIn =
          KernelCache.shared().statistics().scalarCalls() > before || KernelCache.warmingUp() > 0;
      if (!standsIn && micros > SETTLED * fastest) {
        return;
      }
      fastest = Math.min(fastest, micros);
    }
  }

  private Peer.Answer time(Peer peer, Workload workload, int n, DType dtype) throws IOException {
    return peer.time(workload.name(), n, dtype.jaxName(), effort.millis);
  }
}

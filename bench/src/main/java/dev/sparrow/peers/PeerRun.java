package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.jit.run.KernelCache;
import java.io.IOException;
import java.util.ArrayList;
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

  private static final int WARM_UP_MILLIS = 200;

  /** Turns after which a workload is measured though it may become faster still. */
  private static final int MOST_WARM_UP_TURNS = 50;

  /** Turns that wait for HotSpot to compile what else there is: on a busy machine that goes on. */
  private static final int MOST_TURNS_FOR_COMPILER = 15;

  /** Most turns of a peer that are not counted; each is as long as a counted one. */
  private static final int MOST_TURNS_OF_A_PEER = 10;

  /**
   * How many times as long as Sparrow a peer may take to have more than one turn: rows of ten
   * million numbers would keep slow ones busy for most of a run.
   */
  private static final int SLOW = 10;

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
    double settled = warmUp(call);
    List<Peer> taking = new ArrayList<>();
    Map<String, Double> medians = new TreeMap<>();
    for (Peer peer : peers) {
      if (time(peer, workload, n, dtype) instanceof Peer.Answer.Timed(double first)) {
        if (first > SLOW * settled && first > effort.millis * 1e3) {
          medians.put(peer.id(), first);
        } else {
          warmUp(peer, workload, n, dtype, first);
          taking.add(peer);
        }
      }
    }
    double[] ours = new double[effort.rounds];
    Map<String, double[]> theirs = new TreeMap<>();
    taking.forEach(peer -> theirs.put(peer.id(), new double[effort.rounds]));
    for (int round = 0; round < effort.rounds; round++) {
      ours[round] = Timing.medianMicros(call, effort.millis);
      for (Peer peer : taking) {
        theirs.get(peer.id())[round] = micros(peer, workload, n, dtype);
      }
    }
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
   * Calls until the time has settled, no loop stands in for a faster one, nothing compiles.
   *
   * @return what a call takes then, in microseconds
   */
  private static double warmUp(Runnable call) {
    Settling settling = new Settling(2);
    double micros = 0;
    for (int turn = 0; turn < MOST_WARM_UP_TURNS; turn++) {
      long before = KernelCache.shared().statistics().scalarCalls();
      micros = Timing.medianMicros(call, WARM_UP_MILLIS);
      boolean compiles =
          KernelCache.shared().statistics().scalarCalls() > before
              || KernelCache.warmingUp() > 0
              || (turn < MOST_TURNS_FOR_COMPILER && CompileQueue.busy());
      if (settling.after(micros, compiles)) {
        break;
      }
    }
    return micros;
  }

  /** Has a peer take turns until its time has settled; calls that fill a turn are not repeated. */
  private void warmUp(Peer peer, Workload workload, int n, DType dtype, double first)
      throws IOException {
    Settling settling = new Settling(1);
    double micros = first;
    for (int turn = 1;
        turn < MOST_TURNS_OF_A_PEER
            && !settling.after(micros, false)
            && micros < effort.millis * 1e3;
        turn++) {
      micros = micros(peer, workload, n, dtype);
    }
  }

  private double micros(Peer peer, Workload workload, int n, DType dtype) throws IOException {
    return switch (time(peer, workload, n, dtype)) {
      case Peer.Answer.Timed(double micros) -> micros;
      case Peer.Answer.Refused(String reason) ->
          throw new IOException(
              "bench peers: " + peer.name() + " gave up on " + workload.name() + ": " + reason);
    };
  }

  private Peer.Answer time(Peer peer, Workload workload, int n, DType dtype) throws IOException {
    return peer.time(workload.name(), n, dtype.jaxName(), effort.millis);
  }
}

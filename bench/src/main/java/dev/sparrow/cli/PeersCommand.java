package dev.sparrow.cli;

import dev.sparrow.peers.PeersMeasurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparrow bench peers}: Sparrow beside other array libraries, in one run. */
@Command(
    name = "peers",
    description = {
      "Measure beside JAX, NumPy, PyTorch, numexpr, Numba and the JDK, all in turn.",
      "Each side is timed after turns that do not count, until its time has settled.",
      "A Python that has some of them is needed: pip install -r bench/peers/requirements.txt"
    },
    mixinStandardHelpOptions = true)
final class PeersCommand implements Callable<Integer> {
  @Option(
      names = "--python",
      defaultValue = "python3",
      description = "the Python to run (default: ${DEFAULT-VALUE})")
  private String python = "python3";

  @Option(names = "--out", required = true, description = "folder of the table, peers.json, charts")
  private Path out = Path.of("peers");

  @Option(names = "--overwrite", description = "replace the files of an earlier run in --out")
  private boolean overwrite;

  @Option(names = "--quick", description = "few sizes, float32 only, short turns")
  private boolean quick;

  @Option(
      names = "--workloads",
      split = ",",
      paramLabel = "NAME",
      description = {
        "only these, separated by commas; groups of them are elementwise, reductions,",
        "ordering, transforms, contractions, gradients, loops, calls and random"
      })
  private List<String> workloads = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    for (String name : workloads) {
      if (!PeersMeasurement.names().contains(name)) {
        throw new BadInputException(
            "--workloads "
                + name
                + ": unknown; there are: "
                + String.join(", ", PeersMeasurement.names()));
      }
    }
    if (Files.exists(out) && !overwrite) {
      throw new BadInputException(
          "--out " + out + ": exists; name another folder, or pass --overwrite");
    }
    Path script = Path.of(System.getProperty("sparrow.home", "."), "bench", "peers", "peer.py");
    if (!Files.exists(script)) {
      throw new BadInputException(script + ": missing; run ./sparrow from a checkout");
    }
    PrintWriter err = spec.commandLine().getErr();
    PeersMeasurement measurement =
        new PeersMeasurement(
            python,
            script,
            line -> {
              err.println(line);
              err.flush();
            });
    String table;
    try {
      table = measurement.run(workloads, quick, out);
    } catch (IOException failed) {
      if (failed.getMessage() != null && failed.getMessage().contains("Cannot run program")) {
        throw new BadInputException("--python " + python + ": cannot be started");
      }
      throw failed;
    }
    spec.commandLine().getOut().println(table);
    return 0;
  }
}

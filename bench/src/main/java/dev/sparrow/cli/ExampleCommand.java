package dev.sparrow.cli;

import dev.sparrow.examples.BlackScholes;
import dev.sparrow.examples.KMeans;
import dev.sparrow.examples.KalmanFilter;
import dev.sparrow.examples.LogisticRegression;
import dev.sparrow.examples.NeuralNetwork;
import dev.sparrow.examples.PerExampleGradients;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparrow example}: the programs of {@link dev.sparrow.examples}. */
@Command(
    name = "example",
    description = "Small programs that learn, filter and price; without a name, what there is.",
    mixinStandardHelpOptions = true)
final class ExampleCommand implements Runnable {
  /**
   * An example.
   *
   * @param name as it is typed
   * @param description in a line
   * @param main what runs it
   */
  record Example(String name, String description, Consumer<String[]> main) {}

  /** All of them, in the order of examples/README.md. */
  static final List<Example> ALL =
      List.of(
          new Example(
              "logistic-regression",
              "a loss, its gradient, a compiled step",
              LogisticRegression::main),
          new Example("neural-network", "layers as records, Adam", NeuralNetwork::main),
          new Example("k-means", "broadcasting, segments, a scan", KMeans::main),
          new Example("kalman-filter", "a scan that carries a record", KalmanFilter::main),
          new Example("black-scholes", "greeks as gradients, vmap over prices", BlackScholes::main),
          new Example("per-example-gradients", "vmap of grad", PerExampleGradients::main));

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "which")
  private @Nullable String name;

  @Override
  public void run() {
    if (name == null) {
      PrintWriter out = spec.commandLine().getOut();
      ALL.forEach(example -> out.printf("%-22s  %s%n", example.name, example.description));
      out.flush();
      return;
    }
    find(name).main.accept(new String[0]);
  }

  private static Example find(String name) {
    return ALL.stream()
        .filter(example -> example.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new BadInputException(
                "no example is called "
                    + name
                    + "; there are "
                    + ALL.stream().map(Example::name).collect(Collectors.joining(", "))));
  }
}
